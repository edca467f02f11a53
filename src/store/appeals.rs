//! Appeals against decisions, and sanctions on accounts.

use super::entity::{appeal, sanction};
use super::generations::Tag;
use super::{Tx, run};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, ActionId, AppealId, SanctionId};
use crate::domain::moderation::AppealState;
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

/// Stores an appeal. `false` if the decision has been appealed before.
pub async fn insert(tx: &Tx, a: appeal::Model) -> Result<bool> {
    let sql = format!(
        "INSERT INTO appeal (id, action_id, body, state, note, created_ms) VALUES {}
         ON CONFLICT (action_id) DO NOTHING",
        super::placeholders(1, 6, 1)
    );
    let values = [
        a.id.into(),
        a.action_id.into(),
        a.body.into(),
        a.state.into(),
        a.note.into(),
        a.created_ms.into(),
    ];
    Ok(run(&**tx, &sql, values).await? == 1)
}

pub async fn by_id<C: ConnectionTrait>(db: &C, id: AppealId) -> Result<Option<appeal::Model>> {
    Ok(appeal::Entity::find_by_id(id).one(db).await?)
}

/// Appeals by their identifiers.
pub async fn of_ids<C: ConnectionTrait>(db: &C, ids: &[AppealId]) -> Result<Vec<appeal::Model>> {
    Ok(appeal::Entity::find()
        .filter(appeal::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?)
}

/// The appeals against these decisions.
pub async fn of<C: ConnectionTrait>(db: &C, actions: &[ActionId]) -> Result<Vec<appeal::Model>> {
    Ok(appeal::Entity::find()
        .filter(appeal::Column::ActionId.is_in(actions.iter().copied()))
        .all(db)
        .await?)
}

/// Decides, or opens again, an appeal that stands as `from`. `false` if it doesn't.
pub async fn settle(
    tx: &Tx,
    id: AppealId,
    from: AppealState,
    to: AppealState,
    note: &str,
    at: Option<Instant>,
) -> Result<bool> {
    Ok(run(
        &**tx,
        "UPDATE appeal SET state = $1, note = $2, decided_ms = $3 WHERE id = $4 AND state = $5",
        [to.into(), note.into(), at.into(), id.into(), from.into()],
    )
    .await?
        == 1)
}

/// A sanction begins.
pub async fn sanction(tx: &mut Tx, s: sanction::Model) -> Result<()> {
    let account = s.account_id;
    sanction::Entity::insert(s.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    tx.touch(Tag::Account(account));
    Ok(())
}

/// Sanctions of an account that are not over at `now`, warnings too; the newest first.
pub async fn in_force<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    now: Instant,
) -> Result<Vec<sanction::Model>> {
    use sanction::Column as S;
    Ok(sanction::Entity::find()
        .filter(S::AccountId.eq(account))
        .filter(S::LiftedMs.is_null())
        .filter(
            Condition::any()
                .add(S::EndsMs.is_null())
                .add(S::EndsMs.gt(now)),
        )
        .order_by_desc(S::StartsMs)
        .limit(50)
        .all(db)
        .await?)
}

/// The sanctions that these decisions made.
pub async fn sanctions_by<C: ConnectionTrait>(
    db: &C,
    actions: &[ActionId],
) -> Result<Vec<sanction::Model>> {
    Ok(sanction::Entity::find()
        .filter(sanction::Column::ActionId.is_in(actions.iter().copied()))
        .all(db)
        .await?)
}

/// Sanctions by their identifiers.
pub async fn sanctions<C: ConnectionTrait>(
    db: &C,
    ids: &[SanctionId],
) -> Result<Vec<sanction::Model>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sanction::Entity::find()
        .filter(sanction::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?)
}

/// Lifts what is in force of a sanction, or (with `None`) lets it hold again.
pub async fn lift(tx: &mut Tx, s: &sanction::Model, by: Option<(ActionId, Instant)>) -> Result<()> {
    run(
        &**tx,
        "UPDATE sanction SET lifted_ms = $1, lifted_by = $2 WHERE id = $3",
        [by.map(|b| b.1).into(), by.map(|b| b.0).into(), s.id.into()],
    )
    .await?;
    tx.touch(Tag::Account(s.account_id));
    Ok(())
}

/// Takes a sanction back, as if it had never been.
pub async fn erase(tx: &mut Tx, s: &sanction::Model) -> Result<()> {
    sanction::Entity::delete_by_id(s.id).exec(&**tx).await?;
    tx.touch(Tag::Account(s.account_id));
    Ok(())
}
