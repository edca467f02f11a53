//! Signing in by a code sent by email; sessions that rotate and end.

use super::{letters, words};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, LoginCodeId, SessionId};
use crate::domain::lang::Lang;
use crate::domain::notice::Notice;
use crate::domain::person::{CodeFor, Means, ROTATE_MS, SESSION_MS};
use crate::domain::time::{HOUR_MS, MINUTE_MS};
use crate::keys::{self, Purpose};
use crate::store::audit::{self, Act};
use crate::store::entity::{account, login_code, session};
use crate::store::{Tx, accounts, sessions};

/// How long a code is good.
pub const CODE_MINUTES: i64 = 10;
/// Tries of one code.
const CODE_TRIES: i64 = 5;
/// Codes asked for one address within an hour.
const CODES_AN_HOUR: i64 = 5;

/// Sends a code to an address. Says the same whether or not the address has an account. Returns
/// the address in its one form, and the code, which only the demonstration shows.
///
/// # Errors
/// [`Error::Invalid`] at `email`; [`Error::TooMany`] after five codes in an hour.
pub async fn ask_code(app: &App, typed: &str, lang: Lang) -> Result<(String, String)> {
    let email = words::normal_email(typed).ok_or_else(|| Error::field("email", "fault-email"))?;
    let code = send_code(app, &email, CodeFor::SignIn, lang).await?;
    Ok((email, code))
}

/// Sends a code for one thing to an address.
///
/// # Errors
/// [`Error::TooMany`] after five codes in an hour, whatever they were for.
pub(super) async fn send_code(
    app: &App,
    email: &str,
    purpose: CodeFor,
    lang: Lang,
) -> Result<String> {
    let now = app.now();
    let tx = app.store.begin().await?;
    let asked = sessions::codes_since(&*tx, email, now.plus_ms(-HOUR_MS)).await?;
    if asked >= CODES_AN_HOUR {
        return Err(Error::TooMany {
            retry_after_s: 3600,
        });
    }
    let code = keys::login_code();
    let id = LoginCodeId::new();
    let model = login_code::Model {
        id,
        email: email.to_owned(),
        purpose,
        code_hash: app
            .keys
            .hash(Purpose::LoginCode, &keyed(email, purpose, &code)),
        attempts: 0,
        created_ms: now,
        expires_ms: now.plus_ms(CODE_MINUTES * MINUTE_MS),
        used_ms: None,
    };
    sessions::insert_code(&tx, model).await?;
    let minutes = CODE_MINUTES;
    let notice = match purpose {
        CodeFor::SignIn => Notice::LoginCode {
            code: code.clone(),
            minutes,
        },
        CodeFor::Erase => Notice::EraseCode {
            code: code.clone(),
            minutes,
        },
    };
    letters::write(&tx, &id.to_string(), email, lang, notice, now).await?;
    tx.commit().await?;
    Ok(code)
}

/// What is hashed of a code.
fn keyed(email: &str, purpose: CodeFor, code: &str) -> String {
    match purpose {
        CodeFor::SignIn => format!("{email} {code}"),
        other => format!("{} {email} {code}", other.as_str()),
    }
}

/// Checks a code that was typed, and counts the try; the code is good until it is used, by
/// [`sessions::use_code`] in the transaction of what it is for.
///
/// # Errors
/// [`Error::Invalid`] at `code`: wrong, used, expired, or tried too often; all the same to who
/// guesses.
pub(super) async fn check_code(
    app: &App,
    email: &str,
    purpose: CodeFor,
    typed: &str,
) -> Result<LoginCodeId> {
    let code: String = typed.chars().filter(char::is_ascii_digit).take(8).collect();
    let live = sessions::live_code(app.store.read(), email, purpose, app.now())
        .await?
        .ok_or_else(wrong)?;
    // Counted first, in a transaction of its own, so that no burst of tries escapes the count.
    let tx = app.store.begin().await?;
    let counted = sessions::count_attempt(&*tx, live.id, CODE_TRIES).await?;
    tx.commit().await?;
    let text = keyed(email, purpose, &code);
    let right = app.keys.verify(Purpose::LoginCode, &text, &live.code_hash);
    if counted && right {
        Ok(live.id)
    } else {
        Err(wrong())
    }
}

pub(super) fn wrong() -> Error {
    Error::field("code", "fault-login-code")
}

