//! What people are told of what they follow: the page of news, and what waits to be mailed.

use super::generations::Tag;
use super::{Count, Tx, placeholders, row, rows, run};
use crate::domain::error::Result;
use crate::domain::following::What;
use crate::domain::ids::{AccountId, FollowId, HappeningId, PostId, ThreadId, UnitId};
use crate::domain::thread::{PostVisibility, Visibility};
use crate::domain::time::Instant;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// To tell one person of one thing.
#[derive(Clone, Debug)]
pub struct New {
    pub account: AccountId,
    pub happening: HappeningId,
    pub thread: ThreadId,
    pub follow: Option<FollowId>,
    pub at: Instant,
    pub due: Option<Instant>,
}

/// Tells some people. Who has been told of it before is told nothing new, but by mail as soon as
/// the most immediate of what they follow asks, so long as none has gone.
pub async fn insert(tx: &mut Tx, all: &[New]) -> Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    let mut values: Vec<sea_orm::Value> = Vec::with_capacity(all.len() * 6);
    for n in all {
        values.extend([
            n.account.into(),
            n.happening.into(),
            n.thread.into(),
            n.follow.into(),
            n.at.into(),
            n.due.into(),
        ]);
    }
    run(
        &**tx,
        &format!(
            "INSERT INTO notification (account_id, happening_id, thread_id, follow_id, at_ms, due_ms)
             VALUES {} ON CONFLICT (account_id, happening_id) DO UPDATE
             SET due_ms = excluded.due_ms, follow_id = excluded.follow_id
             WHERE notification.mailed_ms IS NULL AND excluded.due_ms IS NOT NULL
                AND (notification.due_ms IS NULL OR excluded.due_ms < notification.due_ms)",
            placeholders(all.len(), 6, 1)
        ),
        values,
    )
    .await?;
    super::following::touch(tx, all.iter().map(|n| n.account));
    Ok(())
}

/// Unread ones that are counted: more are "more than that".
pub const COUNTED: i64 = 100;

/// How many an account has not read, up to [`COUNTED`].
pub async fn unread<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<i64> {
    let n: Option<Count> = row(
        db,
        &format!(
            "SELECT COUNT(*) AS n FROM (SELECT 1 FROM notification
             WHERE account_id = $1 AND read_ms IS NULL LIMIT {COUNTED}) unread"
        ),
        [account.into()],
    )
    .await?;
    Ok(n.map_or(0, |c| c.n))
}

/// Something an account was told, with what is known of it now.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Told {
    pub happening_id: HappeningId,
    pub kind: What,
    pub at_ms: Instant,
    pub read_ms: Option<Instant>,
    pub follow_id: Option<FollowId>,
    /// What is followed, as `domain::following::Target` reads it.
    pub target: Option<String>,
    pub every: Option<crate::domain::following::Every>,
    pub number: String,
    pub title: String,
    pub unit_id: UnitId,
    pub visibility: Visibility,
    pub post_id: PostId,
    pub post_visibility: PostVisibility,
    pub shown: String,
    /// Whether the thread is the account's own.
    pub own: bool,
}

const TOLD: &str = "SELECT n.happening_id, h.kind, n.at_ms, n.read_ms, n.follow_id, f.target,
        f.every, t.number, t.title, t.unit_id, t.visibility, p.id AS post_id,
        p.visibility AS post_visibility, p.shown, (o.account_id IS NOT NULL) AS own
    FROM notification n JOIN happening h ON h.id = n.happening_id
    JOIN thread t ON t.id = n.thread_id JOIN post p ON p.id = h.post_id
    LEFT JOIN follow f ON f.id = n.follow_id
    LEFT JOIN authorship o ON o.thread_id = n.thread_id AND o.opening
        AND o.account_id = n.account_id
    WHERE n.account_id = $1";

/// A page of news, the newest first, from before the given one on.
pub async fn page<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    before: Option<(Instant, HappeningId)>,
    limit: u64,
) -> Result<Vec<Told>> {
    let mut values = vec![account.into()];
    let mut beyond = "";
    if let Some((at, id)) = before {
        values.extend([at.into(), id.into()]);
        beyond = "AND (n.at_ms, n.happening_id) < ($2, $3)";
    }
    Ok(rows(
        db,
        &format!("{TOLD} {beyond} ORDER BY n.at_ms DESC, n.happening_id DESC LIMIT {limit}"),
        values,
    )
    .await?)
}

