//! Sending what waits in the outbox, no faster than configured, again and again until it goes.

use super::{Desk, sleep};
use crate::domain::bounce;
use crate::domain::error::Result;
use crate::domain::notice::{Letter, Notice};
use crate::domain::time::{HOUR_MS, MINUTE_MS};
use crate::flows::returned;
use crate::mail;
use crate::mail::letter::leave_path;
use crate::mail::transport::{Outgoing, Refused};
use crate::queries::{digest, following};
use crate::store::mailing::{self, Claimed};
use crate::store::returns;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;
use std::time::Duration;
use tokio::sync::watch;

/// How long a claimed mail is this instance's: longer than `smtp_timeout_s` can be.
const LEASE_MS: i64 = 5 * MINUTE_MS;
/// Tries before a mail is given up: with the waits below, some two days.
const TRIES: i64 = 17;
/// What stands at a mail that was not sent since its address returns mail.
const RETURNS: &str = "mail to this address comes back";
/// The purpose of a mail with a sign-in code.
const CODE: &str = "login_code";
/// Tries of a mail that holds a sign-in code, which is soon of no use.
const TRIES_OF_CODES: i64 = 4;

/// How a run ended.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    pub sent: usize,
    pub failed: usize,
    /// Had nothing to say any more when their turn came.
    pub dropped: usize,
}

/// Sends until stopped.
pub async fn run(desk: Desk, mut stopped: watch::Receiver<bool>) {
    let limiter = limiter(desk.app.config.mail_per_minute);
    loop {
        match deliver(&desk, &limiter, &mut stopped).await {
            Ok(done) if done != Sent::default() => continue,
            Ok(_) => {}
            Err(e) => tracing::warn!(error = %e, "the outbox can't be read; trying again"),
        }
        if *stopped.borrow() || sleep(Duration::from_secs(1), &mut stopped).await {
            return;
        }
    }
}

/// Sends all that is due, then returns: for the command line.
pub async fn drain(desk: &Desk) -> Result<Sent> {
    let limiter = limiter(desk.app.config.mail_per_minute);
    let (_stop, mut stopped) = watch::channel(false);
    let mut all = Sent::default();
    loop {
        let done = deliver(desk, &limiter, &mut stopped).await?;
        if done == Sent::default() {
            return Ok(all);
        }
        all.sent += done.sent;
        all.failed += done.failed;
        all.dropped += done.dropped;
    }
}

fn limiter(per_minute: u32) -> DefaultDirectRateLimiter {
    RateLimiter::direct(Quota::per_minute(
        NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN),
    ))
}

/// Sends one mail if one is due. It is claimed only when it may go at once, so that its lease
/// covers the sending alone.
async fn deliver(
    desk: &Desk,
    limiter: &DefaultDirectRateLimiter,
    stopped: &mut watch::Receiver<bool>,
) -> Result<Sent> {
    let (app, db) = (&desk.app, desk.app.store.write());
    let mut done = Sent::default();
    if *stopped.borrow() || !mailing::any_due(app.store.read(), app.now()).await? {
        return Ok(done);
    }
    tokio::select! {
        () = limiter.until_ready() => {}
        _ = stopped.changed() => return Ok(done),
    }
    let now = app.now();
    let Some(mail) = mailing::claim(db, now, now.plus_ms(LEASE_MS)).await? else {
        return Ok(done);
    };
    // A code was asked for just now, by someone who waits for it.
    if mail.purpose != CODE && returns::is_stopped(app.store.read(), &mail.recipient).await? {
        failed(desk, &mail, Refused::Never(RETURNS.to_owned())).await?;
        done.failed += 1;
        return Ok(done);
    }
    match send(desk, &mail).await {
        Ok(true) => {
            mailing::mark_sent(db, mail.id, app.now()).await?;
            done.sent += 1;
        }
        Ok(false) => {
            mailing::drop_empty(db, mail.id).await?;
            done.dropped += 1;
        }
        Err(why) => {
            failed(desk, &mail, why).await?;
            done.failed += 1;
        }
    }
    Ok(done)
}

/// `false`: there is nothing to say any more.
async fn send(desk: &Desk, mail: &Claimed) -> Result<bool, Refused> {
    let mut letter: Letter =
        serde_json::from_str(&mail.content).map_err(|e| Refused::Never(format!("content: {e}")))?;
    if let Notice::News(news) = &mut letter.notice {
        // What may be said of it is known only now.
        match following::letter(&desk.app, news).await {
            Ok(Some(filled)) => **news = filled,
            Ok(None) => return Ok(false),
            Err(e) => return Err(Refused::Later(e.to_string())),
        }
    }
    if let Notice::Digest(d) = &mut letter.notice {
        // A moderator may have covered since what it quotes.
        d.edition = digest::uncovered(&desk.app, d.edition.clone())
            .await
            .map_err(|e| Refused::Later(e.to_string()))?;
    }
    let page = mail::write(&desk.house, &letter);
    let leave = match &letter.notice {
        Notice::Digest(d) => Some(desk.house.url(&leave_path(&d.stop))),
        Notice::News(n) => Some(desk.house.url(&leave_path(&n.stop))),
        _ => None,
    };
    let outgoing = Outgoing {
        letter: &letter,
        page: &page,
        leave,
    };
    let sending = desk.transport.send(mail.id.0, &mail.recipient, &outgoing);
    // The library's own limit is for connecting only: a server that then says nothing is left here.
    match tokio::time::timeout(desk.app.config.smtp_timeout, sending).await {
        Ok(done) => done.map(|()| true),
        Err(_) => Err(Refused::Later("the mail server took too long".to_owned())),
    }
}

/// Waits one minute, two, four … at most six hours.
async fn failed(desk: &Desk, mail: &Claimed, why: Refused) -> Result<()> {
    let now = desk.app.now();
    let tries = if mail.purpose == CODE {
        TRIES_OF_CODES
    } else {
        TRIES
    };
    let exponent = u32::try_from(mail.attempts.clamp(1, 12)).unwrap_or(1) - 1;
    let wait = (MINUTE_MS << exponent).min(6 * HOUR_MS);
    let due = match &why {
        Refused::Later(_) if mail.attempts < tries => Some(now.plus_ms(wait)),
        _ => None,
    };
    let refused = matches!(why, Refused::Never(_));
    let why = why.to_string();
    if refused && let Some(verdict) = bounce::of_refusal(&why) {
        returned::note(&desk.app, mail.id, verdict, &why).await?;
    }
    let why = bounce::without_addresses(&why);
    tracing::warn!(id = %mail.id, purpose = mail.purpose, attempts = mail.attempts, %why,
        "a mail did not go");
    mailing::mark_failed(desk.app.store.write(), mail.id, &why, due, now).await
}
