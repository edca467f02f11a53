//! The moderators' queue.

use super::entity::{authorship, queue_item};
use super::{Tx, rows, run};
use crate::domain::desk::{self, ItemKind, NewItem, Thing};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, ActionId, PostId, QueueItemId, ThreadId, UnitId};
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};

/// Items are counted no further than this: "1,000 and more" is enough to know.
pub const COUNTED: i64 = 1_000;

/// Brings something to the moderators' desk, in the transaction of the act that finds it worth a
/// look. While an item about the same thing and of the same kind is open, the new one joins it:
/// reasons and details are united, reports' weights added (of other kinds the greatest counts),
/// and it keeps its first time. So it may be called however often.
///
/// - A text that is not shown yet: store the post with `PostVisibility::Held` (a thread with
///   `Visibility::Held`) and enqueue it as [`ItemKind::Held`]. For replies hand a
///   `flows::reply::Hold` to `flows::reply::add`, which does both.
/// - A text that is shown while something in it is in doubt: [`ItemKind::Doubt`], with the words in
///   doubt in `detail`, one a line. The moderator leaves it, masks just these words, or hides it.
/// - Ratings: [`ItemKind::Rating`] with [`Thing::Rating`], one item for each rating in doubt. The
///   moderator counts it or takes it out of the figures.
///
/// Nothing leaves the queue but by a moderator's decision.
///
/// # Errors
/// What the database says; no unit, thread, post or rating is looked up, but each must be there.
pub async fn enqueue(tx: &Tx, item: NewItem) -> Result<QueueItemId> {
    let id = QueueItemId::new();
    let model = model(&item, id);
    if insert(tx, &model).await? {
        return Ok(id);
    }
    let old = queue_item::Entity::find()
        .filter(queue_item::Column::Subject.eq(model.subject))
        .filter(queue_item::Column::Kind.eq(model.kind))
        .filter(queue_item::Column::ClosedMs.is_null())
        .lock_exclusive()
        .one(&**tx)
        .await?;
    let Some(old) = old else {
        // Decided in the very moment between: rare, and the form can be sent again.
        return Err(Error::Unavailable("an item was decided meanwhile".into()));
    };
    let weight = desk::joined_weight(item.kind, old.weight, model.weight);
    let since = old.since_ms.min(model.since_ms);
    let reasons = desk::joined_reasons(&desk::parse_reasons(&old.reasons), &item.reasons);
    run(
        &**tx,
        "UPDATE queue_item SET reasons = $1, detail = $2, weight = $3, n = n + 1, since_ms = $4,
            rank_ms = $5 WHERE id = $6",
        [
            desk::reasons_text(&reasons).into(),
            desk::joined_detail(&old.detail, &item.detail).into(),
            weight.into(),
            since.into(),
            desk::rank(since, weight).into(),
            old.id.into(),
        ],
    )
    .await?;
    Ok(old.id)
}

/// An item as [`enqueue`] first makes it.
pub fn model(item: &NewItem, id: QueueItemId) -> queue_item::Model {
    let (thread, post, rating, appeal, not_by) = match item.thing {
        Thing::Post { thread, post } => (Some(thread), Some(post), None, None, None),
        Thing::Rating(rating) => (None, None, Some(rating), None, None),
        Thing::Appeal {
            appeal,
            thread,
            post,
            decided_by,
        } => (
            Some(thread),
            Some(post),
            None,
            Some(appeal),
            Some(decided_by),
        ),
    };
    let weight = desk::joined_weight(item.kind, 0, item.weight);
    queue_item::Model {
        id,
        kind: item.kind,
        subject: item.thing.subject(),
        thread_id: thread,
        post_id: post,
        rating_id: rating,
        appeal_id: appeal,
        unit_id: item.unit,
        reasons: desk::reasons_text(&desk::joined_reasons(&[], &item.reasons)),
        detail: desk::joined_detail("", &item.detail),
        weight,
        n: 1,
        since_ms: item.since,
        rank_ms: desk::rank(item.since, weight),
        not_by,
        claimed_by: None,
        claimed_until_ms: None,
        closed_ms: None,
        closed_by: None,
    }
}

