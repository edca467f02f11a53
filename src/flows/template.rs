//! Templates of answers: each unit's own by its people, the city's by coordinators and admins.

use super::words;
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{AccountId, TemplateId, UnitId};
use crate::domain::message::Message;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::template::{TEMPLATES_MAX, unknown};
use crate::store::Tx;
use crate::store::entity::template;
use crate::store::templates;

/// The form as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// A unit's slug; empty for the whole city. Only when it is made.
    pub unit: String,
    pub name: String,
    pub body: String,
}

fn allowed(viewer: &Viewer, unit: Option<UnitId>) -> Result<AccountId> {
    let subject = Subject { unit, own: false };
    match viewer.account_id() {
        Some(id) if policy::may(Action::ManageTemplates, viewer, &subject) => Ok(id),
        _ => Err(policy::refused(Action::ManageTemplates, viewer)),
    }
}

fn read(form: &Form, errors: &mut FieldErrors) -> (String, String) {
    let name = words::line(errors, "label", &form.name, words::NAME_MAX);
    let body = words::text(errors, "body", &form.body, words::BODY_MAX);
    if let Some(name) = unknown(&body) {
        let fault = Message::new("fault-template-variable").with("name", format!("{{{name}}}"));
        errors.add("body", fault);
    }
    (name, body)
}

/// Makes a template.
///
/// # Errors
/// [`Error::Invalid`] at each field; a conflict if there are as many as there may be.
pub async fn create(app: &App, viewer: &Viewer, form: &Form) -> Result<TemplateId> {
    if !policy::could(Action::ManageTemplates, viewer) {
        return Err(policy::refused(Action::ManageTemplates, viewer));
    }
    let city = app.city().await?;
    let mut errors = FieldErrors::default();
    let unit = match form.unit.as_str() {
        "" => Some(None),
        slug => city.directory.unit_by_slug(slug).map(|u| Some(u.id)),
    };
    let by = unit.and_then(|unit| allowed(viewer, unit).ok());
    if by.is_none() {
        errors.add("unit", Message::new("fault-template-unit"));
    }
    let (name, body) = read(form, &mut errors);
    let (Some(unit_id), Some(created_by), true) = (unit, by, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let tx = app.store.begin().await?;
    let most = i64::try_from(TEMPLATES_MAX).unwrap_or(i64::MAX);
    if templates::count_of(&*tx, unit_id).await? >= most {
        return Err(Error::Conflict("conflict-templates"));
    }
    let id = TemplateId::new();
    let model = template::Model {
        id,
        unit_id,
        name,
        body,
        uses: 0,
        created_by,
        created_ms: app.now(),
    };
    templates::insert(&tx, model).await?;
    tx.commit().await?;
    Ok(id)
}

/// A template that the viewer may change, in a transaction.
async fn manage(app: &App, viewer: &Viewer, id: TemplateId) -> Result<Tx> {
    let tx = app.store.begin().await?;
    let found = templates::by_id(&*tx, id).await?.ok_or(Error::NotFound)?;
    allowed(viewer, found.unit_id)?;
    Ok(tx)
}

/// Changes its name and text.
///
/// # Errors
/// [`Error::Invalid`] at each field.
pub async fn change(app: &App, viewer: &Viewer, id: TemplateId, form: &Form) -> Result<()> {
    let tx = manage(app, viewer, id).await?;
    let mut errors = FieldErrors::default();
    let (name, body) = read(form, &mut errors);
    errors.into_result()?;
    templates::change(&tx, id, &name, &body).await?;
    tx.commit().await
}

/// Takes it away. Answers that were begun with it are not touched.
pub async fn remove(app: &App, viewer: &Viewer, id: TemplateId) -> Result<()> {
    let tx = manage(app, viewer, id).await?;
    templates::delete(&tx, id).await?;
    tx.commit().await
}
