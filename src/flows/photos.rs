//! Photos on their way to a post: uploaded once, kept for their form, and taken by its post when
//! that is written. Whoever never sends the form leaves nothing: upkeep sweeps them.

use super::words;
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{PhotoId, PostId, ThreadId};
use crate::domain::message::Message;
use crate::domain::person::Viewer;
use crate::domain::thread::PostVisibility;
use crate::domain::time::Instant;
use crate::keys::{self, Purpose};
use crate::media::{self, Fault};
use crate::store::entity::photo;
use crate::store::{Tx, photos};
use crate::text::masks;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::LazyLock;
use std::time::Duration;
use tokio::sync::Semaphore;

/// The form's fields for files, one a photo: a post has as many at most.
pub const FIELDS: [&str; 4] = ["photo1", "photo2", "photo3", "photo4"];
/// Characters that say what is seen on a photo.
pub const ALT_MAX: usize = 200;
/// Photos that are decoded at a time in this process: memory is bounded by it.
static DECODING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(1));
/// How long an upload waits for its turn.
const TURN: Duration = Duration::from_secs(30);

/// A file as it came.
pub struct Sent {
    /// What the browser calls it; only ever said back to who sent it.
    pub name: String,
    pub alt: String,
    pub content: Content,
}

pub enum Content {
    /// At most [`media::MAX_BYTES`], in a file that is gone when closed.
    File(File),
    /// Longer than that; what came was thrown away.
    TooLong,
    /// This address has sent too many.
    TooMany,
}

/// What a form says of its photos.
#[derive(Default)]
pub struct Changes {
    pub drop: Vec<PhotoId>,
    pub alts: Vec<(PhotoId, String)>,
    pub add: Vec<Sent>,
}

/// A photo that waits for its form to be sent.
#[derive(Clone, Debug)]
pub struct Draft {
    pub id: PhotoId,
    pub alt: String,
    pub width: i64,
    pub height: i64,
}

/// Names a form and whose it is. `None` without a name that we made, or a browser to know again.
pub struct Holder {
    pub form: String,
    pub owner: String,
}

/// The keyed hash of a form's name; `None` if it is none of ours.
pub fn form_key(app: &App, form_id: &str) -> Option<String> {
    // As we made it (see `keys::token`): nobody can guess another's.
    let ours = form_id.len() == 64 && form_id.bytes().all(|b| b.is_ascii_hexdigit());
    ours.then(|| app.keys.hash(Purpose::Form, form_id))
}

pub fn holder(app: &App, viewer: &Viewer, form_id: &str) -> Option<Holder> {
    Some(Holder {
        form: form_key(app, form_id)?,
        owner: app.uploader(viewer)?,
    })
}

/// The photos that a form holds.
pub async fn held(app: &App, viewer: &Viewer, form_id: &str) -> Result<Vec<Draft>> {
    match holder(app, viewer, form_id) {
        Some(h) => Ok(drafts(
            photos::drafts(app.store.read(), &h.form, &h.owner).await?,
        )),
        None => Ok(Vec::new()),
    }
}

fn drafts(rows: Vec<photos::Info>) -> Vec<Draft> {
    rows.into_iter()
        .map(|p| Draft {
            id: p.id,
            alt: p.alt,
            width: p.small_width,
            height: p.small_height,
        })
        .collect()
}

/// Takes what a form says of its photos: removes, describes, adds. Gives what the form holds
/// after, and a fault for each file that could not be taken, beside the fields that follow those
/// of the photos that are held.
///
/// # Errors
/// [`Error::Unavailable`] if no turn to decode comes, or by the database.
pub async fn prepare(
    app: &App,
    viewer: &Viewer,
    form_id: &str,
    changes: Changes,
) -> Result<(Vec<Draft>, FieldErrors)> {
    let mut errors = FieldErrors::default();
    let Some(holder) = holder(app, viewer, form_id) else {
        if !changes.add.is_empty() {
            errors.add(FIELDS[0], Message::new("fault-stale-form"));
        }
        return Ok((Vec::new(), errors));
    };
    let (form, owner) = (holder.form.as_str(), holder.owner.as_str());
    let before = photos::drafts(app.store.read(), form, owner).await?;
    let free = FIELDS.len().saturating_sub(
        before
            .iter()
            .filter(|p| !changes.drop.contains(&p.id))
            .count(),
    );
    let mut faults = Vec::new();
    let mut rows: Vec<photo::Model> = Vec::new();
    for sent in changes.add {
        let name = sent
            .name
            .chars()
            .filter(|c| !c.is_control())
            .take(60)
            .collect();
        if rows.len() == free {
            faults.push(Message::new("fault-photo-count"));
            break;
        }
        match read(sent.content).await? {
            Ok(made) => {
                let hash = hash(&made.full.bytes);
                // The same picture chosen twice is one.
                let known = rows.iter().any(|r| r.full_hash == hash)
                    || before
                        .iter()
                        .any(|p| p.full_hash == hash && !changes.drop.contains(&p.id));
                if !known {
                    let position = before.len() + rows.len();
                    rows.push(row(app, &holder, made, &sent.alt, position));
                }
            }
            Err(key) => faults.push(Message::new(key).with("name", name_or(name))),
        }
    }
    let alts: Vec<(PhotoId, String)> = changes
        .alts
        .into_iter()
        .map(|(id, alt)| (id, described(&alt)))
        .filter(|(id, alt)| before.iter().any(|p| p.id == *id && p.alt != *alt))
        .collect();
    let after = if rows.is_empty() && alts.is_empty() && changes.drop.is_empty() {
        before
    } else {
        let tx = app.store.begin().await?;
        photos::drop_drafts(&tx, form, owner, &changes.drop).await?;
        photos::describe_drafts(&tx, form, owner, alts).await?;
        photos::insert_drafts(&tx, rows).await?;
        let mut after = photos::drafts(&*tx, form, owner).await?;
        // Two tabs of one form at once: what is over goes again.
        if after.len() > FIELDS.len() {
            let over: Vec<PhotoId> = after.drain(FIELDS.len()..).map(|p| p.id).collect();
            photos::drop_drafts(&tx, form, owner, &over).await?;
        }
        tx.commit().await?;
        after
    };
    for (i, fault) in faults.into_iter().enumerate() {
        let at = (after.len() + i).min(FIELDS.len() - 1);
        errors.add(FIELDS[at], fault);
    }
    Ok((drafts(after), errors))
}