/// `false` if an open item about the thing was there.
async fn insert(tx: &Tx, m: &queue_item::Model) -> Result<bool> {
    let sql = format!(
        "INSERT INTO queue_item (id, kind, subject, thread_id, post_id, rating_id, appeal_id,
            unit_id, reasons, detail, weight, n, since_ms, rank_ms, not_by)
         VALUES {} ON CONFLICT (subject, kind) WHERE closed_ms IS NULL DO NOTHING",
        super::placeholders(1, 15, 1)
    );
    let values = [
        m.id.into(),
        m.kind.into(),
        m.subject.into(),
        m.thread_id.into(),
        m.post_id.into(),
        m.rating_id.into(),
        m.appeal_id.into(),
        m.unit_id.into(),
        m.reasons.clone().into(),
        m.detail.clone().into(),
        m.weight.into(),
        m.n.into(),
        m.since_ms.into(),
        m.rank_ms.into(),
        m.not_by.into(),
    ];
    Ok(run(&**tx, &sql, values).await? == 1)
}

/// An item's place in the queue.
pub type Place = (Instant, QueueItemId);

/// What waits, of one kind or of all, from after a place on, what comes first first.
pub async fn page<C: ConnectionTrait>(
    db: &C,
    kind: Option<ItemKind>,
    after: Option<Place>,
    limit: u64,
) -> Result<Vec<queue_item::Model>> {
    let (rank, id) = after.unwrap_or((Instant(i64::MIN), QueueItemId(uuid::Uuid::nil())));
    let mut values: Vec<sea_orm::Value> = vec![rank.into(), id.into()];
    let of_kind = match kind {
        Some(kind) => {
            values.push(kind.into());
            "kind = $3 AND"
        }
        None => "",
    };
    Ok(rows(
        db,
        &format!(
            "SELECT * FROM queue_item WHERE {of_kind} closed_ms IS NULL
                AND (rank_ms, id) > ($1, $2)
             ORDER BY rank_ms, id LIMIT {limit}"
        ),
        values,
    )
    .await?)
}

/// How many of each kind wait, no further than [`COUNTED`].
pub async fn counts<C: ConnectionTrait>(db: &C) -> Result<Vec<(ItemKind, i64)>> {
    #[derive(FromQueryResult)]
    struct Of {
        kind: ItemKind,
        n: i64,
    }
    let parts: Vec<String> = ItemKind::ALL
        .iter()
        .map(|kind| {
            let kind = kind.as_str();
            format!(
                "SELECT '{kind}' AS kind, COUNT(*) AS n FROM (SELECT 1 AS one FROM queue_item
                 WHERE kind = '{kind}' AND closed_ms IS NULL LIMIT {COUNTED}) {kind}_items"
            )
        })
        .collect();
    let counted: Vec<Of> = rows(db, &parts.join(" UNION ALL "), []).await?;
    Ok(counted.into_iter().map(|o| (o.kind, o.n)).collect())
}

pub async fn by_id<C: ConnectionTrait>(
    db: &C,
    id: QueueItemId,
) -> Result<Option<queue_item::Model>> {
    Ok(queue_item::Entity::find_by_id(id).one(db).await?)
}

/// What is open about a post, appeals too.
pub async fn open_of<C: ConnectionTrait>(db: &C, post: PostId) -> Result<Vec<queue_item::Model>> {
    Ok(queue_item::Entity::find()
        .filter(queue_item::Column::PostId.eq(post))
        .filter(queue_item::Column::ClosedMs.is_null())
        .order_by_asc(queue_item::Column::RankMs)
        .all(db)
        .await?)
}

/// What is open about a rating or an appeal.
pub async fn open_about<C: ConnectionTrait>(
    db: &C,
    subject: uuid::Uuid,
    kind: ItemKind,
) -> Result<Option<queue_item::Model>> {
    Ok(queue_item::Entity::find()
        .filter(queue_item::Column::Subject.eq(subject))
        .filter(queue_item::Column::Kind.eq(kind))
        .filter(queue_item::Column::ClosedMs.is_null())
        .one(db)
        .await?)
}

