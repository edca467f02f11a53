//! What goes by itself, in batches.

use super::entity::thread;
use super::generations::Tag;
use super::{Tx, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, PostId, ThreadId};
use crate::domain::thread::Visibility;
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};

/// Removes keys of days before; what was hashed under them means nothing from then on.
pub async fn forget_address_keys<C: ConnectionTrait>(db: &C, before: Instant) -> Result<u64> {
    Ok(run(
        db,
        "DELETE FROM address_key WHERE created_ms <= $1",
        [before.into()],
    )
    .await?)
}

/// Removes traces of posts and ratings from before.
pub async fn forget_traces<C: ConnectionTrait>(db: &C, before: Instant, limit: u64) -> Result<u64> {
    Ok(run(
        db,
        &format!(
            "DELETE FROM trace WHERE id IN (SELECT id FROM trace
             WHERE what IN ('post', 'rating') AND created_ms <= $1 LIMIT {limit})"
        ),
        [before.into()],
    )
    .await?)
}

/// Puts something that tells of nobody in the place of who gave a rating.
pub async fn forget_raters<C: ConnectionTrait>(db: &C, before: Instant, limit: u64) -> Result<u64> {
    let id = match db.get_database_backend() {
        DbBackend::Sqlite => "HEX(id)",
        _ => "CAST(id AS TEXT)",
    };
    Ok(run(
        db,
        &format!(
            "UPDATE rating SET rater = 'gone ' || {id} WHERE id IN (SELECT id FROM rating
             WHERE rater < 'g' AND created_ms <= $1 ORDER BY created_ms LIMIT {limit})"
        ),
        [before.into()],
    )
    .await?)
}

/// Removes reports on which it was decided, and with them who reported.
pub async fn forget_reports<C: ConnectionTrait>(
    db: &C,
    before: Instant,
    limit: u64,
) -> Result<u64> {
    Ok(run(
        db,
        &format!(
            "DELETE FROM report WHERE id IN (SELECT id FROM report
             WHERE state <> 'open' AND created_ms <= $1 LIMIT {limit})"
        ),
        [before.into()],
    )
    .await?)
}

/// Takes away what was noted for moderators about what they have decided, such as the words that
/// were in doubt.
pub async fn forget_details<C: ConnectionTrait>(
    db: &C,
    before: Instant,
    limit: u64,
) -> Result<u64> {
    Ok(run(
        db,
        &format!(
            "UPDATE queue_item SET detail = '' WHERE id IN (SELECT id FROM queue_item
             WHERE detail <> '' AND closed_ms <= $1 ORDER BY closed_ms LIMIT {limit})"
        ),
        [before.into()],
    )
    .await?)
}

/// Threads held since before, the oldest first.
pub async fn held_since(tx: &Tx, before: Instant, limit: u64) -> Result<Vec<thread::Model>> {
    Ok(thread::Entity::find()
        .filter(thread::Column::Visibility.eq(Visibility::Held))
        .filter(thread::Column::CreatedMs.lte(before))
        .order_by_asc(thread::Column::Id)
        .limit(limit)
        .lock_exclusive()
        .all(&**tx)
        .await?)
}

/// Threads refused before, whose words are still there.
pub async fn refused_before(tx: &Tx, before: Instant, limit: u64) -> Result<Vec<thread::Model>> {
    Ok(thread::Entity::find()
        .filter(thread::Column::Visibility.eq(Visibility::Refused))
        .filter(thread::Column::ClosedMs.lte(before))
        .filter(thread::Column::Title.ne(""))
        .order_by_asc(thread::Column::ClosedMs)
        .limit(limit)
        .lock_exclusive()
        .all(&**tx)
        .await?)
}

