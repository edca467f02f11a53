//! Signing in by a code sent by email; sessions that rotate and end.

use super::{letters, words};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, LoginCodeId, SessionId};
use crate::domain::lang::Lang;
use crate::domain::notice::Notice;
use crate::domain::person::{ROTATE_MS, SESSION_MS};
use crate::domain::time::{HOUR_MS, Instant, MINUTE_MS};
use crate::keys::{self, Purpose};
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
    let now = app.now();
    let tx = app.store.begin().await?;
    let asked = sessions::codes_since(&*tx, &email, now.plus_ms(-HOUR_MS)).await?;
    if asked >= CODES_AN_HOUR {
        return Err(Error::TooMany {
            retry_after_s: 3600,
        });
    }
    let code = keys::login_code();
    let id = LoginCodeId::new();
    let model = login_code::Model {
        id,
        email: email.clone(),
        code_hash: app
            .keys
            .hash(Purpose::LoginCode, &format!("{email} {code}")),
        attempts: 0,
        created_ms: now,
        expires_ms: now.plus_ms(CODE_MINUTES * MINUTE_MS),
        used_ms: None,
    };
    sessions::insert_code(&tx, model).await?;
    let notice = Notice::LoginCode {
        code: code.clone(),
        minutes: CODE_MINUTES,
    };
    letters::write(&tx, &id.to_string(), &email, lang, notice, now).await?;
    tx.commit().await?;
    Ok((email, code))
}

/// A session that has begun; `token` goes into the cookie and is stored nowhere.
pub struct Begun {
    pub token: String,
    pub account: AccountId,
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
    let wrong = || Error::field("code", "fault-login-code");
    let email = words::normal_email(email).ok_or_else(wrong)?;
    let code: String = typed.chars().filter(char::is_ascii_digit).take(8).collect();
    let now = app.now();
    let live = sessions::live_code(app.store.read(), &email, now)
        .await?
        .ok_or_else(wrong)?;
    // Counted first, in a transaction of its own, so that no burst of tries escapes the count.
    let tx = app.store.begin().await?;
    let counted = sessions::count_attempt(&*tx, live.id, CODE_TRIES).await?;
    tx.commit().await?;
    let right = app.keys.verify(
        Purpose::LoginCode,
        &format!("{email} {code}"),
        &live.code_hash,
    );
    if !counted || !right {
        return Err(wrong());
    }
    let mut tx = app.store.begin().await?;
    if !sessions::use_code(&*tx, live.id, now).await? {
        return Err(wrong());
    }
    let account = match accounts::by_email(&*tx, &email).await? {
        Some(account) => account,
        None => {
            let name = email.split('@').next().unwrap_or("").to_owned();
            let account = account::Model {
                id: AccountId::new(),
                email,
                name,
                lang,
                created_ms: now,
            };
            accounts::insert(&*tx, account.clone()).await?;
            account
        }
    };
    let begun = begin_session(app, &mut tx, account.id, agent, now).await?;
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
    let begun = begin_session(app, &mut tx, account.id, agent, app.now()).await?;
    tx.commit().await?;
    Ok(begun)
}

async fn begin_session(
    app: &App,
    tx: &mut Tx,
    account: AccountId,
    agent: &str,
    now: Instant,
) -> Result<Begun> {
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
    };
    sessions::insert(tx, model).await?;
    Ok(Begun { token, account })
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
