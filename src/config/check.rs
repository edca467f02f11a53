//! Values, checked whole: every fault is named at once.

use super::{Config, LogFormat, Provider};
use crate::domain::deadline::Limits;
use crate::domain::retention::Keep;
use crate::domain::screening::Thresholds;
use crate::domain::time::{DAY_MS, MINUTE_MS, SECOND_MS};
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Reads values and gathers what is wrong with them.
struct Reader<'a> {
    values: &'a BTreeMap<&'static str, String>,
    faults: &'a mut Vec<String>,
}

impl Reader<'_> {
    fn text(&self, name: &str) -> String {
        self.values
            .get(name)
            .map(|v| v.trim().to_owned())
            .unwrap_or_default()
    }

    fn fault(&mut self, name: &str, wanted: &str) {
        let got = if matches!(name, "secret" | "oidc_client_secret") {
            "…".to_owned()
        } else {
            self.text(name)
        };
        self.faults
            .push(format!("{name} = {got:?}: must be {wanted}"));
    }

    fn parse<T: Default>(
        &mut self,
        name: &str,
        wanted: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> T {
        let text = self.text(name);
        match read(&text) {
            Some(value) => value,
            None => {
                self.fault(name, wanted);
                T::default()
            }
        }
    }

    /// Hundredths as a share, 0 to 1; 0 turns it off.
    fn share(&mut self, name: &str) -> Option<f64> {
        match self.number(name, 0..=100) {
            0 => None,
            n => Some(n as f64 / 100.0),
        }
    }

    fn number(&mut self, name: &str, range: std::ops::RangeInclusive<u64>) -> u64 {
        let wanted = format!("a whole number from {} to {}", range.start(), range.end());
        self.parse(name, &wanted, |t| {
            t.parse().ok().filter(|n| range.contains(n))
        })
    }

    fn small(&mut self, name: &str, range: std::ops::RangeInclusive<u32>) -> u32 {
        let wide = u64::from(*range.start())..=u64::from(*range.end());
        u32::try_from(self.number(name, wide)).unwrap_or(u32::MAX)
    }

    fn not_empty(&mut self, name: &str, most: usize) -> String {
        self.parse(name, &format!("a text of 1 to {most} characters"), |t| {
            let n = t.chars().count();
            ((1..=most).contains(&n) && !t.chars().any(char::is_control)).then(|| t.to_owned())
        })
    }

    fn time(&mut self, name: &str) -> Time {
        self.parse(name, "a time such as 07:30", |t| {
            let (h, m) = t.split_once(':')?;
            Time::new(h.parse().ok()?, m.parse().ok()?, 0, 0).ok()
        })
    }
}

