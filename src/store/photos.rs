//! Photos of posts, and those that have not been sent yet.

use super::entity::photo;
use super::generations::Tag;
use super::uploads::{self, Upload};
use super::{Tx, row, run};
use crate::domain::error::Result;
use crate::domain::ids::{PhotoId, PostId, ThreadId};
use crate::domain::moderation::Rule;
use crate::domain::thread::PostVisibility;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

/// A photo without its bytes.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Info {
    pub id: PhotoId,
    pub thread_id: Option<ThreadId>,
    pub post_id: Option<PostId>,
    pub position: i64,
    pub alt: String,
    pub width: i64,
    pub height: i64,
    pub small_width: i64,
    pub small_height: i64,
    pub full_hash: String,
    pub small_hash: String,
    pub visibility: PostVisibility,
    pub hidden_rule: Option<Rule>,
}

const INFO: &str = "id, thread_id, post_id, position, alt, width, height, small_width, \
    small_height, full_hash, small_hash, visibility, hidden_rule";

impl Upload for Info {
    type Id = PhotoId;
    const TABLE: &'static str = "photo";
    const INFO: &'static str = INFO;

    fn id(&self) -> PhotoId {
        self.id
    }

    fn hash(&self) -> &str {
        &self.full_hash
    }
}

/// Stores photos of a form; one that the form has already is passed over.
pub async fn insert_drafts(tx: &Tx, photos: Vec<photo::Model>) -> Result<()> {
    let once = [photo::Column::FormKey, photo::Column::FullHash];
    uploads::insert::<photo::Entity>(tx, photos, once).await
}

/// Says in words what is seen on photos of a form.
pub async fn describe_drafts(
    tx: &Tx,
    form: &str,
    owner: &str,
    alts: Vec<(PhotoId, String)>,
) -> Result<()> {
    if alts.is_empty() {
        return Ok(());
    }
    let mut cases = String::new();
    let mut values: Vec<Value> = vec![form.into(), owner.into()];
    for (id, alt) in alts {
        let n = values.len();
        cases.push_str(&format!(" WHEN id = ${} THEN ${}", n + 1, n + 2));
        values.push(id.into());
        values.push(alt.into());
    }
    run(
        &**tx,
        &format!(
            "UPDATE photo SET alt = CASE{cases} ELSE alt END WHERE form_key = $1 AND owner = $2"
        ),
        values,
    )
    .await?;
    Ok(())
}

pub async fn by_id<C: ConnectionTrait>(db: &C, id: PhotoId) -> Result<Option<Info>> {
    Ok(row(
        db,
        &format!("SELECT {INFO} FROM photo WHERE id = $1"),
        [id.into()],
    )
    .await?)
}

/// One size of a photo.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Bytes {
    pub bytes: Vec<u8>,
    /// A moderator hid it.
    pub hidden: bool,
    pub post_id: PostId,
    /// Who sees its post.
    pub post_visibility: PostVisibility,
    pub by_author: bool,
}

/// The picture of a thread whose content has this hash. The same picture may stand there twice; one
/// that is shown comes first.
pub async fn bytes<C: ConnectionTrait>(
    db: &C,
    thread: ThreadId,
    hash: &str,
) -> Result<Option<Bytes>> {
    Ok(row(
        db,
        "SELECT CASE WHEN f.full_hash = $2 THEN f.full_bytes ELSE f.small_bytes END AS bytes,
            f.visibility <> 'public' AS hidden,
            p.id AS post_id, p.visibility AS post_visibility, p.by_author
         FROM photo f JOIN post p ON p.id = f.post_id
         WHERE f.thread_id = $1 AND (f.full_hash = $2 OR f.small_hash = $2)
         ORDER BY hidden, p.visibility <> 'public', f.id LIMIT 1",
        [thread.into(), hash.into()],
    )
    .await?)
}

#[derive(FromQueryResult)]
struct Small {
    small_bytes: Vec<u8>,
}

/// A picture of an answer that waits for a superior in one of some units, small.
pub async fn waiting_bytes<C: ConnectionTrait>(
    db: &C,
    id: PhotoId,
    units: &[crate::domain::ids::UnitId],
) -> Result<Option<Vec<u8>>> {
    if units.is_empty() {
        return Ok(None);
    }
    let list = super::placeholders(1, units.len(), 2);
    let mut values: Vec<Value> = vec![id.into()];
    values.extend(units.iter().map(|u| Value::from(*u)));
    let found: Option<Small> = row(
        db,
        &format!(
            "SELECT f.small_bytes FROM photo f
             JOIN answer_draft d ON d.form_key = f.form_key AND d.owner = f.owner
             WHERE f.id = $1 AND d.state = 'waiting' AND d.unit_id IN {list}"
        ),
        values,
    )
    .await?;
    Ok(found.map(|f| f.small_bytes))
}

/// A picture that its owner has not sent yet, small.
pub async fn draft_bytes<C: ConnectionTrait>(
    db: &C,
    id: PhotoId,
    owner: &str,
) -> Result<Option<Vec<u8>>> {
    let found: Option<Small> = row(
        db,
        "SELECT small_bytes FROM photo WHERE id = $1 AND owner = $2",
        [id.into(), owner.into()],
    )
    .await?;
    Ok(found.map(|f| f.small_bytes))
}

/// Shows or hides one photo.
pub async fn set_visibility(
    tx: &mut Tx,
    id: PhotoId,
    thread: ThreadId,
    visibility: PostVisibility,
    rule: Option<Rule>,
) -> Result<()> {
    run(
        &**tx,
        "UPDATE photo SET visibility = $1, hidden_rule = $2 WHERE id = $3",
        [visibility.into(), rule.into(), id.into()],
    )
    .await?;
    tx.touch(Tag::Thread(thread));
    Ok(())
}
