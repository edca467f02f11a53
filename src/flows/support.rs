//! "Saya juga": a citizen supports a thread, or takes the support back.

use super::case::Case;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::thread::{Status, Visibility};
use crate::store::threads;

/// Supports (`on`) or takes it back; doing either twice changes nothing.
///
/// # Errors
/// [`Error::Forbidden`] on one's own thread; [`Error::Conflict`] if the thread isn't public.
pub async fn support(app: &App, viewer: &Viewer, number: &str, on: bool) -> Result<()> {
    let mut case = Case::lock(app, viewer, number, Action::Support).await?;
    if case.thread.visibility != Visibility::Public {
        return Err(Error::Conflict("conflict-not-public"));
    }
    if on && case.thread.status == Status::Merged {
        return Err(Error::Conflict("conflict-merged"));
    }
    let supporter = app
        .supporter(viewer)
        .ok_or(Error::Conflict("conflict-cookie"))?;
    if on {
        threads::add_support(&mut case.tx, &case.thread, &supporter, case.now).await?;
    } else {
        threads::remove_support(&mut case.tx, &case.thread, &supporter).await?;
    }
    case.tx.commit().await
}
