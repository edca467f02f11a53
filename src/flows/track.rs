//! Following one's thread by its tracking code, without an account.

use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::time::Instant;
use crate::keys::{Purpose, normal_tracking_code};
use crate::store::threads;

/// What a right code opens: the code in its one form (for the cookie) and the thread's number.
pub struct Tracked {
    pub code: String,
    pub number: String,
    /// When it was entered before.
    pub seen: Option<Instant>,
}

/// Looks a code up, and notes when: next time one is told what is new since.
///
/// # Errors
/// [`Error::Invalid`] at `code`, with the same message for a code that can't be one and one that
/// opens nothing.
pub async fn track(app: &App, typed: &str) -> Result<Tracked> {
    let wrong = || Error::field("code", "fault-tracking-code");
    let code = normal_tracking_code(typed).ok_or_else(wrong)?;
    let hash = app.keys.hash(Purpose::TrackingCode, &code);
    let id = threads::by_code_hash(app.store.read(), &hash)
        .await?
        .ok_or_else(wrong)?;
    let thread = threads::by_id(app.store.read(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let seen = threads::contact(app.store.read(), id)
        .await?
        .and_then(|c| c.seen_ms);
    threads::set_seen(app.store.write(), id, app.now()).await?;
    Ok(Tracked {
        seen,
        code,
        number: thread.number,
    })
}
