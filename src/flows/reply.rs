//! A citizen writes further in a thread: its author, or anyone with an account.

use super::case::{Case, blank_post};
use super::words;
use crate::app::App;
use crate::domain::error::{FieldErrors, Result};
use crate::domain::ids::PostId;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::tally;
use crate::domain::thread::{PostKind, PostVisibility};
use crate::store::{posts, rollups};
use crate::text::masks;

/// Adds a post; returns its id.
///
/// # Errors
/// [`Error::Invalid`](crate::domain::error::Error::Invalid) at `body`; a conflict while the thread is held or withheld.
pub async fn reply(app: &App, viewer: &Viewer, number: &str, body: &str) -> Result<PostId> {
    let mut errors = FieldErrors::default();
    let body = words::text(&mut errors, "body", body, words::BODY_MAX);
    let mut case = Case::lock(app, viewer, number, Action::Reply)
        .await?
        .in_view()?;
    errors.into_result()?;
    let id = add(app, &mut case, viewer, body).await?;
    case.finish().await?;
    Ok(id)
}

/// Adds a citizen's post to a locked thread, labelled and counted.
pub async fn add(app: &App, case: &mut Case, viewer: &Viewer, body: String) -> Result<PostId> {
    let own = case.own;
    let id = PostId::new();
    let (polarity, certainty) = words::label(&body);
    let mut post = blank_post(id, case.thread.id, PostKind::Citizen, case.now);
    post.by_author = own;
    post.label = if own {
        case.thread.author_label.clone()
    } else {
        viewer
            .account
            .as_ref()
            .map_or_else(String::new, |a| masks::mask(&a.name).text)
    };
    post.shown = words::public_html(&body);
    post.body = body;
    post.polarity = Some(polarity);
    post.certainty = Some(certainty);
    let deltas = tally::of_post(
        false,
        case.thread.visibility,
        PostVisibility::Public,
        polarity,
    );
    let author = (viewer.account_id(), viewer.visitor.clone());
    posts::insert(&mut case.tx, post, Some(author)).await?;
    let (unit, service) = (case.thread.unit_id, case.thread.service_id);
    rollups::add(&mut case.tx, unit, service, &app.day(case.now), deltas).await?;
    case.thread.replies += 1;
    case.thread.active_ms = case.now;
    Ok(id)
}
