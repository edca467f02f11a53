//! A reply that raises another matter becomes a thread of its own. Its words and who wrote them stay as
//! they are; both threads name each other; the figures go where the matter goes.

use super::case::{Actor, Case, blank_post};
use super::transfer::{actor, mover};
use super::{letters, search, tell, words};
use crate::app::App;
use crate::domain::deadline::DeadlineClass;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::following::What;
use crate::domain::hook::Event;
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::message::Message;
use crate::domain::notice::Notice;
use crate::domain::person::Viewer;
use crate::domain::policy::{self, Action};
use crate::domain::tally;
use crate::domain::thread::{Appear, PostKind, PostVisibility, Routing, Status, Step, Visibility};
use crate::store::entity::{post, thread, thread_contact};
use crate::store::{accounts, following, moderation, places, posts, rollups, settings, threads};
use crate::text::{masks, plain};

/// What is asked for, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub post: String,
    pub title: String,
    /// Where the new matter belongs, `unit-slug/service-slug`.
    pub service: String,
}

/// Makes a thread of a reply; returns its number. Its clock runs from now.
///
/// # Errors
/// [`Error::Invalid`] at `title` or `place`; [`Error::Conflict`] for a post that is no citizen's
/// public reply of this thread, or with which moderators have to do.
pub async fn split(app: &App, viewer: &Viewer, number: &str, form: &Form) -> Result<String> {
    let mut errors = FieldErrors::default();
    let mut case = Case::lock(app, viewer, number, Action::Split)
        .await?
        .in_view()?
        .on_its_own()?;
    let title = words::line(&mut errors, "title", &form.title, words::TITLE_MAX);
    let city = case.city.clone();
    let place = city.directory.service_by_path(&form.service);
    if place.is_none() {
        errors.add("place", Message::new("fault-service"));
    }
    let gone = Error::Conflict("conflict-split");
    let id = PostId::parse(&form.post).ok_or_else(|| gone.clone())?;
    let reply = posts::by_id(&*case.tx, id)
        .await?
        .filter(|p| p.thread_id == case.thread.id && !p.opening)
        .filter(|p| p.kind == PostKind::Citizen && p.visibility == PostVisibility::Public)
        .ok_or(gone)?;
    errors.into_result()?;
    let Some((unit, service)) = place else {
        return Err(Error::field("place", "fault-service"));
    };
    if !places::hold_open(&case.tx, unit.id).await? {
        return Err(Error::field("place", "fault-service"));
    }
    // What moderators have said of it names this thread; it is settled here first.
    if moderation::concerns(&*case.tx, id).await? {
        return Err(Error::Conflict("conflict-split-moderated"));
    }
    let now = case.now;
    let year = now.day(&app.config.zone).year();
    let serial = settings::next(&*case.tx, &format!("thread-{year}")).await?;
    let new_number = format!("{}-{year}-{serial:05}", app.config.number_prefix);
    let within = unit.id == case.thread.unit_id;
    let routing = match (policy::coordinates(viewer), within) {
        (true, _) => Routing::Settled,
        (false, true) => Routing::First,
        // The unit that gets it may say that it isn't theirs, as of any case that was moved.
        (false, false) => Routing::Moved,
    };
    let class = DeadlineClass::parse(&service.deadline_class).unwrap_or(DeadlineClass::Standard);
    let visibility = case.thread.visibility;
    let new = thread::Model {
        id: ThreadId::new(),
        number: new_number.clone(),
        kind: case.thread.kind,
        title: masks::mask(&title).text,
        excerpt: plain::of_html(&reply.shown, 200),
        unit_id: unit.id,
        service_id: service.id,
        status: Status::Submitted.after(Step::Route)?,
        visibility,
        appear: appear(&case.thread, &reply),
        author_label: reply.label.clone(),
        deadline_class: class.as_str().to_owned(),
        overall: None,
        supports: 0,
        replies: 0,
        reports_open: 0,
        created_ms: reply.created_ms,
        listed_ms: (visibility == Visibility::Public).then_some(now),
        due_ms: Some(app.config.limits.due(class, now, &city.calendar)),
        routed_ms: Some(now),
        first_answer_ms: None,
        answered_ms: None,
        closed_ms: None,
        active_ms: now,
        assigned_to: None,
        planned_ms: None,
        locked: false,
        whole_title: None,
        asked_ms: None,
        waited_ms: 0,
        waited_work_ms: 0,
        routing,
    };
    let contact = contact(&case, &reply, new.id).await?;
    let told = contact.clone();
    threads::insert(&mut case.tx, new.clone(), contact).await?;
    refile(app, &mut case, &reply, &new).await?;
    posts::make_opening(&mut case.tx, &reply, new.id).await?;
    case.thread.replies = (case.thread.replies - 1).max(0);
    let (name, position, from) = mover(&case, viewer)?;
    let by = (name.as_str(), position.as_str(), from.as_str());
    case.step(Step::Split, actor(by.0, by.1, by.2), &new_number)
        .await?;
    note(&mut case, &new, by).await?;
    let reads = Some(reply.reading().polarity);
    tell::of_thread(&case.tx, &city, Event::Opened, &new, reads, None, now).await?;
    if visibility == Visibility::Public {
        following::happened(&case.tx, new.id, &[(What::Opened, reply.id)], now).await?;
    }
    search::keep(&case.tx, &new).await?;
    let notice = Notice::Split {
        number: case.thread.number.clone(),
        into: new.number.clone(),
        into_title: new.title.clone(),
        unit: unit.name.clone(),
    };
    let writer = posts::author_of(&*case.tx, reply.id).await?;
    // Somebody without an account is reached by the address that they left.
    if told.email.is_some() || writer.as_ref().is_some_and(|w| w.account_id.is_some()) {
        letters::to_author(&case.tx, new.id, writer.as_ref(), &new_number, notice, now).await?;
    }
    case.finish().await?;
    Ok(new_number)
}

