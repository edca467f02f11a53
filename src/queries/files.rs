//! A file of an official answer: its bytes, for those who may see the answer.

use super::thread;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy;
use crate::domain::thread::Visibility;
use crate::store::files;

pub struct Download {
    pub bytes: Vec<u8>,
    pub name: String,
    /// Whether everyone may see it, so that it may be kept by caches that people share.
    pub public: bool,
}

/// A file of a thread by the hash of its content.
///
/// # Errors
/// [`Error::NotFound`] if there is none, or the viewer may not see it.
pub async fn download(app: &App, viewer: &Viewer, number: &str, hash: &str) -> Result<Download> {
    if hash.len() != 32 || !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Error::NotFound);
    }
    let (page, relation) = thread::page(app, viewer, number, None).await?;
    let found = files::bytes(app.store.read(), page.id, hash)
        .await?
        .ok_or(Error::NotFound)?;
    let standing = viewer.standing(&Subject {
        unit: Some(page.unit_id),
        own: relation.own,
    });
    // A file is seen by whoever would see a photo in its place.
    if !policy::may_see_photo(page.visibility, found.hidden, standing) {
        return Err(Error::NotFound);
    }
    Ok(Download {
        bytes: found.bytes,
        name: found.name,
        public: page.visibility == Visibility::Public && !found.hidden,
    })
}
