//! The unit closes a case without doing what was asked, with a public reason. As in answers, nothing
//! of it is masked: it may say whom to call instead.

use super::case::{Actor, Case};
use super::take::official;
use super::{letters, schedule, words};
use crate::app::App;
use crate::domain::decline::Ground;
use crate::domain::error::{FieldErrors, Result};
use crate::domain::message::Message;
use crate::domain::notice::Notice;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::thread::Step;
use crate::store::posts;

/// Declines, on a ground and with words, both shown in the timeline.
///
/// # Errors
/// [`crate::domain::error::Error::Invalid`] at `ground` (also for "not enough to go on" if the author
/// was never asked) or `reason`; a conflict if the case is not open.
pub async fn decline(
    app: &App,
    viewer: &Viewer,
    number: &str,
    ground: &str,
    reason: &str,
) -> Result<()> {
    let mut errors = FieldErrors::default();
    let reason = words::line(&mut errors, "reason", reason, words::NOTE_MAX);
    let mut case = Case::lock(app, viewer, number, Action::Decline)
        .await?
        .in_view()?;
    let ground = Ground::parse(ground);
    match ground {
        None => errors.add("ground", Message::new("fault-choose")),
        Some(g) if g.needs_asking() && !posts::has_asked(&*case.tx, case.thread.id).await? => {
            errors.add("ground", Message::new("fault-ground-unasked"));
        }
        Some(_) => {}
    }
    errors.into_result()?;
    let (name, position, unit) = official(&case, viewer, case.thread.unit_id)?;
    let actor = Actor::Staff {
        name: &name,
        position: &position,
        unit: &unit,
    };
    case.step_on(Step::Decline, actor, &reason, ground).await?;
    schedule::drop_with(&mut case, &reason).await?;
    case.thread.closed_ms = Some(case.now);
    let notice = Notice::Declined {
        number: case.thread.number.clone(),
        title: case.thread.title.clone(),
        unit,
        ground: ground.map_or_else(String::new, |g| g.as_str().to_owned()),
        reason,
    };
    let cause = format!("{} {}", case.thread.number, case.now.0);
    letters::to_authors(
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