/// Takes an item for a moderator until then. `false` if it is decided, or another has it.
pub async fn claim(
    tx: &Tx,
    id: QueueItemId,
    moderator: AccountId,
    now: Instant,
    until: Instant,
) -> Result<bool> {
    Ok(run(
        &**tx,
        "UPDATE queue_item SET claimed_by = $1, claimed_until_ms = $2
         WHERE id = $3 AND closed_ms IS NULL
            AND (claimed_by IS NULL OR claimed_by = $1 OR claimed_until_ms <= $4)",
        [moderator.into(), until.into(), id.into(), now.into()],
    )
    .await?
        == 1)
}

/// Gives back what a moderator has taken.
pub async fn release(tx: &Tx, id: QueueItemId, moderator: AccountId) -> Result<()> {
    run(
        &**tx,
        "UPDATE queue_item SET claimed_by = NULL, claimed_until_ms = NULL
         WHERE id = $1 AND claimed_by = $2",
        [id.into(), moderator.into()],
    )
    .await?;
    Ok(())
}

/// Closes items by a decision.
pub async fn close(tx: &Tx, items: &[QueueItemId], by: ActionId, now: Instant) -> Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let mut values: Vec<sea_orm::Value> = vec![now.into(), by.into()];
    values.extend(items.iter().map(|id| sea_orm::Value::from(*id)));
    let sql = format!(
        "UPDATE queue_item SET closed_ms = $1, closed_by = $2, claimed_by = NULL,
            claimed_until_ms = NULL WHERE closed_ms IS NULL AND id IN {}",
        super::placeholders(1, items.len(), 3)
    );
    run(&**tx, &sql, values).await?;
    Ok(())
}

/// Opens again what a decision had closed, unless the same has come to the desk since.
pub async fn reopen(tx: &Tx, by: ActionId) -> Result<()> {
    run(
        &**tx,
        "UPDATE queue_item SET closed_ms = NULL, closed_by = NULL
         WHERE closed_by = $1 AND NOT EXISTS (SELECT 1 FROM queue_item o
            WHERE o.subject = queue_item.subject AND o.kind = queue_item.kind
                AND o.closed_ms IS NULL)",
        [by.into()],
    )
    .await?;
    Ok(())
}

/// What waits about a thread's posts goes with the case to another unit.
pub async fn refile(tx: &Tx, thread: ThreadId, unit: UnitId) -> Result<()> {
    run(
        &**tx,
        "UPDATE queue_item SET unit_id = $1
         WHERE closed_ms IS NULL AND post_id IN (SELECT id FROM post WHERE thread_id = $2)",
        [unit.into(), thread.into()],
    )
    .await?;
    Ok(())
}

/// Who wrote what items are about, and the threads these are in: for the policy alone.
pub struct Writers(Vec<authorship::Model>);

impl Writers {
    /// Whether an account wrote the post of an item, or the thread it is in.
    pub fn wrote(&self, item: &queue_item::Model, account: Option<AccountId>) -> bool {
        account.is_some()
            && self.0.iter().any(|w| {
                let of_it = Some(w.post_id) == item.post_id
                    || (w.opening && Some(w.thread_id) == item.thread_id);
                of_it && w.account_id == account
            })
    }
}

/// The writers of these items.
pub async fn writers<C: ConnectionTrait>(db: &C, items: &[queue_item::Model]) -> Result<Writers> {
    use authorship::Column as A;
    let posts = items.iter().filter_map(|i| i.post_id);
    let threads = items.iter().filter_map(|i| i.thread_id);
    Ok(Writers(
        authorship::Entity::find()
            .filter(
                Condition::any().add(A::PostId.is_in(posts)).add(
                    Condition::all()
                        .add(A::Opening.eq(true))
                        .add(A::ThreadId.is_in(threads)),
                ),
            )
            .all(db)
            .await?,
    ))
}

/// What was in doubt about a post has been settled without a decision on the post itself.
pub async fn close_doubt(tx: &Tx, post: PostId, now: Instant) -> Result<u64> {
    Ok(run(
        &**tx,
        "UPDATE queue_item SET closed_ms = $1
         WHERE post_id = $2 AND kind = $3 AND closed_ms IS NULL",
        [now.into(), post.into(), ItemKind::Doubt.into()],
    )
    .await?)
}
