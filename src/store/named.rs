//! People named in posts: what was written of them, and how they are shown.

use super::entity::named;
use super::{Tx, bulk, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{NamedId, PostId, UnitId};
use crate::domain::named::Form;
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
};

/// Stores those of one post.
pub async fn insert(tx: &Tx, all: Vec<named::Model>) -> Result<()> {
    bulk::insert::<named::Entity, _, _>(&**tx, all).await
}

/// Those of a post, in the order of the text, the title's first.
pub async fn of_post<C: ConnectionTrait>(db: &C, post: PostId) -> Result<Vec<named::Model>> {
    let mut all = named::Entity::find()
        .filter(named::Column::PostId.eq(post))
        .order_by_asc(named::Column::StartAt)
        .all(db)
        .await?;
    all.sort_by_key(|n| n.place != "title");
    Ok(all)
}

/// Forgets those of a post, whose words are other ones now.
pub async fn clear(tx: &Tx, post: PostId) -> Result<()> {
    run(&**tx, "DELETE FROM named WHERE post_id = $1", [post.into()]).await?;
    Ok(())
}

/// A moderator has decided how somebody is shown.
pub async fn decide(tx: &Tx, id: NamedId, form: Form, shown: &str) -> Result<()> {
    run(
        &**tx,
        "UPDATE named SET form = $1, shown = $2, doubt = $3 WHERE id = $4",
        [form.into(), shown.into(), false.into(), id.into()],
    )
    .await?;
    Ok(())
}

/// How often one of a unit's staff was praised by name.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Praised {
    pub unit_id: UnitId,
    pub person: String,
    pub n: i64,
    pub last_ms: Instant,
}

/// Who of some units was praised since, in posts that stand: the most often first, at most `limit`.
/// Criticism is not read.
pub async fn praised<C: ConnectionTrait>(
    db: &C,
    units: &[UnitId],
    since: Instant,
    limit: u64,
) -> Result<Vec<Praised>> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let list: Vec<String> = (0..units.len()).map(|i| format!("${}", i + 2)).collect();
    let mut values = vec![since.into()];
    values.extend(units.iter().map(|u| (*u).into()));
    Ok(rows(
        db,
        &format!(
            "SELECT q.unit_id, q.person, COUNT(*) AS n, MAX(q.created_ms) AS last_ms
             FROM named q JOIN post p ON p.id = q.post_id JOIN thread t ON t.id = q.thread_id
             WHERE q.unit_id IN ({}) AND q.tone = 'praise' AND q.created_ms >= $1
                AND p.visibility = 'public' AND t.visibility IN ('public', 'confidential')
             GROUP BY q.unit_id, q.person ORDER BY n DESC, q.person LIMIT {limit}",
            list.join(", ")
        ),
        values,
    )
    .await?)
}
