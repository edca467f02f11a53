//! The second step of signing in, for who holds a role: one-time codes by an authenticator app, and
//! recovery codes for when it is lost. Until it is done the roles are not there (`queries/viewer.rs`).

use super::passkey::changed;
use super::words;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::AccountId;
use crate::domain::notice::Notice;
use crate::domain::person::{Subject, Viewer, Withheld};
use crate::domain::policy::{self, Action};
use crate::domain::time::{Instant, MINUTE_MS};
use crate::domain::totp;
use crate::flows::letters;
use crate::keys::{self, Purpose};
use crate::store::audit::{self, Act};
use crate::store::entity::{second_step, session};
use crate::store::{Tx, accounts, sessions, ways_in};

/// Wrong codes, and within what time, after which none is taken.
const TRIES: i64 = 5;
const WAIT_MS: i64 = 15 * MINUTE_MS;
/// Recovery codes of an account.
const RECOVERY: usize = 10;

/// One's own account; its roles are there or wait.
fn own(viewer: &Viewer) -> Result<(AccountId, Option<Withheld>)> {
    if !policy::may(Action::ManageSecondStep, viewer, &Subject::default()) {
        return Err(policy::refused(Action::ManageSecondStep, viewer));
    }
    let account = viewer.account.as_ref().ok_or(Error::SignInNeeded)?;
    if account.grants.is_empty() && account.withheld.is_none() {
        return Err(Error::Conflict("conflict-second-staff"));
    }
    Ok((account.id, account.withheld))
}

/// As [`own`], in a session that may change ways in.
fn own_to_change(viewer: &Viewer) -> Result<AccountId> {
    let (me, withheld) = own(viewer)?;
    match withheld {
        Some(w) if !w.may_enrol() => Err(Error::SecondStepNeeded),
        _ => Ok(me),
    }
}

fn about(account: AccountId) -> String {
    format!("second step {account}")
}

fn secret(app: &App, row: &second_step::Model) -> Result<Vec<u8>> {
    app.keys
        .open(&about(row.account_id), &row.secret)
        .ok_or_else(|| Error::Internal("a secret that this key does not open".into()))
}

/// Begins setting it up: a new secret, which counts once a code of it was entered.
///
/// # Errors
/// [`Error::Conflict`] if it is set up already.
pub async fn begin(app: &App, viewer: &Viewer) -> Result<()> {
    let me = own_to_change(viewer)?;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    let model = second_step::Model {
        account_id: me,
        secret: app.keys.seal(&about(me), &keys::second_secret()),
        begun_ms: now,
        confirmed_ms: None,
        used_step: 0,
        tries: 0,
        tried_ms: now,
    };
    if !ways_in::begin_second_step(&mut tx, model).await? {
        return Err(Error::Conflict("conflict-second-there"));
    }
    tx.commit().await
}

/// The secret that was begun and is not confirmed.
pub async fn begun(app: &App, viewer: &Viewer) -> Result<Option<Vec<u8>>> {
    let me = own_to_change(viewer)?;
    let row = ways_in::second_step(app.store.read(), me).await?;
    match row.filter(|r| r.confirmed_ms.is_none()) {
        Some(row) => secret(app, &row).map(Some),
        None => Ok(None),
    }
}

/// Confirms it by a code of the app. The session has then done its second step. Returns the recovery
/// codes, which are shown this once, and the session's new token.
///
/// # Errors
/// [`Error::Invalid`] at `code`; [`Error::TooMany`] after five wrong ones.
pub async fn confirm(
    app: &App,
    viewer: &Viewer,
    session: &session::Model,
    typed: &str,
) -> Result<(Vec<String>, String)> {
    let me = own_to_change(viewer)?;
    let row = ways_in::second_step(app.store.read(), me)
        .await?
        .filter(|r| r.confirmed_ms.is_none())
        .ok_or(Error::Conflict("conflict-second-none"))?;
    let mut tx = try_code(app, &row, typed, false).await?;
    let codes = new_recovery(app, &tx, me).await?;
    let token = elevate(app, &mut tx, session).await?;
    let cause = format!("{me} on {}", app.now().0);
    changed(&mut tx, app, me, "set up second step", "second-on", &cause).await?;
    tx.commit().await?;
    Ok((codes, token))
}

/// Does the second step, by a code of the app or a recovery code. Returns the session's new token.
///
/// # Errors
/// As [`confirm`].
pub async fn enter(
    app: &App,
    viewer: &Viewer,
    session: &session::Model,
    typed: &str,
) -> Result<String> {
    let (me, _) = own(viewer)?;
    let row = ways_in::second_step(app.store.read(), me)
        .await?
        .filter(|r| r.confirmed_ms.is_some())
        .ok_or(Error::Conflict("conflict-second-none"))?;
    let mut tx = try_code(app, &row, typed, true).await?;
    let token = elevate(app, &mut tx, session).await?;
    let act = Act {
        at: app.now(),
        actor: Some(me),
        act: "sign in",
        subject: &me.to_string(),
        detail: "second step",
    };
    audit::append(&tx, act).await?;
    tx.commit().await?;
    Ok(token)
}

