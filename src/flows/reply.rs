//! A citizen writes further in a thread: its author, or anyone with an account.

use super::case::{Case, blank_post};
use super::guide;
use super::named::{self, Named, Place, Public};
use super::screen::{self, Screened};
use super::{photos, uploads, words};
use crate::app::App;
use crate::domain::desk::Thing;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::PostId;
use crate::domain::moderation::LIMITED_A_DAY;
use crate::domain::named::Form;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::screening::Reason;
use crate::domain::sentiment::Reading;
use crate::domain::tally;
use crate::domain::thread::{PostKind, PostVisibility, Visibility};
use crate::domain::time::DAY_MS;
use crate::store::{named as names, posts, rollups, threads};
use crate::text::masks;

/// What a reply's form holds.
#[derive(Copy, Clone, Default)]
pub struct Words<'a> {
    pub typed: &'a str,
    /// Its writer asks for a moderator after it was given back.
    pub insists: bool,
    /// Names the form, under which its photos wait.
    pub form_id: &'a str,
    /// How the writer wants those named to be shown, in the order in which they are named.
    pub names: &'a [Option<Form>],
    /// Its writer has seen how it will be shown.
    pub seen: bool,
    /// Its writer appears without the name of their account.
    pub unnamed: bool,
}

impl Words<'_> {
    /// Under which name a reply to another's thread appears; none: as somebody.
    fn label(&self, viewer: &Viewer) -> String {
        match &viewer.account {
            Some(account) if !self.unnamed => masks::mask(&account.name).text,
            _ => String::new(),
        }
    }
}

/// What has become of a reply.
pub enum Replied {
    /// It stands there, or it waits for a moderator: for this reason above all.
    Sent { held: Option<Reason> },
    /// Nothing is written yet: it would be shown otherwise than it was typed, and its writer has to
    /// see how.
    Unseen(Box<Ready>),
}

/// A reply that has been looked at: what is looked up stands before the thread is locked.
pub struct Ready {
    /// Under which name it appears, unless it is the author's own thread.
    label: String,
    body: String,
    reading: Reading,
    screened: Screened,
    /// Who is named, and how they will be shown.
    pub named: Vec<Named>,
    /// How it will be shown.
    pub public: Public,
    /// Whether few will read it.
    pub confidential: bool,
}

impl Ready {
    /// Whether anything of it is shown otherwise than it was typed.
    pub(super) fn is_changed(&self) -> bool {
        !self.public.masked.is_empty() || self.named.iter().any(|n| n.form != Form::AsWritten)
    }
}

/// What was typed, made fit, or the fault at `body`.
pub fn check(typed: &str) -> Result<String> {
    let mut errors = FieldErrors::default();
    let body = words::text(&mut errors, "body", typed, words::BODY_MAX);
    errors.into_result()?;
    Ok(body)
}

/// Looks at a reply to a thread as it was typed, with its photos' descriptions.
///
/// # Errors
/// [`Error::Invalid`] at `body`: nothing was typed or too much, or it is given back;
/// [`Error::NotFound`] if there is no such thread.
pub async fn ready(app: &App, viewer: &Viewer, number: &str, words: &Words<'_>) -> Result<Ready> {
    let body = check(words.typed)?;
    let guide = guide::guide(app).await?;
    // Who "Bu Rina" is depends on the unit; that the case moves meanwhile does not matter.
    let thread = threads::by_number(app.store.read(), number)
        .await?
        .ok_or(Error::NotFound)?;
    let photos = photos::held(app, viewer, words.form_id).await?;
    let beside: Vec<&str> = photos.iter().map(|p| p.alt.as_str()).collect();
    let label = words.label(viewer);
    let text = screen::Text {
        title: "",
        body: &body,
        beside: &beside.join(". "),
        label: &label,
        insists: words.insists,
        instead_of: None,
    };
    let screened = screen::screen(app, &guide, viewer, &text).await?;
    screened.accepted()?;
    let named = named::find(&guide, thread.unit_id, &body, Place::Body, words.names);
    Ok(Ready {
        label,
        reading: words::read(&body, &guide.elements),
        public: named::body_of(&body, &named, &guide.contacts),
        confidential: thread.visibility == Visibility::Confidential,
        named,
        body,
        screened,
    })
}

/// Whether a form was taken before: sent again, it is no repetition.
async fn was_taken(app: &App, form_id: &str) -> Result<bool> {
    Ok(match uploads::form_key(app, form_id) {
        Some(key) => threads::submitted(app.store.read(), &key).await?.is_some(),
        None => false,
    })
}

