//! Upkeep: what has expired goes, and answered cases whose author is silent close.

use super::lease;
use crate::app::App;
use crate::domain::error::Result;
use crate::flows::lapse::lapse;
use crate::store::sessions;

/// Cases closed in one go.
const BATCH: u64 = 200;

pub async fn run(app: &App) -> Result<()> {
    if !lease(app, "upkeep").await? {
        return Ok(());
    }
    sessions::sweep(app.store.write(), app.now()).await?;
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
