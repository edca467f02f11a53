//! Webhooks: what a unit's own system is told, to which addresses, and when again.
//!
//! A message tells that something happened and where to look, never a citizen's words: what a
//! moderator takes from view later is then in nobody else's queue.

use super::net;
use super::thread::{Step, Visibility};
use super::time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS};
use url::{Host, Url};

crate::text_enum! {
    /// What a webhook may be told of.
    pub enum Event {
        /// A case has come to the unit: written, published, or moved here.
        Opened = "thread.opened",
        /// A citizen has written a further post.
        Replied = "thread.replied",
        /// Someone of the unit has taken the case.
        Taken = "thread.taken",
        Answered = "thread.answered",
        /// The unit says what was done.
        Done = "thread.done",
        Declined = "thread.declined",
        /// Confirmed by its author, or by silence.
        Closed = "thread.closed",
        Reopened = "thread.reopened",
        /// To another unit or service.
        Moved = "thread.moved",
        /// A moderator has taken it from view.
        Hidden = "thread.hidden",
        /// A moderator shows it again.
        Restored = "thread.restored",
        /// By when something will be done: a day was set.
        Promised = "promise.made",
        /// Another day, with a reason.
        PromiseMoved = "promise.moved",
        PromiseKept = "promise.kept",
        /// The day has passed without it.
        PromiseBroken = "promise.broken",
        /// It will not be done, for a reason.
        PromiseGivenUp = "promise.withdrawn",
        /// Someone has rated a service.
        Rated = "service.rated",
        /// Sent by hand, to see whether the receiver works.
        Test = "webhook.test",
    }
}

impl Event {
    /// The event of a step of a case, if it is one that others are told of.
    pub fn of_step(step: Step) -> Option<Event> {
        match step {
            Step::Route => Some(Event::Opened),
            Step::Take => Some(Event::Taken),
            Step::Answer => Some(Event::Answered),
            Step::Resolve => Some(Event::Done),
            Step::Schedule => Some(Event::Promised),
            Step::Reschedule => Some(Event::PromiseMoved),
            Step::Keep => Some(Event::PromiseKept),
            Step::Break => Some(Event::PromiseBroken),
            Step::GiveUp => Some(Event::PromiseGivenUp),
            Step::Decline => Some(Event::Declined),
            Step::Confirm | Step::Lapse => Some(Event::Closed),
            Step::Reopen => Some(Event::Reopened),
            Step::Transfer => Some(Event::Moved),
            Step::Hide => Some(Event::Hidden),
            Step::Restore => Some(Event::Restored),
            _ => None,
        }
    }

    /// Whether it is told of a thread that stands so: what is held or refused is no unit's yet, unless
    /// it was shown and that was taken back.
    pub fn is_told(self, visibility: Visibility) -> bool {
        match visibility {
            Visibility::Public | Visibility::Confidential => true,
            Visibility::Hidden | Visibility::Held | Visibility::Refused => self == Event::Hidden,
        }
    }
}

/// Tries before a message is put aside: with [`wait`] between them, a little over two days.
pub const TRIES: i64 = 17;
/// How long messages are kept after they went or were put aside.
pub const KEEP_MS: i64 = 30 * DAY_MS;
/// How long the secret before a change still signs, beside the new one.
pub const OVERLAP_MS: i64 = DAY_MS;
/// Longest address, in bytes.
pub const ADDRESS_MAX: usize = 500;
/// Most webhooks of one unit (or of the city as a whole).
pub const HOOKS_MAX: usize = 20;

/// How long to wait after the given try (1, 2, …): a minute, two, four … at most six hours.
pub fn wait(tries: i64) -> i64 {
    let doublings = u32::try_from(tries.clamp(1, 10)).unwrap_or(1) - 1;
    (MINUTE_MS << doublings).min(6 * HOUR_MS)
}

