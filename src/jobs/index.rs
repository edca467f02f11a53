//! The search index catches up: threads from before there was one, from a backup, from an instance
//! of an older version, or stored by rules that have changed since.

use super::lease;
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::ThreadId;
use crate::flows::search;
use tokio::sync::watch;

pub async fn run(app: &App, stopped: &watch::Receiver<bool>) -> Result<()> {
    let mut after = ThreadId(uuid::Uuid::nil());
    let mut all = 0;
    while !*stopped.borrow() && lease(app, "index").await? {
        let Some((last, entered)) = search::catch_up(app, after).await? else {
            break;
        };
        after = last;
        all += entered;
    }
    if all > 0 {
        tracing::info!(threads = all, "entered into the search index");
    }
    Ok(())
}
