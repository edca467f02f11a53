//! A person's own account: name, language, sessions.

use super::words;
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{AccountId, SessionId};
use crate::domain::lang::Lang;
use crate::domain::message::Message;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::store::{accounts, sessions};

fn own(viewer: &Viewer) -> Result<AccountId> {
    if !policy::may(Action::ManageOwnAccount, viewer, &Subject::default()) {
        return Err(policy::refused(Action::ManageOwnAccount, viewer));
    }
    viewer.account_id().ok_or(Error::SignInNeeded)
}

/// Changes one's name and language.
///
/// # Errors
/// [`Error::Invalid`] at `name` or `lang`.
pub async fn set_profile(app: &App, viewer: &Viewer, name: &str, lang: &str) -> Result<Lang> {
    let id = own(viewer)?;
    let mut errors = FieldErrors::default();
    // Who answers for a unit does so by name.
    let name = match viewer.has_any_role() {
        true => words::line(&mut errors, "name", name, words::NAME_MAX),
        false => words::optional_line(&mut errors, "name", name, words::NAME_MAX),
    };
    let lang = Lang::parse(lang);
    if lang.is_none() {
        errors.add("lang", Message::new("fault-choose"));
    }
    errors.into_result()?;
    let lang = lang.unwrap_or_default();
    let mut tx = app.store.begin().await?;
    accounts::set_profile(&mut tx, id, &name, lang).await?;
    tx.commit().await?;
    Ok(lang)
}

/// Ends one of one's sessions; ending one that has ended changes nothing.
pub async fn end_session(app: &App, viewer: &Viewer, session: SessionId) -> Result<()> {
    let id = own(viewer)?;
    let mut tx = app.store.begin().await?;
    sessions::end(&mut tx, id, session).await?;
    tx.commit().await
}

/// Ends all of one's sessions but the present one.
pub async fn end_other_sessions(app: &App, viewer: &Viewer, present: SessionId) -> Result<()> {
    let id = own(viewer)?;
    let mut tx = app.store.begin().await?;
    sessions::end_others(&mut tx, id, present).await?;
    tx.commit().await
}
