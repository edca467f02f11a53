//! Bulk inserts, for imports and the demonstration city.

use crate::domain::error::Result;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable, PrimaryKeyToColumn,
};

/// Values in one statement: SQLite takes 32,766, PostgreSQL 65,535.
const VALUES: usize = 2_000;

/// As [`insert`]; a row whose key is there replaces it.
pub async fn upsert<E, A, C>(db: &C, models: Vec<E::Model>) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<A>,
    A: ActiveModelTrait<Entity = E> + Send,
    C: ConnectionTrait,
{
    let replacing = || {
        OnConflict::columns(E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column))
            .update_columns(E::Column::iter())
            .to_owned()
    };
    put::<E, A, C>(db, models, Some(&replacing)).await
}

/// Inserts rows by as few statements as the databases allow.
pub async fn insert<E, A, C>(db: &C, models: Vec<E::Model>) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<A>,
    A: ActiveModelTrait<Entity = E> + Send,
    C: ConnectionTrait,
{
    put::<E, A, C>(db, models, None).await
}

async fn put<E, A, C>(
    db: &C,
    models: Vec<E::Model>,
    conflict: Option<&(dyn Fn() -> OnConflict + Sync)>,
) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<A>,
    A: ActiveModelTrait<Entity = E> + Send,
    C: ConnectionTrait,
{
    let rows = (VALUES / E::Column::iter().count().max(1)).max(1);
    let mut models = models.into_iter().peekable();
    while models.peek().is_some() {
        let part: Vec<A> = models
            .by_ref()
            .take(rows)
            .map(IntoActiveModel::into_active_model)
            .collect();
        let mut insert = E::insert_many(part);
        if let Some(conflict) = conflict {
            insert = insert.on_conflict(conflict());
        }
        insert.exec_without_returning(db).await?;
    }
    Ok(())
}
