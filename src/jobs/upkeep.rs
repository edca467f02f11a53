//! Upkeep: what has been kept long enough goes, and answered cases whose author is silent close.

use super::lease;
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::time::{DAY_MS, HOUR_MS};
use crate::flows::erase;
use crate::flows::lapse::lapse;
use crate::flows::retain;
use crate::flows::schedule::break_due;
use crate::store::{drafts, files, inbox, moderation, photos, returns, uploads};

/// Cases closed in one go.
const BATCH: u64 = 200;
/// How long a photo or a file waits for its form to be sent.
const DRAFTS_KEPT_MS: i64 = 6 * HOUR_MS;

pub async fn run(app: &App) -> Result<()> {
    if !lease(app, "upkeep").await? {
        return Ok(());
    }
    retain::apply(app).await?;
    erase::apply(app).await?;
    let (db, month) = (app.store.write(), app.now().plus_ms(-30 * DAY_MS));
    drafts::drop_before(db, month).await?;
    let unsent = app.now().plus_ms(-DRAFTS_KEPT_MS);
    uploads::sweep::<photos::Info>(db, unsent).await?;
    uploads::sweep::<files::Info>(db, unsent).await?;
    inbox::sweep_visits(app.store.write(), app.now().plus_ms(-HOUR_MS)).await?;
    let mail_kept_ms = app.config.keep.mail * DAY_MS;
    returns::forget(app.store.write(), app.now().plus_ms(-mail_kept_ms)).await?;
    let undo = app.now().plus_ms(-app.config.undo_ms);
    moderation::forget_before(app.store.write(), undo).await?;
    while break_due(app, BATCH).await? == BATCH as usize {}
    let mut all = 0;
    loop {
        let closed = lapse(app, BATCH).await?;
        all += closed;
        if closed < BATCH as usize {
            break;
        }
    }
    if all > 0 {
        tracing::info!(closed = all, "cases closed: their authors did not respond");
    }
    Ok(())
}
