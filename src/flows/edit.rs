//! A citizen changes their own text within the set time. What it said before stays readable, masks
//! and the look before publication are applied anew, and the figures and the index follow.

use super::case::Case;
use super::named::{self, Named, Place, Public};
use super::screen;
use super::{guide, words};
use crate::app::App;
use crate::domain::desk::Thing;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{PostId, RevisionId};
use crate::domain::named::Form as ShownAs;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::tally;
use crate::domain::thread::{PostKind, PostVisibility, Visibility};
use crate::store::entity::{named as row, post, post_revision};
use crate::store::{named as names, posts, queue, revisions, rollups, threads};
use crate::text::{cover, markdown, plain};

/// Bytes of an earlier version that are kept: more than any text has.
const BYTES: usize = 40_000;

/// The form as it was sent.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub post: String,
    /// Of the thread's first post; others have none.
    pub title: String,
    pub body: String,
    /// How the writer wants those named to be shown, in the order in which they are named.
    pub names: Vec<Option<ShownAs>>,
    /// Its writer has seen how it will be shown.
    pub seen: bool,
}

/// What has become of a change.
pub enum Edited {
    /// It says what it said before.
    Same,
    Changed,
    /// Nothing is changed yet: it would be shown otherwise than it was typed, and its writer has to
    /// see how.
    Unseen(Box<AsShown>),
}

/// How a changed text will be shown.
pub struct AsShown {
    /// Empty for a reply.
    pub title: String,
    pub body: Public,
    /// Who is named in both.
    pub named: Vec<Named>,
    /// Private data that are masked in both.
    pub masked: usize,
    /// Whether few will read it.
    pub confidential: bool,
}

/// Changes a text.
///
/// # Errors
/// [`Error::Invalid`] at `title` or `body`, also where the text would have to wait for a moderator;
/// [`Error::NotFound`] for what is not in view or others';
/// [`Error::Conflict`] after the time, or if someone has worked on the post since.
pub async fn edit(app: &App, viewer: &Viewer, number: &str, form: &Form) -> Result<Edited> {
    let id = PostId::parse(&form.post).ok_or(Error::NotFound)?;
    let db = app.store.read();
    // What is looked up stands before the thread is locked.
    let thread = threads::by_number(db, number)
        .await?
        .ok_or(Error::NotFound)?;
    let found = posts::by_id(db, id).await?;
    let found = found
        .filter(|p| p.thread_id == thread.id)
        .ok_or(Error::NotFound)?;
    let mut errors = FieldErrors::default();
    let title = match found.opening {
        true => words::line(&mut errors, "title", &form.title, words::TITLE_MAX),
        false => String::new(),
    };
    let body = words::text(&mut errors, "body", &form.body, words::BODY_MAX);
    let guide = guide::guide(app).await?;
    let screened = match errors.is_empty() {
        true => {
            let text = screen::Text {
                title: &title,
                body: &body,
                beside: "",
                label: &found.label,
                insists: false,
                instead_of: Some(id),
            };
            Some(screen::screen(app, &guide, viewer, &text).await?)
        }
        false => None,
    };
    let mut case = Case::lock(app, viewer, number, Action::Edit)
        .await?
        .in_view()?
        .on_its_own()?;
    if case.thread.locked {
        return Err(Error::Conflict("conflict-locked"));
    }
    let post = posts::by_id(&*case.tx, id).await?.ok_or(Error::NotFound)?;
    may(app, &case, viewer, &post).await?;
    errors.into_result()?;
    let screened = screened.ok_or(Error::NotFound)?;
    screened.accepted()?;
    if case.thread.visibility == Visibility::Public
        && screened.verdict.suspicious()
        && screened.holds()
    {
        return Err(Error::field("body", "fault-edit-held"));
    }
    let before = names::of_post(&*case.tx, id).await?;
    let unit = case.thread.unit_id;
    let mut all = carried(&before, Place::Title, &form.names, |wishes| {
        named::find(&guide, unit, &title, Place::Title, wishes)
    });
    let of_body = form.names.get(all.len()..).unwrap_or(&[]);
    let of_body = carried(&before, Place::Body, of_body, |wishes| {
        named::find(&guide, unit, &body, Place::Body, wishes)
    });
    let public = named::body_of(&body, &of_body, &guide.contacts);
    let (public_title, masked) = named::line(&title, &all, &guide.contacts);
    all.extend(of_body);
    let same_title = !post.opening || public_title == case.thread.title;
    if body == post.body && same_title {
        return Ok(Edited::Same);
    }
    let masked = masked.len() + public.masked.len();
    if !form.seen && (masked > 0 || all.iter().any(|n| n.form != ShownAs::AsWritten)) {
        return Ok(Edited::Unseen(Box::new(AsShown {
            title: public_title,
            body: public,
            named: all,
            masked,
            confidential: case.thread.visibility == Visibility::Confidential,
        })));
    }
    let mut after = post.clone();
    after.shown = public.html();
    let read = match post.opening {
        true => words::read_opening(
            &title,
            &body,
            case.thread.kind,
            case.thread.mark(),
            &guide.elements,
        ),
        false => words::read(&body, &guide.elements),
    };
    after.body = body;
    after.edited_ms = Some(case.now);
    after.set_reading(read);
    keep(&mut case, &post, &after, "", ("", "")).await?;
    revisions::sketch(&case.tx, id, screened.sketch()).await?;
    let of = |p: &post::Model| {
        tally::of_post(
            p.opening,
            case.thread.visibility,
            p.visibility,
            &p.reading(),
        )
    };
    let deltas = tally::difference(&of(&post), of(&after));
    let (service, day) = (case.thread.service_id, app.day(post.created_ms));
    rollups::add(&mut case.tx, unit, service, &day, deltas).await?;
    names::clear(&case.tx, id).await?;
    let rows = all.iter().map(|n| n.row(id, case.thread.id, case.now));
    names::insert(&case.tx, rows.collect()).await?;
    queue::close_doubt(&case.tx, id, case.now).await?;
    let thing = Thing::Post {
        thread: case.thread.id,
        post: id,
    };
    named::ask(&case.tx, &all, thing, unit, case.now).await?;
    if post.opening {
        case.thread.title = public_title;
        case.thread.excerpt = markdown::excerpt(&public.markdown, 200);
    }
    case.finish().await?;
    Ok(Edited::Changed)
}

