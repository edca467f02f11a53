//! Small values the service keeps for itself, counters, and leases of jobs.

use super::{Count, row, run};
use crate::domain::error::Result;
use crate::domain::time::Instant;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

#[derive(FromQueryResult)]
struct Content {
    content: String,
}

/// A setting's content, if it is set.
pub async fn get<C: ConnectionTrait>(db: &C, name: &str) -> Result<Option<String>, DbErr> {
    let found: Option<Content> = row(
        db,
        "SELECT content FROM setting WHERE name = $1",
        [name.into()],
    )
    .await?;
    Ok(found.map(|c| c.content))
}

pub async fn set<C: ConnectionTrait>(db: &C, name: &str, content: &str) -> Result<(), DbErr> {
    run(
        db,
        "INSERT INTO setting (name, content) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET content = excluded.content",
        [name.into(), content.into()],
    )
    .await?;
    Ok(())
}

/// Sets it only if it is not set; returns what stands then.
pub async fn get_or_set<C: ConnectionTrait>(db: &C, name: &str, content: &str) -> Result<String> {
    run(
        db,
        "INSERT INTO setting (name, content) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
        [name.into(), content.into()],
    )
    .await?;
    super::found(get(db, name).await?)
}

/// The next number of a counter, from 1. Its row stays locked until the transaction ends, so take
/// the number late.
pub async fn next<C: ConnectionTrait>(db: &C, counter: &str) -> Result<i64> {
    advance(db, counter, 1).await
}

/// Takes `by` numbers at once and returns the last of them.
pub async fn advance<C: ConnectionTrait>(db: &C, counter: &str, by: i64) -> Result<i64> {
    let counted: Option<Count> = row(
        db,
        "INSERT INTO counter (name, last) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET last = counter.last + excluded.last
         RETURNING last AS n",
        [counter.into(), by.into()],
    )
    .await?;
    Ok(super::found(counted)?.n)
}

/// Takes or keeps a job's lease. `false` if another instance holds it.
pub async fn take_lease<C: ConnectionTrait>(
    db: &C,
    job: &str,
    holder: &str,
    now: Instant,
    until: Instant,
) -> Result<bool> {
    let changed = run(
        db,
        "INSERT INTO job_lease (name, holder, until_ms) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms
         WHERE job_lease.holder = excluded.holder OR job_lease.until_ms <= $4",
        [job.into(), holder.into(), until.into(), now.into()],
    )
    .await?;
    Ok(changed == 1)
}

/// Gives up every lease of this instance, so that another need not wait.
pub async fn release_leases<C: ConnectionTrait>(db: &C, holder: &str) -> Result<()> {
    run(
        db,
        "DELETE FROM job_lease WHERE holder = $1",
        [holder.into()],
    )
    .await?;
    Ok(())
}
