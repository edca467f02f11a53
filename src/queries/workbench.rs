//! A case on a staff member's table: the thread with its internal notes. Nothing of the author
//! but what the thread itself shows.

use super::cards::Card;
use super::similar::similar;
use super::thread::{self, PostView, ThreadPage};
use crate::app::{App, City};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, PhotoId, PostId, ThreadId};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action, Standing};
use crate::domain::release::DraftState;
use crate::domain::schedule;
use crate::domain::thread::{PostKind, Step, Visibility};
use crate::domain::time::{Instant, MINUTE_MS};
use crate::store::entity::answer_draft;
use crate::store::entity::thread as thread_row;
use crate::store::threads::Settled;
use crate::store::{accounts, drafts, files, inbox, photos, posts, threads, uploads};
use crate::text::{markdown, plain};

/// How long a colleague who looked at a case counts as being on it.
const BESIDE_MS: i64 = 15 * MINUTE_MS;
/// Earlier cases of the same service that are shown.
const SETTLED: u64 = 5;
/// Bytes of each one's answer.
const ANSWER: usize = 180;

#[derive(Clone, Debug)]
pub struct Workbench {
    pub page: ThreadPage,
    pub taken_by: Option<String>,
    pub mine: bool,
    /// Whether the viewer works on a unit, and so has an inbox.
    pub has_inbox: bool,
    /// When the viewer last had it open, if lately.
    pub seen_ms: Option<Instant>,
    /// Colleagues who had it open in the last quarter of an hour, and how many minutes ago.
    pub beside: Vec<(String, i64)>,
    /// What the unit has said last: an answer or a question.
    pub last_spoken: Option<PostView>,
    /// Public cases of the unit that say what this one says.
    pub similar: Vec<Card>,
    /// Public cases of the same service that were answered last, with the answer in short.
    pub settled: Vec<(Settled, String)>,
    /// An answer that waits for a superior, or that one gave back to the viewer.
    pub draft: Option<DraftView>,
    /// Whether an answer of the viewer would wait for a superior.
    pub waits: bool,
    /// Citizens' replies that could become threads of their own: id, and how they begin; empty if the
    /// viewer may not.
    pub replies: Vec<(String, String)>,
    /// Every service, for such a thread: path, and unit and service.
    pub services: Vec<(String, String)>,
    /// Those it may be given to; empty if the viewer may not.
    pub people: Vec<(AccountId, String)>,
    /// A year for which no holidays are known, although the limit lies in it.
    pub uncharted: Option<i16>,
    pub may_take: bool,
    pub may_answer: bool,
    pub may_decline: bool,
    pub may_ask: bool,
    pub may_merge: bool,
    pub may_part: bool,
    pub may_note: bool,
    /// Change the unit's answers: not where a superior reads them first, and is somebody else.
    pub may_revise: bool,
    pub may_correct: bool,
    /// Whether a day may be set, or the one that is owed be moved.
    pub may_schedule: bool,
    pub may_transfer: bool,
    pub may_contest: bool,
    /// Services it could be moved to: path, and unit and service; the present one is left out.
    pub places: Vec<(String, String)>,
}

/// An answer that is not out yet.
#[derive(Clone, Debug)]
pub struct DraftView {
    pub row: answer_draft::Model,
    pub writer: String,
    /// Safe HTML, as readers would see it.
    pub html: String,
    pub mine: bool,
    /// Whether the viewer releases it or gives it back.
    pub may_decide: bool,
    pub photos: Vec<(PhotoId, String)>,
    pub files: Vec<String>,
}

async fn draft(app: &App, viewer: &Viewer, id: ThreadId, may: bool) -> Result<Option<DraftView>> {
    let db = app.store.read();
    let Some(row) = drafts::open_of(db, id).await? else {
        return Ok(None);
    };
    let mine = Some(row.account_id) == viewer.account_id();
    let waits = row.state == DraftState::Waiting;
    // What was given back is its writer's alone.
    if !mine && !waits {
        return Ok(None);
    }
    let writer = accounts::by_id(db, row.account_id).await?;
    let (photos, files) = match (&row.form_key, &row.owner) {
        (Some(form), Some(owner)) => (
            uploads::drafts::<photos::Info>(db, form, owner).await?,
            uploads::drafts::<files::Info>(db, form, owner).await?,
        ),
        _ => Default::default(),
    };
    Ok(Some(DraftView {
        writer: writer.map_or_else(String::new, |a| a.name),
        html: markdown::render(&row.body),
        mine,
        may_decide: may && waits && !mine,
        photos: photos.into_iter().map(|p| (p.id, p.alt)).collect(),
        files: files.into_iter().map(|f| f.name).collect(),
        row,
    }))
}