fn name_or(name: String) -> String {
    if name.is_empty() { "?".into() } else { name }
}

/// What is seen, in one line, as the public reads it: masked, and cut rather than refused.
fn described(alt: &str) -> String {
    let line: String = alt.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(ALT_MAX).collect();
    let mut ignored = FieldErrors::default();
    masks::mask(&words::optional_line(&mut ignored, "alt", &cut, ALT_MAX)).text
}

fn row(app: &App, holder: &Holder, made: media::Photo, alt: &str, position: usize) -> photo::Model {
    let mut row = finished(PhotoId::new(), made, described(alt), app.now());
    row.form_key = Some(holder.form.clone());
    row.owner = Some(holder.owner.clone());
    row.position = i64::try_from(position).unwrap_or(0);
    row
}

/// The row of a photo that is nobody's yet.
pub fn finished(id: PhotoId, made: media::Photo, alt: String, now: Instant) -> photo::Model {
    photo::Model {
        id,
        thread_id: None,
        post_id: None,
        form_key: None,
        owner: None,
        position: 0,
        alt,
        width: made.full.width.into(),
        height: made.full.height.into(),
        small_width: made.small.width.into(),
        small_height: made.small.height.into(),
        full_hash: hash(&made.full.bytes),
        small_hash: hash(&made.small.bytes),
        visibility: PostVisibility::Public,
        hidden_rule: None,
        created_ms: now,
        small_bytes: made.small.bytes,
        full_bytes: made.full.bytes,
    }
}

/// A picture's name in its address: 128 bits of SHA-256, in hexadecimal.
fn hash(bytes: &[u8]) -> String {
    keys::hex(&Sha256::digest(bytes)[..16])
}

/// Decodes a file in its turn, on a thread for such work; or the key of what is wrong with it.
async fn read(content: Content) -> Result<Result<media::Photo, &'static str>> {
    let file = match content {
        Content::File(file) => file,
        Content::TooLong => return Ok(Err("fault-photo-long")),
        Content::TooMany => return Ok(Err("fault-photo-many")),
    };
    let turn = tokio::time::timeout(TURN, DECODING.acquire())
        .await
        .map_err(|_| Error::Unavailable("too many photos at once".into()))?
        .map_err(|e| Error::Internal(e.to_string()))?;
    let work = tokio::task::spawn_blocking(move || {
        let mut file = file;
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        file.take(media::MAX_BYTES + 1).read_to_end(&mut bytes)?;
        std::io::Result::Ok(media::photo(&bytes))
    });
    let made = match work.await {
        Ok(read) => read.map_err(|e| Error::Internal(format!("an uploaded photo: {e}")))?,
        // A decoder that gives up in its own way is a file that can't be read.
        Err(e) => {
            tracing::error!(error = %e, "a photo brought its decoder down");
            Err(Fault::Broken)
        }
    };
    drop(turn);
    Ok(made.map_err(|fault| match fault {
        Fault::Unknown => "fault-photo-kind",
        Fault::Heic => "fault-photo-heic",
        Fault::TooBig => "fault-photo-big",
        Fault::Broken => "fault-photo-broken",
    }))
}

/// In the transaction that writes a post: the photos of its form become its own.
pub async fn adopt(
    app: &App,
    tx: &mut Tx,
    viewer: &Viewer,
    form_id: &str,
    thread: ThreadId,
    post: PostId,
) -> Result<()> {
    match holder(app, viewer, form_id) {
        Some(h) => photos::adopt(tx, &h.form, &h.owner, thread, post).await,
        None => Ok(()),
    }
}
