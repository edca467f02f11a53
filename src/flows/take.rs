//! A member of staff takes a case: from now it has a name on it.

use super::case::{Actor, Case};
use crate::app::{App, City};
use crate::domain::error::{Error, Result};
use crate::domain::ids::UnitId;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::thread::{Status, Step};

/// How the viewer is shown when they speak for `unit`: name, position, unit.
pub fn official(case: &Case, viewer: &Viewer, unit: UnitId) -> Result<(String, String, String)> {
    speaks_as(&case.city, viewer, unit)
}

/// As [`official`], where no case is at hand.
pub(super) fn speaks_as(
    city: &City,
    viewer: &Viewer,
    unit: UnitId,
) -> Result<(String, String, String)> {
    let account = viewer.account.as_ref().ok_or(Error::SignInNeeded)?;
    let grant = viewer.speaks_for(unit).ok_or(Error::Forbidden)?;
    let unit = city
        .directory
        .unit(unit)
        .map_or_else(String::new, |u| u.name.clone());
    Ok((account.name.clone(), grant.position.clone(), unit))
}

/// Takes a case, also from a colleague who has it.
///
/// # Errors
/// [`Error::Conflict`] if the case is not open.
pub async fn take(app: &App, viewer: &Viewer, number: &str) -> Result<()> {
    let mut case = Case::lock(app, viewer, number, Action::Take)
        .await?
        .in_view()?;
    let (name, position, unit) = official(&case, viewer, case.thread.unit_id)?;
    let mine = viewer.account_id();
    let under_way = matches!(case.thread.status, Status::InProgress | Status::Asked);
    if case.thread.assigned_to == mine && under_way {
        return Ok(());
    }
    case.thread.assigned_to = mine;
    if under_way {
        // From one colleague to another: nothing new for the public.
        case.finish().await?;
        return Ok(());
    }
    let actor = Actor::Staff {
        name: &name,
        position: &position,
        unit: &unit,
    };
    case.step(Step::Take, actor, "").await?;
    case.finish().await?;
    Ok(())
}
