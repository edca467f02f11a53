//! The cookies there are, all HttpOnly and SameSite=Lax; Secure where the service is on https.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

/// A signed-in session's token.
pub const SESSION: &str = "palanta_sesi";
/// A browser without account, so that a support or rating counts once.
pub const VISITOR: &str = "palanta_tamu";
/// The tracking code that was entered; gone when the browser closes.
pub const TRACK: &str = "palanta_lacak";
pub const LANG: &str = "palanta_bahasa";
/// What the page after sending a thread shows, for five minutes.
pub const DONE: &str = "palanta_selesai";
/// The key of a message to show once.
pub const FLASH: &str = "palanta_pesan";

/// A cookie for `seconds`, or for the browser's session.
pub fn make(
    name: &'static str,
    value: String,
    seconds: Option<i64>,
    https: bool,
) -> Cookie<'static> {
    let mut cookie = Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax);
    if let Some(seconds) = seconds {
        cookie = cookie.max_age(Duration::seconds(seconds));
    }
    cookie.finish()
}

/// A cookie that removes another.
pub fn remove(name: &'static str, https: bool) -> Cookie<'static> {
    make(name, String::new(), Some(0), https)
}
