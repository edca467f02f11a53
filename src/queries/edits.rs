//! Changing what one wrote, and what was said before.

use super::thread::{self, PostView, Relation, ThreadPage};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::PostId;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action, Standing};
use crate::domain::thread::{PostKind, PostVisibility, Status, Visibility};
use crate::domain::time::Instant;
use crate::store::entity::post;
use crate::store::{drafts, posts, revisions};
use crate::text::diff;
use crate::text::plain;

/// Bytes of a version that are compared.
const BYTES: usize = 40_000;

/// Posts of a page that the viewer wrote and may change now. Costs a statement only where there is
/// one so new.
pub async fn editable(
    app: &App,
    viewer: &Viewer,
    page: &ThreadPage,
    relation: Relation,
) -> Result<Vec<PostId>> {
    let since = app.now().plus_ms(-app.config.edit_ms);
    let open = matches!(
        page.visibility,
        Visibility::Public | Visibility::Confidential
    );
    if app.config.edit_ms == 0
        || !open
        || page.locked
        || page.status == Status::Merged
        || (viewer.account.is_none() && !relation.own)
        || !policy::may(Action::Edit, viewer, &subject(page, relation))
    {
        return Ok(Vec::new());
    }
    let new: Vec<&PostView> = page
        .posts
        .iter()
        .filter(|p| p.kind == PostKind::Citizen && !p.hidden && p.at >= since)
        .filter(|p| p.reading.as_ref().is_none_or(|r| !r.corrected))
        .collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<PostId> = new.iter().map(|p| p.id).collect();
    let authors = posts::authors_of(app.store.read(), &ids).await?;
    let decided = revisions::decided(app.store.read(), &ids).await?;
    Ok(new
        .into_iter()
        .filter(|p| !decided.contains(&p.id))
        .filter(|p| {
            let author = authors.iter().find(|a| a.post_id == p.id);
            let wrote = author.is_some_and(|a| viewer.wrote(a.thread_id, a.opening, a.account_id));
            wrote || (p.by_author && relation.own)
        })
        .map(|p| p.id)
        .collect())
}

fn subject(page: &ThreadPage, relation: Relation) -> Subject {
    Subject {
        unit: Some(page.unit_id),
        own: relation.own,
    }
}

/// A text that may be changed.
#[derive(Clone, Debug)]
pub struct Editable {
    pub number: String,
    pub post: PostId,
    /// The thread's title.
    pub title: String,
    pub opening: bool,
    pub body: String,
    pub confidential: bool,
    /// Until when, of one's own.
    pub until: Instant,
}

async fn in_thread(app: &App, page: &ThreadPage, post: &str) -> Result<post::Model> {
    let id = PostId::parse(post).ok_or(Error::NotFound)?;
    posts::by_id(app.store.read(), id)
        .await?
        .filter(|p| p.thread_id == page.id && p.visibility == PostVisibility::Public)
        .ok_or(Error::NotFound)
}

/// One's own text, to change it.
///
/// # Errors
/// By the policy; [`Error::NotFound`] if it is not there; [`Error::Conflict`] if it may not be
/// changed any more.
pub async fn own(app: &App, viewer: &Viewer, number: &str, post: &str) -> Result<Editable> {
    let (page, relation) = thread::page(app, viewer, number, None).await?;
    if !policy::may(Action::Edit, viewer, &subject(&page, relation)) {
        return Err(policy::refused(Action::Edit, viewer));
    }
    let found = in_thread(app, &page, post).await?;
    let alone = ThreadPage {
        posts: vec![thread::view(found.clone(), Vec::new())],
        ..(*page).clone()
    };
    if editable(app, viewer, &alone, relation).await?.is_empty() {
        let decided = revisions::decided(app.store.read(), &[found.id]).await?;
        return Err(Error::Conflict(match decided.is_empty() {
            true => "conflict-edit-late",
            false => "conflict-edit-touched",
        }));
    }
    Ok(editable_of(app, &page, found))
}

fn editable_of(app: &App, page: &ThreadPage, p: post::Model) -> Editable {
    Editable {
        number: page.number.clone(),
        post: p.id,
        title: page.title.clone(),
        opening: p.opening,
        until: p.created_ms.plus_ms(app.config.edit_ms),
        body: p.body,
        confidential: page.visibility == Visibility::Confidential,
    }
}