/// Some of an account's news, the oldest first.
pub async fn of_happenings<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    ids: &[HappeningId],
) -> Result<Vec<Told>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<sea_orm::Value> = vec![account.into()];
    values.extend(ids.iter().map(|id| sea_orm::Value::from(*id)));
    Ok(rows(
        db,
        &format!(
            "{TOLD} AND n.happening_id IN {} ORDER BY n.at_ms, n.happening_id",
            placeholders(1, ids.len(), 2)
        ),
        values,
    )
    .await?)
}

/// Notes that an account has read all of its news, or one thing; returns how many that were.
pub async fn set_read(
    tx: &mut Tx,
    account: AccountId,
    one: Option<HappeningId>,
    now: Instant,
) -> Result<u64> {
    let mut values = vec![now.into(), account.into()];
    let mut which = "";
    if let Some(id) = one {
        values.push(id.into());
        which = "AND happening_id = $3";
    }
    tx.touch(Tag::News(account));
    Ok(run(
        &**tx,
        &format!(
            "UPDATE notification SET read_ms = $1 WHERE account_id = $2 AND read_ms IS NULL {which}"
        ),
        values,
    )
    .await?)
}

/// Whether an account has unread news of a thread.
pub async fn any_unread_in<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    thread: ThreadId,
) -> Result<bool> {
    let some: Option<Count> = row(
        db,
        "SELECT CAST(1 AS BIGINT) AS n FROM notification
         WHERE account_id = $1 AND thread_id = $2 AND read_ms IS NULL LIMIT 1",
        [account.into(), thread.into()],
    )
    .await?;
    Ok(some.is_some())
}

/// Notes that an account has looked at a thread.
pub async fn set_read_in(
    tx: &mut Tx,
    account: AccountId,
    thread: ThreadId,
    now: Instant,
) -> Result<()> {
    run(
        &**tx,
        "UPDATE notification SET read_ms = $1
         WHERE account_id = $2 AND thread_id = $3 AND read_ms IS NULL",
        [now.into(), account.into(), thread.into()],
    )
    .await?;
    tx.touch(Tag::News(account));
    Ok(())
}

#[derive(FromQueryResult)]
struct Who {
    account_id: AccountId,
}

/// Accounts to whom a mail is due, in order, from after one on.
pub async fn due<C: ConnectionTrait>(
    db: &C,
    now: Instant,
    after: AccountId,
    limit: u64,
) -> Result<Vec<AccountId>> {
    let found: Vec<Who> = rows(
        db,
        &format!(
            "SELECT DISTINCT account_id FROM notification
             WHERE due_ms IS NOT NULL AND due_ms <= $1 AND account_id > $2
             ORDER BY account_id LIMIT {limit}"
        ),
        [now.into(), after.into()],
    )
    .await?;
    Ok(found.into_iter().map(|w| w.account_id).collect())
}

#[derive(FromQueryResult)]
struct Which {
    happening_id: HappeningId,
}

/// Takes what is due to an account: the newest `limit` of it, and how many there are in all. Once
/// this commits, nobody takes it again; the account's row is held until then.
pub async fn take_due(
    tx: &Tx,
    account: AccountId,
    now: Instant,
    limit: u64,
) -> Result<(Vec<HappeningId>, u64)> {
    // First of all, so that two instances take one after the other.
    run(
        &**tx,
        "INSERT INTO news_wish (account_id, mailed_ms) VALUES ($1, $2)
         ON CONFLICT (account_id) DO UPDATE SET mailed_ms = excluded.mailed_ms",
        [account.into(), now.into()],
    )
    .await?;
    let found: Vec<Which> = rows(
        &**tx,
        &format!(
            "SELECT happening_id FROM notification WHERE account_id = $1 AND due_ms <= $2
             ORDER BY at_ms DESC, happening_id DESC LIMIT {limit}"
        ),
        [account.into(), now.into()],
    )
    .await?;
    let all = run(
        &**tx,
        "UPDATE notification SET due_ms = NULL, mailed_ms = $2
         WHERE account_id = $1 AND due_ms <= $2",
        [account.into(), now.into()],
    )
    .await?;
    let mut ids: Vec<HappeningId> = found.into_iter().map(|w| w.happening_id).collect();
    ids.reverse();
    Ok((ids, all))
}
