//! Files (PDF) on their way to an official answer: uploaded once, kept for their form as photos are,
//! and taken by the answer's post when that is written.

use super::uploads::{self, Change, Content, Holder, Sent};
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::FileId;
use crate::domain::message::Message;
use crate::domain::person::Viewer;
use crate::media::pdf::{self, Fault};
use crate::store::entity::attachment;
use crate::store::files::{self, Info};
use crate::store::uploads as stored;

/// The form's fields for files: an answer has as many at most.
pub const FIELDS: [&str; 3] = ["file1", "file2", "file3"];

/// What a form says of its files.
#[derive(Default)]
pub struct Changes {
    pub drop: Vec<FileId>,
    pub add: Vec<Sent>,
}

/// A file that waits for its form to be sent.
#[derive(Clone, Debug)]
pub struct Draft {
    pub id: FileId,
    pub name: String,
    /// Bytes.
    pub size: i64,
}

fn drafts(rows: Vec<Info>) -> Vec<Draft> {
    rows.into_iter()
        .map(|f| Draft {
            id: f.id,
            name: f.name,
            size: f.size,
        })
        .collect()
}

/// The files that a form holds.
///
/// # Errors
/// What the database says.
pub async fn held(app: &App, viewer: &Viewer, form_id: &str) -> Result<Vec<Draft>> {
    Ok(drafts(uploads::held(app, viewer, form_id).await?))
}

/// Takes what a form says of its files: removes, adds. Gives what the form holds after, and a fault
/// for each file that could not be taken.
///
/// # Errors
/// By the database or the disk.
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
    let before = stored::drafts(app.store.read(), form, owner).await?;
    let change = Change {
        holder: &holder,
        before: &before,
        drop: &changes.drop,
        most: FIELDS.len(),
    };
    let read = async |sent: Sent, position| {
        let name = pdf::name(&sent.name);
        Ok(match read(sent.content).await? {
            Ok(bytes) => Ok(row(app, &holder, name, bytes, position)),
            Err(key) => Err(Message::new(key).with("name", name)),
        })
    };
    let (rows, faults) = change
        .take(changes.add, "fault-file-count", read, |r| r.hash.as_str())
        .await?;
    let after = if rows.is_empty() && changes.drop.is_empty() {
        before
    } else {
        let tx = app.store.begin().await?;
        stored::drop::<Info>(&tx, form, owner, &changes.drop).await?;
        files::insert_drafts(&tx, rows).await?;
        let after = change.settle(&tx).await?;
        tx.commit().await?;
        after
    };
    let errors = uploads::beside(&FIELDS, after.len(), faults);
    Ok((drafts(after), errors))
}

fn row(
    app: &App,
    holder: &Holder,
    name: String,
    bytes: Vec<u8>,
    position: i64,
) -> attachment::Model {
    attachment::Model {
        id: FileId::new(),
        thread_id: None,
        post_id: None,
        form_key: Some(holder.form.clone()),
        owner: Some(holder.owner.clone()),
        position,
        name,
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        hash: uploads::hash(&bytes),
        created_ms: app.now(),
        bytes,
    }
}

/// The bytes of a file if it is a whole PDF; else the key of what is wrong with it.
async fn read(content: Content) -> Result<Result<Vec<u8>, &'static str>> {
    let file = match content {
        Content::File(file) => file,
        Content::TooLong => return Ok(Err("fault-file-long")),
        Content::TooMany => return Ok(Err("fault-file-many")),
    };
    let work = tokio::task::spawn_blocking(move || uploads::bytes_of(file, pdf::MAX_BYTES));
    let bytes = work
        .await
        .map_err(|e| Error::Internal(e.to_string()))?
        .map_err(|e| Error::Internal(format!("an uploaded file: {e}")))?;
    Ok(match pdf::check(&bytes) {
        Ok(()) => Ok(bytes),
        Err(Fault::Unknown) => Err("fault-file-kind"),
        Err(Fault::TooBig) => Err("fault-file-long"),
        Err(Fault::Broken) => Err("fault-file-broken"),
    })
}
