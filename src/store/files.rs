//! Files of official answers, and those that have not been sent yet.

use super::entity::attachment;
use super::uploads::{self, Upload};
use super::{Tx, row};
use crate::domain::error::Result;
use crate::domain::ids::{FileId, PostId, ThreadId};
use sea_orm::{ConnectionTrait, FromQueryResult};

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

impl Upload for Info {
    type Id = FileId;
    const TABLE: &'static str = "attachment";
    const INFO: &'static str = "id, post_id, position, name, size, hash";

    fn id(&self) -> FileId {
        self.id
    }

    fn hash(&self) -> &str {
        &self.hash
    }
}

/// Stores files of a form; one that the form has already is passed over.
pub async fn insert_drafts(tx: &Tx, files: Vec<attachment::Model>) -> Result<()> {
    let once = [attachment::Column::FormKey, attachment::Column::Hash];
    uploads::insert::<attachment::Entity>(tx, files, once).await
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
