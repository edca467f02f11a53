//! Files of official answers, and those that have not been sent yet.

use super::entity::attachment;
use super::generations::Tag;
use super::{Tx, row, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{FileId, PostId, ThreadId};
use crate::domain::time::Instant;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, Value,
};

/// A file without its bytes.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Info {
    pub id: FileId,
    pub post_id: Option<PostId>,
    pub position: i64,
    pub name: String,
    pub size: i64,
    pub hash: String,
}

const INFO: &str = "id, post_id, position, name, size, hash";

/// Files of a form that has not been sent, in their order.
pub async fn drafts<C: ConnectionTrait>(db: &C, form: &str, owner: &str) -> Result<Vec<Info>> {
    Ok(rows(
        db,
        &format!(
            "SELECT {INFO} FROM attachment WHERE form_key = $1 AND owner = $2 ORDER BY position, id"
        ),
        [form.into(), owner.into()],
    )
    .await?)
}

/// Stores files of a form; one that the form has already is passed over.
pub async fn insert_drafts(tx: &Tx, files: Vec<attachment::Model>) -> Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    attachment::Entity::insert_many(files.into_iter().map(IntoActiveModel::into_active_model))
        .on_conflict(
            OnConflict::columns([attachment::Column::FormKey, attachment::Column::Hash])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Removes files of a form.
pub async fn drop_drafts(tx: &Tx, form: &str, owner: &str, ids: &[FileId]) -> Result<()> {
    attachment::Entity::delete_many()
        .filter(attachment::Column::FormKey.eq(form))
        .filter(attachment::Column::Owner.eq(owner))
        .filter(attachment::Column::Id.is_in(ids.iter().copied()))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The files of a form become those of a post.
pub async fn adopt(
    tx: &mut Tx,
    form: &str,
    owner: &str,
    thread: ThreadId,
    post: PostId,
) -> Result<()> {
    run(
        &**tx,
        "UPDATE attachment SET thread_id = $1, post_id = $2, form_key = NULL, owner = NULL
         WHERE form_key = $3 AND owner = $4",
        [thread.into(), post.into(), form.into(), owner.into()],
    )
    .await?;
    tx.touch(Tag::Thread(thread));
    Ok(())
}

/// Files of several posts, in the order of each.
pub async fn of_posts<C: ConnectionTrait>(db: &C, posts: &[PostId]) -> Result<Vec<Info>> {
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    let list = super::placeholders(1, posts.len(), 1);
    Ok(rows(
        db,
        &format!("SELECT {INFO} FROM attachment WHERE post_id IN {list} ORDER BY position, id"),
        posts.iter().map(|p| Value::from(*p)),
    )
    .await?)
}

/// A file's content, its name, and whether a moderator hid its post.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Bytes {
    pub bytes: Vec<u8>,
    pub name: String,
    pub hidden: bool,
}

/// The file of a thread whose content has this hash; one that is shown comes first.
pub async fn bytes<C: ConnectionTrait>(
    db: &C,
    thread: ThreadId,
    hash: &str,
) -> Result<Option<Bytes>> {
    Ok(row(
        db,
        "SELECT f.bytes, f.name, (p.visibility <> 'public') AS hidden
         FROM attachment f JOIN post p ON p.id = f.post_id
         WHERE f.thread_id = $1 AND f.hash = $2 ORDER BY hidden, f.id LIMIT 1",
        [thread.into(), hash.into()],
    )
    .await?)
}

/// Removes files that were uploaded before then and never sent, but for those of an answer that
/// waits for a superior, or that one gave back.
pub async fn sweep<C: ConnectionTrait>(db: &C, before: Instant) -> Result<u64> {
    Ok(run(
        db,
        "DELETE FROM attachment WHERE form_key IS NOT NULL AND created_ms <= $1
         AND NOT EXISTS (SELECT 1 FROM answer_draft d WHERE d.form_key = attachment.form_key
            AND d.state IN ('waiting', 'given_back'))",
        [before.into()],
    )
    .await?)
}
