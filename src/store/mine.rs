//! Everything that is kept of one account, a page at a time: for its export and its erasure.

use super::entity::{digest_wish, follow, rating, sanction, saved_filter, session};
use super::{Value, rows};
use crate::domain::error::Result;
use crate::domain::ids::{
    AccountId, ActionId, GrantId, OutboxId, PhotoId, PostId, RatingId, ReportId, ServiceId,
    ThreadId, UnitId,
};
use crate::domain::moderation::{AppealState, Decision, ReportState, Rule};
use crate::domain::person::Role;
use crate::domain::thread::{Appear, Kind, PostKind, PostVisibility, Status, Visibility};
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};

/// Something the account wrote, with the thread it stands in.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Post {
    pub id: PostId,
    pub thread_id: ThreadId,
    pub kind: PostKind,
    pub opening: bool,
    pub label: String,
    pub body: String,
    pub shown: String,
    pub visibility: PostVisibility,
    pub created_ms: Instant,
    pub number: String,
    pub title: String,
    pub whole_title: Option<String>,
    pub thread_kind: Kind,
    pub appear: Appear,
    pub status: Status,
    pub thread_visibility: Visibility,
    pub unit_id: UnitId,
    pub service_id: ServiceId,
    pub overall: Option<i64>,
    pub supports: i64,
}

/// Posts after one, in the order in which they were written. Internal notes are the unit's, not the
/// person's, and are not among them.
pub async fn posts<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    after: Option<PostId>,
    limit: u64,
) -> Result<Vec<Post>> {
    Ok(rows(
        db,
        &format!(
            "SELECT p.id, p.thread_id, p.kind, p.opening, p.label, p.body, p.shown, p.visibility,
                p.created_ms, t.number, t.title, t.whole_title, t.kind AS thread_kind, t.appear,
                t.status, t.visibility AS thread_visibility, t.unit_id, t.service_id, t.overall,
                t.supports
             FROM authorship w JOIN post p ON p.id = w.post_id JOIN thread t ON t.id = w.thread_id
             WHERE w.account_id = $1 AND w.post_id > $2 AND p.kind <> 'note'
             ORDER BY w.post_id LIMIT {limit}"
        ),
        [
            account.into(),
            after.unwrap_or(PostId(uuid::Uuid::nil())).into(),
        ],
    )
    .await?)
}

/// What a unit has said to the public in a thread.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Answer {
    pub thread_id: ThreadId,
    pub label: String,
    pub position: String,
    pub unit_name: String,
    pub shown: String,
    pub created_ms: Instant,
}

/// Answers and questions of units in some public threads.
pub async fn answers<C: ConnectionTrait>(
    db: &C,
    threads: &[ThreadId],
    limit: u64,
) -> Result<Vec<Answer>> {
    if threads.is_empty() {
        return Ok(Vec::new());
    }
    Ok(rows(
        db,
        &format!(
            "SELECT p.thread_id, p.label, p.position, p.unit_name, p.shown, p.created_ms
             FROM post p JOIN thread t ON t.id = p.thread_id
             WHERE t.id IN {} AND t.visibility = 'public' AND p.visibility = 'public'
                AND p.kind IN ('official', 'question')
             ORDER BY p.created_ms, p.id LIMIT {limit}",
            super::placeholders(1, threads.len(), 1)
        ),
        threads.iter().map(|id| Value::from(*id)),
    )
    .await?)
}

/// A role, in force or ended.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RoleRow {
    pub id: GrantId,
    pub role: Role,
    pub unit_id: Option<UnitId>,
    pub position: String,
    pub granted_ms: Instant,
    pub ended_ms: Option<Instant>,
}

pub async fn roles<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<Vec<RoleRow>> {
    Ok(rows(
        db,
        "SELECT id, role, unit_id, position, granted_ms, ended_ms FROM role_grant
         WHERE account_id = $1 ORDER BY granted_ms LIMIT 1000",
        [account.into()],
    )
    .await?)
}

/// Sessions, those that have expired and are not swept yet too.
pub async fn sessions<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
) -> Result<Vec<session::Model>> {
    Ok(session::Entity::find()
        .filter(session::Column::AccountId.eq(account))
        .order_by_asc(session::Column::CreatedMs)
        .limit(1000)
        .all(db)
        .await?)
}

pub async fn wish<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
) -> Result<Option<digest_wish::Model>> {
    Ok(digest_wish::Entity::find_by_id(account).one(db).await?)
}

/// What the account follows; there are at most some hundred.
pub async fn follows<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<Vec<follow::Model>> {
    Ok(follow::Entity::find()
        .filter(follow::Column::AccountId.eq(account))
        .order_by_asc(follow::Column::SinceMs)
        .limit(1000)
        .all(db)
        .await?)
}

/// Views of the inbox that the account has named.
pub async fn views<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
) -> Result<Vec<saved_filter::Model>> {
    Ok(saved_filter::Entity::find()
        .filter(saved_filter::Column::AccountId.eq(account))
        .order_by_asc(saved_filter::Column::CreatedMs)
        .limit(1000)
        .all(db)
        .await?)
}

pub async fn sanctions<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
) -> Result<Vec<sanction::Model>> {
    Ok(sanction::Entity::find()
        .filter(sanction::Column::AccountId.eq(account))
        .order_by_asc(sanction::Column::StartsMs)
        .limit(1000)
        .all(db)
        .await?)
}

