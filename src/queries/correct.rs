//! What was read from one post, for who may correct it.

use super::thread;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::PostId;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::sentiment::Reading;
use crate::domain::thread::{PostKind, PostVisibility, Visibility};
use crate::store::corrections::{self, Made};
use crate::store::{posts, threads};

/// Corrections shown.
const SHOWN: u64 = 20;

#[derive(Clone, Debug)]
pub struct Correctable {
    pub number: String,
    pub title: String,
    pub post: PostId,
    /// Safe HTML, masked.
    pub html: String,
    pub reading: Reading,
    /// The newest first.
    pub made: Vec<Made>,
    /// Whether the viewer has the case on their table, or is a moderator who has not.
    pub has_bench: bool,
    /// Whether the viewer may edit the lexicon, where a wrong reading often comes from.
    pub may_edit_lexicon: bool,
}

/// # Errors
/// [`Error::NotFound`] if there is no such citizen's post in view; forbidden for others than the
/// unit's staff and moderators, and on one's own words.
pub async fn post(app: &App, viewer: &Viewer, number: &str, post: &str) -> Result<Correctable> {
    if !policy::could(Action::Correct, viewer) {
        return Err(policy::refused(Action::Correct, viewer));
    }
    let id = thread::id_of(app, number).await?;
    let db = app.store.read();
    let model = threads::by_id(db, id).await?.ok_or(Error::NotFound)?;
    let opener = posts::opener(db, id).await?;
    let subject = Subject {
        unit: Some(model.unit_id),
        own: opener.is_some_and(|w| viewer.wrote(w.thread_id, w.opening, w.account_id)),
    };
    if !policy::may(Action::Correct, viewer, &subject) {
        return Err(policy::refused(Action::Correct, viewer));
    }
    let in_view = matches!(
        model.visibility,
        Visibility::Public | Visibility::Confidential
    );
    let post = PostId::parse(post).filter(|_| in_view);
    let post = posts::by_id(db, post.ok_or(Error::NotFound)?)
        .await?
        .filter(|p| p.thread_id == id && p.kind == PostKind::Citizen)
        .filter(|p| p.visibility == PostVisibility::Public)
        .ok_or(Error::NotFound)?;
    let author = posts::author_of(db, post.id).await?;
    if author.is_some_and(|a| viewer.wrote(a.thread_id, a.opening, a.account_id)) {
        return Err(Error::Forbidden);
    }
    Ok(Correctable {
        number: model.number,
        title: model.title,
        post: post.id,
        reading: post.reading(),
        html: post.shown,
        made: corrections::of_post(db, post.id, SHOWN).await?,
        has_bench: policy::may(Action::SeeCase, viewer, &subject),
        may_edit_lexicon: policy::could(Action::EditLexicon, viewer),
    })
}
