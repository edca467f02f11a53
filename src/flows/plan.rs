//! A head or deputy notes what will be done about what a digest says, and what came of it.

use super::digest::unit_for;
use super::words;
use crate::app::App;
use crate::domain::digest::plan::{self, DueFault, PlanStep};
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{FollowUpId, FollowUpStepId};
use crate::domain::message::Message;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::store::entity::{follow_up, follow_up_step};
use crate::store::{digests, plans};
use jiff::civil::Date;

/// The form of a new plan, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub action: String,
    pub due: String,
}

/// The form of a step, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct StepForm {
    pub plan: String,
    pub step: String,
    pub note: String,
    pub due: String,
}

fn day(errors: &mut FieldErrors, typed: &str, today: Date) -> String {
    match plan::due(typed, today) {
        Ok(day) => day.to_string(),
        Err(fault) => {
            let key = match fault {
                DueFault::NoDate => "fault-date",
                DueFault::Past => "fault-past",
                DueFault::TooFar => "fault-too-far",
            };
            errors.add("due", Message::new(key));
            String::new()
        }
    }
}

/// Notes a plan under a unit's digest.
///
/// # Errors
/// [`Error::Invalid`] at `action` or `due`; [`Error::NotFound`] without such a digest;
/// [`Error::Conflict`] if too many plans are open.
pub async fn make(app: &App, viewer: &Viewer, slug: &str, period: &str, form: &Form) -> Result<()> {
    let unit = unit_for(app, viewer, slug, Action::PlanFollowUp).await?;
    let account_id = viewer.account_id().ok_or(Error::SignInNeeded)?;
    let mut errors = FieldErrors::default();
    let action = words::text(&mut errors, "action", &form.action, words::NOTE_MAX);
    let now = app.now();
    let due = day(&mut errors, &form.due, now.day(&app.config.zone));
    errors.into_result()?;
    let tx = app.store.begin().await?;
    let kept = digests::edition(&*tx, unit, period)
        .await?
        .ok_or(Error::NotFound)?;
    if plans::open(&*tx, unit).await?.len() as u64 >= plans::OPEN_MOST {
        return Err(Error::Conflict("conflict-plans-enough"));
    }
    let thing = super::digest::read(&kept)?
        .choice
        .map(|c| c.thing.as_str().to_owned());
    let made = follow_up::Model {
        id: FollowUpId::new(),
        unit_id: unit,
        period: period.to_owned(),
        thing,
        action,
        due: due.clone(),
        ended_ms: None,
        made_ms: now,
    };
    let step = follow_up_step::Model {
        id: FollowUpStepId::new(),
        follow_up_id: made.id,
        kind: PlanStep::Made,
        note: String::new(),
        due,
        account_id,
        at_ms: now,
    };
    plans::insert(&tx, made).await?;
    plans::step(&tx, step).await?;
    tx.commit().await
}

/// Puts a plan off, ends it as done, or gives it up.
///
/// # Errors
/// [`Error::Invalid`] at `step`, `note` or `due`; [`Error::NotFound`] for no plan of this unit;
/// [`Error::Conflict`] if it is over.
pub async fn step(app: &App, viewer: &Viewer, slug: &str, form: &StepForm) -> Result<()> {
    let unit = unit_for(app, viewer, slug, Action::PlanFollowUp).await?;
    let account_id = viewer.account_id().ok_or(Error::SignInNeeded)?;
    let id = FollowUpId::parse(&form.plan).ok_or(Error::NotFound)?;
    let tx = app.store.begin().await?;
    let plan = plans::for_update(&tx, id)
        .await?
        .filter(|p| p.unit_id == unit)
        .ok_or(Error::NotFound)?;
    if plan.ended_ms.is_some() {
        return Err(Error::Conflict("conflict-plan-over"));
    }
    let now = app.now();
    let mut errors = FieldErrors::default();
    let kind = PlanStep::parse(&form.step).filter(|k| *k != PlanStep::Made);
    let Some(kind) = kind else {
        errors.add("step", Message::new("fault-choose"));
        return Err(Error::Invalid(errors));
    };
    let note = if kind.needs_note() {
        words::text(&mut errors, "note", &form.note, words::NOTE_MAX)
    } else {
        words::optional_line(&mut errors, "note", &form.note, words::NOTE_MAX)
    };
    let due = if kind == PlanStep::Moved {
        day(&mut errors, &form.due, now.day(&app.config.zone))
    } else {
        plan.due.clone()
    };
    errors.into_result()?;
    let step = follow_up_step::Model {
        id: FollowUpStepId::new(),
        follow_up_id: plan.id,
        kind,
        note,
        due,
        account_id,
        at_ms: now,
    };
    plans::step(&tx, step).await?;
    tx.commit().await
}