/// An official answer, to change it.
///
/// # Errors
/// By the policy; [`Error::NotFound`] if it is not there; [`Error::Forbidden`] for another unit's;
/// [`Error::Conflict`] where a superior would have to read it first.
pub async fn official(app: &App, viewer: &Viewer, number: &str, post: &str) -> Result<Editable> {
    let (page, relation) = thread::page(app, viewer, number, None).await?;
    let heads = viewer
        .standing(&subject(&page, relation))
        .meets(Standing::HEAD);
    if !policy::may(Action::Revise, viewer, &subject(&page, relation)) {
        return Err(policy::refused(Action::Revise, viewer));
    }
    let found = in_thread(app, &page, post).await?;
    if !matches!(found.kind, PostKind::Official | PostKind::Question) {
        return Err(Error::NotFound);
    }
    if found.unit_name != page.unit {
        return Err(Error::Forbidden);
    }
    if !heads && drafts::needs_release(app.store.read(), page.unit_id).await? {
        return Err(Error::Conflict("conflict-revise-release"));
    }
    Ok(editable_of(app, &page, found))
}

/// A stretch of a version beside the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    Gone(String),
    New(String),
}

fn pieces(before: &str, after: &str) -> Vec<Piece> {
    let all = diff::words(before, after).into_iter();
    all.map(|piece| match piece {
        diff::Piece::Same(text) => Piece::Same(text),
        diff::Piece::Gone(text) => Piece::Gone(text),
        diff::Piece::New(text) => Piece::New(text),
    })
    .collect()
}

/// A version of a post, as everyone may read it.
#[derive(Clone, Debug)]
pub struct Version {
    pub at: Instant,
    pub title: String,
    /// What is new in it and what is gone, beside what stayed; of the first, all of it stayed.
    pub pieces: Vec<Piece>,
    /// Who made it from the one before, of official answers, and why.
    pub by: String,
    pub reason: String,
}

/// What a post says and said.
#[derive(Clone, Debug)]
pub struct History {
    pub number: String,
    pub title: String,
    pub post: PostId,
    pub official: bool,
    /// The newest first.
    pub versions: Vec<Version>,
}

/// Every version of a post that has been changed.
///
/// # Errors
/// [`Error::NotFound`] unless the post is in view and has been changed: what a moderator hides is
/// hidden with all it said before.
pub async fn history(app: &App, viewer: &Viewer, number: &str, post: &str) -> Result<History> {
    let (page, _) = thread::page(app, viewer, number, None).await?;
    // The trace of a hidden thread has no title.
    if page.title.is_empty() {
        return Err(Error::NotFound);
    }
    let found = in_thread(app, &page, post).await?;
    if found.kind == PostKind::Note || found.edited_ms.is_none() {
        return Err(Error::NotFound);
    }
    let earlier = revisions::of_post(app.store.read(), found.id).await?;
    let mut texts: Vec<(Instant, String, String)> = earlier
        .iter()
        .map(|r| (r.from_ms, r.title.clone(), r.words.clone()))
        .collect();
    let title = match found.opening {
        true => page.title.clone(),
        false => String::new(),
    };
    let now = plain::of_html(&found.shown, BYTES);
    texts.push((found.edited_ms.unwrap_or(found.created_ms), title, now));
    let mut versions = Vec::new();
    for (i, (at, title, words)) in texts.iter().enumerate() {
        let before = i
            .checked_sub(1)
            .and_then(|b| texts.get(b).zip(earlier.get(b)));
        let (pieces, by, reason) = match before {
            Some(((_, _, was), r)) => {
                let by = match r.position.is_empty() {
                    true => r.label.clone(),
                    false => format!("{}, {}", r.label, r.position),
                };
                (pieces(was, words), by, r.reason.clone())
            }
            None => (
                vec![Piece::Same(words.clone())],
                String::new(),
                String::new(),
            ),
        };
        versions.push(Version {
            at: *at,
            title: title.clone(),
            pieces,
            by,
            reason,
        });
    }
    versions.reverse();
    Ok(History {
        number: page.number.clone(),
        title: page.title.clone(),
        post: found.id,
        official: found.kind != PostKind::Citizen,
        versions,
    })
}

/// Characters of a post that a reply quotes.
const QUOTED: usize = 600;

/// A post as a reply quotes it: its lines marked as quotation, with a link to it. Empty for what is
/// not in view.
pub async fn quote(app: &App, page: &ThreadPage, post: &str) -> Result<String> {
    let found = match in_thread(app, page, post).await {
        Ok(found) => found,
        Err(Error::NotFound) => return Ok(String::new()),
        Err(e) => return Err(e),
    };
    if matches!(found.kind, PostKind::Note | PostKind::Status) {
        return Ok(String::new());
    }
    let words = plain::of_html(&found.shown, BYTES);
    let mut text: String = words.chars().take(QUOTED).collect();
    if text.len() < words.len() {
        text.push('…');
    }
    // Names are no marks of Markdown's.
    let who: String = found
        .label
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '\'' | '-' | ','))
        .collect();
    let who = who.trim();
    let who = if who.is_empty() { "…" } else { who };
    Ok(format!(
        "> [{who}](/utas/{}/pos/{}):\n> {text}\n\n",
        page.number, found.id
    ))
}
