//! Reports and moderators' decisions.

use super::entity::{moderation_action, report};
use super::generations::Tag;
use super::{Tx, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{ActionId, PostId, ThreadId, UnitId};
use crate::domain::moderation::{Decision, ReportState, Rule};
use crate::domain::time::Instant;
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel};

/// Stores a report. `false` if this reporter has reported the post before.
pub async fn insert_report(tx: &mut Tx, r: report::Model) -> Result<bool> {
    let thread = r.thread_id;
    let sql = format!(
        "INSERT INTO report (id, thread_id, post_id, rule, note, reporter, state, created_ms)
         VALUES {} ON CONFLICT (post_id, reporter) DO NOTHING",
        super::placeholders(1, 8, 1)
    );
    let values = [
        r.id.into(),
        r.thread_id.into(),
        r.post_id.into(),
        r.rule.into(),
        r.note.into(),
        r.reporter.into(),
        r.state.into(),
        r.created_ms.into(),
    ];
    let inserted = run(&**tx, &sql, values).await? == 1;
    if inserted {
        run(
            &**tx,
            "UPDATE thread SET reports_open = reports_open + 1 WHERE id = $1",
            [thread.into()],
        )
        .await?;
    }
    Ok(inserted)
}

/// Closes a post's open reports; returns how many there were.
pub async fn close_reports(
    tx: &mut Tx,
    thread: ThreadId,
    post: PostId,
    state: ReportState,
) -> Result<u64> {
    let closed = run(
        &**tx,
        "UPDATE report SET state = $1 WHERE post_id = $2 AND state = 'open'",
        [state.into(), post.into()],
    )
    .await?;
    if closed > 0 {
        run(
            &**tx,
            "UPDATE thread SET reports_open = reports_open - $1 WHERE id = $2",
            [(closed as i64).into(), thread.into()],
        )
        .await?;
    }
    Ok(closed)
}

pub async fn insert_action(tx: &mut Tx, action: moderation_action::Model) -> Result<()> {
    let thread = action.thread_id;
    moderation_action::Entity::insert(action.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    tx.touch(Tag::Thread(thread));
    tx.touch(Tag::City);
    Ok(())
}

/// A reported post in the queue; its reports are joined.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Reported {
    pub post_id: PostId,
    pub thread_id: ThreadId,
    pub number: String,
    pub title: String,
    pub unit_id: UnitId,
    pub label: String,
    pub shown: String,
    pub opening: bool,
    pub rules: String,
    pub notes: String,
    pub n: i64,
    pub first_ms: Instant,
}

/// Posts with open reports, the longest waiting first.
pub async fn reported<C: ConnectionTrait>(
    db: &C,
    after: Option<(Instant, PostId)>,
    limit: u64,
) -> Result<Vec<Reported>> {
    let join = match db.get_database_backend() {
        sea_orm::DbBackend::Sqlite => [
            "GROUP_CONCAT(DISTINCT r.rule)",
            "GROUP_CONCAT(r.note, ' · ')",
        ],
        _ => [
            "STRING_AGG(DISTINCT r.rule, ',')",
            "STRING_AGG(r.note, ' · ')",
        ],
    };
    let (at, id) = after.unwrap_or((Instant(i64::MIN), PostId(uuid::Uuid::nil())));
    Ok(rows(
        db,
        &format!(
            "SELECT p.id AS post_id, t.id AS thread_id, t.number, t.title, t.unit_id, p.label,
                p.shown, p.opening, q.rules, q.notes, q.n, q.first_ms
             FROM (SELECT r.post_id, {} AS rules, {} AS notes, COUNT(*) AS n,
                    MIN(r.created_ms) AS first_ms
                   FROM report r WHERE r.state = 'open' GROUP BY r.post_id) q
             JOIN post p ON p.id = q.post_id JOIN thread t ON t.id = p.thread_id
             WHERE q.first_ms > $1 OR (q.first_ms = $1 AND p.id > $2)
             ORDER BY q.first_ms, p.id LIMIT {limit}",
            join[0], join[1]
        ),
        [at.into(), id.into()],
    )
    .await?)
}

/// How many threads are held, and how many posts have open reports.
pub async fn counts<C: ConnectionTrait>(db: &C) -> Result<(i64, i64)> {
    let count = async |sql: &str| -> Result<i64> {
        let counted: Option<super::Count> = super::row(db, sql, []).await?;
        Ok(counted.map_or(0, |c| c.n))
    };
    Ok((
        count("SELECT COUNT(*) AS n FROM thread WHERE visibility = 'held'").await?,
        count("SELECT COUNT(DISTINCT post_id) AS n FROM report WHERE state = 'open'").await?,
    ))
}

/// A line of the public log: no names, no text of the post.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LogRow {
    pub id: ActionId,
    pub decision: Decision,
    pub rule: Option<Rule>,
    pub created_ms: Instant,
    pub number: String,
    pub unit_id: UnitId,
    pub opening: bool,
}

/// The public log, newest first, from before the given action on.
pub async fn log<C: ConnectionTrait>(
    db: &C,
    before: Option<(Instant, ActionId)>,
    limit: u64,
) -> Result<Vec<LogRow>> {
    let (at, id) = before.unwrap_or((Instant(i64::MAX), ActionId(uuid::Uuid::max())));
    Ok(rows(
        db,
        &format!(
            "SELECT m.id, m.decision, m.rule, m.created_ms, t.number, t.unit_id, p.opening
             FROM moderation_action m JOIN thread t ON t.id = m.thread_id
             JOIN post p ON p.id = m.post_id
             WHERE m.public AND (m.created_ms < $1 OR (m.created_ms = $1 AND m.id < $2))
             ORDER BY m.created_ms DESC, m.id DESC LIMIT {limit}"
        ),
        [at.into(), id.into()],
    )
    .await?)
}
