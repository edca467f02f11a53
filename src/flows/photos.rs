//! Photos on their way to a post: uploaded once, kept for their form, and taken by its post when
//! that is written.

use super::uploads::{self, Change, Content, Holder, Sent};
use super::words;
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{PhotoId, PostId, ThreadId};
use crate::domain::message::Message;
use crate::domain::person::Viewer;
use crate::domain::thread::PostVisibility;
use crate::domain::time::Instant;
use crate::media::{self, Fault};
use crate::store::entity::photo;
use crate::store::photos::{self, Info};
use crate::store::{Tx, uploads as stored};
use crate::text::masks;
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

/// The photos that a form holds.
pub async fn held(app: &App, viewer: &Viewer, form_id: &str) -> Result<Vec<Draft>> {
    Ok(drafts(uploads::held(app, viewer, form_id).await?))
}

fn drafts(rows: Vec<Info>) -> Vec<Draft> {
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
    let Some(holder) = uploads::holder(app, viewer, form_id) else {
        return Ok((Vec::new(), uploads::stale(&FIELDS, &changes.add)));
    };
    let (form, owner) = (holder.form.as_str(), holder.owner.as_str());
    let before: Vec<Info> = stored::drafts(app.store.read(), form, owner).await?;
    let change = Change {
        holder: &holder,
        before: &before,
        drop: &changes.drop,
        most: FIELDS.len(),
    };
    let read = async |sent: Sent, position| {
        Ok(match read(sent.content).await? {
            Ok(made) => Ok(row(app, &holder, made, &sent.alt, position)),
            Err(key) => Err(Message::new(key).with("name", called(&sent.name))),
        })
    };
    let (rows, faults) = change
        .take(changes.add, "fault-photo-count", read, |r| {
            r.full_hash.as_str()
        })
        .await?;
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
        stored::drop::<Info>(&tx, form, owner, &changes.drop).await?;
        photos::describe_drafts(&tx, form, owner, alts).await?;
        photos::insert_drafts(&tx, rows).await?;
        let after = change.settle(&tx).await?;
        tx.commit().await?;
        after
    };
    let errors = uploads::beside(&FIELDS, after.len(), faults);
    Ok((drafts(after), errors))
}

/// What a photo is called, to say it back to who sent it.
fn called(name: &str) -> String {
    let fit: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
    if fit.is_empty() { "?".into() } else { fit }
}

/// What is seen, in one line, as the public reads it: masked, and cut rather than refused.
fn described(alt: &str) -> String {
    let line: String = alt.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(ALT_MAX).collect();
    let mut ignored = FieldErrors::default();
    masks::mask(&words::optional_line(&mut ignored, "alt", &cut, ALT_MAX)).text
}

fn row(app: &App, holder: &Holder, made: media::Photo, alt: &str, position: i64) -> photo::Model {
    let mut row = finished(PhotoId::new(), made, described(alt), app.now());
    row.form_key = Some(holder.form.clone());
    row.owner = Some(holder.owner.clone());
    row.position = position;
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
        full_hash: uploads::hash(&made.full.bytes),
        small_hash: uploads::hash(&made.small.bytes),
        visibility: PostVisibility::Public,
        hidden_rule: None,
        created_ms: now,
        small_bytes: made.small.bytes,
        full_bytes: made.full.bytes,
    }
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
        let bytes = uploads::bytes_of(file, media::MAX_BYTES)?;
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
    match uploads::holder(app, viewer, form_id) {
        Some(h) => stored::adopt::<Info>(tx, &h.form, &h.owner, thread, post).await,
        None => Ok(()),
    }
}
