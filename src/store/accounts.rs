//! Accounts and the roles they hold.

use super::entity::{account, role_grant};
use super::generations::Tag;
use super::{Tx, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, GrantId, UnitId};
use crate::domain::lang::Lang;
use crate::domain::person::Role;
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

pub async fn by_id<C: ConnectionTrait>(db: &C, id: AccountId) -> Result<Option<account::Model>> {
    Ok(account::Entity::find_by_id(id).one(db).await?)
}

/// `email` is already normalised (trimmed, lower case).
pub async fn by_email<C: ConnectionTrait>(db: &C, email: &str) -> Result<Option<account::Model>> {
    Ok(account::Entity::find()
        .filter(account::Column::Email.eq(email))
        .one(db)
        .await?)
}

/// Names of some accounts.
pub async fn by_ids<C: ConnectionTrait>(db: &C, ids: &[AccountId]) -> Result<Vec<account::Model>> {
    Ok(account::Entity::find()
        .filter(account::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?)
}

pub async fn insert<C: ConnectionTrait>(db: &C, model: account::Model) -> Result<()> {
    account::Entity::insert(model.into_active_model())
        .exec_without_returning(db)
        .await?;
    Ok(())
}

pub async fn set_profile(tx: &mut Tx, id: AccountId, name: &str, lang: Lang) -> Result<()> {
    run(
        &**tx,
        "UPDATE account SET name = $1, lang = $2 WHERE id = $3",
        [name.into(), lang.into(), id.into()],
    )
    .await?;
    tx.touch(Tag::Account(id));
    tx.touch(Tag::Guide);
    Ok(())
}

/// Grants in force.
pub async fn grants_of<C: ConnectionTrait>(
    db: &C,
    id: AccountId,
) -> Result<Vec<role_grant::Model>> {
    Ok(role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(id))
        .filter(role_grant::Column::EndedMs.is_null())
        .order_by_asc(role_grant::Column::GrantedMs)
        .all(db)
        .await?)
}

/// The grants in force of some accounts.
pub async fn grants_of_all<C: ConnectionTrait>(
    db: &C,
    ids: &[AccountId],
) -> Result<Vec<role_grant::Model>> {
    Ok(role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.is_in(ids.iter().copied()))
        .filter(role_grant::Column::EndedMs.is_null())
        .all(db)
        .await?)
}

pub async fn insert_grant(tx: &mut Tx, grant: role_grant::Model) -> Result<()> {
    let account = grant.account_id;
    role_grant::Entity::insert(grant.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    tx.touch(Tag::Account(account));
    tx.touch(Tag::Guide);
    Ok(())
}

/// Ends a grant that is in force; `None` if there is none such.
pub async fn end_grant(
    tx: &mut Tx,
    id: GrantId,
    now: Instant,
) -> Result<Option<role_grant::Model>> {
    let Some(grant) = role_grant::Entity::find_by_id(id).one(&**tx).await? else {
        return Ok(None);
    };
    let changed = run(
        &**tx,
        "UPDATE role_grant SET ended_ms = $1 WHERE id = $2 AND ended_ms IS NULL",
        [now.into(), id.into()],
    )
    .await?;
    tx.touch(Tag::Account(grant.account_id));
    tx.touch(Tag::Guide);
    Ok((changed == 1).then_some(grant))
}

/// An account with a grant in force, for lists.
#[derive(Clone, Debug, FromQueryResult)]
pub struct GrantRow {
    pub grant_id: GrantId,
    pub account_id: AccountId,
    pub name: String,
    pub email: String,
    pub lang: Lang,
    pub role: Role,
    pub unit_id: Option<UnitId>,
    pub position: String,
    pub granted_ms: Instant,
}

const GRANT_ROWS: &str = "SELECT g.id AS grant_id, g.account_id, a.name, a.email, a.lang, g.role,
        g.unit_id, g.position, g.granted_ms
    FROM role_grant g JOIN account a ON a.id = g.account_id
    WHERE g.ended_ms IS NULL";

/// Grants in force after the given account name and grant, by name: a page of them.
pub async fn grants_page<C: ConnectionTrait>(
    db: &C,
    after: Option<(String, GrantId)>,
    limit: u64,
) -> Result<Vec<GrantRow>> {
    let (name, id) = after.unwrap_or((String::new(), GrantId(uuid::Uuid::nil())));
    Ok(rows(
        db,
        &format!(
            "{GRANT_ROWS} AND (a.name > $1 OR (a.name = $1 AND g.id > $2))
             ORDER BY a.name, g.id LIMIT {limit}"
        ),
        [name.into(), id.into()],
    )
    .await?)
}

/// Everyone who works on a unit, a row for each role in force.
pub async fn unit_grants<C: ConnectionTrait>(db: &C) -> Result<Vec<GrantRow>> {
    Ok(rows(
        db,
        &format!("{GRANT_ROWS} AND g.unit_id IS NOT NULL ORDER BY g.account_id, g.id"),
        [],
    )
    .await?)
}

/// Those who hold a city-wide role.
pub async fn holders<C: ConnectionTrait>(db: &C, role: Role) -> Result<Vec<GrantRow>> {
    Ok(rows(
        db,
        &format!("{GRANT_ROWS} AND g.role = $1 ORDER BY g.account_id LIMIT 50"),
        [role.into()],
    )
    .await?)
}

/// Roles in force on some units themselves, by name.
pub async fn grants_on_any<C: ConnectionTrait>(db: &C, units: &[UnitId]) -> Result<Vec<GrantRow>> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let list = super::placeholders(1, units.len(), 1);
    Ok(rows(
        db,
        &format!("{GRANT_ROWS} AND g.unit_id IN {list} ORDER BY a.name, g.id LIMIT 2000"),
        units.iter().map(|u| sea_orm::Value::from(*u)),
    )
    .await?)
}

/// Roles in force on one unit itself, by name.
pub async fn grants_on<C: ConnectionTrait>(db: &C, unit: UnitId) -> Result<Vec<GrantRow>> {
    Ok(rows(
        db,
        &format!("{GRANT_ROWS} AND g.unit_id = $1 ORDER BY a.name, g.id LIMIT 500"),
        [unit.into()],
    )
    .await?)
}

/// Those who work on the cases of some units, once each, by name.
pub fn workers(grants: Vec<GrantRow>) -> Vec<GrantRow> {
    people_of(grants, Role::works_cases)
}

/// As [`workers`], of those whose role `counts`.
pub fn people_of(mut grants: Vec<GrantRow>, counts: fn(Role) -> bool) -> Vec<GrantRow> {
    grants.retain(|g| counts(g.role));
    grants.sort_by(|a, b| (&a.name, a.account_id).cmp(&(&b.name, b.account_id)));
    grants.dedup_by_key(|g| g.account_id);
    grants
}

/// Keeps two acts about one person apart until the transaction ends (SQLite has one writer anyway).
pub async fn lock(tx: &Tx, id: AccountId) -> Result<()> {
    account::Entity::find_by_id(id)
        .lock_exclusive()
        .one(&**tx)
        .await?;
    Ok(())
}