/// A session that has begun; `token` goes into the cookie and is stored nowhere.
pub struct Begun {
    pub token: String,
    pub account: AccountId,
    /// The account holds a role, which may wait for a second step.
    pub staff: bool,
}

/// Enters a code. An address without an account gets one now.
///
/// # Errors
/// [`Error::Invalid`] at `code`: wrong, used, expired, or tried too often; all the same to who
/// guesses.
pub async fn enter_code(
    app: &App,
    email: &str,
    typed: &str,
    lang: Lang,
    agent: &str,
) -> Result<Begun> {
    let email = words::normal_email(email).ok_or_else(wrong)?;
    let now = app.now();
    let id = check_code(app, &email, CodeFor::SignIn, typed).await?;
    let mut tx = app.store.begin().await?;
    if !sessions::use_code(&*tx, id, now).await? {
        return Err(wrong());
    }
    let account = match accounts::by_email(&*tx, &email).await? {
        Some(account) => account,
        None => {
            let account = account::Model {
                id: AccountId::new(),
                email,
                // Nothing of the address is ever shown; a name is theirs to give.
                name: String::new(),
                lang,
                created_ms: now,
            };
            accounts::insert(&*tx, account.clone()).await?;
            account
        }
    };
    let begun = begin_session(&mut tx, app, account.id, Means::Code, agent).await?;
    tx.commit().await?;
    Ok(begun)
}

/// Begins a session of a demonstration account.
///
/// # Errors
/// [`Error::NotFound`] outside the demonstration, or for an unknown account.
pub async fn demo_session(app: &App, email: &str, agent: &str) -> Result<Begun> {
    if !app.config.demo {
        return Err(Error::NotFound);
    }
    let mut tx = app.store.begin().await?;
    let account = accounts::by_email(&*tx, email)
        .await?
        .ok_or(Error::NotFound)?;
    let begun = begin_session(&mut tx, app, account.id, Means::Demo, agent).await?;
    tx.commit().await?;
    Ok(begun)
}

/// Begins a session. That of someone who holds a role stands in the audit log.
pub(super) async fn begin_session(
    tx: &mut Tx,
    app: &App,
    account: AccountId,
    means: Means,
    agent: &str,
) -> Result<Begun> {
    let now = app.now();
    let token = keys::token();
    let model = session::Model {
        id: SessionId::new(),
        account_id: account,
        token_hash: app.keys.hash(Purpose::Session, &token),
        previous_hash: None,
        rotated_ms: now,
        created_ms: now,
        expires_ms: now.plus_ms(SESSION_MS),
        agent: agent
            .chars()
            .filter(|c| !c.is_control())
            .take(120)
            .collect(),
        seen_ms: now,
        means,
        second_ms: None,
    };
    sessions::insert(tx, model).await?;
    let staff = !accounts::grants_of(&**tx, account).await?.is_empty();
    if staff {
        let act = Act {
            at: now,
            actor: Some(account),
            act: "sign in",
            subject: &account.to_string(),
            detail: means.as_str(),
        };
        audit::append(tx, act).await?;
    }
    Ok(Begun {
        token,
        account,
        staff,
    })
}

/// Notes that the session of someone who holds a role was used, so that it does not end idle. Writes
/// only after a tenth of that time: reading pages costs no write each.
pub async fn seen(app: &App, session: &session::Model, staff: bool) -> Result<()> {
    let (now, idle) = (app.now(), app.config.staff_idle_ms);
    if !staff || idle == 0 || now < session.seen_ms.plus_ms(idle / 10) {
        return Ok(());
    }
    let mut tx = app.store.begin().await?;
    sessions::seen(&mut tx, session, now).await?;
    tx.commit().await
}

/// Gives a session a new token if the present one is a day old; `None` if there is no need, or
/// another request has just done it.
pub async fn rotate(app: &App, session: &session::Model) -> Result<Option<String>> {
    let now = app.now();
    if now < session.rotated_ms.plus_ms(ROTATE_MS) {
        return Ok(None);
    }
    let token = keys::token();
    let hash = app.keys.hash(Purpose::Session, &token);
    let mut tx = app.store.begin().await?;
    let expires = now.plus_ms(SESSION_MS);
    if !sessions::rotate(&mut tx, session, &hash, now, expires).await? {
        return Ok(None);
    }
    tx.commit().await?;
    Ok(Some(token))
}