/// Whether the viewer may change the post now.
///
/// # Errors
/// As [`edit`].
async fn may(app: &App, case: &Case, viewer: &Viewer, post: &post::Model) -> Result<()> {
    if post.kind != PostKind::Citizen || post.visibility != PostVisibility::Public {
        return Err(Error::NotFound);
    }
    let author = posts::author_of(&*case.tx, post.id).await?;
    let wrote = author.is_some_and(|a| viewer.wrote(a.thread_id, a.opening, a.account_id));
    let own = wrote || (post.by_author && case.own);
    if !own {
        return Err(Error::NotFound);
    }
    if case.now > post.created_ms.plus_ms(app.config.edit_ms) || app.config.edit_ms == 0 {
        return Err(Error::Conflict("conflict-edit-late"));
    }
    let decided = revisions::decided(&*case.tx, &[post.id]).await?;
    if post.corrected_ms.is_some() || !decided.is_empty() {
        return Err(Error::Conflict("conflict-edit-touched"));
    }
    Ok(())
}

/// Finds those named, as their writer wishes now, else as they were shown before: what was chosen of
/// a name holds for it in the new text too.
fn carried(
    before: &[row::Model],
    place: Place,
    now: &[Option<ShownAs>],
    find: impl Fn(&[Option<ShownAs>]) -> Vec<Named>,
) -> Vec<Named> {
    let fresh = find(&[]);
    let wishes: Vec<_> = fresh
        .iter()
        .enumerate()
        .map(|(i, n)| {
            let known = before
                .iter()
                .find(|b| b.place == place.as_str() && b.written == n.written);
            now.get(i).copied().flatten().or(known.map(|b| b.form))
        })
        .collect();
    match wishes.iter().any(Option::is_some) {
        true => find(&wishes),
        false => fresh,
    }
}

/// Keeps what a post said, and writes what it says now. `by`: name and position of who changed an
/// official answer.
///
/// # Errors
/// [`Error::Conflict`] if it has been changed as often as versions are kept.
pub(super) async fn keep(
    case: &mut Case,
    before: &post::Model,
    after: &post::Model,
    reason: &str,
    by: (&str, &str),
) -> Result<()> {
    let there = revisions::of_post(&*case.tx, before.id).await?;
    if there.len() as u64 >= revisions::MOST {
        return Err(Error::Conflict("conflict-edit-often"));
    }
    let title = match before.opening {
        true => case.thread.title.clone(),
        false => String::new(),
    };
    let revision = post_revision::Model {
        id: RevisionId::new(),
        post_id: before.id,
        title,
        words: plain::of_html(&before.shown, BYTES),
        label: by.0.to_owned(),
        position: by.1.to_owned(),
        reason: reason.to_owned(),
        from_ms: before.edited_ms.unwrap_or(before.created_ms),
        until_ms: case.now,
    };
    revisions::replace(&mut case.tx, revision, after).await
}

/// What a moderator covers in a post is covered in what it said before as well; `renamed`: what
/// stood for a name, and what stands there now.
pub(super) async fn cover_earlier(
    case: &Case,
    post: &post::Model,
    phrases: &[String],
    renamed: &[(String, String)],
) -> Result<()> {
    if post.edited_ms.is_none() {
        return Ok(());
    }
    // At most as many as versions are kept.
    for r in revisions::of_post(&*case.tx, post.id).await? {
        let covered = |text: &str| {
            let text = renamed
                .iter()
                .filter(|(was, _)| !was.is_empty())
                .fold(text.to_owned(), |text, (was, is)| text.replace(was, is));
            cover::cover(&text, phrases).text
        };
        let (title, words) = (covered(&r.title), covered(&r.words));
        if title != r.title || words != r.words {
            revisions::cover(&case.tx, r.id, &title, &words).await?;
        }
    }
    Ok(())
}