pub(super) fn check(
    values: &BTreeMap<&'static str, String>,
    faults: &mut Vec<String>,
) -> Option<Config> {
    let mut r = Reader { values, faults };
    let data_dir = PathBuf::from(r.not_empty("data_dir", 1000));
    let database_url = r.parse(
        "database_url",
        "empty, sqlite://… or postgres://…",
        |t| match t {
            "" => Some(format!(
                "sqlite://{}",
                data_dir.join("palanta.db").display()
            )),
            t if t.starts_with("sqlite:") => Some(t.to_owned()),
            t if t.starts_with("postgres://") || t.starts_with("postgresql://") => {
                Some(t.to_owned())
            }
            _ => None,
        },
    );
    let listen: Option<SocketAddr> = r.parse("listen", "an address such as 127.0.0.1:8080", |t| {
        t.parse().ok().map(Some)
    });
    let public_url = r.parse(
        "public_url",
        "empty, http://… or https://…, no path",
        |t| {
            let t = t.trim_end_matches('/');
            let host = t
                .strip_prefix("https://")
                .or_else(|| t.strip_prefix("http://"));
            match host {
                None if t.is_empty() => Some(String::new()),
                Some(h) if !h.is_empty() && !h.contains(['/', '?', '#', ' ', '@']) => {
                    Some(t.to_owned())
                }
                _ => None,
            }
        },
    );
    let secret = r.parse("secret", "empty, or 32 characters or more", |t| match t {
        "" => Some(None),
        t => (t.chars().count() >= 32).then(|| Some(t.to_owned())),
    });
    let smtp_url = r.parse("smtp_url", "empty, smtp://… or smtps://…", |t| match t {
        "" => Some(None),
        t => (t.starts_with("smtp://") || t.starts_with("smtps://")).then(|| Some(t.to_owned())),
    });
    let mail_dir = match r.text("mail_dir").as_str() {
        "" => data_dir.join("mail"),
        dir => PathBuf::from(dir),
    };
    let mail_from = r.parse("mail_from", "an address, or Name <address>", |t| {
        t.parse().ok().map(Some)
    });
    let mail_return_to = r.parse("mail_return_to", "empty, or an address", |t| match t {
        "" => Some(None),
        t => t.parse().ok().map(Some),
    });
    let mail_returns = match r.text("mail_returns").as_str() {
        "" => None,
        path => Some(PathBuf::from(path)),
    };
    let number_prefix = r.parse("number_prefix", "2 to 6 capital letters", |t| {
        ((2..=6).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_uppercase()))
            .then(|| t.to_owned())
    });
    let zone = r.parse("zone", "a time zone such as Asia/Jakarta", |t| {
        TimeZone::get(t).ok().map(Some)
    });
    let source_url = r.parse("source_url", "empty, http://… or https://…", |t| {
        (t.is_empty() || t.starts_with("https://") || t.starts_with("http://"))
            .then(|| t.to_owned())
    });
    let office = (r.time("office_opens"), r.time("office_closes"));
    if office.0 >= office.1 {
        r.fault("office_closes", "later than office_opens");
    }
    let limits = Limits {
        verify: r.small("days_verify", 1..=250),
        simple: r.small("days_simple", 1..=250),
        standard: r.small("days_standard", 1..=250),
        supervised: r.small("days_supervised", 1..=250),
        citizen_reply: r.small("days_citizen_reply", 1..=250),
    };
    let digest_weekday = r.parse("digest_weekday", "monday … sunday", |t| {
        weekday(t).map(Some)
    });
    let log_format = r.parse("log_format", "auto, pretty or json", |t| match t {
        "auto" => Some(Some(LogFormat::Auto)),
        "pretty" => Some(Some(LogFormat::Pretty)),
        "json" => Some(Some(LogFormat::Json)),
        _ => None,
    });
    let log = r.parse("log", "a log filter", |t| {
        tracing_subscriber::EnvFilter::try_new(t)
            .ok()
            .map(|_| t.to_owned())
    });
    let hold_first = r.parse("hold_first", "true or false", |t| t.parse().ok());
    let webhook_private = r.parse("webhook_private", "true or false", |t| t.parse().ok());
    let staff_second_step = r.parse("staff_second_step", "true or false", |t| t.parse().ok());
    let provider_second_step = r.parse("oidc_second_step", "true or false", |t| t.parse().ok());
    let provider = provider(&mut r);
    let staff_idle = r.small("staff_idle_minutes", 0..=1440);
    if (1..5).contains(&staff_idle) {
        r.fault("staff_idle_minutes", "0, or from 5 to 1440");
    }
    Some(Config {
        connections: r.small("connections", 1..=500),
        patience: std::time::Duration::from_secs(r.number("patience_s", 1..=60)),
        trusted_hops: r.number("trusted_hops", 0..=10) as usize,
        workers: r.number("workers", 0..=1024) as usize,
        smtp_timeout: std::time::Duration::from_secs(r.number("smtp_timeout_s", 1..=240)),
        mail_per_minute: r.small("mail_per_minute", 1..=6000),
        city: r.not_empty("city", 60),
        product: r.not_empty("product", 40),
        region: r.not_empty("region", 120),
        screening: Thresholds {
            hold_first,
            hold_score: r.share("hold_score"),
            refuse_score: r.share("refuse_score"),
            hold_links: r.number("hold_links", 0..=1000) as usize,
            hold_hour: r.number("hold_hour", 0..=1000) as i64,
            refuse_hour: r.number("refuse_hour", 0..=1000) as i64,
            hold_likeness: r.share("hold_likeness"),
            hold_copies: r.number("hold_copies", 0..=1000) as i64,
            hold_withheld: r.number("hold_withheld", 0..=1000) as i64,
        },
        burst_posts: r.number("burst_posts", 0..=1_000_000) as i64,
        keep: Keep {
            addresses: r.number("keep_addresses_days", 1..=30) as i64,
            mail: r.number("keep_mail_days", 1..=365) as i64,
            held: r.number("keep_held_days", 14..=3650) as i64,
            refused: r.number("keep_refused_days", 14..=3650) as i64,
            raters: r.number("keep_raters_days", 2..=365) as i64,
            reports: r.number("keep_reports_days", 30..=3650) as i64,
        },
        undo_ms: i64::from(r.small("undo_minutes", 1..=120)) * MINUTE_MS,
        decision_mail_wait_ms: i64::from(r.small("decision_mail_wait_s", 0..=7200)) * SECOND_MS,
        claim_ms: i64::from(r.small("claim_minutes", 1..=240)) * MINUTE_MS,
        edit_ms: i64::from(r.small("edit_minutes", 0..=1440)) * MINUTE_MS,
        appeal_days: r.small("appeal_days", 1..=365).into(),
        staff_second_step,
        provider,
        provider_second_step,
        staff_idle_ms: i64::from(staff_idle) * MINUTE_MS,
        erase_ms: i64::from(r.small("erase_days", 1..=30)) * DAY_MS,
        min_respondents: r.number("min_respondents", 1..=1000),
        digest_time: r.time("digest_time"),
        limit_read: r.small("limit_read", 1..=1_000_000_000),
        limit_write: r.small("limit_write", 1..=1_000_000_000),
        limit_account: r.small("limit_account", 1..=1_000_000_000),
        limit_sign_in: r.small("limit_sign_in", 1..=1_000_000_000),
        limit_track: r.small("limit_track", 1..=1_000_000_000),
        limit_track_wrong: r.small("limit_track_wrong", 1..=1_000_000_000),
        limit_photos: r.small("limit_photos", 1..=1_000_000_000),
        body_limit: r.number("body_limit_kib", 16..=4096) as usize * 1024,
        cache_bytes: r.number("cache_mib", 0..=4096) * 1024 * 1024,
        data_dir,
        database_url,
        listen: listen?,
        public_url,
        secret,
        smtp_url,
        mail_dir,
        mail_from: mail_from?,
        mail_return_to,
        mail_returns,
        number_prefix,
        source_url,
        zone: zone?,
        office,
        limits,
        webhook_private,
        digest_weekday: digest_weekday?,
        log,
        log_format: log_format?,
        demo: false,
    })
}

/// Reads the identity provider. It is asked over https; over http only on this machine.
fn provider(r: &mut Reader) -> Option<Provider> {
    let issuer = r.text("oidc_issuer");
    if issuer.is_empty() {
        return None;
    }
    let url = url::Url::parse(&issuer).ok();
    let host = url.as_ref().and_then(url::Url::host_str).map(str::to_owned);
    let here = matches!(host.as_deref(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let fits = url.as_ref().is_some_and(|u| {
        (u.scheme() == "https" || (u.scheme() == "http" && here))
            && u.username().is_empty()
            && u.password().is_none()
            && u.query().is_none()
            && u.fragment().is_none()
    });
    if !fits {
        r.fault("oidc_issuer", "empty, or https://…");
    }
    let client_id = r.not_empty("oidc_client_id", 200);
    let client_secret = r.not_empty("oidc_client_secret", 500);
    let label = match r.text("oidc_label") {
        label if label.is_empty() => host.unwrap_or_default(),
        label => label,
    };
    Some(Provider {
        issuer,
        client_id,
        client_secret,
        label,
    })
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match text {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}
