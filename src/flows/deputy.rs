//! A head names a deputy among those who work for the unit, or ends it; an admin may too. Whoever
//! does not work there is named by an admin alone, on the page of roles.

use super::digest::unit_for;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, GrantId};
use crate::domain::person::{Role, Viewer};
use crate::domain::policy::Action;
use crate::store::accounts;
use crate::store::audit::{self, Act};
use crate::store::entity::role_grant;

/// Names a deputy.
///
/// # Errors
/// [`Error::Invalid`] at `deputy` for someone who is not of the unit's staff, or is deputy already.
pub async fn name(app: &App, viewer: &Viewer, slug: &str, typed: &str) -> Result<()> {
    let unit = unit_for(app, viewer, slug, Action::NameDeputy).await?;
    let account = AccountId::parse(typed).ok_or_else(|| Error::field("deputy", "fault-choose"))?;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    let here = accounts::grants_on(&*tx, unit).await?;
    let holds = |role| {
        here.iter()
            .find(|g| g.account_id == account && g.role == role)
    };
    let Some(staff) = holds(Role::Staff) else {
        return Err(Error::field("deputy", "fault-not-staff"));
    };
    if holds(Role::Deputy).is_some() || holds(Role::UnitHead).is_some() {
        return Err(Error::field("deputy", "fault-granted"));
    }
    let model = role_grant::Model {
        id: GrantId::new(),
        account_id: account,
        role: Role::Deputy,
        unit_id: Some(unit),
        position: staff.position.clone(),
        granted_by: viewer.account_id(),
        granted_ms: now,
        ended_ms: None,
    };
    accounts::insert_grant(&mut tx, model).await?;
    note(&tx, viewer, now, "grant", account, slug).await?;
    tx.commit().await
}

/// Ends a deputy's role on the unit.
///
/// # Errors
/// [`Error::NotFound`] if none such is in force.
pub async fn end(app: &App, viewer: &Viewer, slug: &str, typed: &str) -> Result<()> {
    let unit = unit_for(app, viewer, slug, Action::NameDeputy).await?;
    let account = AccountId::parse(typed).ok_or(Error::NotFound)?;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    let here = accounts::grants_on(&*tx, unit).await?;
    let held = here
        .iter()
        .find(|g| g.account_id == account && g.role == Role::Deputy)
        .ok_or(Error::NotFound)?;
    accounts::end_grant(&mut tx, held.grant_id, now)
        .await?
        .ok_or(Error::NotFound)?;
    note(&tx, viewer, now, "end grant", account, slug).await?;
    tx.commit().await
}

async fn note(
    tx: &crate::store::Tx,
    viewer: &Viewer,
    at: crate::domain::time::Instant,
    act: &str,
    account: AccountId,
    slug: &str,
) -> Result<()> {
    let entry = Act {
        at,
        actor: viewer.account_id(),
        act,
        subject: &account.to_string(),
        detail: &format!("{} {slug}", Role::Deputy.as_str()),
    };
    audit::append(tx, entry).await
}
