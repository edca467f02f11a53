//! A note among staff of the unit: never public, never told to the citizen.

use super::case::{Case, blank_post};
use super::{take::official, words};
use crate::app::App;
use crate::domain::error::{FieldErrors, Result};
use crate::domain::ids::PostId;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::thread::PostKind;
use crate::store::posts;
use crate::text::markdown;

/// Adds an internal note.
///
/// # Errors
/// [`crate::domain::error::Error::Invalid`] at `note`.
pub async fn note(app: &App, viewer: &Viewer, number: &str, body: &str) -> Result<()> {
    let mut errors = FieldErrors::default();
    let body = words::text(&mut errors, "note", body, words::BODY_MAX);
    let mut case = Case::lock(app, viewer, number, Action::Note)
        .await?
        .in_view()?;
    errors.into_result()?;
    let (name, position, unit_name) = official(&case, viewer, case.thread.unit_id)?;
    let mut post = blank_post(PostId::new(), case.thread.id, PostKind::Note, case.now);
    post.label = name;
    post.position = position;
    post.unit_name = unit_name;
    post.shown = markdown::render(&body);
    post.body = body;
    let author = (viewer.account_id(), None);
    posts::insert(&mut case.tx, post, Some(author)).await?;
    case.tx.commit().await
}
