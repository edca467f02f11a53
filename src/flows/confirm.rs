//! The author says whether the answer helped: confirms, or reopens with a reason.

use super::case::{Actor, Case};
use super::reply::{self, Replied, Words};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::thread::{REOPEN_DAYS, Step};
use crate::domain::time::DAY_MS;

/// "Did this help?" Yes.
///
/// # Errors
/// [`Error::Conflict`] unless the thread has been answered.
pub async fn confirm(app: &App, viewer: &Viewer, number: &str) -> Result<()> {
    let mut case = Case::lock(app, viewer, number, Action::Confirm)
        .await?
        .in_view()?;
    case.step(Step::Confirm, Actor::Author, "").await?;
    case.thread.closed_ms = Some(case.now);
    case.finish().await?;
    Ok(())
}

/// Not yet: the reason becomes a post, and the unit's clock runs anew.
///
/// # Errors
/// [`Error::Invalid`] at `body`; [`Error::Conflict`] if the case is open, or was closed longer
/// than [`REOPEN_DAYS`] ago.
pub async fn reopen(
    app: &App,
    viewer: &Viewer,
    number: &str,
    words: &Words<'_>,
) -> Result<Replied> {
    let ready = reply::ready(app, viewer, number, words).await;
    let mut case = Case::lock(app, viewer, number, Action::Reopen)
        .await?
        .in_view()?;
    let ready = ready?;
    reply::limited(app, viewer).await?;
    let closed = case.thread.closed_ms.unwrap_or(case.thread.active_ms);
    if case.now > closed.plus_ms(REOPEN_DAYS * DAY_MS) {
        return Err(Error::Conflict("conflict-reopen-late"));
    }
    if !words.seen && ready.is_changed() {
        return Ok(Replied::Unseen(Box::new(ready)));
    }
    case.step(Step::Reopen, Actor::Author, "").await?;
    let (_, held) = reply::add(app, &mut case, viewer, ready).await?;
    case.route(app);
    case.finish().await?;
    Ok(Replied::Sent { held })
}
