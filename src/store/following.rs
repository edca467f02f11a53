//! Who follows what, what happened, and finding whom to tell of it.

use super::entity::{follow, news_wish};
use super::generations::Tag;
use super::places::Directory;
use super::{Count, Tx, placeholders, row, rows, run, threads};
use crate::domain::error::{Error, Result};
use crate::domain::following::{Every, Followed, Named, SEARCH_MAX, Target, What};
use crate::domain::ids::{AccountId, FollowId, HappeningId, PostId, ServiceId, ThreadId, UnitId};
use crate::domain::thread::{Visibility, may_be_number};
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};

pub async fn by_id<C: ConnectionTrait>(db: &C, id: FollowId) -> Result<Option<follow::Model>> {
    Ok(follow::Entity::find_by_id(id).one(db).await?)
}

/// What is meant by a name in a form or an address. A search comes in its one form already
/// (`queries::following::search_form`).
///
/// # Errors
/// [`Error::NotFound`] if it is not there, or no public thread.
pub async fn target<C: ConnectionTrait>(
    db: &C,
    directory: &Directory,
    named: &Named,
) -> Result<Target> {
    let what = named.what.as_str();
    match Followed::parse(&named.kind).ok_or(Error::NotFound)? {
        Followed::Thread if may_be_number(what) => {
            let thread = threads::by_number(db, what).await?;
            let public = thread.filter(|t| t.visibility == Visibility::Public);
            Ok(Target::Thread(public.ok_or(Error::NotFound)?.id))
        }
        Followed::Unit => {
            let unit = directory.unit_by_slug(what).ok_or(Error::NotFound)?;
            Ok(Target::Unit(unit.id))
        }
        Followed::Service => {
            let (_, service) = directory.service_by_path(what).ok_or(Error::NotFound)?;
            Ok(Target::Service(service.id))
        }
        Followed::Search if what.len() <= SEARCH_MAX => Ok(Target::Search(what.to_owned())),
        Followed::Thread | Followed::Search => Err(Error::NotFound),
    }
}

/// Whether and how an account follows something.
pub async fn of<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    target: &str,
) -> Result<Option<follow::Model>> {
    Ok(follow::Entity::find()
        .filter(follow::Column::AccountId.eq(account))
        .filter(follow::Column::Target.eq(target))
        .one(db)
        .await?)
}

/// Follows something, or changes how soon one is told of it.
pub async fn put(tx: &Tx, f: follow::Model) -> Result<()> {
    run(
        &**tx,
        "INSERT INTO follow (id, account_id, kind, target, every, since_ms)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (account_id, target) DO UPDATE SET every = excluded.every",
        [
            f.id.into(),
            f.account_id.into(),
            f.kind.into(),
            f.target.into(),
            f.every.into(),
            f.since_ms.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Follows no more; what waits to be mailed of it is not.
pub async fn end(tx: &Tx, account: AccountId, target: &str) -> Result<()> {
    run(
        &**tx,
        "UPDATE notification SET due_ms = NULL WHERE account_id = $1 AND follow_id IN
         (SELECT id FROM follow WHERE account_id = $1 AND target = $2)",
        [account.into(), target.into()],
    )
    .await?;
    run(
        &**tx,
        "DELETE FROM follow WHERE account_id = $1 AND target = $2",
        [account.into(), target.into()],
    )
    .await?;
    Ok(())
}

/// Changes how soon one is told, of one thing; `false` if it is not followed.
pub async fn set_every(tx: &Tx, id: FollowId, every: Every) -> Result<bool> {
    if every == Every::Never {
        run(
            &**tx,
            "UPDATE notification SET due_ms = NULL WHERE follow_id = $1",
            [id.into()],
        )
        .await?;
    }
    let changed = run(
        &**tx,
        "UPDATE follow SET every = $1 WHERE id = $2",
        [every.into(), id.into()],
    )
    .await?;
    Ok(changed == 1)
}

pub async fn count<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<i64> {
    let n: Option<Count> = row(
        db,
        "SELECT COUNT(*) AS n FROM follow WHERE account_id = $1",
        [account.into()],
    )
    .await?;
    Ok(n.map_or(0, |c| c.n))
}

/// What an account follows, the latest first, from before the given row on.
pub async fn page<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    before: Option<(Instant, FollowId)>,
    limit: u64,
) -> Result<Vec<follow::Model>> {
    use follow::Column as F;
    let mut find = follow::Entity::find().filter(F::AccountId.eq(account));
    if let Some((at, id)) = before {
        find = find.filter(
            Condition::any()
                .add(F::SinceMs.lt(at))
                .add(Condition::all().add(F::SinceMs.eq(at)).add(F::Id.lt(id))),
        );
    }
    Ok(find
        .order_by_desc(F::SinceMs)
        .order_by_desc(F::Id)
        .limit(limit)
        .all(db)
        .await?)
}

pub async fn wish<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
) -> Result<Option<news_wish::Model>> {
    Ok(news_wish::Entity::find_by_id(account).one(db).await?)
}

/// Stops all mail about what an account follows, or lets it come again.
pub async fn set_stopped(tx: &Tx, account: AccountId, stopped: Option<Instant>) -> Result<()> {
    run(
        &**tx,
        "INSERT INTO news_wish (account_id, stopped_ms) VALUES ($1, $2)
         ON CONFLICT (account_id) DO UPDATE SET stopped_ms = excluded.stopped_ms",
        [account.into(), stopped.into()],
    )
    .await?;
    if stopped.is_some() {
        run(
            &**tx,
            "UPDATE notification SET due_ms = NULL WHERE account_id = $1 AND due_ms IS NOT NULL",
            [account.into()],
        )
        .await?;
    }
    Ok(())
}

/// Notes that something happened. What comes into view again is told to who follows since.
pub async fn happened(
    tx: &Tx,
    thread: ThreadId,
    all: &[(What, PostId)],
    now: Instant,
) -> Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    let mut values: Vec<sea_orm::Value> = Vec::new();
    for (what, post) in all {
        values.extend([
            HappeningId::new().into(),
            thread.into(),
            (*post).into(),
            (*what).into(),
            now.into(),
        ]);
    }
    run(
        &**tx,
        &format!(
            "INSERT INTO happening (id, thread_id, post_id, kind, at_ms) VALUES {}
             ON CONFLICT (post_id, kind) DO UPDATE SET at_ms = excluded.at_ms, spread_ms = NULL",
            placeholders(all.len(), 5, 1)
        ),
        values,
    )
    .await?;
    Ok(())
}

