//! A case is given to somebody of the unit.

use super::case::{Actor, Case};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, UnitId};
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::thread::{Status, Step};
use crate::domain::time::Instant;
use crate::store::{Tx, absences, accounts};

/// The role under which somebody works on a unit's cases: the head's before the staff's.
pub(super) async fn works_on(
    tx: &Tx,
    city: &crate::app::City,
    account: AccountId,
    unit: UnitId,
    now: Instant,
) -> Result<Option<crate::store::entity::role_grant::Model>> {
    let own = accounts::grants_of(&**tx, account).await?;
    let lent = absences::lent_to(&**tx, account, now).await?.grants;
    let mut held: Vec<_> = own
        .into_iter()
        .chain(lent)
        .filter(|g| g.role.works_cases())
        .filter(|g| {
            g.unit_id
                .is_some_and(|u| city.directory.with_descendants(u).contains(&unit))
        })
        .collect();
    held.sort_by_key(|g| g.role != crate::domain::person::Role::UnitHead);
    Ok(held.into_iter().next())
}

/// Gives a case to an account. Someone who is away keeps it in their name; whoever stands in sees it
/// among their own meanwhile.
///
/// # Errors
/// [`Error::Invalid`] at `to` for somebody who doesn't work on the unit's cases;
/// [`Error::Conflict`] if the case is not open.
pub async fn assign(app: &App, viewer: &Viewer, number: &str, to: AccountId) -> Result<()> {
    let mut case = Case::lock(app, viewer, number, Action::Assign)
        .await?
        .in_view()?;
    if !case.thread.status.is_open() {
        return Err(Error::Conflict("conflict-step"));
    }
    let unit = case.thread.unit_id;
    let Some(grant) = works_on(&case.tx, &case.city, to, unit, case.now).await? else {
        return Err(Error::field("to", "fault-assign"));
    };
    if case.thread.assigned_to == Some(to) {
        return Ok(());
    }
    let account = accounts::by_id(&*case.tx, to)
        .await?
        .ok_or(Error::NotFound)?;
    case.thread.assigned_to = Some(to);
    if case.thread.status == Status::Routed {
        let unit = case.city.directory.unit(unit);
        let unit = unit.map_or_else(String::new, |u| u.name.clone());
        let actor = Actor::Staff {
            name: &account.name,
            position: &grant.position,
            unit: &unit,
        };
        case.step(Step::Take, actor, "").await?;
    }
    case.finish().await?;
    Ok(())
}
