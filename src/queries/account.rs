//! One's own account: profile, sessions, threads.

use super::cards::{Card, card};
use super::told::{self, Told};
use crate::app::App;
use crate::domain::digest::schedule::hours;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{SessionId, ThreadId};
use crate::domain::lang::Lang;
use crate::domain::person::{Means, Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::thread::Visibility;
use crate::domain::time::Instant;
use crate::store::{accounts, digests, erasure, returns, sessions, threads};
use jiff::civil::{Time, Weekday};

#[derive(Clone, Debug)]
pub struct SessionLine {
    pub id: SessionId,
    pub agent: String,
    pub since: Instant,
    pub means: Means,
    pub present: bool,
}

/// What a head or deputy has set of digests.
#[derive(Clone, Debug)]
pub struct MyDigests {
    /// `week`, `month`, `both` or `none`.
    pub every: &'static str,
    /// Empty: the city's.
    pub weekday: String,
    pub hour: String,
    pub usual: (Weekday, Time),
    pub hours: std::ops::Range<i8>,
    pub stopped: bool,
    /// Mail to the address comes back.
    pub returns: bool,
    /// Slug and name of the units whose digests they get.
    pub units: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub struct MyAccount {
    pub name: String,
    pub email: String,
    pub lang: Lang,
    /// For those who lead a unit.
    pub digests: Option<MyDigests>,
    pub sessions: Vec<SessionLine>,
    /// One's threads, newest first, with who sees each.
    pub threads: Vec<(Card, Visibility)>,
    pub next: Option<ThreadId>,
    /// Sanctions that hold.
    pub told: Vec<Told>,
    /// When the account will be erased, if that was asked for.
    pub erased_at: Option<Instant>,
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
    let digests = my_digests(app, viewer, &account.email).await?;
    Ok(MyAccount {
        digests,
        told: told::of_account(app, viewer).await?,
        erased_at: erasure::of_account(db, id).await?.map(|e| e.due_ms),
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
                means: s.means,
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

async fn my_digests(app: &App, viewer: &Viewer, email: &str) -> Result<Option<MyDigests>> {
    let leads = viewer.leads();
    let Some(id) = viewer.account_id().filter(|_| !leads.is_empty()) else {
        return Ok(None);
    };
    let db = app.store.read();
    let wish = digests::wish(db, id).await?;
    let returns = returns::is_stopped(db, email).await?;
    let city = app.city().await?;
    let wish = wish.as_ref();
    Ok(Some(MyDigests {
        every: match wish.map_or((true, true), |w| (w.weekly, w.monthly)) {
            (true, true) => "both",
            (true, false) => "week",
            (false, true) => "month",
            (false, false) => "none",
        },
        weekday: wish.and_then(|w| w.weekday.clone()).unwrap_or_default(),
        hour: wish
            .and_then(|w| w.hour)
            .map_or_else(String::new, |h| h.to_string()),
        usual: (app.config.digest_weekday, app.config.digest_time),
        hours: hours(app.config.office),
        stopped: wish.is_some_and(|w| w.stopped_ms.is_some()),
        returns,
        units: leads
            .into_iter()
            .filter_map(|u| city.directory.unit(u))
            .map(|u| (u.slug.clone(), u.name.clone()))
            .collect(),
    }))
}