/// Something of this kind that was told of an entry is past: what comes now is told anew.
pub async fn again(tx: &Tx, what: What, post: PostId) -> Result<()> {
    run(
        &**tx,
        "DELETE FROM happening WHERE post_id = $1 AND kind = $2",
        [post.into(), what.into()],
    )
    .await?;
    Ok(())
}

/// Something that nobody has been told yet, with who wrote it and whose the thread is.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Waiting {
    pub id: HappeningId,
    pub thread_id: ThreadId,
    pub kind: What,
    pub at_ms: Instant,
    pub unit_id: UnitId,
    pub service_id: ServiceId,
    pub visibility: Visibility,
    /// Who wrote the entry, by account.
    pub writer: Option<AccountId>,
    pub written_ms: Instant,
    /// A step that the thread's author took.
    pub by_author: bool,
    /// The thread's author, by account.
    pub opener: Option<AccountId>,
}

/// What waits to be told, the oldest first.
pub async fn waiting<C: ConnectionTrait>(db: &C, limit: u64) -> Result<Vec<Waiting>> {
    Ok(rows(
        db,
        &format!(
            "SELECT h.id, h.thread_id, h.kind, h.at_ms, t.unit_id, t.service_id, t.visibility,
                w.account_id AS writer, p.created_ms AS written_ms, p.by_author,
                o.account_id AS opener
             FROM happening h JOIN thread t ON t.id = h.thread_id JOIN post p ON p.id = h.post_id
             LEFT JOIN authorship w ON w.post_id = h.post_id
             LEFT JOIN authorship o ON o.thread_id = h.thread_id AND o.opening
             WHERE h.spread_ms IS NULL ORDER BY h.at_ms, h.id LIMIT {limit}"
        ),
        [],
    )
    .await?)
}

/// Everyone who follows has been found.
pub async fn spread(tx: &Tx, ids: &[HappeningId], now: Instant) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut values: Vec<sea_orm::Value> = vec![now.into()];
    values.extend(ids.iter().map(|id| sea_orm::Value::from(*id)));
    run(
        &**tx,
        &format!(
            "UPDATE happening SET spread_ms = $1 WHERE id IN {}",
            placeholders(1, ids.len(), 2)
        ),
        values,
    )
    .await?;
    Ok(())
}

/// Somebody who follows one of some things.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Follower {
    pub follow_id: FollowId,
    pub account_id: AccountId,
    pub every: Every,
    pub since_ms: Instant,
    pub stopped_ms: Option<Instant>,
    pub mailed_ms: Option<Instant>,
}

/// Who follows any of these, by account, from after one on; who follows several stands there as
/// often.
pub async fn followers<C: ConnectionTrait>(
    db: &C,
    targets: &[String],
    after: AccountId,
    limit: u64,
) -> Result<Vec<Follower>> {
    if targets.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<sea_orm::Value> = vec![after.into()];
    values.extend(targets.iter().map(|t| sea_orm::Value::from(t.clone())));
    Ok(rows(
        db,
        &format!(
            "SELECT f.id AS follow_id, f.account_id, f.every, f.since_ms, w.stopped_ms, w.mailed_ms
             FROM follow f LEFT JOIN news_wish w ON w.account_id = f.account_id
             WHERE f.account_id > $1 AND f.target IN {}
             ORDER BY f.account_id, f.id LIMIT {limit}",
            placeholders(1, targets.len(), 2)
        ),
        values,
    )
    .await?)
}

#[derive(FromQueryResult)]
struct Text {
    target: String,
}

/// The searches that somebody follows, each once, in order, from after one on.
pub async fn searches<C: ConnectionTrait>(db: &C, after: &str, limit: u64) -> Result<Vec<String>> {
    let found: Vec<Text> = rows(
        db,
        &format!(
            "SELECT DISTINCT target FROM follow WHERE kind = $1 AND target > $2
             ORDER BY target LIMIT {limit}"
        ),
        [Followed::Search.into(), after.into()],
    )
    .await?;
    Ok(found.into_iter().map(|t| t.target).collect())
}

/// Forgets what happened before, with whom it was told.
pub async fn forget<C: ConnectionTrait>(db: &C, before: Instant, limit: u64) -> Result<u64> {
    Ok(run(
        db,
        &format!(
            "DELETE FROM happening WHERE id IN (SELECT id FROM happening
             WHERE at_ms <= $1 AND spread_ms IS NOT NULL ORDER BY at_ms LIMIT {limit})"
        ),
        [before.into()],
    )
    .await?)
}

/// Everything of these accounts' news that is kept is void.
pub fn touch(tx: &mut Tx, accounts: impl IntoIterator<Item = AccountId>) {
    for account in accounts {
        tx.touch(Tag::News(account));
    }
}
