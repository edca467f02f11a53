//! Follow-up plans and what became of them.

use super::entity::{follow_up, follow_up_step};
use super::{Tx, rows, run};
use crate::domain::digest::plan::PlanStep;
use crate::domain::error::Result;
use crate::domain::ids::{FollowUpId, UnitId};
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};

/// Open plans of a unit at most: more than a head can keep an eye on.
pub const OPEN_MOST: u64 = 20;

/// A unit's plans that are not over, the first due first.
pub async fn open<C: ConnectionTrait>(db: &C, unit: UnitId) -> Result<Vec<follow_up::Model>> {
    Ok(follow_up::Entity::find()
        .filter(follow_up::Column::UnitId.eq(unit))
        .filter(follow_up::Column::EndedMs.is_null())
        .order_by_asc(follow_up::Column::Due)
        .order_by_asc(follow_up::Column::Id)
        .limit(OPEN_MOST)
        .all(db)
        .await?)
}

/// A unit's plans, the newest first, from before the given one on.
pub async fn page<C: ConnectionTrait>(
    db: &C,
    unit: UnitId,
    before: Option<(Instant, FollowUpId)>,
    limit: u64,
) -> Result<Vec<follow_up::Model>> {
    use follow_up::Column as F;
    let mut find = follow_up::Entity::find().filter(F::UnitId.eq(unit));
    if let Some((at, id)) = before {
        find = find.filter(
            Condition::any()
                .add(F::MadeMs.lt(at))
                .add(Condition::all().add(F::MadeMs.eq(at)).add(F::Id.lt(id))),
        );
    }
    Ok(find
        .order_by_desc(F::MadeMs)
        .order_by_desc(F::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Reads a plan to change it; with PostgreSQL its row is locked.
pub async fn for_update(tx: &Tx, id: FollowUpId) -> Result<Option<follow_up::Model>> {
    Ok(follow_up::Entity::find_by_id(id)
        .lock_exclusive()
        .one(&**tx)
        .await?)
}

pub async fn insert(tx: &Tx, plan: follow_up::Model) -> Result<()> {
    follow_up::Entity::insert(plan.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Notes what happened, and what holds since.
pub async fn step(tx: &Tx, step: follow_up_step::Model) -> Result<()> {
    let ended = step.kind.ends().then_some(step.at_ms);
    run(
        &**tx,
        "UPDATE follow_up SET due = $1, ended_ms = $2 WHERE id = $3",
        [
            step.due.clone().into(),
            ended.into(),
            step.follow_up_id.into(),
        ],
    )
    .await?;
    follow_up_step::Entity::insert(step.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// What happened to a plan, with who did it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Step {
    pub follow_up_id: FollowUpId,
    pub kind: PlanStep,
    pub note: String,
    pub due: String,
    pub name: String,
    pub at_ms: Instant,
}

/// What happened to these plans, in order.
pub async fn steps<C: ConnectionTrait>(db: &C, plans: &[FollowUpId]) -> Result<Vec<Step>> {
    if plans.is_empty() {
        return Ok(Vec::new());
    }
    let these = super::placeholders(1, plans.len(), 1);
    Ok(rows(
        db,
        &format!(
            "SELECT s.follow_up_id, s.kind, s.note, s.due, a.name, s.at_ms
             FROM follow_up_step s JOIN account a ON a.id = s.account_id
             WHERE s.follow_up_id IN {these} ORDER BY s.at_ms, s.id"
        ),
        plans.iter().map(|p| (*p).into()),
    )
    .await?)
}
