//! A unit changes its official answer or question: never silently. Every version stays public, with
//! when, by whom and why it was changed; the author and those who follow are told.

use super::case::Case;
use super::take::official;
use super::{edit, letters, release, words};
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::following::What;
use crate::domain::ids::PostId;
use crate::domain::notice::Notice;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::thread::{PostKind, PostVisibility};
use crate::store::{following, posts, revisions};
use crate::text::{markdown, masks};

/// The form as it was sent.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub post: String,
    pub body: String,
    /// Why, for all to read.
    pub why: String,
}

/// Changes an answer. `false` if it says what it said before.
///
/// # Errors
/// [`Error::Invalid`] at `body` or `why`; [`Error::NotFound`] for what is no official post in view;
/// [`Error::Forbidden`] for another unit's; [`Error::Conflict`] if a moderator has decided on it, or a
/// superior would have to read it first.
pub async fn revise(app: &App, viewer: &Viewer, number: &str, form: &Form) -> Result<bool> {
    let mut errors = FieldErrors::default();
    let body = words::text(&mut errors, "body", &form.body, words::BODY_MAX);
    let why = words::line(&mut errors, "why", &form.why, words::NOTE_MAX);
    let mut case = Case::lock(app, viewer, number, Action::Revise)
        .await?
        .in_view()?;
    let id = PostId::parse(&form.post).ok_or(Error::NotFound)?;
    let post = posts::by_id(&*case.tx, id)
        .await?
        .filter(|p| p.thread_id == case.thread.id)
        .filter(|p| matches!(p.kind, PostKind::Official | PostKind::Question))
        .filter(|p| p.visibility == PostVisibility::Public)
        .ok_or(Error::NotFound)?;
    let (name, position, unit) = official(&case, viewer, case.thread.unit_id)?;
    // What another unit has said stays what it said.
    if post.unit_name != unit {
        return Err(Error::Forbidden);
    }
    errors.into_result()?;
    // A new version would be out without the release that the first one waited for.
    if release::is_needed(&case.tx, viewer, case.thread.unit_id).await? {
        return Err(Error::Conflict("conflict-revise-release"));
    }
    if !revisions::decided(&*case.tx, &[id]).await?.is_empty() {
        return Err(Error::Conflict("conflict-edit-touched"));
    }
    if body == post.body {
        return Ok(false);
    }
    let why = masks::mask(&why).text;
    let mut after = post.clone();
    // The unit's own published contacts may stand in its answer, so nothing is masked here.
    after.shown = markdown::render(&body);
    let excerpt = markdown::excerpt(&body, 300);
    after.body = body;
    after.edited_ms = Some(case.now);
    edit::keep(&mut case, &post, &after, &why, (&name, &position)).await?;
    following::again(&case.tx, What::Revised, id).await?;
    case.happened(What::Revised, id);
    let notice = Notice::Revised {
        number: case.thread.number.clone(),
        title: case.thread.title.clone(),
        unit,
        reason: why,
        excerpt,
    };
    let (opener, cause) = (case.opener.as_ref(), format!("{id} {}", case.now.0));
    letters::to_authors(&case.tx, case.thread.id, opener, &cause, notice, case.now).await?;
    case.finish().await?;
    Ok(true)
}