/// Ratings by a rater's hash, after one.
pub async fn ratings<C: ConnectionTrait>(
    db: &C,
    rater: &str,
    after: Option<RatingId>,
    limit: u64,
) -> Result<Vec<rating::Model>> {
    let mut find = rating::Entity::find().filter(rating::Column::Rater.eq(rater));
    if let Some(after) = after {
        find = find.filter(rating::Column::Id.gt(after));
    }
    Ok(find
        .order_by_asc(rating::Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// A thread that was supported.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Support {
    pub thread_id: ThreadId,
    pub number: String,
    /// Empty unless the thread is public.
    pub title: String,
    pub created_ms: Instant,
}

pub async fn supports<C: ConnectionTrait>(
    db: &C,
    supporter: &str,
    after: Option<ThreadId>,
    limit: u64,
) -> Result<Vec<Support>> {
    Ok(rows(
        db,
        &format!(
            "SELECT s.thread_id, t.number,
                CASE WHEN t.visibility = 'public' THEN t.title ELSE '' END AS title, s.created_ms
             FROM support s JOIN thread t ON t.id = s.thread_id
             WHERE s.supporter = $1 AND s.thread_id > $2 ORDER BY s.thread_id LIMIT {limit}"
        ),
        [
            supporter.into(),
            after.unwrap_or(ThreadId(uuid::Uuid::nil())).into(),
        ],
    )
    .await?)
}

/// A report that was made.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Report {
    pub id: ReportId,
    pub number: String,
    pub rule: Rule,
    pub note: String,
    pub state: ReportState,
    pub created_ms: Instant,
}

pub async fn reports<C: ConnectionTrait>(
    db: &C,
    reporter: &str,
    after: Option<ReportId>,
    limit: u64,
) -> Result<Vec<Report>> {
    Ok(rows(
        db,
        &format!(
            "SELECT r.id, t.number, r.rule, r.note, r.state, r.created_ms
             FROM report r JOIN thread t ON t.id = r.thread_id
             WHERE r.reporter = $1 AND r.id > $2 ORDER BY r.id LIMIT {limit}"
        ),
        [
            reporter.into(),
            after.unwrap_or(ReportId(uuid::Uuid::nil())).into(),
        ],
    )
    .await?)
}

/// A moderator's decision on what the account wrote, as its writer was told of it, with the appeal.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Decided {
    pub id: ActionId,
    pub number: String,
    pub decision: Decision,
    pub rule: Option<Rule>,
    pub note: String,
    pub created_ms: Instant,
    pub undone_ms: Option<Instant>,
    pub appeal: Option<String>,
    pub appeal_state: Option<AppealState>,
}

/// Decisions on posts of the account. Sanctions are rows of their own: who sees a decision on
/// a post is not thereby told of one on a person.
pub async fn decisions<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    after: Option<ActionId>,
    limit: u64,
) -> Result<Vec<Decided>> {
    Ok(rows(
        db,
        &format!(
            "SELECT a.id, t.number, a.decision, a.rule, a.note, a.created_ms, a.undone_ms,
                f.body AS appeal, f.state AS appeal_state
             FROM authorship w JOIN moderation_action a ON a.post_id = w.post_id
             JOIN thread t ON t.id = w.thread_id LEFT JOIN appeal f ON f.action_id = a.id
             WHERE w.account_id = $1 AND a.id > $2 AND a.decision NOT IN ('dismiss', 'misuse')
             ORDER BY a.id LIMIT {limit}"
        ),
        [
            account.into(),
            after.unwrap_or(ActionId(uuid::Uuid::nil())).into(),
        ],
    )
    .await?)
}

/// A mail that went, or waits. What it said is not kept once it has gone.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Mail {
    pub id: OutboxId,
    pub purpose: String,
    pub created_ms: Instant,
    pub sent_ms: Option<Instant>,
}

pub async fn mails<C: ConnectionTrait>(
    db: &C,
    email: &str,
    after: Option<OutboxId>,
    limit: u64,
) -> Result<Vec<Mail>> {
    Ok(rows(
        db,
        &format!(
            "SELECT id, purpose, created_ms, sent_ms FROM outbox
             WHERE recipient = $1 AND id > $2 ORDER BY id LIMIT {limit}"
        ),
        [
            email.into(),
            after.unwrap_or(OutboxId(uuid::Uuid::nil())).into(),
        ],
    )
    .await?)
}

/// An entry of the audit log that the account made.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Acted {
    pub place: i64,
    pub at_ms: Instant,
    pub act: String,
}

/// What the account did that stands in the audit log; of whom or what is the office's affair.
pub async fn acts<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    after: i64,
    limit: u64,
) -> Result<Vec<Acted>> {
    Ok(rows(
        db,
        &format!(
            "SELECT place, at_ms, act FROM audit_entry
             WHERE actor = $1 AND place > $2 ORDER BY place LIMIT {limit}"
        ),
        [account.into(), after.into()],
    )
    .await?)
}

/// The whole picture of a photo, if the account wrote its post.
pub async fn photo<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    id: PhotoId,
) -> Result<Option<Vec<u8>>> {
    #[derive(FromQueryResult)]
    struct Bytes {
        full_bytes: Vec<u8>,
    }
    let found: Option<Bytes> = super::row(
        db,
        "SELECT f.full_bytes FROM photo f JOIN authorship w ON w.post_id = f.post_id
         WHERE f.id = $1 AND w.account_id = $2",
        [id.into(), account.into()],
    )
    .await?;
    Ok(found.map(|f| f.full_bytes))
}
