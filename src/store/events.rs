//! What units note of their days.

use super::entity::unit_event;
use super::generations::Tag;
use super::{Tx, run};
use crate::domain::error::Result;
use crate::domain::ids::{EventId, UnitId};
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

pub async fn insert(tx: &mut Tx, event: unit_event::Model) -> Result<()> {
    let unit = event.unit_id;
    unit_event::Entity::insert(event.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    tx.touch(Tag::Unit(unit));
    Ok(())
}

pub async fn by_id<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Option<unit_event::Model>> {
    Ok(unit_event::Entity::find_by_id(id)
        .filter(unit_event::Column::RemovedMs.is_null())
        .one(db)
        .await?)
}

/// Takes an event from view; what was noted stays in the table.
pub async fn remove(tx: &mut Tx, event: &unit_event::Model, now: Instant) -> Result<()> {
    run(
        &**tx,
        "UPDATE unit_event SET removed_ms = $1 WHERE id = $2",
        [now.into(), event.id.into()],
    )
    .await?;
    tx.touch(Tag::Unit(event.unit_id));
    Ok(())
}

/// A unit's events of a span of days (ISO dates, both in it), the newest first; at most `limit`.
pub async fn of_unit<C: ConnectionTrait>(
    db: &C,
    unit: UnitId,
    (from, to): (&str, &str),
    limit: u64,
) -> Result<Vec<unit_event::Model>> {
    use unit_event::Column as E;
    Ok(unit_event::Entity::find()
        .filter(E::UnitId.eq(unit))
        .filter(E::Day.gte(from))
        .filter(E::Day.lte(to))
        .filter(E::RemovedMs.is_null())
        .order_by_desc(E::Day)
        .order_by_desc(E::Id)
        .limit(limit)
        .all(db)
        .await?)
}
