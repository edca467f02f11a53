//! How often an address may ask, by class of route, and how often an account may write. Behind proxies the address is the one that
//! the configured number of trusted hops saw; without any, it is the connection's.

use crate::config::Config;
use crate::domain::ids::AccountId;
use crate::domain::person::Address;
use actix_web::HttpRequest;
use governor::DefaultDirectRateLimiter;
use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Classes of routes.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Not counted: health, assets.
    Free,
    Read,
    /// Pictures of pages: ten times as many as pages.
    Picture,
    Write,
    SignIn,
    Track,
}

type Limiter = RateLimiter<IpAddr, DashMapStateStore<IpAddr>, DefaultClock>;

/// A limiter for each class.
pub struct Limits {
    read: Limiter,
    picture: Limiter,
    write: Limiter,
    sign_in: Limiter,
    track: Limiter,
    photo: Limiter,
    accounts: RateLimiter<AccountId, DashMapStateStore<AccountId>, DefaultClock>,
    /// Wrong tracking codes, from wherever.
    wrong_codes: DefaultDirectRateLimiter,
    /// Until when no tracking code is looked up.
    codes_closed: Mutex<Option<Instant>>,
    clock: DefaultClock,
    hops: usize,
}

fn a_minute<K: std::hash::Hash + Eq + Clone>(
    n: u32,
) -> RateLimiter<K, DashMapStateStore<K>, DefaultClock> {
    RateLimiter::dashmap(Quota::per_minute(
        NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN),
    ))
}

impl Limits {
    pub fn new(config: &Config) -> Self {
        Self {
            read: a_minute(config.limit_read),
            picture: a_minute(config.limit_read.saturating_mul(10)),
            write: a_minute(config.limit_write),
            sign_in: a_minute(config.limit_sign_in),
            track: a_minute(config.limit_track),
            photo: RateLimiter::dashmap(Quota::per_hour(
                NonZeroU32::new(config.limit_photos).unwrap_or(NonZeroU32::MIN),
            )),
            accounts: a_minute(config.limit_account),
            wrong_codes: RateLimiter::direct(Quota::per_minute(
                NonZeroU32::new(config.limit_track_wrong).unwrap_or(NonZeroU32::MIN),
            )),
            codes_closed: Mutex::default(),
            clock: DefaultClock::default(),
            hops: config.trusted_hops,
        }
    }

    fn of(&self, class: Class) -> Option<&Limiter> {
        match class {
            Class::Free => None,
            Class::Read => Some(&self.read),
            Class::Picture => Some(&self.picture),
            Class::Write => Some(&self.write),
            Class::SignIn => Some(&self.sign_in),
            Class::Track => Some(&self.track),
        }
    }

    /// Counts a request.
    ///
    /// # Errors
    /// Seconds to wait, at least 1.
    pub fn check(&self, class: Class, req: &HttpRequest) -> Result<(), u64> {
        let Some(limiter) = self.of(class) else {
            return Ok(());
        };
        limiter.check_key(&self.address(req).0).map_err(|denied| {
            let wait = denied.wait_time_from(self.clock.now());
            wait.as_secs() + 1
        })
    }

    /// Counts a form that an account sends, from wherever it does.
    ///
    /// # Errors
    /// Seconds to wait, at least 1.
    pub fn check_account(&self, class: Class, account: AccountId) -> Result<(), u64> {
        if class != Class::Write {
            return Ok(());
        }
        self.accounts.check_key(&account).map_err(|denied| {
            let wait = denied.wait_time_from(self.clock.now());
            wait.as_secs() + 1
        })
    }

    /// Whether tracking codes are looked up. Many wrong ones from many addresses are somebody who
    /// guesses: then none is, right or wrong, so that no guess tells anything.
    ///
    /// # Errors
    /// Seconds to wait, at least 1.
    pub fn codes_open(&self) -> Result<(), u64> {
        let closed = *self.closed();
        let wait = closed.and_then(|until| until.checked_duration_since(Instant::now()));
        wait.map_or(Ok(()), |wait| Err(wait.as_secs() + 1))
    }

    /// Counts a wrong tracking code.
    pub fn wrong_code(&self) {
        if let Err(denied) = self.wrong_codes.check() {
            let wait = denied.wait_time_from(self.clock.now());
            *self.closed() = Some(Instant::now() + wait);
        }
    }

    fn closed(&self) -> MutexGuard<'_, Option<Instant>> {
        self.codes_closed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a photo that is sent.
    ///
    /// # Errors
    /// Seconds to wait.
    pub fn check_photo(&self, req: &HttpRequest) -> Result<(), u64> {
        self.photo
            .check_key(&self.address(req).0)
            .map_err(|denied| denied.wait_time_from(self.clock.now()).as_secs() + 1)
    }

    /// Forgets addresses that have been quiet. Run now and then.
    pub fn sweep(&self) {
        for limiter in [
            &self.read,
            &self.picture,
            &self.write,
            &self.sign_in,
            &self.track,
            &self.photo,
        ] {
            limiter.retain_recent();
        }
        self.accounts.retain_recent();
    }

    /// Where a request comes from: as the trusted hop saw it, an IPv6 household as one.
    pub fn address(&self, req: &HttpRequest) -> Address {
        let peer = req
            .peer_addr()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |a| a.ip());
        if self.hops == 0 {
            return Address(network(peer));
        }
        let forwarded: Vec<&str> = req
            .headers()
            .get_all("x-forwarded-for")
            .filter_map(|v| v.to_str().ok())
            .flat_map(|v| v.split(','))
            .map(str::trim)
            .collect();
        let seen = forwarded
            .len()
            .checked_sub(self.hops)
            .and_then(|at| forwarded.get(at))
            .and_then(|a| a.parse().ok());
        Address(network(seen.unwrap_or(peer)))
    }
}

/// An IPv6 household has a /64; it counts as one address.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        },
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Sources;
    use actix_web::test::TestRequest;

    fn limits(hops: &str) -> Limits {
        let config = Config::load(&Sources {
            flags: vec![("trusted_hops".into(), hops.into())],
            ..Sources::default()
        })
        .expect("a configuration");
        Limits::new(&config)
    }

    fn seen(limits: &Limits, forwarded: &str) -> String {
        let req = TestRequest::default()
            .peer_addr("10.0.0.9:5000".parse().expect("an address"))
            .insert_header(("x-forwarded-for", forwarded))
            .to_http_request();
        limits.address(&req).0.to_string()
    }

    #[test]
    fn only_trusted_hops_are_believed() {
        assert_eq!(seen(&limits("0"), "1.1.1.1"), "10.0.0.9");
        assert_eq!(seen(&limits("1"), "6.6.6.6, 1.1.1.1"), "1.1.1.1");
        assert_eq!(seen(&limits("2"), "6.6.6.6, 1.1.1.1, 2.2.2.2"), "1.1.1.1");
        assert_eq!(seen(&limits("2"), "1.1.1.1"), "10.0.0.9");
        assert_eq!(seen(&limits("1"), "rubbish"), "10.0.0.9");
    }

    #[test]
    fn a_household_is_one_address() {
        let a: IpAddr = "2001:db8:1:2:aaaa::1".parse().expect("an address");
        let b: IpAddr = "2001:db8:1:2:bbbb::2".parse().expect("an address");
        assert_eq!(network(a), network(b));
    }
}
