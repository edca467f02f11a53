//! A citizen writes further in a thread: its author, or anyone with an account.

use super::case::{Case, blank_post};
use super::{photos, words};
use crate::app::App;
use crate::domain::desk::{ItemKind, NewItem, Reason, Thing};
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::PostId;
use crate::domain::moderation::{LIMITED_A_DAY, LIMITED_WEIGHT};
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::tally;
use crate::domain::thread::{PostKind, PostVisibility};
use crate::domain::time::DAY_MS;
use crate::store::{posts, queue, rollups};
use crate::text::masks;

/// Why a text waits for a moderator before it is shown; see `domain::desk::NewItem`.
#[derive(Clone, Debug, Default)]
pub struct Hold {
    pub reasons: Vec<Reason>,
    /// Hours.
    pub weight: i64,
    /// For moderators' eyes.
    pub detail: String,
}

/// What has become of a reply.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Replied {
    /// Whether it waits for a moderator.
    pub held: bool,
}

/// What was typed, made fit, or the fault at `body`.
pub fn check(body: &str) -> Result<String> {
    let mut errors = FieldErrors::default();
    let body = words::text(&mut errors, "body", body, words::BODY_MAX);
    errors.into_result()?;
    Ok(body)
}

/// Adds a post with the photos of its form. A form that was taken before adds nothing.
///
/// # Errors
/// [`Error::Invalid`] at `body`; a conflict while the thread is held or withheld.
pub async fn reply(
    app: &App,
    viewer: &Viewer,
    number: &str,
    body: &str,
    form_id: &str,
) -> Result<Replied> {
    let body = check(body);
    let mut case = Case::lock(app, viewer, number, Action::Reply)
        .await?
        .in_view()?
        .on_its_own()?;
    if case.thread.locked {
        return Err(Error::Conflict("conflict-locked"));
    }
    let body = body?;
    if !case.first_time(app, form_id).await? {
        return Ok(Replied { held: false });
    }
    let hold = limited(app, viewer).await?;
    let held = hold.is_some();
    let id = add(app, &mut case, viewer, body, hold).await?;
    photos::adopt(app, &mut case.tx, viewer, form_id, case.thread.id, id).await?;
    case.finish().await?;
    Ok(Replied { held })
}

/// What a limited person writes waits for a moderator, and there is little of it a day. Who is
/// suspended writes no more than why they reopen their own case, and that waits too.
///
/// # Errors
/// [`Error::Conflict`] if they have written enough today.
pub(super) async fn limited(app: &App, viewer: &Viewer) -> Result<Option<Hold>> {
    if viewer.limited().or(viewer.suspended()).is_none() {
        return Ok(None);
    }
    enough_today(app, viewer).await?;
    Ok(Some(Hold {
        reasons: vec![Reason::Limited],
        weight: LIMITED_WEIGHT,
        detail: String::new(),
    }))
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

/// Adds a citizen's post to a locked thread, labelled and counted. With a [`Hold`] only its author
/// and the moderators see it, and it waits in their queue.
pub async fn add(
    app: &App,
    case: &mut Case,
    viewer: &Viewer,
    body: String,
    hold: Option<Hold>,
) -> Result<PostId> {
    let own = case.own;
    let id = PostId::new();
    let reading = words::read(&body);
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
    post.visibility = match hold {
        Some(_) => PostVisibility::Held,
        None => PostVisibility::Public,
    };
    let deltas = tally::of_post(false, case.thread.visibility, post.visibility, &reading);
    let reads = reading.polarity;
    post.set_reading(reading);
    let author = (viewer.account_id(), viewer.visitor.clone());
    posts::insert(&mut case.tx, post, Some(author)).await?;
    let (unit, service) = (case.thread.unit_id, case.thread.service_id);
    rollups::add(&mut case.tx, unit, service, &app.day(case.now), deltas).await?;
    match hold {
        None => {
            if own {
                case.told().await?;
            }
            case.replied(reads);
            case.thread.replies += 1;
            case.thread.active_ms = case.now;
        }
        Some(hold) => {
            let thread = case.thread.id;
            let item = NewItem {
                thing: Thing::Post { thread, post: id },
                kind: ItemKind::Held,
                unit,
                reasons: hold.reasons,
                weight: hold.weight,
                detail: hold.detail,
                since: case.now,
            };
            queue::enqueue(&case.tx, item).await?;
        }
    }
    Ok(id)
}
