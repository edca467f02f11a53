//! The unit says by when something will be done, moves the day with a reason, and says that it is done
//! or will not be. Everything of it is public, and nothing masked: the unit's own contacts may stand in it.

use super::case::{Actor, Case};
use super::take::official;
use super::{letters, words};
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{PostId, ScheduleId};
use crate::domain::message::Message;
use crate::domain::notice::Notice;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::schedule::{self as rules, ScheduleState};
use crate::domain::thread::{Status, Step, Visibility};
use crate::store::entity::schedule;
use crate::store::{posts, schedules, threads};

/// A promise as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// ISO date.
    pub day: String,
    /// What will be done.
    pub what: String,
    /// Why the day moves, if there was one.
    pub because: String,
    /// The promise that was owed on the page it was typed on; empty if none was.
    pub plan: String,
}

/// Sets a day, or moves the one that is owed: then with a reason, and the day before stays in sight.
///
/// # Errors
/// [`Error::Invalid`] at `day`, `what` and (to move it) `because`; [`Error::Conflict`] for a first
/// day in a case that is closed or waits for the citizen, or if the promise is another by now.
pub async fn set(app: &App, viewer: &Viewer, number: &str, form: &Form) -> Result<()> {
    let mut errors = FieldErrors::default();
    let mut case = Case::lock(app, viewer, number, Action::Schedule)
        .await?
        .in_view()?;
    let before = schedules::open(&*case.tx, case.thread.id).await?;
    if before.as_ref().map(|b| b.id) != ScheduleId::parse(&form.plan) {
        return Err(Error::Conflict("conflict-plan-changed"));
    }
    let day = rules::read_day(&form.day, case.city.calendar.day(case.now));
    if let Err(key) = day {
        errors.add("day", Message::new(key));
    }
    let what = words::line(&mut errors, "what", &form.what, words::NOTE_MAX);
    let because = match before {
        Some(_) => words::line(&mut errors, "because", &form.because, words::NOTE_MAX),
        None => String::new(),
    };
    if let (Some(before), Ok(day)) = (&before, day)
        && before.day == day.to_string()
    {
        errors.add("day", Message::new("fault-schedule-same"));
    }
    let (Ok(day), true) = (day, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let account = viewer.account_id().ok_or(Error::SignInNeeded)?;
    let (step, told) = match &before {
        Some(_) => (Step::Reschedule, &because),
        None => (Step::Schedule, &what),
    };
    act(&mut case, viewer, step, &rules::detail(day, told)).await?;
    if let Some(before) = &before {
        let (id, thread, now) = (before.id, case.thread.id, case.now);
        schedules::close(&mut case.tx, id, thread, ScheduleState::Moved, None, now).await?;
    }
    let due = rules::end_of(day, &case.city.calendar);
    let made = schedule::Model {
        id: ScheduleId::new(),
        thread_id: case.thread.id,
        what: what.clone(),
        day: day.to_string(),
        due_ms: due,
        state: ScheduleState::Open,
        reason: because.clone(),
        made_by: account,
        made_ms: case.now,
        closed_ms: None,
        broken_ms: None,
    };
    schedules::insert(&mut case.tx, made).await?;
    case.thread.planned_ms = Some(due);
    tell(&mut case, step, &what, &day.to_string(), &because).await?;
    case.finish().await?;
    Ok(())
}

/// It is done. An answered case waits for its author from now.
///
/// # Errors
/// [`Error::Conflict`] if nothing is owed, or another promise than `plan`.
pub async fn keep(app: &App, viewer: &Viewer, number: &str, plan: &str) -> Result<()> {
    let (mut case, owed) = owed(app, viewer, number, plan).await?;
    act(&mut case, viewer, Step::Keep, &owed.what).await?;
    end(&mut case, &owed, ScheduleState::Kept, None).await?;
    tell(&mut case, Step::Keep, &owed.what, &owed.day, "").await?;
    case.finish().await?;
    Ok(())
}

/// It will not be done, for a reason that everyone reads.
///
/// # Errors
/// [`Error::Invalid`] at `unable`; [`Error::Conflict`] as for [`keep`].
pub async fn give_up(
    app: &App,
    viewer: &Viewer,
    number: &str,
    plan: &str,
    reason: &str,
) -> Result<()> {
    let mut errors = FieldErrors::default();
    let reason = words::line(&mut errors, "unable", reason, words::NOTE_MAX);
    let (mut case, owed) = owed(app, viewer, number, plan).await?;
    errors.into_result()?;
    act(&mut case, viewer, Step::GiveUp, &reason).await?;
    end(&mut case, &owed, ScheduleState::GivenUp, Some(&reason)).await?;
    tell(&mut case, Step::GiveUp, &owed.what, &owed.day, &reason).await?;
    case.finish().await?;
    Ok(())
}

/// Says of promises whose day has passed that it has, once: in the timeline, to the author, to who
/// follows, and to other systems. Returns how many; at most `limit`.
pub async fn break_due(app: &App, limit: u64) -> Result<usize> {
    let (now, city) = (app.now(), app.city().await?);
    let due = schedules::unkept(app.store.read(), now, limit).await?;
    let n = due.len();
    for number in due {
        let tx = app.store.begin().await?;
        let Some(thread) = threads::for_update(&tx, &number).await? else {
            continue;
        };
        let owed = schedules::open(&*tx, thread.id).await?;
        let Some(owed) = owed.filter(|s| s.broken_ms.is_none() && s.due_ms < now) else {
            continue;
        };
        let opener = posts::opener(&*tx, thread.id).await?;
        let mut case = Case::of_service(tx, thread, opener, city.clone(), now);
        schedules::set_broken(&mut case.tx, &owed, now).await?;
        // Nobody is told anything of what a moderator keeps from view.
        let seen = matches!(
            case.thread.visibility,
            Visibility::Public | Visibility::Confidential
        );
        if seen && let Ok(day) = owed.day.parse() {
            let told = rules::detail(day, &owed.what);
            case.step(Step::Break, Actor::Service, &told).await?;
            tell(&mut case, Step::Break, &owed.what, &owed.day, "").await?;
        }
        case.finish().await?;
    }
    Ok(n)
}

async fn owed(
    app: &App,
    viewer: &Viewer,
    number: &str,
    plan: &str,
) -> Result<(Case, schedule::Model)> {
    let case = Case::lock(app, viewer, number, Action::Schedule)
        .await?
        .in_view()?;
    let owed = schedules::open(&*case.tx, case.thread.id)
        .await?
        .ok_or(Error::Conflict("conflict-no-schedule"))?;
    // A promise that was moved meanwhile is another row: nobody has said anything of that yet.
    if ScheduleId::parse(plan) != Some(owed.id) {
        return Err(Error::Conflict("conflict-plan-changed"));
    }
    Ok((case, owed))
}

async fn act(case: &mut Case, viewer: &Viewer, step: Step, detail: &str) -> Result<PostId> {
    let (name, position, unit) = official(case, viewer, case.thread.unit_id)?;
    let actor = Actor::Staff {
        name: &name,
        position: &position,
        unit: &unit,
    };
    case.step(step, actor, detail).await
}

async fn end(
    case: &mut Case,
    owed: &schedule::Model,
    state: ScheduleState,
    reason: Option<&str>,
) -> Result<()> {
    let (thread, now) = (case.thread.id, case.now);
    schedules::close(&mut case.tx, owed.id, thread, state, reason, now).await?;
    case.thread.planned_ms = None;
    if case.thread.status == Status::Answered {
        case.thread.closed_ms = Some(now);
    }
    Ok(())
}

/// What was promised is done, as the unit's answer says.
pub(super) async fn keep_with(case: &mut Case, actor: Actor<'_>) -> Result<()> {
    if let Some(owed) = schedules::open(&*case.tx, case.thread.id).await? {
        case.step(Step::Keep, actor, &owed.what).await?;
        end(case, &owed, ScheduleState::Kept, None).await?;
    }
    Ok(())
}

/// A case that the unit declines is owed nothing any more.
pub(super) async fn drop_with(case: &mut Case, reason: &str) -> Result<()> {
    if case.thread.planned_ms.is_none() {
        return Ok(());
    }
    if let Some(owed) = schedules::open(&*case.tx, case.thread.id).await? {
        end(case, &owed, ScheduleState::GivenUp, Some(reason)).await?;
    }
    case.thread.planned_ms = None;
    Ok(())
}

async fn tell(case: &mut Case, step: Step, what: &str, day: &str, reason: &str) -> Result<()> {
    let unit = case.city.directory.unit(case.thread.unit_id);
    let notice = Notice::Schedule {
        number: case.thread.number.clone(),
        title: case.thread.title.clone(),
        unit: unit.map_or_else(String::new, |u| u.name.clone()),
        step: step.as_str().to_owned(),
        what: what.to_owned(),
        day: day.to_owned(),
        reason: reason.to_owned(),
    };
    let cause = format!("{} {} {}", case.thread.number, step.as_str(), case.now.0);
    let (thread, opener, now) = (case.thread.id, case.opener.as_ref(), case.now);
    letters::to_authors(&case.tx, thread, opener, &cause, notice, now).await
}
