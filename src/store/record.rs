//! The published figures of moderation, by month.

use super::entity::moderation_month;
use super::{Tx, run};
use crate::domain::error::Result;
use crate::domain::record::Count;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// Adds to a month's figures ("2026-11"), in the order of their names, so that two transactions
/// never wait for each other in a circle.
pub async fn add(tx: &Tx, month: &str, mut counts: Vec<Count>) -> Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    counts.sort_by(|a, b| a.measure.cmp(&b.measure));
    let sql = format!(
        "INSERT INTO moderation_month (month, measure, n, total) VALUES {}
         ON CONFLICT (month, measure) DO UPDATE
         SET n = moderation_month.n + excluded.n, total = moderation_month.total + excluded.total",
        super::placeholders(counts.len(), 4, 1)
    );
    let values = counts
        .into_iter()
        .flat_map(|c| [month.into(), c.measure.into(), c.n.into(), c.total.into()]);
    run(&**tx, &sql, values.collect::<Vec<sea_orm::Value>>()).await?;
    Ok(())
}

/// All figures from one month to another, both in it.
pub async fn between<C: ConnectionTrait>(
    db: &C,
    from: &str,
    to: &str,
) -> Result<Vec<moderation_month::Model>> {
    use moderation_month::Column as M;
    Ok(moderation_month::Entity::find()
        .filter(M::Month.between(from, to))
        .order_by_asc(M::Month)
        .order_by_asc(M::Measure)
        .all(db)
        .await?)
}
