//! Invitations, and who has put the guide away.

use super::entity::{guide_seen, invitation};
use super::{Tx, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, InvitationId, UnitId};
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};

pub async fn has_seen_guide<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<bool> {
    Ok(guide_seen::Entity::find_by_id(account)
        .one(db)
        .await?
        .is_some())
}

/// Puts the guide away.
pub async fn see_guide(tx: &Tx, account: AccountId, now: Instant) -> Result<()> {
    run(
        &**tx,
        "INSERT INTO guide_seen (account_id, at_ms) VALUES ($1, $2)
         ON CONFLICT (account_id) DO NOTHING",
        [account.into(), now.into()],
    )
    .await?;
    Ok(())
}

pub async fn invite(tx: &Tx, invitation: invitation::Model) -> Result<()> {
    invitation::Entity::insert(invitation.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// The invitation of a link; locked until the transaction ends if `tx` is one.
pub async fn by_token<C: ConnectionTrait>(db: &C, hash: &str) -> Result<Option<invitation::Model>> {
    Ok(invitation::Entity::find()
        .filter(invitation::Column::TokenHash.eq(hash))
        .one(db)
        .await?)
}

/// As [`by_token`], to change it.
pub async fn by_token_for_update(tx: &Tx, hash: &str) -> Result<Option<invitation::Model>> {
    Ok(invitation::Entity::find()
        .filter(invitation::Column::TokenHash.eq(hash))
        .lock_exclusive()
        .one(&**tx)
        .await?)
}

/// Notes that it was used.
pub async fn used(tx: &Tx, id: InvitationId, now: Instant) -> Result<()> {
    run(
        &**tx,
        "UPDATE invitation SET used_ms = $1 WHERE id = $2 AND used_ms IS NULL",
        [now.into(), id.into()],
    )
    .await?;
    Ok(())
}

/// Withdraws an open one of some units (`None`: of any, and city-wide ones).
pub async fn withdraw(
    tx: &Tx,
    id: InvitationId,
    units: Option<&[UnitId]>,
    now: Instant,
) -> Result<bool> {
    let Some(found) = invitation::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(false);
    };
    if units.is_some_and(|units| !found.unit_id.is_some_and(|u| units.contains(&u))) {
        return Ok(false);
    }
    let changed = run(
        &**tx,
        "UPDATE invitation SET withdrawn_ms = $1
         WHERE id = $2 AND used_ms IS NULL AND withdrawn_ms IS NULL",
        [now.into(), id.into()],
    )
    .await?;
    Ok(changed == 1)
}

/// Invitations that wait, the newest first: of some units, or (`None`) all; at most a hundred.
pub async fn waiting<C: ConnectionTrait>(
    db: &C,
    units: Option<&[UnitId]>,
    now: Instant,
) -> Result<Vec<invitation::Model>> {
    let mut values: Vec<sea_orm::Value> = vec![now.into()];
    let of = match units {
        None => String::new(),
        Some([]) => return Ok(Vec::new()),
        Some(units) => {
            values.extend(units.iter().map(|u| sea_orm::Value::from(*u)));
            format!(" AND unit_id IN {}", super::placeholders(1, units.len(), 2))
        }
    };
    Ok(rows(
        db,
        &format!(
            "SELECT * FROM invitation WHERE used_ms IS NULL AND withdrawn_ms IS NULL
             AND expires_ms > $1{of} ORDER BY created_ms DESC, id LIMIT 100"
        ),
        values,
    )
    .await?)
}
