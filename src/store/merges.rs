//! Which threads are joined to which, and the supporters that moved along.

use super::entity::{authorship, thread_merge};
use super::{Tx, row, rows, run, threads};
use crate::domain::error::Result;
use crate::domain::ids::{ThreadId, UnitId};
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QuerySelect,
};
use std::collections::BTreeMap;

/// Threads joined to one of which the authors are written to, and supporters counted again.
const MOST: u64 = 200;

/// One joining at a time, so that two threads cannot be joined to each other. SQLite has one writer.
pub async fn one_at_a_time(tx: &Tx) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared("SELECT pg_advisory_xact_lock(7230418)")
            .await?;
    }
    Ok(())
}

/// Number and title of the thread that one is joined to.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Into {
    pub id: ThreadId,
    pub number: String,
    pub title: String,
}

pub async fn into<C: ConnectionTrait>(db: &C, source: ThreadId) -> Result<Option<Into>> {
    Ok(row(
        db,
        "SELECT t.id, t.number, t.title FROM thread_merge m JOIN thread t ON t.id = m.target_id
         WHERE m.source_id = $1",
        [source.into()],
    )
    .await?)
}

pub async fn of_source<C: ConnectionTrait>(
    db: &C,
    source: ThreadId,
) -> Result<Option<thread_merge::Model>> {
    Ok(thread_merge::Entity::find_by_id(source).one(db).await?)
}

/// Who opened the threads that are joined to one, and when they were joined.
pub async fn openers<C: ConnectionTrait>(
    db: &C,
    target: ThreadId,
) -> Result<Vec<(authorship::Model, Instant)>> {
    let joined = thread_merge::Entity::find()
        .filter(thread_merge::Column::TargetId.eq(target))
        .limit(MOST)
        .all(db)
        .await?;
    openers_of(db, &joined).await
}

async fn openers_of<C: ConnectionTrait>(
    db: &C,
    joined: &[thread_merge::Model],
) -> Result<Vec<(authorship::Model, Instant)>> {
    if joined.is_empty() {
        return Ok(Vec::new());
    }
    let ids = joined.iter().map(|m| m.source_id);
    let openers = authorship::Entity::find()
        .filter(authorship::Column::ThreadId.is_in(ids))
        .filter(authorship::Column::Opening.eq(true))
        .all(db)
        .await?;
    let at: BTreeMap<ThreadId, Instant> = joined.iter().map(|m| (m.source_id, m.at_ms)).collect();
    Ok(openers
        .into_iter()
        .filter_map(|o| at.get(&o.thread_id).map(|at| (o.clone(), *at)))
        .collect())
}

/// Who opened the threads that were joined to this very one, and when they were.
pub async fn direct_openers<C: ConnectionTrait>(
    db: &C,
    into: ThreadId,
) -> Result<Vec<(authorship::Model, Instant)>> {
    let joined = thread_merge::Entity::find()
        .filter(thread_merge::Column::IntoId.eq(into))
        .limit(MOST)
        .all(db)
        .await?;
    openers_of(db, &joined).await
}

#[derive(FromQueryResult)]
struct Below {
    id: ThreadId,
    unit_id: UnitId,
}

/// The threads that go on where this one does, since they were joined to it or to one that was.
const BELOW: &str = "WITH RECURSIVE below (id) AS (
        SELECT source_id FROM thread_merge WHERE into_id = $1
        UNION SELECT m.source_id FROM thread_merge m JOIN below b ON m.into_id = b.id)";

/// Those below `thread` go on at `target`. Their pages say so.
async fn lead(tx: &mut Tx, thread: ThreadId, target: ThreadId) -> Result<()> {
    let below: Vec<Below> = rows(
        &**tx,
        &format!("{BELOW} SELECT t.id, t.unit_id FROM thread t JOIN below b ON b.id = t.id"),
        [thread.into()],
    )
    .await?;
    run(
        &**tx,
        &format!(
            "{BELOW} UPDATE thread_merge SET target_id = $2
             WHERE source_id IN (SELECT id FROM below)"
        ),
        [thread.into(), target.into()],
    )
    .await?;
    for t in below {
        threads::touch(tx, t.id, t.unit_id);
    }
    Ok(())
}

/// Joins a thread to another; those that were joined to it go on there too.
pub async fn join(tx: &mut Tx, merge: thread_merge::Model) -> Result<()> {
    let (source, target) = (merge.source_id, merge.target_id);
    thread_merge::Entity::insert(merge.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    lead(tx, source, target).await
}

/// Parts a thread from what it was joined to; those that were joined to it stay with it.
pub async fn part(tx: &mut Tx, source: ThreadId) -> Result<()> {
    run(
        &**tx,
        "DELETE FROM thread_merge WHERE source_id = $1",
        [source.into()],
    )
    .await?;
    lead(tx, source, source).await
}

/// Counts the supporters of a thread for another as well; returns how many were new there.
pub async fn support_along(tx: &Tx, from: ThreadId, to: ThreadId, at: Instant) -> Result<i64> {
    let new = run(
        &**tx,
        "INSERT INTO support (thread_id, supporter, created_ms)
         SELECT $1, supporter, $2 FROM support WHERE thread_id = $3
         ON CONFLICT (thread_id, supporter) DO NOTHING",
        [to.into(), at.into(), from.into()],
    )
    .await?;
    Ok(i64::try_from(new).unwrap_or(i64::MAX))
}

/// Counts one person for a thread; returns 1 if they were new there.
pub async fn support_one(tx: &Tx, to: ThreadId, supporter: &str, at: Instant) -> Result<i64> {
    let new = run(
        &**tx,
        "INSERT INTO support (thread_id, supporter, created_ms) VALUES ($1, $2, $3)
         ON CONFLICT (thread_id, supporter) DO NOTHING",
        [to.into(), supporter.into(), at.into()],
    )
    .await?;
    Ok(i64::try_from(new).unwrap_or(i64::MAX))
}

/// Takes from a thread all supporters that came along at this moment; returns how many.
pub async fn support_back(tx: &Tx, from: ThreadId, at: Instant) -> Result<i64> {
    let gone = run(
        &**tx,
        "DELETE FROM support WHERE thread_id = $1 AND created_ms = $2",
        [from.into(), at.into()],
    )
    .await?;
    Ok(i64::try_from(gone).unwrap_or(i64::MAX))
}

/// Counts the supporters of every thread that was joined to this very one for it; returns how many were
/// new.
pub async fn support_of_joined(tx: &Tx, into: ThreadId) -> Result<i64> {
    let new = run(
        &**tx,
        "INSERT INTO support (thread_id, supporter, created_ms)
         SELECT m.into_id, s.supporter, MAX(m.at_ms) FROM thread_merge m
         JOIN support s ON s.thread_id = m.source_id
         WHERE m.into_id = $1 GROUP BY m.into_id, s.supporter
         ON CONFLICT (thread_id, supporter) DO NOTHING",
        [into.into()],
    )
    .await?;
    Ok(i64::try_from(new).unwrap_or(i64::MAX))
}

#[derive(FromQueryResult)]
struct Source {
    source_id: ThreadId,
}

/// The threads that are joined to one.
pub async fn sources<C: ConnectionTrait>(db: &C, target: ThreadId) -> Result<Vec<ThreadId>> {
    let found: Vec<Source> = rows(
        db,
        &format!("SELECT source_id FROM thread_merge WHERE target_id = $1 LIMIT {MOST}"),
        [target.into()],
    )
    .await?;
    Ok(found.into_iter().map(|s| s.source_id).collect())
}
