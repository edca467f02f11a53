//! What units' staff have on their tables, and what they have answered lately.

use super::rows;
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, ThreadId, UnitId};
use crate::domain::time::Instant;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

/// Threads among which a few are chosen to read.
const RECENT: u64 = 100;

/// Open and late cases of one person, or of nobody.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Load {
    pub assigned_to: Option<AccountId>,
    pub open: i64,
    pub late: i64,
}

/// Who has how many open cases of some units, and how many of them are late at `now`.
pub async fn loads<C: ConnectionTrait>(
    db: &C,
    units: &[UnitId],
    now: Instant,
) -> Result<Vec<Load>> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![now.into()];
    values.extend(units.iter().map(|u| Value::from(*u)));
    Ok(rows(
        db,
        &format!(
            "SELECT assigned_to, COUNT(*) AS open,
                CAST(SUM(CASE WHEN due_ms < $1 THEN 1 ELSE 0 END) AS BIGINT) AS late
             FROM thread WHERE unit_id IN {} AND status IN ('routed', 'in_progress')
                AND visibility IN ('public', 'confidential')
             GROUP BY assigned_to",
            super::placeholders(1, units.len(), 2)
        ),
        values,
    )
    .await?)
}

/// A public thread that was answered first at that moment.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Answered {
    pub id: ThreadId,
    pub number: String,
    pub title: String,
    pub at_ms: Instant,
}

/// The last public threads that some units answered first since then; at most a hundred.
pub async fn answered<C: ConnectionTrait>(
    db: &C,
    units: &[UnitId],
    since: Instant,
) -> Result<Vec<Answered>> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![since.into()];
    values.extend(units.iter().map(|u| Value::from(*u)));
    Ok(rows(
        db,
        &format!(
            "SELECT t.id, t.number, t.title, f.at_ms FROM first_answer f
             JOIN thread t ON t.id = f.thread_id
             WHERE f.unit_id IN {} AND f.at_ms >= $1 AND t.visibility = 'public'
             ORDER BY f.at_ms DESC LIMIT {RECENT}",
            super::placeholders(1, units.len(), 2)
        ),
        values,
    )
    .await?)
}
