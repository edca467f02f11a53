//! The unit asks the citizen back. Its clock stands still until they answer; if they don't within
//! the set time, the case closes (see [`super::lapse`]) and may be reopened.

use super::case::{Actor, Case, blank_post};
use super::take::official;
use super::{letters, words};
use crate::app::App;
use crate::domain::error::{FieldErrors, Result};
use crate::domain::following::What;
use crate::domain::ids::PostId;
use crate::domain::notice::Notice;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::thread::{PostKind, Step};
use crate::store::posts;
use crate::text::markdown;

/// Asks. The question stands in the timeline with name, position and unit, as an answer does.
///
/// # Errors
/// [`crate::domain::error::Error::Invalid`] at `question`; a conflict if the case is not open or
/// waits for the citizen already.
pub async fn ask(app: &App, viewer: &Viewer, number: &str, question: &str) -> Result<PostId> {
    let mut errors = FieldErrors::default();
    let body = words::text(&mut errors, "question", question, words::BODY_MAX);
    let mut case = Case::lock(app, viewer, number, Action::Ask)
        .await?
        .in_view()?;
    errors.into_result()?;
    let (name, position, unit) = official(&case, viewer, case.thread.unit_id)?;
    let id = PostId::new();
    let mut post = blank_post(id, case.thread.id, PostKind::Question, case.now);
    post.label.clone_from(&name);
    post.position.clone_from(&position);
    post.unit_name.clone_from(&unit);
    post.shown = markdown::render(&body);
    let excerpt = markdown::excerpt(&body, 300);
    post.body = body;
    posts::insert(&mut case.tx, post, Some((viewer.account_id(), None))).await?;
    let actor = Actor::Staff {
        name: &name,
        position: &position,
        unit: &unit,
    };
    case.step(Step::Ask, actor, "").await?;
    case.happened(What::Asked, id);
    case.thread.asked_ms = Some(case.now);
    if case.thread.assigned_to.is_none() {
        case.thread.assigned_to = viewer.account_id();
    }
    let notice = Notice::Asked {
        number: case.thread.number.clone(),
        title: case.thread.title.clone(),
        unit,
        excerpt,
        days: app.config.limits.citizen_reply.into(),
    };
    letters::to_author(
        &case.tx,
        case.thread.id,
        case.opener.as_ref(),
        &id.to_string(),
        notice,
        case.now,
    )
    .await?;
    case.finish().await?;
    Ok(id)
}