/// # Errors
/// [`Error::NotFound`] for a case that isn't with a unit yet, forbidden for another unit's staff.
pub async fn case(
    app: &App,
    viewer: &Viewer,
    number: &str,
    after: Option<(Instant, PostId)>,
) -> Result<Workbench> {
    if !policy::could(Action::SeeCase, viewer) {
        return Err(policy::refused(Action::SeeCase, viewer));
    }
    let id = thread::id_of(app, number).await?;
    let db = app.store.read();
    let model = threads::by_id(db, id).await?.ok_or(Error::NotFound)?;
    let opener = posts::opener(db, id).await?;
    let subject = Subject {
        unit: Some(model.unit_id),
        own: opener.is_some_and(|w| viewer.wrote(w.thread_id, w.opening, w.account_id)),
    };
    let can = |action| policy::may(action, viewer, &subject);
    if !can(Action::SeeCase) {
        return Err(Error::Forbidden);
    }
    if !matches!(
        model.visibility,
        Visibility::Public | Visibility::Confidential
    ) {
        return Err(Error::NotFound);
    }
    let taken_by = match model.assigned_to {
        Some(account) => accounts::by_id(db, account).await?.map(|a| a.name),
        None => None,
    };
    let page = thread::read(app, id, after, true).await?;
    let now = app.now();
    let me = viewer.account_id();
    let since = now.plus_ms(-BESIDE_MS);
    let visitors = inbox::visitors(db, id, since).await?;
    let last_spoken = posts::last_spoken(db, id).await?;
    let city = app.city().await?;
    let draft = draft(app, viewer, id, can(Action::Release)).await?;
    let heads = viewer.standing(&subject).meets(Standing::HEAD);
    let waits = !heads && drafts::needs_release(db, model.unit_id).await?;
    let people = if can(Action::Assign) && model.status.is_open() {
        super::inbox::workers(app, &city, vec![model.unit_id]).await?
    } else {
        Vec::new()
    };
    let similar = similar(app, model.unit_id, &model.title, &model.excerpt, Some(id)).await?;
    let settled = threads::settled_of(db, model.service_id, id, SETTLED).await?;
    let status = model.status;
    let splits = can(Action::Split) && status.after(Step::Split).is_ok();
    let replies: Vec<(String, String)> = page
        .posts
        .iter()
        .filter(|p| splits && p.kind == PostKind::Citizen && !p.opening && !p.hidden)
        .map(|p| (p.id.to_string(), plain::of_html(&p.html, 80)))
        .collect();
    let coordinates = policy::coordinates(viewer);
    let may_transfer = can(Action::Transfer)
        && status.after(Step::Transfer).is_ok()
        && model.routing.moved(coordinates, true).is_ok();
    // Who may move it only within the unit is offered only that.
    let anywhere = model.routing.moved(coordinates, false).is_ok();
    let places = if may_transfer {
        places(app, &model, anywhere).await?
    } else {
        Vec::new()
    };
    Ok(Workbench {
        has_inbox: !viewer.work_units().is_empty(),
        seen_ms: visitors
            .iter()
            .find(|v| Some(v.account_id) == me)
            .map(|v| v.at_ms),
        beside: visitors
            .into_iter()
            .filter(|v| Some(v.account_id) != me)
            .map(|v| (v.name, (now.0 - v.at_ms.0).max(0) / MINUTE_MS))
            .collect(),
        last_spoken: last_spoken.map(|p| thread::view(p, Vec::new())),
        similar,
        settled: settled
            .into_iter()
            .map(|s| {
                let answer = s.answer.as_deref().map_or_else(String::new, beginning);
                (s, answer)
            })
            .collect(),
        draft,
        waits,
        services: if replies.is_empty() {
            Vec::new()
        } else {
            services(&city)
        },
        replies,
        people,
        uncharted: city.uncharted(model.due_ms, now),
        mine: model.assigned_to.is_some() && model.assigned_to == viewer.account_id(),
        may_take: can(Action::Take) && status.is_open() && model.assigned_to != viewer.account_id(),
        may_answer: can(Action::Answer) && status.after(Step::Answer).is_ok(),
        may_decline: can(Action::Decline) && status.after(Step::Decline).is_ok(),
        may_merge: can(Action::Merge)
            && status.after(Step::Merge).is_ok()
            && model.visibility == Visibility::Public,
        may_part: can(Action::Merge) && status.after(Step::Part).is_ok(),
        may_ask: can(Action::Ask) && status.after(Step::Ask).is_ok(),
        may_note: can(Action::Note),
        may_revise: can(Action::Revise) && !waits,
        may_schedule: can(Action::Schedule)
            && (model.planned_ms.is_some() || schedule::may_begin(status)),
        may_correct: can(Action::Correct),
        may_transfer: !places.is_empty(),
        may_contest: can(Action::Contest)
            && status.after(Step::Contest).is_ok()
            && model.routing.contested().is_ok(),
        places,
        taken_by,
        page,
    })
}

/// How an answer begins, cut between words.
fn beginning(html: &str) -> String {
    let text = plain::of_html(html, ANSWER);
    match text.rsplit_once(' ') {
        Some((whole, _)) if text.len() + 1 >= ANSWER => format!("{whole} …"),
        _ => text,
    }
}

fn services(city: &City) -> Vec<(String, String)> {
    let directory = &city.directory;
    directory
        .units
        .iter()
        .filter(|u| u.active)
        .flat_map(|u| directory.services_of(u.id).map(move |s| (u, s)))
        .map(|(u, s)| {
            let path = format!("{}/{}", u.slug, s.slug);
            (path, format!("{} · {}", u.short_name, s.name))
        })
        .collect()
}

async fn places(app: &App, t: &thread_row::Model, anywhere: bool) -> Result<Vec<(String, String)>> {
    let city = app.city().await?;
    let directory = &city.directory;
    Ok(directory
        .units
        .iter()
        .filter(|u| u.active && (anywhere || u.id == t.unit_id))
        .flat_map(|u| directory.services_of(u.id).map(move |s| (u, s)))
        .filter(|(_, s)| s.id != t.service_id)
        .map(|(u, s)| {
            let path = format!("{}/{}", u.slug, s.slug);
            (path, format!("{} · {}", u.short_name, s.name))
        })
        .collect())
}
