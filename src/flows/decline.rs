//! The unit closes a case without doing what was asked, with a public reason.

use super::case::{Actor, Case};
use super::take::official;
use super::{letters, schedule, words};
use crate::app::App;
use crate::domain::error::{FieldErrors, Result};
use crate::domain::notice::Notice;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::thread::Step;
use crate::text::masks;

/// Declines. The reason is shown in the timeline.
///
/// # Errors
/// [`crate::domain::error::Error::Invalid`] at `reason`; a conflict if the case is not open.
pub async fn decline(app: &App, viewer: &Viewer, number: &str, reason: &str) -> Result<()> {
    let mut errors = FieldErrors::default();
    let reason = words::line(&mut errors, "reason", reason, words::NOTE_MAX);
    let mut case = Case::lock(app, viewer, number, Action::Decline)
        .await?
        .in_view()?;
    errors.into_result()?;
    let reason = masks::mask(&reason).text;
    let (name, position, unit) = official(&case, viewer, case.thread.unit_id)?;
    let actor = Actor::Staff {
        name: &name,
        position: &position,
        unit: &unit,
    };
    case.step(Step::Decline, actor, &reason).await?;
    schedule::drop_with(&mut case, &reason).await?;
    case.thread.closed_ms = Some(case.now);
    let notice = Notice::Declined {
        number: case.thread.number.clone(),
        title: case.thread.title.clone(),
        unit,
        reason,
    };
    let cause = format!("{} {}", case.thread.number, case.now.0);
    letters::to_author(
        &case.tx,
        case.thread.id,
        case.opener.as_ref(),
        &cause,
        notice,
        case.now,
    )
    .await?;
    case.finish().await?;
    Ok(())
}
