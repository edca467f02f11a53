//! Templates of answers.

use super::entity::template;
use super::{Count, Tx, row, run};
use crate::domain::error::Result;
use crate::domain::ids::{TemplateId, UnitId};
use crate::domain::template::TEMPLATES_MAX;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

/// Templates of some units and of the whole city, those most used first.
pub async fn of_units<C: ConnectionTrait>(
    db: &C,
    units: &[UnitId],
) -> Result<Vec<template::Model>> {
    use template::Column as T;
    Ok(template::Entity::find()
        .filter(
            Condition::any()
                .add(T::UnitId.is_null())
                .add(T::UnitId.is_in(units.iter().copied())),
        )
        .order_by_desc(T::Uses)
        .order_by_asc(T::Name)
        .limit(2 * TEMPLATES_MAX as u64)
        .all(db)
        .await?)
}

pub async fn by_id<C: ConnectionTrait>(db: &C, id: TemplateId) -> Result<Option<template::Model>> {
    Ok(template::Entity::find_by_id(id).one(db).await?)
}

/// How many a unit (`None`: the city) has.
pub async fn count_of<C: ConnectionTrait>(db: &C, unit: Option<UnitId>) -> Result<i64> {
    let counted: Option<Count> = match unit {
        Some(unit) => {
            let sql = "SELECT COUNT(*) AS n FROM template WHERE unit_id = $1";
            row(db, sql, [unit.into()]).await?
        }
        None => {
            let sql = "SELECT COUNT(*) AS n FROM template WHERE unit_id IS NULL";
            row(db, sql, []).await?
        }
    };
    Ok(counted.map_or(0, |c| c.n))
}

pub async fn insert(tx: &Tx, template: template::Model) -> Result<()> {
    template::Entity::insert(template.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

pub async fn change(tx: &Tx, id: TemplateId, name: &str, body: &str) -> Result<()> {
    run(
        &**tx,
        "UPDATE template SET name = $2, body = $3 WHERE id = $1",
        [id.into(), name.into(), body.into()],
    )
    .await?;
    Ok(())
}

pub async fn delete(tx: &Tx, id: TemplateId) -> Result<()> {
    run(&**tx, "DELETE FROM template WHERE id = $1", [id.into()]).await?;
    Ok(())
}

/// An answer was begun with it.
pub async fn used(tx: &Tx, id: TemplateId) -> Result<()> {
    run(
        &**tx,
        "UPDATE template SET uses = uses + 1 WHERE id = $1",
        [id.into()],
    )
    .await?;
    Ok(())
}
