//! Answers that wait for a superior, and the units in which they do.

use super::entity::{answer_draft, release_rule};
use super::threads::Held;
use super::{Tx, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, DraftId, ThreadId, UnitId};
use crate::domain::release::DraftState;
use crate::domain::thread::Visibility;
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

/// Whether answers of a unit are released by a superior.
pub async fn needs_release<C: ConnectionTrait>(db: &C, unit: UnitId) -> Result<bool> {
    Ok(release_rule::Entity::find_by_id(unit)
        .one(db)
        .await?
        .is_some())
}

/// Which of some units are set so.
pub async fn rules<C: ConnectionTrait>(db: &C, units: &[UnitId]) -> Result<Vec<UnitId>> {
    let all = release_rule::Entity::find()
        .filter(release_rule::Column::UnitId.is_in(units.iter().copied()))
        .all(db)
        .await?;
    Ok(all.into_iter().map(|r| r.unit_id).collect())
}

/// Sets or lifts it. `false` if it was so already.
pub async fn set_rule(
    tx: &Tx,
    unit: UnitId,
    on: bool,
    by: Option<AccountId>,
    now: Instant,
) -> Result<bool> {
    let changed = if on {
        run(
            &**tx,
            "INSERT INTO release_rule (unit_id, set_by, set_ms) VALUES ($1, $2, $3)
             ON CONFLICT (unit_id) DO NOTHING",
            [unit.into(), by.into(), now.into()],
        )
        .await?
    } else {
        run(
            &**tx,
            "DELETE FROM release_rule WHERE unit_id = $1",
            [unit.into()],
        )
        .await?
    };
    Ok(changed == 1)
}

pub async fn insert(tx: &Tx, draft: answer_draft::Model) -> Result<()> {
    answer_draft::Entity::insert(draft.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

pub async fn by_id<C: ConnectionTrait>(db: &C, id: DraftId) -> Result<Option<answer_draft::Model>> {
    Ok(answer_draft::Entity::find_by_id(id).one(db).await?)
}

/// The newest draft of a thread that still counts: it waits, or was given back.
pub async fn open_of<C: ConnectionTrait>(
    db: &C,
    thread: ThreadId,
) -> Result<Option<answer_draft::Model>> {
    Ok(answer_draft::Entity::find()
        .filter(answer_draft::Column::ThreadId.eq(thread))
        .filter(answer_draft::Column::State.is_in([DraftState::Waiting, DraftState::GivenBack]))
        .order_by_desc(answer_draft::Column::CreatedMs)
        .order_by_desc(answer_draft::Column::Id)
        .limit(1)
        .one(db)
        .await?)
}

/// What one account wrote in a thread that is not out: it waits, or was given back.
pub async fn open_by<C: ConnectionTrait>(
    db: &C,
    thread: ThreadId,
    account: AccountId,
) -> Result<Vec<answer_draft::Model>> {
    Ok(answer_draft::Entity::find()
        .filter(answer_draft::Column::ThreadId.eq(thread))
        .filter(answer_draft::Column::AccountId.eq(account))
        .filter(answer_draft::Column::State.is_in([DraftState::Waiting, DraftState::GivenBack]))
        .order_by_asc(answer_draft::Column::CreatedMs)
        .order_by_asc(answer_draft::Column::Id)
        .all(db)
        .await?)
}

/// What some accounts wrote that is not out, by unit; what has moved to another unit is left out.
pub async fn held<C: ConnectionTrait>(db: &C, accounts: &[AccountId]) -> Result<Vec<Held>> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    Ok(rows(
        db,
        &format!(
            "SELECT d.account_id, d.unit_id, COUNT(*) AS n FROM answer_draft d
             JOIN thread t ON t.id = d.thread_id AND t.unit_id = d.unit_id
             WHERE d.account_id IN {} AND d.state IN ('waiting', 'given_back')
             GROUP BY d.account_id, d.unit_id",
            super::placeholders(1, accounts.len(), 1)
        ),
        accounts.iter().map(|a| sea_orm::Value::from(*a)),
    )
    .await?)
}

/// What has become of a draft.
pub async fn decide(
    tx: &Tx,
    id: DraftId,
    state: DraftState,
    note: &str,
    by: Option<AccountId>,
    now: Instant,
) -> Result<()> {
    run(
        &**tx,
        "UPDATE answer_draft SET state = $1, note = $2, decided_by = $3, decided_ms = $4
         WHERE id = $5",
        [state.into(), note.into(), by.into(), now.into(), id.into()],
    )
    .await?;
    Ok(())
}

/// The thread was answered: nothing else of it waits or goes back.
pub async fn drop_of(tx: &Tx, thread: ThreadId, now: Instant) -> Result<()> {
    run(
        &**tx,
        "UPDATE answer_draft SET state = 'dropped', decided_ms = $1
         WHERE thread_id = $2 AND state IN ('waiting', 'given_back')",
        [now.into(), thread.into()],
    )
    .await?;
    Ok(())
}

/// Gives the photos and files of a draft to another form of its writer, which shows them again.
pub async fn rename_form(tx: &Tx, draft: DraftId, from: &str, to: &str) -> Result<()> {
    for table in ["photo", "attachment", "answer_draft"] {
        run(
            &**tx,
            &format!("UPDATE {table} SET form_key = $1 WHERE form_key = $2"),
            [to.into(), from.into()],
        )
        .await?;
    }
    run(
        &**tx,
        "UPDATE answer_draft SET form_key = $1 WHERE id = $2",
        [to.into(), draft.into()],
    )
    .await?;
    Ok(())
}

/// A draft that waits, for lists.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Waiting {
    pub number: String,
    pub title: String,
    pub name: String,
    pub unit_id: UnitId,
    /// Who wrote it.
    pub account_id: AccountId,
    pub visibility: Visibility,
    pub created_ms: Instant,
    pub due_ms: Option<Instant>,
}

const WAITING: &str = "SELECT t.number, t.title, a.name, d.unit_id, d.account_id, t.visibility,
        d.created_ms, t.due_ms
    FROM answer_draft d JOIN thread t ON t.id = d.thread_id
    JOIN account a ON a.id = d.account_id
    WHERE d.state = 'waiting' AND t.unit_id = d.unit_id
        AND t.status IN ('routed', 'in_progress', 'asked', 'answered')
        AND t.visibility IN ('public', 'confidential')";

/// What waits in the whole city, the first due first; at most `limit`.
pub async fn waiting_anywhere<C: ConnectionTrait>(db: &C, limit: u64) -> Result<Vec<Waiting>> {
    let order = "ORDER BY t.due_ms, d.created_ms, d.id";
    Ok(rows(db, &format!("{WAITING} {order} LIMIT {limit}"), []).await?)
}

/// What waits in some units, the first due first; at most a hundred.
pub async fn waiting<C: ConnectionTrait>(db: &C, units: &[UnitId]) -> Result<Vec<Waiting>> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let list = super::placeholders(1, units.len(), 1);
    Ok(rows(
        db,
        &format!(
            "{WAITING} AND d.unit_id IN {list}
             ORDER BY t.due_ms, d.created_ms, d.id LIMIT 100"
        ),
        units.iter().map(|u| sea_orm::Value::from(*u)),
    )
    .await?)
}

/// Drops drafts from before then: their cases have long gone on without them.
pub async fn drop_before<C: ConnectionTrait>(db: &C, before: Instant) -> Result<u64> {
    Ok(run(
        db,
        "UPDATE answer_draft SET state = 'dropped', decided_ms = $1
         WHERE state IN ('waiting', 'given_back') AND created_ms < $1",
        [before.into()],
    )
    .await?)
}
