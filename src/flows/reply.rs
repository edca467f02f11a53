//! A citizen writes further in a thread: its author, or anyone with an account.

use super::case::{Case, blank_post};
use super::guide::{self, Guide};
use super::named::{self, Place};
use super::screen::{self, Screened};
use super::{photos, words};
use crate::app::App;
use crate::domain::desk::Thing;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::PostId;
use crate::domain::moderation::LIMITED_A_DAY;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::screening::Reason;
use crate::domain::sentiment::Reading;
use crate::domain::tally;
use crate::domain::thread::{PostKind, PostVisibility, Visibility};
use crate::domain::time::DAY_MS;
use crate::store::{named as names, posts, rollups, threads};
use crate::text::masks;
use std::sync::Arc;

/// What has become of a reply.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Replied {
    /// It waits for a moderator, for this reason above all.
    pub held: Option<Reason>,
}

/// A reply that has been looked at: what is looked up stands before the thread is locked.
pub struct Ready {
    body: String,
    reading: Reading,
    guide: Arc<Guide>,
    screened: Screened,
}

/// What was typed, made fit, or the fault at `body`.
pub fn check(typed: &str) -> Result<String> {
    let mut errors = FieldErrors::default();
    let body = words::text(&mut errors, "body", typed, words::BODY_MAX);
    errors.into_result()?;
    Ok(body)
}

/// Looks at a reply as it was typed; `form_id` names the form, whose photos' descriptions are read
/// too.
///
/// # Errors
/// [`Error::Invalid`] at `body`: nothing was typed or too
/// much, or it is given back.
pub async fn ready(
    app: &App,
    viewer: &Viewer,
    typed: &str,
    insists: bool,
    form_id: &str,
) -> Result<Ready> {
    let body = check(typed)?;
    let guide = guide::guide(app).await?;
    let photos = photos::held(app, viewer, form_id).await?;
    let beside: Vec<&str> = photos.iter().map(|p| p.alt.as_str()).collect();
    let text = screen::Text {
        title: "",
        body: &body,
        beside: &beside.join(". "),
        label: viewer.account.as_ref().map_or("", |a| a.name.as_str()),
        insists,
    };
    let screened = screen::screen(app, &guide, viewer, &text).await?;
    screened.accepted()?;
    Ok(Ready {
        reading: words::read(&body),
        body,
        guide,
        screened,
    })
}

/// Whether a form was taken before: sent again, it is no repetition.
async fn was_taken(app: &App, form_id: &str) -> Result<bool> {
    Ok(match photos::form_key(app, form_id) {
        Some(key) => threads::submitted(app.store.read(), &key).await?.is_some(),
        None => false,
    })
}

/// Adds a post with the photos of its form. A form that was taken before adds nothing.
///
/// # Errors
/// As [`ready`]; a conflict while the thread is held or withheld.
pub async fn reply(
    app: &App,
    viewer: &Viewer,
    number: &str,
    typed: &str,
    insists: bool,
    form_id: &str,
) -> Result<Replied> {
    let taken = was_taken(app, form_id).await?;
    let ready = match taken {
        true => None,
        false => Some(ready(app, viewer, typed, insists, form_id).await),
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
        return Ok(Replied { held: None });
    };
    if !case.first_time(app, form_id).await? {
        return Ok(Replied { held: None });
    }
    limited(app, viewer).await?;
    let (id, held) = add(app, &mut case, viewer, ready).await?;
    photos::adopt(app, &mut case.tx, viewer, form_id, case.thread.id, id).await?;
    case.finish().await?;
    Ok(Replied { held })
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
        viewer
            .account
            .as_ref()
            .map_or_else(String::new, |a| masks::mask(&a.name).text)
    };
    let named = named::find(&ready.guide, unit, &ready.body, Place::Body, &[]);
    post.shown = named::body_of(&ready.body, &named, &ready.guide.contacts).html();
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
        case.replied(reads);
        case.thread.replies += 1;
        case.thread.active_ms = now;
    }
    named::ask(&case.tx, &named, thing, unit, now).await?;
    let reason = ready.screened.verdict.reasons.first().copied();
    Ok((id, reason.filter(|_| held)))
}
