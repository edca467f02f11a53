//! Bulk inserts, for imports and the demonstration city.

use crate::domain::error::Result;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable};

/// Values in one statement: SQLite takes 32,766, PostgreSQL 65,535.
const VALUES: usize = 30_000;

/// Inserts rows by as few statements as the databases allow.
pub async fn insert<E, A, C>(db: &C, models: Vec<E::Model>) -> Result<()>
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
        E::insert_many(part).exec_without_returning(db).await?;
    }
    Ok(())
}