/// Takes the words of some threads, and everything that leads to who wrote them.
pub async fn blank(tx: &mut Tx, threads: &[ThreadId]) -> Result<()> {
    let list = numbered(threads.len());
    for statement in [
        "UPDATE thread SET title = '', excerpt = '', author_label = '' WHERE id IN",
        "UPDATE post SET body = '', shown = '', label = '' WHERE kind = 'citizen' AND thread_id IN",
        "UPDATE thread_contact SET code_hash = NULL, email = NULL WHERE thread_id IN",
        "DELETE FROM authorship WHERE thread_id IN",
        "DELETE FROM photo WHERE thread_id IN",
        "DELETE FROM named WHERE thread_id IN",
        "DELETE FROM screening WHERE thread_id IN",
    ] {
        let values = threads.iter().map(|id| (*id).into());
        run(&**tx, &format!("{statement} ({list})"), values).await?;
    }
    let earlier = format!(
        "DELETE FROM post_revision WHERE post_id IN (SELECT id FROM post WHERE thread_id IN ({list}))"
    );
    run(&**tx, &earlier, threads.iter().map(|id| (*id).into())).await?;
    for id in threads {
        tx.touch(Tag::Thread(*id));
    }
    Ok(())
}

/// A reply that waits, or was refused.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Reply {
    pub id: PostId,
    pub thread_id: ThreadId,
    pub number: String,
    pub title: String,
    pub account_id: Option<AccountId>,
}

const REPLIES: &str = "SELECT p.id, p.thread_id, t.number, t.title, w.account_id
    FROM post p JOIN thread t ON t.id = p.thread_id LEFT JOIN authorship w ON w.post_id = p.id";

/// Replies held since before, the oldest first.
pub async fn held_replies(tx: &Tx, before: Instant, limit: u64) -> Result<Vec<Reply>> {
    Ok(rows(
        &**tx,
        &format!(
            "{REPLIES} WHERE p.visibility = 'held' AND p.created_ms <= $1
             ORDER BY p.created_ms, p.id LIMIT {limit}"
        ),
        [before.into()],
    )
    .await?)
}

/// Replies on which it was decided before that they are not published, whose words are still there.
pub async fn refused_replies(tx: &Tx, before: Instant, limit: u64) -> Result<Vec<Reply>> {
    Ok(rows(
        &**tx,
        &format!(
            "{REPLIES} WHERE p.visibility = 'refused' AND p.body <> '' AND EXISTS (
                SELECT 1 FROM queue_item q
                WHERE q.post_id = p.id AND q.kind = 'held' AND q.closed_ms <= $1)
             ORDER BY p.created_ms, p.id LIMIT {limit}"
        ),
        [before.into()],
    )
    .await?)
}

fn numbered(n: usize) -> String {
    let list: Vec<String> = (1..=n).map(|i| format!("${i}")).collect();
    list.join(", ")
}

/// Closes what waits at the moderators' desk about some posts, without a decision.
pub async fn close_waiting(tx: &Tx, posts: &[PostId], now: Instant) -> Result<()> {
    let statement = format!(
        "UPDATE queue_item SET closed_ms = {} WHERE closed_ms IS NULL AND post_id IN ({})",
        now.0,
        numbered(posts.len())
    );
    run(&**tx, &statement, posts.iter().map(|id| (*id).into())).await?;
    Ok(())
}

/// Replies that were held are refused.
pub async fn refuse_replies(tx: &mut Tx, replies: &[Reply]) -> Result<()> {
    let statement = format!(
        "UPDATE post SET visibility = 'refused' WHERE id IN ({})",
        numbered(replies.len())
    );
    run(&**tx, &statement, replies.iter().map(|r| r.id.into())).await?;
    for reply in replies {
        tx.touch(Tag::Thread(reply.thread_id));
    }
    Ok(())
}

/// Takes the words of some replies, and everything that leads to who wrote them.
pub async fn blank_replies(tx: &mut Tx, replies: &[Reply]) -> Result<()> {
    let list = numbered(replies.len());
    for statement in [
        "UPDATE post SET body = '', shown = '', label = '' WHERE id IN",
        "DELETE FROM authorship WHERE post_id IN",
        "DELETE FROM photo WHERE post_id IN",
        "DELETE FROM named WHERE post_id IN",
        "DELETE FROM screening WHERE post_id IN",
        "DELETE FROM post_revision WHERE post_id IN",
    ] {
        let values = replies.iter().map(|r| r.id.into());
        run(&**tx, &format!("{statement} ({list})"), values).await?;
    }
    for reply in replies {
        tx.touch(Tag::Thread(reply.thread_id));
    }
    Ok(())
}
