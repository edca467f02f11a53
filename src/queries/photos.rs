//! A picture: the bytes, for those who may see them.

use super::thread;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::PhotoId;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy;
use crate::domain::thread::{PostVisibility, Visibility};
use crate::store::{photos, posts};

pub struct Picture {
    pub bytes: Vec<u8>,
    /// Whether everyone may see it, so that it may be kept by caches that people share.
    pub public: bool,
}

/// A picture of a thread by the hash of its content, large or small.
///
/// # Errors
/// [`Error::NotFound`] if there is none, or the viewer may not see it.
pub async fn picture(app: &App, viewer: &Viewer, number: &str, hash: &str) -> Result<Picture> {
    if hash.len() != 32 || !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Error::NotFound);
    }
    let (page, relation) = thread::page(app, viewer, number, None).await?;
    let found = photos::bytes(app.store.read(), page.id, hash)
        .await?
        .ok_or(Error::NotFound)?;
    let standing = viewer.standing(&Subject {
        unit: Some(page.unit_id),
        own: relation.own,
    });
    let hidden = match found.post_visibility {
        PostVisibility::Public => found.hidden,
        PostVisibility::Hidden => true,
        // Whoever wrote what waits, or was refused, sees it as it is.
        PostVisibility::Held | PostVisibility::Refused => {
            let author = posts::author_of(app.store.read(), found.post_id).await?;
            let me = viewer.account_id();
            let wrote = (found.by_author && relation.own)
                || (me.is_some() && author.and_then(|a| a.account_id) == me);
            found.hidden || !wrote
        }
    };
    if !policy::may_see_photo(page.visibility, hidden, standing) {
        return Err(Error::NotFound);
    }
    Ok(Picture {
        bytes: found.bytes,
        public: page.visibility == Visibility::Public
            && found.post_visibility == PostVisibility::Public
            && !found.hidden,
    })
}

/// A photo that has not been sent yet, small, for who uploaded it, and for who releases the answer it
/// is of.
///
/// # Errors
/// [`Error::NotFound`] for everyone else.
pub async fn draft(app: &App, viewer: &Viewer, id: &str) -> Result<Vec<u8>> {
    let id = PhotoId::parse(id).ok_or(Error::NotFound)?;
    let owner = app.uploader(viewer).ok_or(Error::NotFound)?;
    let db = app.store.read();
    match photos::draft_bytes(db, id, &owner).await? {
        Some(bytes) => Ok(bytes),
        None => photos::waiting_bytes(db, id, &viewer.lead_units())
            .await?
            .ok_or(Error::NotFound),
    }
}
