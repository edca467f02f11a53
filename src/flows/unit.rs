//! A unit is closed, or opened again. One that owes something is not closed before its cases are moved:
//! nobody would answer them.

use crate::app::{App, City};
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::UnitId;
use crate::domain::message::Message;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::store::audit::{self, Act};
use crate::store::generations::Tag;
use crate::store::{Tx, places, threads};

/// Closes or opens a unit. Roles on it stay; a closed unit is in no list and takes no new threads.
///
/// # Errors
/// [`Error::Invalid`] at `unit` while it has open cases, promises that are owed, or units below that
/// are open.
pub async fn set_active(app: &App, viewer: &Viewer, slug: &str, active: bool) -> Result<()> {
    if !policy::may(Action::ManageUnits, viewer, &Subject::default()) {
        return Err(policy::refused(Action::ManageUnits, viewer));
    }
    let city = app.city().await?;
    let unit = city
        .directory
        .units
        .iter()
        .find(|u| u.slug == slug)
        .ok_or(Error::NotFound)?;
    let mut tx = app.store.begin().await?;
    places::lock_unit(&tx, unit.id).await?;
    if !active && let Some(fault) = why_not(&tx, &city, unit.id, &[]).await? {
        let mut errors = FieldErrors::default();
        errors.add("unit", fault);
        return Err(Error::Invalid(errors));
    }
    if places::set_active(&tx, unit.id, active).await? {
        let entry = Act {
            at: app.now(),
            actor: viewer.account_id(),
            act: if active { "open unit" } else { "close unit" },
            subject: slug,
            detail: "",
        };
        audit::append(&tx, entry).await?;
        tx.touch(Tag::Everything);
    }
    tx.commit().await
}

/// Why a unit can't be closed, if it can't. `closing` are closed with it.
pub(super) async fn why_not(
    tx: &Tx,
    city: &City,
    unit: UnitId,
    closing: &[UnitId],
) -> Result<Option<Message>> {
    let owed = threads::owed_of(&**tx, &[unit]).await?;
    if let Some((_, n)) = owed.first().filter(|o| o.1 > 0) {
        return Ok(Some(Message::new("fault-unit-cases").with("n", *n)));
    }
    let below = city
        .directory
        .units
        .iter()
        .find(|u| u.parent_id == Some(unit) && u.active && !closing.contains(&u.id));
    Ok(below.map(|u| Message::new("fault-unit-below").with("name", u.name.as_str())))
}
