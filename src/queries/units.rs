//! The admin's page of units: which are open, and what each owes.

use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::UnitId;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::store::{drafts, threads};

#[derive(Clone, Debug)]
pub struct UnitLine {
    pub name: String,
    pub slug: String,
    pub active: bool,
    /// Open cases and promises that are owed.
    pub owed: i64,
    pub needs_release: bool,
}

/// # Errors
/// Forbidden or sign-in needed for who is no admin.
pub async fn units(app: &App, viewer: &Viewer) -> Result<Vec<UnitLine>> {
    if !policy::may(Action::ManageUnits, viewer, &Subject::default()) {
        return Err(policy::refused(Action::ManageUnits, viewer));
    }
    let city = app.city().await?;
    let db = app.store.read();
    let ids: Vec<UnitId> = city.directory.units.iter().map(|u| u.id).collect();
    let owed = threads::owed_of(db, &ids).await?;
    let rules = drafts::rules(db, &ids).await?;
    Ok(city
        .directory
        .units
        .iter()
        .map(|u| UnitLine {
            name: u.name.clone(),
            slug: u.slug.clone(),
            active: u.active,
            owed: owed.iter().find(|o| o.0 == u.id).map_or(0, |o| o.1),
            needs_release: rules.contains(&u.id),
        })
        .collect())
}
