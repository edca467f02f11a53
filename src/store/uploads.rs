//! What is uploaded for a form and waits there for it to be sent: photos and files alike.

use super::generations::Tag;
use super::{Tx, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::time::Instant;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, Value};

/// A row of a table of uploads, without its bytes.
pub trait Upload: FromQueryResult {
    type Id: Copy + PartialEq + Into<Value>;
    const TABLE: &'static str;
    /// The columns that make it.
    const INFO: &'static str;
    fn id(&self) -> Self::Id;
    /// Names its content.
    fn hash(&self) -> &str;
}

/// What a form that has not been sent holds, in its order.
pub async fn drafts<U: Upload>(
    db: &impl ConnectionTrait,
    form: &str,
    owner: &str,
) -> Result<Vec<U>> {
    let (info, table) = (U::INFO, U::TABLE);
    Ok(rows(
        db,
        &format!(
            "SELECT {info} FROM {table} WHERE form_key = $1 AND owner = $2 ORDER BY position, id"
        ),
        [form.into(), owner.into()],
    )
    .await?)
}

/// Stores what was added to a form; what the form has already, by these columns, is passed over.
pub async fn insert<E>(tx: &Tx, new: Vec<E::Model>, once: [E::Column; 2]) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: Send,
{
    if new.is_empty() {
        return Ok(());
    }
    E::insert_many(new.into_iter().map(IntoActiveModel::into_active_model))
        .on_conflict(OnConflict::columns(once).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Removes some of what a form holds.
pub async fn drop<U: Upload>(tx: &Tx, form: &str, owner: &str, ids: &[U::Id]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let list = super::placeholders(1, ids.len(), 3);
    let mut values: Vec<Value> = vec![form.into(), owner.into()];
    values.extend(ids.iter().map(|id| (*id).into()));
    let table = U::TABLE;
    run(
        &**tx,
        &format!("DELETE FROM {table} WHERE form_key = $1 AND owner = $2 AND id IN {list}"),
        values,
    )
    .await?;
    Ok(())
}

/// What a form holds becomes a post's.
pub async fn adopt<U: Upload>(
    tx: &mut Tx,
    form: &str,
    owner: &str,
    thread: ThreadId,
    post: PostId,
) -> Result<()> {
    let table = U::TABLE;
    run(
        &**tx,
        &format!(
            "UPDATE {table} SET thread_id = $1, post_id = $2, form_key = NULL, owner = NULL
             WHERE form_key = $3 AND owner = $4"
        ),
        [thread.into(), post.into(), form.into(), owner.into()],
    )
    .await?;
    tx.touch(Tag::Thread(thread));
    Ok(())
}

/// What several posts hold, in the order of each.
pub async fn of_posts<U: Upload>(db: &impl ConnectionTrait, posts: &[PostId]) -> Result<Vec<U>> {
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    let list = super::placeholders(1, posts.len(), 1);
    let (info, table) = (U::INFO, U::TABLE);
    Ok(rows(
        db,
        &format!("SELECT {info} FROM {table} WHERE post_id IN {list} ORDER BY position, id"),
        posts.iter().map(|p| Value::from(*p)),
    )
    .await?)
}

/// Removes what was uploaded before then and never sent, but for what belongs to an answer that
/// waits for a superior, or that one gave back.
pub async fn sweep<U: Upload>(db: &impl ConnectionTrait, before: Instant) -> Result<u64> {
    let table = U::TABLE;
    Ok(run(
        db,
        &format!(
            "DELETE FROM {table} WHERE form_key IS NOT NULL AND created_ms <= $1
             AND NOT EXISTS (SELECT 1 FROM answer_draft d WHERE d.form_key = {table}.form_key
                AND d.state IN ('waiting', 'given_back'))"
        ),
        [before.into()],
    )
    .await?)
}