/// Adds a post with the photos of its form. A form that was taken before adds nothing.
///
/// # Errors
/// As [`ready`]; a conflict while the thread is held or withheld.
pub async fn reply(app: &App, viewer: &Viewer, number: &str, words: &Words<'_>) -> Result<Replied> {
    const NOTHING_NEW: Replied = Replied::Sent { held: None };
    let ready = match was_taken(app, words.form_id).await? {
        true => None,
        false => Some(ready(app, viewer, number, words).await),
    };
    // Whether one may at all is said before what is wrong with the words.
    let mut case = Case::lock(app, viewer, number, Action::Reply)
        .await?
        .in_view()?
        .on_its_own()?;
    if case.thread.locked {
        return Err(Error::Conflict("conflict-locked"));
    }
    let Some(ready) = ready.transpose()? else {
        return Ok(NOTHING_NEW);
    };
    if !words.seen && ready.is_changed() {
        return Ok(Replied::Unseen(Box::new(ready)));
    }
    if !case.first_time(app, words.form_id).await? {
        return Ok(NOTHING_NEW);
    }
    limited(app, viewer).await?;
    let (id, held) = add(app, &mut case, viewer, ready).await?;
    photos::adopt(app, &mut case.tx, viewer, words.form_id, case.thread.id, id).await?;
    case.finish().await?;
    Ok(Replied::Sent { held })
}

/// There is little that a limited person, or one who is suspended and reopens their own case, writes
/// a day; that it waits for a moderator is said in `screen`.
///
/// # Errors
/// [`Error::Conflict`] if they have written enough today.
pub(super) async fn limited(app: &App, viewer: &Viewer) -> Result<()> {
    if viewer.limited().or(viewer.suspended()).is_none() {
        return Ok(());
    }
    enough_today(app, viewer).await
}

/// # Errors
/// [`Error::Conflict`] if a limited person has written enough today.
pub(super) async fn enough_today(app: &App, viewer: &Viewer) -> Result<()> {
    let Some(account) = viewer.account_id() else {
        return Ok(());
    };
    let since = app.now().plus_ms(-DAY_MS);
    if posts::written_since(app.store.read(), account, since).await? >= LIMITED_A_DAY {
        return Err(Error::Conflict("conflict-limited"));
    }
    Ok(())
}

/// Adds a citizen's post to a locked thread, labelled and counted. If it is held, only its author
/// and the moderators see it, and it waits in their queue: for the reason that is returned, above
/// all.
pub async fn add(
    app: &App,
    case: &mut Case,
    viewer: &Viewer,
    ready: Ready,
) -> Result<(PostId, Option<Reason>)> {
    let own = case.own;
    let (id, thread, now) = (PostId::new(), case.thread.id, case.now);
    let (unit, service) = (case.thread.unit_id, case.thread.service_id);
    let reading = ready.reading;
    let mut post = blank_post(id, thread, PostKind::Citizen, now);
    post.by_author = own;
    post.label = if own {
        case.thread.author_label.clone()
    } else {
        ready.label
    };
    let named = ready.named;
    post.shown = ready.public.html();
    post.body = ready.body;
    // That nothing of the writer's stands published holds their first thread, not what they say in
    // one; and confidential threads are read by few.
    let held = ready.screened.verdict.suspicious()
        && ready.screened.holds()
        && case.thread.visibility == Visibility::Public;
    post.visibility = if held {
        PostVisibility::Held
    } else {
        PostVisibility::Public
    };
    let deltas = tally::of_post(false, case.thread.visibility, post.visibility, &reading);
    let reads = reading.polarity;
    post.set_reading(reading);
    let author = (viewer.account_id(), viewer.visitor.clone());
    posts::insert(&mut case.tx, post, Some(author)).await?;
    ready.screened.keep(&case.tx, thread, id, held, now).await?;
    let rows = named.iter().map(|n| n.row(id, thread, now));
    names::insert(&case.tx, rows.collect()).await?;
    rollups::add(&mut case.tx, unit, service, &app.day(now), deltas).await?;
    let thing = Thing::Post { thread, post: id };
    if held {
        ready.screened.wait(&case.tx, thing, unit, now).await?;
    } else {
        if own {
            case.told().await?;
        }
        case.replied(id, reads);
        case.thread.replies += 1;
        case.thread.active_ms = now;
    }
    named::ask(&case.tx, &named, thing, unit, now).await?;
    let reason = ready.screened.verdict.reasons.first().copied();
    Ok((id, reason.filter(|_| held)))
}
