//! Reports and moderators' decisions.

use super::entity::{moderation_action, post_mask, report};
use super::generations::Tag;
use super::{Count, Tx, row, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, ActionId, PostId, ThreadId, UnitId};
use crate::domain::moderation::{BURST, Decision, ReportRecord, ReportState, Rule};
use crate::domain::time::Instant;
use moderation_action::Column as M;
use sea_orm::sea_query::IntoCondition;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};

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

/// What has become of a reporter's earlier reports.
pub async fn record_of<C: ConnectionTrait>(db: &C, reporter: &str) -> Result<ReportRecord> {
    #[derive(FromQueryResult)]
    struct Past {
        state: ReportState,
        n: i64,
    }
    let past: Vec<Past> = rows(
        db,
        "SELECT state, COUNT(*) AS n FROM report WHERE reporter = $1 GROUP BY state",
        [reporter.into()],
    )
    .await?;
    let n = |state| past.iter().find(|p| p.state == state).map_or(0, |p| p.n);
    Ok(ReportRecord {
        upheld: n(ReportState::Upheld),
        dismissed: n(ReportState::Dismissed),
        misused: n(ReportState::Misused),
    })
}

/// Whether a post has had [`BURST`] reports since then.
pub async fn is_burst<C: ConnectionTrait>(db: &C, post: PostId, since: Instant) -> Result<bool> {
    let counted: Option<Count> = row(
        db,
        &format!(
            "SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM report
             WHERE post_id = $1 AND created_ms >= $2 LIMIT {BURST}) r"
        ),
        [post.into(), since.into()],
    )
    .await?;
    Ok(counted.is_some_and(|c| c.n >= BURST))
}

/// Closes a post's open reports by a decision; returns how many there were.
pub async fn close_reports(
    tx: &Tx,
    thread: ThreadId,
    post: PostId,
    state: ReportState,
    by: ActionId,
) -> Result<i64> {
    let closed = run(
        &**tx,
        "UPDATE report SET state = $1, closed_by = $2 WHERE post_id = $3 AND state = 'open'",
        [state.into(), by.into(), post.into()],
    )
    .await? as i64;
    count_open(tx, thread, -closed).await?;
    Ok(closed)
}

/// Opens the reports again that a decision had closed; returns how many there are.
pub async fn reopen_reports(tx: &Tx, thread: ThreadId, by: ActionId) -> Result<i64> {
    let opened = run(
        &**tx,
        "UPDATE report SET state = 'open', closed_by = NULL WHERE closed_by = $1",
        [by.into()],
    )
    .await? as i64;
    count_open(tx, thread, opened).await?;
    Ok(opened)
}

async fn count_open(tx: &Tx, thread: ThreadId, by: i64) -> Result<()> {
    if by != 0 {
        run(
            &**tx,
            "UPDATE thread SET reports_open = reports_open + $1 WHERE id = $2",
            [by.into(), thread.into()],
        )
        .await?;
    }
    Ok(())
}

