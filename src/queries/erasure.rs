//! Where one's erasure stands.

use super::my_data::own;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::person::{Role, Viewer};
use crate::domain::time::Instant;
use crate::keys::Purpose;
use crate::store::{accounts, erasure};

#[derive(Clone, Debug)]
pub struct State {
    /// When it will be done, and whether public posts stay; none asked for.
    pub waits: Option<(Instant, bool)>,
    /// Roles in force, which must be ended first.
    pub roles: Vec<Role>,
    /// Days it would wait.
    pub days: i64,
    pub email: String,
}

/// # Errors
/// Sign-in needed for visitors.
pub async fn state(app: &App, viewer: &Viewer) -> Result<State> {
    let me = own(viewer)?;
    let db = app.store.read();
    let asked = erasure::of_account(db, me).await?;
    let account = accounts::by_id(db, me).await?.ok_or(Error::NotFound)?;
    let roles = accounts::grants_of(db, me).await?;
    Ok(State {
        waits: asked.map(|e| (e.due_ms, e.keep_posts)),
        roles: roles.into_iter().map(|g| g.role).collect(),
        days: app.config.erase_ms / crate::domain::time::DAY_MS,
        email: account.email,
    })
}

/// When the erasure that a mail's word cancels would be done.
///
/// # Errors
/// [`Error::NotFound`] if the word cancels nothing.
pub async fn by_word(app: &App, word: &str) -> Result<Instant> {
    let hash = app.keys.hash(Purpose::Erasure, word);
    let asked = erasure::by_word(app.store.read(), &hash).await?;
    asked.map(|e| e.due_ms).ok_or(Error::NotFound)
}
