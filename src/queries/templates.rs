//! Templates of answers: those a viewer may use and change, and what one says of a case.

use super::workbench::Workbench;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{TemplateId, UnitId};
use crate::domain::person::{Role, Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::store::entity::template;
use crate::store::templates;

#[derive(Clone, Debug)]
pub struct Line {
    pub id: TemplateId,
    /// `None`: every unit's.
    pub unit: Option<String>,
    pub name: String,
    pub body: String,
    pub uses: i64,
    pub may_change: bool,
}

#[derive(Clone, Debug)]
pub struct Templates {
    pub lines: Vec<Line>,
    /// Slug and name of each unit that the viewer may make templates for.
    pub units: Vec<(String, String)>,
    /// Whether they may make some for the whole city.
    pub city: bool,
}

fn line(t: template::Model, unit: Option<String>, may_change: bool) -> Line {
    Line {
        id: t.id,
        unit,
        name: t.name,
        body: t.body,
        uses: t.uses,
        may_change,
    }
}

fn may_change(viewer: &Viewer, unit: Option<UnitId>) -> bool {
    let subject = Subject { unit, own: false };
    policy::may(Action::ManageTemplates, viewer, &subject)
}

/// # Errors
/// Forbidden or sign-in needed for who works on no unit and looks over none.
pub async fn all(app: &App, viewer: &Viewer) -> Result<Templates> {
    if !policy::could(Action::ManageTemplates, viewer) {
        return Err(policy::refused(Action::ManageTemplates, viewer));
    }
    let city = app.city().await?;
    let everywhere = viewer.has_role(Role::Coordinator) || viewer.has_role(Role::Admin);
    let own = viewer.work_units();
    let units: Vec<UnitId> = city
        .directory
        .units
        .iter()
        .filter(|u| u.active && (everywhere || own.contains(&u.id)))
        .map(|u| u.id)
        .collect();
    let found = templates::of_units(app.store.read(), &units).await?;
    let unit = |id: UnitId| city.directory.unit(id);
    Ok(Templates {
        lines: found
            .into_iter()
            .map(|t| {
                let name = t.unit_id.and_then(unit).map(|u| u.name.clone());
                let mine = may_change(viewer, t.unit_id);
                line(t, name, mine)
            })
            .collect(),
        units: units
            .iter()
            .filter(|u| may_change(viewer, Some(**u)))
            .filter_map(|u| unit(*u))
            .map(|u| (u.slug.clone(), u.name.clone()))
            .collect(),
        city: may_change(viewer, None),
    })
}

/// One to change.
///
/// # Errors
/// [`Error::NotFound`] also for one that the viewer may not change.
pub async fn one(app: &App, viewer: &Viewer, id: TemplateId) -> Result<Line> {
    if !policy::could(Action::ManageTemplates, viewer) {
        return Err(policy::refused(Action::ManageTemplates, viewer));
    }
    let t = templates::by_id(app.store.read(), id)
        .await?
        .filter(|t| may_change(viewer, t.unit_id))
        .ok_or(Error::NotFound)?;
    Ok(line(t, None, true))
}

/// Those that an answer in this case may begin with: of its unit, and the city's.
///
/// # Errors
/// What the database says.
pub async fn for_case(app: &App, w: &Workbench) -> Result<Vec<Line>> {
    if !w.may_answer {
        return Ok(Vec::new());
    }
    let found = templates::of_units(app.store.read(), &[w.page.unit_id]).await?;
    Ok(found.into_iter().map(|t| line(t, None, false)).collect())
}
