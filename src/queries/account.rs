//! One's own account: profile, sessions, threads.

use super::cards::{Card, card};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{SessionId, ThreadId};
use crate::domain::lang::Lang;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::thread::Visibility;
use crate::domain::time::Instant;
use crate::store::{accounts, sessions, threads};

#[derive(Clone, Debug)]
pub struct SessionLine {
    pub id: SessionId,
    pub agent: String,
    pub since: Instant,
    pub present: bool,
}

#[derive(Clone, Debug)]
pub struct MyAccount {
    pub name: String,
    pub email: String,
    pub lang: Lang,
    pub sessions: Vec<SessionLine>,
    /// One's threads, newest first, with who sees each.
    pub threads: Vec<(Card, Visibility)>,
    pub next: Option<ThreadId>,
}

/// # Errors
/// Sign-in needed for visitors.
pub async fn mine(
    app: &App,
    viewer: &Viewer,
    present: SessionId,
    before: Option<ThreadId>,
) -> Result<MyAccount> {
    if !policy::may(Action::ManageOwnAccount, viewer, &Subject::default()) {
        return Err(policy::refused(Action::ManageOwnAccount, viewer));
    }
    let id = viewer.account_id().ok_or(Error::SignInNeeded)?;
    let db = app.store.read();
    let account = accounts::by_id(db, id).await?.ok_or(Error::NotFound)?;
    let now = app.now();
    let sessions = sessions::of_account(db, id, now).await?;
    let mut rows = threads::of_account(db, id, before, 21).await?;
    let more = rows.len() > 20;
    rows.truncate(20);
    let city = app.city().await?;
    Ok(MyAccount {
        name: account.name,
        email: account.email,
        lang: account.lang,
        sessions: sessions
            .into_iter()
            .map(|s| SessionLine {
                present: s.id == present,
                id: s.id,
                agent: s.agent,
                since: s.created_ms,
            })
            .collect(),
        next: rows.last().filter(|_| more).map(|t| t.id),
        threads: rows
            .into_iter()
            .map(|t| {
                let visibility = t.visibility;
                (card(t, now, &city), visibility)
            })
            .collect(),
    })
}
