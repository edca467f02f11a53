//! Files (PDF) on their way to an official answer: uploaded once, kept for their form as photos are,
//! and taken by the answer's post when that is written.

use super::photos::{Content, Sent, holder};
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::FileId;
use crate::domain::message::Message;
use crate::domain::person::Viewer;
use crate::keys;
use crate::media::pdf::{self, Fault};
use crate::store::entity::attachment;
use crate::store::files;
use sha2::{Digest, Sha256};
use std::io::{Read, Seek, SeekFrom};

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

fn drafts(rows: Vec<files::Info>) -> Vec<Draft> {
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
    match holder(app, viewer, form_id) {
        Some(h) => Ok(drafts(
            files::drafts(app.store.read(), &h.form, &h.owner).await?,
        )),
        None => Ok(Vec::new()),
    }
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
    let mut errors = FieldErrors::default();
    let Some(holder) = holder(app, viewer, form_id) else {
        if !changes.add.is_empty() {
            errors.add(FIELDS[0], Message::new("fault-stale-form"));
        }
        return Ok((Vec::new(), errors));
    };
    let (form, owner) = (holder.form.as_str(), holder.owner.as_str());
    let before = files::drafts(app.store.read(), form, owner).await?;
    let kept = before.iter().filter(|f| !changes.drop.contains(&f.id));
    let free = FIELDS.len().saturating_sub(kept.count());
    let mut faults = Vec::new();
    let mut rows: Vec<attachment::Model> = Vec::new();
    for sent in changes.add {
        let name = pdf::name(&sent.name);
        if rows.len() == free {
            faults.push(Message::new("fault-file-count"));
            break;
        }
        match read(sent.content).await? {
            Ok(bytes) => {
                let hash = keys::hex(&Sha256::digest(&bytes)[..16]);
                // The same file chosen twice is one.
                let known = rows.iter().any(|r| r.hash == hash)
                    || before
                        .iter()
                        .any(|f| f.hash == hash && !changes.drop.contains(&f.id));
                if !known {
                    rows.push(attachment::Model {
                        id: FileId::new(),
                        thread_id: None,
                        post_id: None,
                        form_key: Some(holder.form.clone()),
                        owner: Some(holder.owner.clone()),
                        position: i64::try_from(before.len() + rows.len()).unwrap_or(0),
                        name,
                        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
                        hash,
                        created_ms: app.now(),
                        bytes,
                    });
                }
            }
            Err(key) => faults.push(Message::new(key).with("name", name)),
        }
    }
    let after = if rows.is_empty() && changes.drop.is_empty() {
        before
    } else {
        let tx = app.store.begin().await?;
        files::drop_drafts(&tx, form, owner, &changes.drop).await?;
        files::insert_drafts(&tx, rows).await?;
        let mut after = files::drafts(&*tx, form, owner).await?;
        // Two tabs of one form at once: what is over goes again.
        if after.len() > FIELDS.len() {
            let over: Vec<FileId> = after.drain(FIELDS.len()..).map(|f| f.id).collect();
            files::drop_drafts(&tx, form, owner, &over).await?;
        }
        tx.commit().await?;
        after
    };
    for (i, fault) in faults.into_iter().enumerate() {
        errors.add(FIELDS[(after.len() + i).min(FIELDS.len() - 1)], fault);
    }
    Ok((drafts(after), errors))
}

/// The bytes of a file if it is a whole PDF; else the key of what is wrong with it.
async fn read(content: Content) -> Result<Result<Vec<u8>, &'static str>> {
    let file = match content {
        Content::File(file) => file,
        Content::TooLong => return Ok(Err("fault-file-long")),
        Content::TooMany => return Ok(Err("fault-file-many")),
    };
    let work = tokio::task::spawn_blocking(move || {
        let mut file = file;
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        file.take(pdf::MAX_BYTES + 1).read_to_end(&mut bytes)?;
        std::io::Result::Ok(bytes)
    });
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
