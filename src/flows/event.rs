//! A unit's head notes what happened on a day, so that a rise or fall can be explained.

use super::words;
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{EventId, UnitId};
use crate::domain::message::Message;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::store::audit::{self, Act};
use crate::store::entity::unit_event;
use crate::store::events;
use jiff::ToSpan;
use jiff::civil::Date;

/// Characters of an event.
pub const EVENT_MAX: usize = 120;

/// The form as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub day: String,
    pub words: String,
}

fn allowed(viewer: &Viewer, unit: UnitId) -> Result<()> {
    let subject = Subject {
        unit: Some(unit),
        own: false,
    };
    if policy::may(Action::NoteEvent, viewer, &subject) {
        Ok(())
    } else {
        Err(policy::refused(Action::NoteEvent, viewer))
    }
}

/// Notes an event, which everyone reads beside the unit's figures.
///
/// # Errors
/// [`Error::Invalid`] at `day` (none, not within five years back and one ahead) or `words`;
/// [`Error::NotFound`] for an unknown unit.
pub async fn note(app: &App, viewer: &Viewer, slug: &str, form: &Form) -> Result<()> {
    let city = app.city().await?;
    let unit = city.directory.unit_by_slug(slug).ok_or(Error::NotFound)?.id;
    allowed(viewer, unit)?;
    let account = viewer.account_id().ok_or(Error::SignInNeeded)?;
    let mut errors = FieldErrors::default();
    let said = words::line(&mut errors, "words", &form.words, EVENT_MAX);
    let today = app.now().day(&app.config.zone);
    let within = today.saturating_sub(5.years())..=today.saturating_add(1.year());
    let day: Option<Date> = form.day.trim().parse().ok();
    let Some(day) = day.filter(|d| within.contains(d)) else {
        errors.add("day", Message::new("fault-event-day"));
        return Err(Error::Invalid(errors));
    };
    errors.into_result()?;
    let event = unit_event::Model {
        id: EventId::new(),
        unit_id: unit,
        day: day.to_string(),
        words: said,
        account_id: account,
        created_ms: app.now(),
        removed_ms: None,
    };
    let mut tx = app.store.begin().await?;
    let detail = format!("{} {}", event.day, event.words);
    let act = Act {
        at: app.now(),
        actor: Some(account),
        act: "event",
        subject: slug,
        detail: &detail,
    };
    audit::append(&tx, act).await?;
    events::insert(&mut tx, event).await?;
    tx.commit().await
}

/// Takes an event back.
///
/// # Errors
/// [`Error::NotFound`] if the unit has no such event.
pub async fn remove(app: &App, viewer: &Viewer, slug: &str, event: &str) -> Result<()> {
    let city = app.city().await?;
    let unit = city.directory.unit_by_slug(slug).ok_or(Error::NotFound)?.id;
    allowed(viewer, unit)?;
    let id = EventId::parse(event).ok_or(Error::NotFound)?;
    let mut tx = app.store.begin().await?;
    let event = events::by_id(&*tx, id)
        .await?
        .filter(|e| e.unit_id == unit)
        .ok_or(Error::NotFound)?;
    let detail = format!("{} {}", event.day, event.words);
    let act = Act {
        at: app.now(),
        actor: viewer.account_id(),
        act: "event-removed",
        subject: slug,
        detail: &detail,
    };
    audit::append(&tx, act).await?;
    events::remove(&mut tx, &event, app.now()).await?;
    tx.commit().await
}