/// New recovery codes, in the place of the old; shown this once.
///
/// # Errors
/// As [`confirm`].
pub async fn renew_recovery(app: &App, viewer: &Viewer, typed: &str) -> Result<Vec<String>> {
    let me = own_to_change(viewer)?;
    let row = confirmed(app, me).await?;
    let tx = try_code(app, &row, typed, false).await?;
    let codes = new_recovery(app, &tx, me).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Takes it off, where the city does not ask for one.
///
/// # Errors
/// As [`confirm`]; [`Error::Conflict`] where the city asks.
pub async fn take_off(app: &App, viewer: &Viewer, typed: &str) -> Result<()> {
    let me = own_to_change(viewer)?;
    if app.config.staff_second_step {
        return Err(Error::Conflict("conflict-second-asked"));
    }
    let row = confirmed(app, me).await?;
    let mut tx = try_code(app, &row, typed, true).await?;
    ways_in::remove_second_step(&mut tx, me).await?;
    let cause = format!("{me} off {}", app.now().0);
    changed(
        &mut tx,
        app,
        me,
        "take off second step",
        "second-off",
        &cause,
    )
    .await?;
    tx.commit().await
}

async fn confirmed(app: &App, me: AccountId) -> Result<second_step::Model> {
    ways_in::second_step(app.store.read(), me)
        .await?
        .filter(|r| r.confirmed_ms.is_some())
        .ok_or(Error::Conflict("conflict-second-none"))
}

/// Checks a code and uses it up; the transaction in which it is used is returned. The try is counted
/// first, in a transaction of its own, so that no burst escapes the count.
async fn try_code(app: &App, row: &second_step::Model, typed: &str, recovery: bool) -> Result<Tx> {
    let (me, now) = (row.account_id, app.now());
    let since: Instant = now.plus_ms(-WAIT_MS);
    if !ways_in::count_try(app.store.write(), me, since, now, TRIES).await? {
        return Err(Error::TooMany {
            retry_after_s: u64::try_from(WAIT_MS / 1000).unwrap_or(900),
        });
    }
    let wrong = || Error::field("code", "fault-second-code");
    let secret = secret(app, row)?;
    let digits: String = typed
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(12)
        .collect();
    let mut tx = app.store.begin().await?;
    if let Some(step) = totp::matching(&secret, &digits, now, row.used_step) {
        if !ways_in::use_step(&mut tx, me, step, now).await? {
            return Err(wrong());
        }
        return Ok(tx);
    }
    let code = keys::normal_recovery_code(typed);
    if recovery && ways_in::use_recovery(&mut tx, me, &recovery_hash(app, me, &code)).await? {
        return Ok(tx);
    }
    Err(wrong())
}

fn recovery_hash(app: &App, account: AccountId, code: &str) -> String {
    app.keys
        .hash(Purpose::RecoveryCode, &format!("{account} {code}"))
}

async fn new_recovery(app: &App, tx: &Tx, me: AccountId) -> Result<Vec<String>> {
    let codes: Vec<String> = (0..RECOVERY).map(|_| keys::recovery_code()).collect();
    let hashes = codes
        .iter()
        .map(|c| recovery_hash(app, me, &keys::normal_recovery_code(c)))
        .collect();
    ways_in::set_recovery(tx, me, hashes).await?;
    Ok(codes)
}

/// The session has done its second step: it gets a new token, and the one before is nothing at once.
async fn elevate(app: &App, tx: &mut Tx, session: &session::Model) -> Result<String> {
    let token = keys::token();
    let hash = app.keys.hash(Purpose::Session, &token);
    sessions::elevate(tx, session, &hash, app.now()).await?;
    Ok(token)
}

/// Who resets the ways in of another: someone signed in, or the command line.
#[derive(Copy, Clone)]
pub enum Resetter<'a> {
    Person(&'a Viewer),
    CommandLine,
}

/// Takes second step, recovery codes and passkeys of an address off and ends its sessions: for who has
/// lost them. The person is told by mail, and it stands in the audit log.
///
/// # Errors
/// [`Error::NotFound`] without such an account; [`Error::Conflict`] for one's own.
pub async fn reset(app: &App, by: Resetter<'_>, email: &str) -> Result<()> {
    let actor = match by {
        Resetter::CommandLine => None,
        Resetter::Person(viewer) => {
            if !policy::may(Action::ManageRoles, viewer, &Subject::default()) {
                return Err(policy::refused(Action::ManageRoles, viewer));
            }
            viewer.account_id()
        }
    };
    let email = words::normal_email(email).ok_or(Error::NotFound)?;
    let account = accounts::by_email(app.store.read(), &email)
        .await?
        .ok_or(Error::NotFound)?;
    if actor == Some(account.id) {
        return Err(Error::Conflict("conflict-own-reset"));
    }
    let now = app.now();
    let mut tx = app.store.begin().await?;
    ways_in::remove_second_step(&mut tx, account.id).await?;
    ways_in::remove_passkeys(&mut tx, account.id).await?;
    sessions::end_all(&mut tx, account.id).await?;
    let notice = Notice::WaysIn {
        what: "reset".into(),
    };
    let cause = format!("{} reset {}", account.id, now.0);
    letters::to_account(&tx, account.id, &cause, notice, now).await?;
    let act = Act {
        at: now,
        actor,
        act: "reset ways in",
        subject: &account.id.to_string(),
        detail: "",
    };
    audit::append(&tx, act).await?;
    tx.commit().await
}
