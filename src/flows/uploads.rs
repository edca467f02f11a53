//! What is uploaded for a form, photos and files: named by the form and whose it is, taken as far as
//! there is room, and the form's until it is sent. Whoever never sends it leaves nothing: upkeep
//! sweeps them.

use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::message::Message;
use crate::domain::person::Viewer;
use crate::keys::{self, Purpose};
use crate::store::Tx;
use crate::store::uploads::{self, Upload};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

/// A file as it came.
pub struct Sent {
    /// What the browser calls it; only ever said back to who sent it.
    pub name: String,
    /// What is seen on it, of a photo.
    pub alt: String,
    pub content: Content,
}

pub enum Content {
    /// In a file that is gone when closed, and no longer than its kind may be.
    File(File),
    /// Longer than that; what came was thrown away.
    TooLong,
    /// This address has sent too many.
    TooMany,
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

/// Names a content in its address: 128 bits of SHA-256, in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    keys::hex(&Sha256::digest(bytes)[..16])
}

/// Reads at most `max` bytes of a file, and one more where it is longer.
pub fn bytes_of(mut file: File, max: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(max + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What a form holds.
///
/// # Errors
/// What the database says.
pub async fn held<U: Upload>(app: &App, viewer: &Viewer, form_id: &str) -> Result<Vec<U>> {
    match holder(app, viewer, form_id) {
        Some(h) => uploads::drafts(app.store.read(), &h.form, &h.owner).await,
        None => Ok(Vec::new()),
    }
}

/// What a form is given and what it gives up, of one kind.
pub struct Change<'a, U: Upload> {
    pub holder: &'a Holder,
    /// What it holds now.
    pub before: &'a [U],
    pub drop: &'a [U::Id],
    /// As many as it may hold.
    pub most: usize,
}

impl<U: Upload> Change<'_, U> {
    /// Reads what was sent, as far as there is room. Gives the rows of what is new, and what is wrong
    /// with each that could not be taken. `read` is given the place of the row.
    ///
    /// # Errors
    /// Those of `read`.
    pub async fn take<R>(
        &self,
        sent: Vec<Sent>,
        full: &'static str,
        read: impl AsyncFn(Sent, i64) -> Result<Result<R, Message>>,
        hash: impl Fn(&R) -> &str,
    ) -> Result<(Vec<R>, Vec<Message>)> {
        let kept = || self.before.iter().filter(|u| !self.drop.contains(&u.id()));
        let free = self.most.saturating_sub(kept().count());
        let (mut rows, mut faults): (Vec<R>, Vec<Message>) = Default::default();
        for one in sent {
            if rows.len() == free {
                faults.push(Message::new(full));
                break;
            }
            let place = i64::try_from(self.before.len() + rows.len())
                .map_err(|e| Error::Internal(e.to_string()))?;
            match read(one, place).await? {
                // The same content chosen twice is one.
                Ok(row) if rows.iter().any(|r| hash(r) == hash(&row)) => {}
                Ok(row) if kept().any(|u| u.hash() == hash(&row)) => {}
                Ok(row) => rows.push(row),
                Err(fault) => faults.push(fault),
            }
        }
        Ok((rows, faults))
    }

    /// What the form holds after all: of two tabs that sent it at once, what is over goes again.
    ///
    /// # Errors
    /// What the database says.
    pub async fn settle(&self, tx: &Tx) -> Result<Vec<U>> {
        let (form, owner) = (self.holder.form.as_str(), self.holder.owner.as_str());
        let mut after: Vec<U> = uploads::drafts(&**tx, form, owner).await?;
        if after.len() > self.most {
            let over: Vec<U::Id> = after.drain(self.most..).map(|u| u.id()).collect();
            uploads::drop::<U>(tx, form, owner, &over).await?;
        }
        Ok(after)
    }
}

/// Puts each fault beside the fields that follow those of what is held.
pub fn beside(fields: &[&'static str], held: usize, faults: Vec<Message>) -> FieldErrors {
    let mut errors = FieldErrors::default();
    for (i, fault) in faults.into_iter().enumerate() {
        if let Some(field) = fields.get(held + i).or(fields.last()) {
            errors.add(field, fault);
        }
    }
    errors
}

/// The fault of a form that is none of ours, if it came with files.
pub fn stale(fields: &[&'static str], sent: &[Sent]) -> FieldErrors {
    let fault = (!sent.is_empty()).then(|| Message::new("fault-stale-form"));
    beside(fields, 0, fault.into_iter().collect())
}
