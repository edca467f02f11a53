//! The cookies there are, all HttpOnly and SameSite=Lax. Where the service is on https they are
//! Secure, and their names begin with `__Host-`, so that browsers take them from this host alone:
//! no neighbour under the same domain can set one for us (RFC 6265bis, section 4.1.3.2).

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

macro_rules! cookies {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)+) => {
        $($(#[$doc])* pub const $name: &str = $text;)+

        /// A cookie's name as it goes over the wire.
        pub fn named(name: &'static str, https: bool) -> &'static str {
            match name {
                $($text if https => concat!("__Host-", $text),)+
                _ => name,
            }
        }
    };
}

cookies! {
    /// A signed-in session's token.
    SESSION = "palanta_sesi";
    /// A browser without account, so that a support or rating counts once.
    VISITOR = "palanta_tamu";
    /// The tracking code that was entered; gone when the browser closes.
    TRACK = "palanta_lacak";
    LANG = "palanta_bahasa";
    /// How the writer last chose to appear, to be offered first.
    APPEAR = "palanta_tampil";
    /// What the page after sending a thread shows, for five minutes.
    DONE = "palanta_selesai";
    /// A visit to the identity provider, sealed, for ten minutes.
    PROVIDER = "palanta_penyedia";
    /// The key of a message to show once.
    FLASH = "palanta_pesan";
}

/// The cookie of a request, by its name on the wire and no other.
pub fn read(req: &HttpRequest, name: &'static str, https: bool) -> Option<Cookie<'static>> {
    req.cookie(named(name, https))
}

/// A cookie for `seconds`, or for the browser's session.
pub fn make(
    name: &'static str,
    value: String,
    seconds: Option<i64>,
    https: bool,
) -> Cookie<'static> {
    let mut cookie = Cookie::build(named(name, https), value)
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
