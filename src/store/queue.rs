//! The moderators' queue.

use super::entity::queue_item;
use super::{Tx, run};
use crate::domain::desk::{self, ItemKind, NewItem, Thing};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{ActionId, PostId, QueueItemId};
use crate::domain::time::Instant;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

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

/// A decision about a post closes what was asked about it, but for appeals, which are decided by
/// themselves.
pub async fn close_post(tx: &Tx, post: PostId, by: ActionId, now: Instant) -> Result<u64> {
    Ok(run(
        &**tx,
        "UPDATE queue_item SET closed_ms = $1, closed_by = $2
         WHERE post_id = $3 AND closed_ms IS NULL AND kind <> $4",
        [now.into(), by.into(), post.into(), ItemKind::Appeal.into()],
    )
    .await?)
}
