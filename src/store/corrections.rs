//! Corrections of what was read from posts.

use super::entity::{correction, post};
use super::generations::Tag;
use super::{Tx, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::PostId;
use crate::domain::sentiment::{Mentions, Polarity};
use crate::domain::time::Instant;
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel};

/// Stores a correction and what the post counts as from now on. The program's certainty stays with
/// the first correction.
pub async fn insert(tx: &mut Tx, post: &post::Model, made: correction::Model) -> Result<()> {
    run(
        &**tx,
        "UPDATE post SET polarity = $1, elements = $2, corrected_ms = $3 WHERE id = $4",
        [
            made.to_polarity.into(),
            made.to_elements.clone().into(),
            made.created_ms.into(),
            post.id.into(),
        ],
    )
    .await?;
    correction::Entity::insert(made.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    tx.touch(Tag::Thread(post.thread_id));
    Ok(())
}

/// A correction with who made it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Made {
    pub name: String,
    pub by_staff: bool,
    pub from_polarity: Polarity,
    pub from_elements: Mentions,
    pub to_polarity: Polarity,
    pub to_elements: Mentions,
    pub created_ms: Instant,
}

/// A post's corrections, the newest first; at most `limit`.
pub async fn of_post<C: ConnectionTrait>(db: &C, post: PostId, limit: u64) -> Result<Vec<Made>> {
    Ok(rows(
        db,
        &format!(
            "SELECT a.name, c.by_staff, c.from_polarity, c.from_elements, c.to_polarity,
                c.to_elements, c.created_ms
             FROM correction c JOIN account a ON a.id = c.account_id
             WHERE c.post_id = $1 ORDER BY c.created_ms DESC, c.id DESC LIMIT {limit}"
        ),
        [post.into()],
    )
    .await?)
}

/// A corrected post that everyone may read.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Corrected {
    pub id: PostId,
    pub opening: bool,
    pub title: String,
    /// Safe HTML, masked.
    pub shown: String,
    pub polarity: Polarity,
    pub elements: Mentions,
    pub corrected_ms: Instant,
}

/// Corrected public posts of public threads, in the order of their correction.
pub async fn public<C: ConnectionTrait>(
    db: &C,
    after: Option<(Instant, PostId)>,
    limit: u64,
) -> Result<Vec<Corrected>> {
    let (at, id) = after.unwrap_or((Instant(i64::MIN), PostId(uuid::Uuid::nil())));
    Ok(rows(
        db,
        &format!(
            "SELECT p.id, p.opening, t.title, p.shown, p.polarity, p.elements, p.corrected_ms
             FROM post p JOIN thread t ON t.id = p.thread_id
             WHERE p.corrected_ms IS NOT NULL
                AND (p.corrected_ms > $1 OR (p.corrected_ms = $1 AND p.id > $2))
                AND p.visibility = 'public' AND t.visibility = 'public'
             ORDER BY p.corrected_ms, p.id LIMIT {limit}"
        ),
        [at.into(), id.into()],
    )
    .await?)
}