/// Reads an address that messages may be sent to: https, a public host, no user or password.
/// With `private` also http and hosts of one's own network.
///
/// # Errors
/// The key of a text that says what is wrong.
pub fn address(typed: &str, private: bool) -> Result<Url, &'static str> {
    if typed.len() > ADDRESS_MAX {
        return Err("fault-hook-long");
    }
    let url = Url::parse(typed.trim()).map_err(|_| "fault-hook-address")?;
    match url.scheme() {
        "https" => {}
        "http" if private => {}
        "http" => return Err("fault-hook-https"),
        _ => return Err("fault-hook-address"),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("fault-hook-user");
    }
    let public = match url.host() {
        None => return Err("fault-hook-address"),
        Some(Host::Ipv4(ip)) => net::is_public(ip.into()),
        Some(Host::Ipv6(ip)) => net::is_public(ip.into()),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let last = name.rsplit('.').next().unwrap_or(name);
            name.contains('.') && !["localhost", "local", "internal", "arpa"].contains(&last)
        }
    };
    if public || private {
        Ok(url)
    } else {
        Err("fault-hook-private")
    }
}

/// Which generations of a webhook's secret sign now, the newest first.
pub fn generations(newest: i64, rotated: Option<Instant>, now: Instant) -> Vec<i64> {
    let mut all = vec![newest];
    if newest > 1 && rotated.is_some_and(|at| now < at.plus_ms(OVERLAP_MS)) {
        all.push(newest - 1);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_https_addresses_are_taken() {
        for good in [
            "https://layanan.sawahluntokota.go.id/kait?x=1",
            "https://8.8.8.8:8443/",
            "https://[2001:4860:4860::8888]/",
        ] {
            assert!(address(good, false).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("", "fault-hook-address"),
            ("layanan.go.id", "fault-hook-address"),
            ("ftp://a.go.id/", "fault-hook-address"),
            ("file:///etc/passwd", "fault-hook-address"),
            ("http://a.go.id/", "fault-hook-https"),
            ("https://u:p@a.go.id/", "fault-hook-user"),
            ("https://localhost/", "fault-hook-private"),
            ("https://db.local./", "fault-hook-private"),
            ("https://intranet/", "fault-hook-private"),
            ("https://127.0.0.1/", "fault-hook-private"),
            // Other spellings of the same address; the parser reads them as browsers do.
            ("https://2130706433/", "fault-hook-private"),
            ("https://0x7f.1/", "fault-hook-private"),
            ("https://[::ffff:10.0.0.1]/", "fault-hook-private"),
            ("https://169.254.169.254/latest", "fault-hook-private"),
        ] {
            assert_eq!(address(bad, false), Err(why), "{bad}");
        }
        assert!(address("http://127.0.0.1:9000/kait", true).is_ok());
        assert!(address("ftp://127.0.0.1/", true).is_err());
        let long = format!("https://a.go.id/{}", "x".repeat(500));
        assert_eq!(address(&long, true), Err("fault-hook-long"));
    }

    #[test]
    fn waits_double_and_end() {
        let waits: Vec<i64> = (1..TRIES).map(|n| wait(n) / MINUTE_MS).collect();
        assert_eq!(&waits[..5], &[1, 2, 4, 8, 16]);
        assert!(waits.iter().all(|w| *w <= 360));
        let hours = waits.iter().sum::<i64>() / 60;
        assert!((48..54).contains(&hours), "{hours}");
        assert_eq!(wait(i64::MIN), MINUTE_MS);
        assert_eq!(wait(i64::MAX), 6 * HOUR_MS);
    }

    #[test]
    fn the_secret_before_signs_for_a_day() {
        let at = Instant(1_000);
        assert_eq!(generations(1, None, at), vec![1]);
        assert_eq!(generations(2, Some(at), at), vec![2, 1]);
        assert_eq!(generations(2, Some(at), at.plus_ms(OVERLAP_MS)), vec![2]);
    }

    #[test]
    fn what_is_held_is_told_to_nobody() {
        for event in Event::ALL {
            // But that it is gone again.
            let gone = *event == Event::Hidden;
            assert_eq!(event.is_told(Visibility::Held), gone);
            assert_eq!(event.is_told(Visibility::Refused), gone);
            assert!(event.is_told(Visibility::Confidential));
        }
        assert!(Event::Hidden.is_told(Visibility::Hidden));
        assert!(!Event::Replied.is_told(Visibility::Hidden));
    }
}