pub async fn insert_action(tx: &mut Tx, action: moderation_action::Model) -> Result<()> {
    let thread = action.thread_id;
    moderation_action::Entity::insert(action.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    tx.touch(Tag::City);
    if let Some(thread) = thread {
        tx.touch(Tag::Thread(thread));
    }
    Ok(())
}

/// Says what a decision changed, once all of it is done.
pub async fn set_before(tx: &Tx, action: ActionId, before: &str) -> Result<()> {
    run(
        &**tx,
        "UPDATE moderation_action SET before = $1 WHERE id = $2",
        [before.into(), action.into()],
    )
    .await?;
    Ok(())
}

/// Notes that a decision was taken back.
pub async fn set_undone(
    tx: &mut Tx,
    action: &moderation_action::Model,
    now: Instant,
) -> Result<()> {
    run(
        &**tx,
        "UPDATE moderation_action SET undone_ms = $1, before = '' WHERE id = $2",
        [now.into(), action.id.into()],
    )
    .await?;
    tx.touch(Tag::City);
    if let Some(thread) = action.thread_id {
        tx.touch(Tag::Thread(thread));
    }
    Ok(())
}

pub async fn action<C: ConnectionTrait>(
    db: &C,
    id: ActionId,
) -> Result<Option<moderation_action::Model>> {
    Ok(moderation_action::Entity::find_by_id(id).one(db).await?)
}

pub async fn actions<C: ConnectionTrait>(
    db: &C,
    ids: &[ActionId],
) -> Result<Vec<moderation_action::Model>> {
    Ok(moderation_action::Entity::find()
        .filter(moderation_action::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?)
}

/// By which rules these posts have open reports, and how many by each.
pub async fn open_rules<C: ConnectionTrait>(
    db: &C,
    posts: &[PostId],
) -> Result<Vec<(PostId, Rule, i64)>> {
    #[derive(FromQueryResult)]
    struct By {
        post_id: PostId,
        rule: Rule,
        n: i64,
    }
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    let by: Vec<By> = rows(
        db,
        &format!(
            "SELECT post_id, rule, COUNT(*) AS n FROM report
             WHERE state = 'open' AND post_id IN {} GROUP BY post_id, rule ORDER BY 3 DESC, 2",
            super::placeholders(1, posts.len(), 1)
        ),
        posts.iter().map(|p| sea_orm::Value::from(*p)),
    )
    .await?;
    Ok(by.into_iter().map(|b| (b.post_id, b.rule, b.n)).collect())
}

/// Whether something in a thread waits for a moderator or was refused, or one has decided in it.
pub async fn touches<C: ConnectionTrait>(db: &C, thread: ThreadId) -> Result<bool> {
    let any: Option<Count> = row(
        db,
        "SELECT COUNT(*) AS n FROM (
            SELECT 1 AS one FROM post
                WHERE thread_id = $1 AND visibility IN ('held', 'refused')
            UNION ALL SELECT 1 AS one FROM moderation_action WHERE thread_id = $1
            LIMIT 1) touched",
        [thread.into()],
    )
    .await?;
    Ok(any.is_some_and(|c| c.n > 0))
}

/// Whether a post was reported, waits for a moderator, or was decided on.
pub async fn concerns<C: ConnectionTrait>(db: &C, post: PostId) -> Result<bool> {
    let any: Option<Count> = row(
        db,
        "SELECT (SELECT COUNT(*) FROM report WHERE post_id = $1)
            + (SELECT COUNT(*) FROM moderation_action WHERE post_id = $1)
            + (SELECT COUNT(*) FROM queue_item WHERE post_id = $1) AS n",
        [post.into()],
    )
    .await?;
    Ok(any.is_some_and(|c| c.n > 0))
}

/// Forgets how decisions before `until` could be taken back, since they can't any more.
pub async fn forget_before<C: ConnectionTrait>(db: &C, until: Instant) -> Result<()> {
    run(
        db,
        "UPDATE moderation_action SET before = '' WHERE before <> '' AND created_ms < $1",
        [until.into()],
    )
    .await?;
    Ok(())
}

/// Decisions that stand, newest first; at most `limit`.
async fn standing<C: ConnectionTrait>(
    db: &C,
    those: impl IntoCondition,
    limit: u64,
) -> Result<Vec<moderation_action::Model>> {
    Ok(moderation_action::Entity::find()
        .filter(those)
        .filter(M::UndoneMs.is_null())
        .order_by_desc(M::CreatedMs)
        .order_by_desc(M::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// A moderator's decisions since then that can be taken back, newest first; at most `limit`.
pub async fn recent_of<C: ConnectionTrait>(
    db: &C,
    moderator: AccountId,
    since: Instant,
    limit: u64,
) -> Result<Vec<moderation_action::Model>> {
    let those = Condition::all()
        .add(M::ModeratorId.eq(moderator))
        .add(M::CreatedMs.gt(since))
        .add(M::Before.ne(""));
    standing(db, those, limit).await
}

/// Decisions that stand about a thread's posts and their authors, newest first; at most `limit`.
pub async fn of_thread<C: ConnectionTrait>(
    db: &C,
    thread: ThreadId,
    limit: u64,
) -> Result<Vec<moderation_action::Model>> {
    standing(db, M::ThreadId.eq(thread), limit).await
}

/// Decisions that stand about a post, newest first; at most `limit`.
pub async fn of_post<C: ConnectionTrait>(
    db: &C,
    post: PostId,
    limit: u64,
) -> Result<Vec<moderation_action::Model>> {
    standing(db, M::PostId.eq(post), limit).await
}

/// A line of the public log: no names, no text of the post.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LogRow {
    pub id: ActionId,
    pub decision: Decision,
    pub rule: Option<Rule>,
    pub created_ms: Instant,
    pub undone_ms: Option<Instant>,
    pub unit_id: UnitId,
    pub number: Option<String>,
    pub opening: Option<bool>,
    pub thread_id: Option<ThreadId>,
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
            "SELECT m.id, m.decision, m.rule, m.created_ms, m.undone_ms, m.unit_id, m.thread_id,
                t.number, p.opening
             FROM moderation_action m LEFT JOIN thread t ON t.id = m.thread_id
             LEFT JOIN post p ON p.id = m.post_id
             WHERE m.public AND (m.created_ms < $1 OR (m.created_ms = $1 AND m.id < $2))
             ORDER BY m.created_ms DESC, m.id DESC LIMIT {limit}"
        ),
        [at.into(), id.into()],
    )
    .await?)
}

/// Words that moderators have covered in a post, the longest first, so that none is found inside
/// another.
pub async fn masks_of<C: ConnectionTrait>(db: &C, post: PostId) -> Result<Vec<post_mask::Model>> {
    let mut masks = post_mask::Entity::find()
        .filter(post_mask::Column::PostId.eq(post))
        .all(db)
        .await?;
    masks.sort_by_key(|m| (std::cmp::Reverse(m.words.len()), m.id));
    Ok(masks)
}

pub async fn insert_masks(tx: &Tx, masks: Vec<post_mask::Model>) -> Result<()> {
    super::bulk::insert::<post_mask::Entity, _, _>(&**tx, masks).await
}

/// Uncovers what one decision covered.
pub async fn drop_masks(tx: &Tx, by: ActionId) -> Result<()> {
    post_mask::Entity::delete_many()
        .filter(post_mask::Column::ActionId.eq(by))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Uncovers everything in a post.
pub async fn clear_masks(tx: &Tx, post: PostId) -> Result<()> {
    post_mask::Entity::delete_many()
        .filter(post_mask::Column::PostId.eq(post))
        .exec(&**tx)
        .await?;
    Ok(())
}
