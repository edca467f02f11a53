//! The head of a unit lists who works there, so that a text that names them shows them by position.

use super::words;
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{StaffNameId, UnitId};
use crate::domain::message::Message;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::store::audit::{self, Act};
use crate::store::entity::staff_name;
use crate::store::guide as store;

/// Names that a unit may list.
pub const MOST: usize = 500;

/// The form as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// A unit's slug.
    pub unit: String,
    pub name: String,
    pub position: String,
}

/// The unit of a slug, if the viewer is its head.
///
/// # Errors
/// [`Error::NotFound`] for an unknown unit, forbidden for another's.
pub async fn headed(app: &App, viewer: &Viewer, slug: &str, action: Action) -> Result<UnitId> {
    let city = app.city().await?;
    let unit = city.directory.unit_by_slug(slug).ok_or(Error::NotFound)?;
    let subject = Subject {
        unit: Some(unit.id),
        own: false,
    };
    if policy::may(action, viewer, &subject) {
        Ok(unit.id)
    } else {
        Err(policy::refused(action, viewer))
    }
}

/// Adds somebody, or changes their position.
///
/// # Errors
/// [`Error::Invalid`] at `name` or `position`; as [`headed`].
pub async fn add(app: &App, viewer: &Viewer, form: &Form) -> Result<()> {
    let unit = headed(app, viewer, &form.unit, Action::ManageStaffNames).await?;
    let mut errors = FieldErrors::default();
    let name = words::line(&mut errors, "name", &form.name, words::NAME_MAX);
    let position = words::optional_line(&mut errors, "position", &form.position, words::NAME_MAX);
    errors.into_result()?;
    let mut tx = app.store.begin().await?;
    let there = store::staff_names_of(&*tx, unit, MOST as u64).await?;
    if there.len() >= MOST && !there.iter().any(|s| s.name == name) {
        let mut errors = FieldErrors::default();
        errors.add("name", Message::new("fault-names-many").with("n", MOST));
        return Err(Error::Invalid(errors));
    }
    let now = app.now();
    let model = staff_name::Model {
        id: StaffNameId::new(),
        unit_id: unit,
        name,
        position,
        added_ms: now,
    };
    store::put_staff_name(&mut tx, model).await?;
    audit(&tx, app, viewer, &form.unit, "add").await?;
    tx.commit().await
}

/// Takes somebody off the list.
///
/// # Errors
/// [`Error::NotFound`] if they aren't on it; as [`headed`].
pub async fn remove(app: &App, viewer: &Viewer, slug: &str, id: StaffNameId) -> Result<()> {
    let unit = headed(app, viewer, slug, Action::ManageStaffNames).await?;
    let mut tx = app.store.begin().await?;
    if !store::remove_staff_name(&mut tx, unit, id).await? {
        return Err(Error::NotFound);
    }
    audit(&tx, app, viewer, slug, "remove").await?;
    tx.commit().await
}

/// The audit log tells whose list was changed, not who is on it.
async fn audit(
    tx: &crate::store::Tx,
    app: &App,
    viewer: &Viewer,
    unit: &str,
    detail: &str,
) -> Result<()> {
    audit::append(
        tx,
        Act {
            at: app.now(),
            actor: viewer.account_id(),
            act: "staff names",
            subject: unit,
            detail,
        },
    )
    .await
}
