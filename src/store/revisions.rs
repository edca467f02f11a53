//! Earlier versions of posts.

use super::entity::{post, post_revision};
use super::generations::Tag;
use super::{Tx, placeholders, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{PostId, RevisionId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

/// Versions of a post that are kept: after them it stays as it is.
pub const MOST: u64 = 20;

/// The earlier versions of a post, the oldest first.
pub async fn of_post<C: ConnectionTrait>(
    db: &C,
    post: PostId,
) -> Result<Vec<post_revision::Model>> {
    use post_revision::Column as R;
    Ok(post_revision::Entity::find()
        .filter(R::PostId.eq(post))
        .order_by_asc(R::UntilMs)
        .order_by_asc(R::Id)
        .limit(MOST)
        .all(db)
        .await?)
}

/// Keeps what a post said until now, and writes what it says from now on.
pub async fn replace(tx: &mut Tx, before: post_revision::Model, post: &post::Model) -> Result<()> {
    post_revision::Entity::insert(before.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    run(
        &**tx,
        "UPDATE post SET body = $1, shown = $2, polarity = $3, certainty = $4, elements = $5,
            edited_ms = $6 WHERE id = $7",
        [
            post.body.clone().into(),
            post.shown.clone().into(),
            post.polarity.into(),
            post.certainty.into(),
            post.elements.clone().into(),
            post.edited_ms.into(),
            post.id.into(),
        ],
    )
    .await?;
    tx.touch(Tag::Thread(post.thread_id));
    Ok(())
}

/// Rewrites the title and words of an earlier version.
pub async fn cover(tx: &Tx, id: RevisionId, title: &str, words: &str) -> Result<()> {
    run(
        &**tx,
        "UPDATE post_revision SET title = $1, words = $2 WHERE id = $3",
        [title.into(), words.into(), id.into()],
    )
    .await?;
    Ok(())
}

/// Those of these posts on which a moderator has decided.
pub async fn decided<C: ConnectionTrait>(db: &C, posts: &[PostId]) -> Result<Vec<PostId>> {
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<Decided> = rows(
        db,
        &format!(
            "SELECT DISTINCT post_id FROM moderation_action WHERE post_id IN {}",
            placeholders(1, posts.len(), 1)
        ),
        posts.iter().map(|p| (*p).into()),
    )
    .await?;
    Ok(found.into_iter().map(|d| d.post_id).collect())
}

#[derive(FromQueryResult)]
struct Decided {
    post_id: PostId,
}

/// The sketch of a post's words is of what it says now.
pub async fn sketch(tx: &Tx, post: PostId, sketch: i64) -> Result<()> {
    run(
        &**tx,
        "UPDATE trace SET sketch = $1 WHERE what = 'post' AND subject = $2",
        [sketch.into(), post.0.into()],
    )
    .await?;
    Ok(())
}
