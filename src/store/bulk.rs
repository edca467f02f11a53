//! Bulk inserts, for imports and the demonstration city.

use super::{Tx, placeholders, run};
use crate::domain::error::Result;
use crate::domain::ids::{ServiceId, UnitId};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Iterable, Value};

/// Values in one statement: SQLite takes 32,766, PostgreSQL 65,535.
const VALUES: usize = 30_000;

/// Inserts rows by as few statements as the databases allow.
pub async fn insert<E, A>(tx: &Tx, models: Vec<E::Model>) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<A>,
    A: ActiveModelTrait<Entity = E> + Send,
{
    let rows = (VALUES / E::Column::iter().count().max(1)).max(1);
    let mut models = models.into_iter().peekable();
    while models.peek().is_some() {
        let part: Vec<A> = models
            .by_ref()
            .take(rows)
            .map(IntoActiveModel::into_active_model)
            .collect();
        E::insert_many(part).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

/// A roll-up's figure: unit, service, period, measure, how many, and their total.
pub type Figure = (UnitId, ServiceId, String, &'static str, i64, i64);

/// Adds many figures to the roll-ups of days and months.
pub async fn add_figures(tx: &mut Tx, days: &[Figure], months: &[Figure]) -> Result<()> {
    for (table, column, figures) in [("unit_day", "day", days), ("unit_month", "month", months)] {
        for part in figures.chunks(VALUES / 6) {
            let mut values: Vec<Value> = Vec::with_capacity(part.len() * 6);
            for (unit, service, period, measure, n, total) in part {
                values.extend([
                    (*unit).into(),
                    (*service).into(),
                    period.clone().into(),
                    (*measure).into(),
                    (*n).into(),
                    (*total).into(),
                ]);
            }
            let sql = format!(
                "INSERT INTO {table} (unit_id, service_id, {column}, measure, n, total) VALUES {}
                 ON CONFLICT (unit_id, {column}, measure, service_id) DO UPDATE
                 SET n = {table}.n + excluded.n, total = {table}.total + excluded.total",
                placeholders(part.len(), 6, 1)
            );
            run(&**tx, &sql, values).await?;
        }
    }
    tx.touch(super::generations::Tag::Everything);
    Ok(())
}