/// How its writer appeared in the reply, they appear now.
fn appear(source: &thread::Model, reply: &post::Model) -> Appear {
    if reply.by_author || source.appear == Appear::Confidential {
        source.appear
    } else if reply.label.is_empty() {
        Appear::Anonymous
    } else {
        Appear::Named
    }
}

/// How its writer is reached: the thread's author as before, by address and by the tracking code that
/// they have; anyone else by their account.
async fn contact(
    case: &Case,
    reply: &post::Model,
    thread_id: ThreadId,
) -> Result<thread_contact::Model> {
    let before = threads::contact(&*case.tx, case.thread.id).await?;
    let lang = match posts::author_of(&*case.tx, reply.id).await? {
        Some(w) => match w.account_id {
            Some(account) => accounts::by_id(&*case.tx, account).await?.map(|a| a.lang),
            None => None,
        },
        None => None,
    };
    Ok(thread_contact::Model {
        thread_id,
        code_hash: None,
        code_of: before
            .as_ref()
            .filter(|c| reply.by_author && (c.code_hash.is_some() || c.code_of.is_some()))
            .map(|c| c.code_of.unwrap_or(c.thread_id)),
        email: before
            .as_ref()
            .filter(|_| reply.by_author)
            .and_then(|c| c.email.clone()),
        lang: lang.or(before.map(|c| c.lang)).unwrap_or_default(),
        seen_ms: None,
    })
}

/// Takes the reply from the figures of one service, and adds it to another's as a thread.
async fn refile(
    app: &App,
    case: &mut Case,
    reply: &post::Model,
    new: &thread::Model,
) -> Result<()> {
    let (day, reading) = (app.day(reply.created_ms), reply.reading());
    let was = tally::of_post(false, case.thread.visibility, reply.visibility, &reading);
    let is = tally::of_post(true, new.visibility, reply.visibility, &reading);
    let from = (case.thread.unit_id, case.thread.service_id);
    let to = (new.unit_id, new.service_id);
    if from == to {
        let change = tally::difference(&was, is);
        return rollups::add(&mut case.tx, to.0, to.1, &day, change).await;
    }
    // In one order for all, as in a transfer.
    let mut moves = [(from, tally::difference(&was, Vec::new())), (to, is)];
    moves.sort_by_key(|(place, _)| *place);
    for ((unit, service), deltas) in moves {
        rollups::add(&mut case.tx, unit, service, &day, deltas).await?;
    }
    Ok(())
}

/// The first line of the new thread's timeline: where it comes from.
async fn note(
    case: &mut Case,
    new: &thread::Model,
    (name, position, unit): (&str, &str, &str),
) -> Result<()> {
    let mut entry = blank_post(PostId::new(), new.id, PostKind::Status, case.now);
    entry.step = Some(Step::SplitOff);
    entry.detail.clone_from(&case.thread.number);
    if let Actor::Staff {
        name,
        position,
        unit,
    } = actor(name, position, unit)
    {
        entry.label = name.to_owned();
        entry.position = position.to_owned();
        entry.unit_name = unit.to_owned();
    }
    posts::insert(&mut case.tx, entry, None).await
}
