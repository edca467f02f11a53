//! Who is away, and who stands in. Cases stay in the name of who is away: nothing is moved, so there
//! is nothing to move back.

use super::entity::{absence, role_grant};
use super::{Tx, rows, run};
use crate::domain::absence as rules;
use crate::domain::error::Result;
use crate::domain::ids::{AbsenceId, AccountId};
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
};
use std::collections::BTreeMap;

/// An absence with the names of both.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Away {
    pub id: AbsenceId,
    pub account_id: AccountId,
    pub name: String,
    pub stand_in: AccountId,
    pub stand_in_name: String,
    pub from_day: String,
    pub until_day: String,
    pub from_ms: Instant,
    pub until_ms: Instant,
}

impl Away {
    /// Whether they are away at `now`, not only later.
    pub fn is_now(&self, now: Instant) -> bool {
        self.from_ms <= now && now < self.until_ms
    }
}

/// What a stand-in is lent.
#[derive(Clone, Debug, Default)]
pub struct Lent {
    pub grants: Vec<role_grant::Model>,
    /// By whom, now or later.
    pub by: Vec<AccountId>,
    pub until: Option<Instant>,
}

const AWAY: &str = "SELECT b.id, b.account_id, a.name, b.stand_in, s.name AS stand_in_name,
        b.from_day, b.until_day, b.from_ms, b.until_ms
    FROM absence b JOIN account a ON a.id = b.account_id JOIN account s ON s.id = b.stand_in
    WHERE b.ended_ms IS NULL";

pub async fn insert(tx: &Tx, absence: absence::Model) -> Result<()> {
    absence::Entity::insert(absence.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Somebody's absences that are not over, and those in which they stand in, the first first.
pub async fn of_account<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    now: Instant,
) -> Result<Vec<Away>> {
    Ok(rows(
        db,
        &format!(
            "{AWAY} AND (b.account_id = $1 OR b.stand_in = $1) AND b.until_ms > $2
             ORDER BY b.from_ms, b.id LIMIT 50"
        ),
        [account.into(), now.into()],
    )
    .await?)
}

/// Everyone's absences at `now`.
pub async fn at<C: ConnectionTrait>(db: &C, now: Instant) -> Result<Vec<Away>> {
    Ok(rows(
        db,
        &format!("{AWAY} AND b.until_ms > $1 AND b.from_ms <= $1 ORDER BY b.from_ms LIMIT 5000"),
        [now.into()],
    )
    .await?)
}

/// What somebody is lent at `now` by those they stand in for (see [`rules::lent`]), as grants from the first
/// day of the absence; and when that changes by itself.
pub async fn lent_to<C: ConnectionTrait>(db: &C, account: AccountId, now: Instant) -> Result<Lent> {
    let standing = of_account(db, account, now).await?;
    let standing = standing.into_iter().filter(|a| a.stand_in == account);
    let mut lent = Lent::default();
    let mut since: BTreeMap<AccountId, Instant> = BTreeMap::new();
    for away in standing {
        let now_away = away.is_now(now);
        let changes = if now_away {
            away.until_ms
        } else {
            away.from_ms
        };
        lent.until = Some(lent.until.map_or(changes, |u| u.min(changes)));
        lent.by.push(away.account_id);
        if now_away {
            since.insert(away.account_id, away.from_ms);
        }
    }
    if since.is_empty() {
        return Ok(lent);
    }
    let held = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.is_in(since.keys().copied()))
        .filter(role_grant::Column::EndedMs.is_null())
        .all(db)
        .await?;
    for grant in held {
        for role in rules::lent(grant.role) {
            lent.grants.push(role_grant::Model {
                account_id: account,
                role: *role,
                position: rules::position(grant.role, &grant.position),
                granted_ms: since.get(&grant.account_id).copied().unwrap_or(now),
                ..grant.clone()
            });
        }
    }
    Ok(lent)
}

/// Ends one's own absence, which is over from now. `false` if there is none such.
pub async fn end(tx: &Tx, id: AbsenceId, account: AccountId, now: Instant) -> Result<bool> {
    let changed = run(
        &**tx,
        "UPDATE absence SET ended_ms = $1
         WHERE id = $2 AND account_id = $3 AND ended_ms IS NULL AND until_ms > $1",
        [now.into(), id.into(), account.into()],
    )
    .await?;
    Ok(changed == 1)
}
