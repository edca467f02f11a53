//! Configuration: a TOML file, environment variables and flags, each over the one before it, read
//! and checked whole: every fault is named at once.

use crate::domain::deadline::Limits;
use crate::domain::retention::Keep;
use crate::domain::screening::Thresholds;
use crate::domain::time::{DAY_MS, MINUTE_MS, SECOND_MS};
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// One setting: its name in the file (`PALANTA_` and capitals in the environment, `--set
/// name=value` as a flag), what it is without being set, and what it means.
pub struct Setting {
    pub name: &'static str,
    pub default: &'static str,
    pub meaning: &'static str,
}

macro_rules! settings {
    ($($name:ident = $default:literal: $meaning:literal;)+) => {
        /// Every setting there is. README's table is held to it by a test.
        pub const SETTINGS: &[Setting] = &[$(Setting {
            name: stringify!($name), default: $default, meaning: $meaning,
        },)+];
    };
}

settings! {
    data_dir = "data": "Folder of the SQLite database and of mail that is not sent by SMTP";
    database_url = "": "`sqlite://path` or `postgres://user:password@host/name`; empty: `palanta.db` in the data folder. `DATABASE_URL` sets it too";
    connections = "8": "Database connections at most, 1 to 500";
    patience_s = "5": "Seconds a request waits for the database before it answers 503, 1 to 60";
    listen = "127.0.0.1:8080": "Address and port to listen on; port 0 takes a free one";
    public_url = "": "Address under which people reach the service, such as https://palanta.kota.go.id; empty: the listening address. With https, cookies are Secure and HSTS is sent";
    trusted_hops = "0": "Proxies in front that set X-Forwarded-For, 0 to 10; with 0 the header is ignored";
    workers = "0": "HTTP worker threads; 0: one for each core";
    secret = "": "At least 32 characters that key hashes and form tokens; the same for all instances. Empty: made at the first start and kept in the database";
    smtp_url = "": "`smtps://user:password@host:465` or `smtp://user:password@host:587?tls=required`; empty: mail is written as files into the mail folder";
    mail_dir = "": "Folder for mail without SMTP; empty: `mail` in the data folder";
    mail_from = "Palanta <palanta@localhost>": "Sender of all mail";
    mail_return_to = "": "Address to which undeliverable mail returns (the envelope's sender); empty: that of `mail_from`";
    mail_returns = "": "Where that mail arrives: a maildir, or a file in mbox form; reports in it stop mail to addresses that are gone. Empty: none is read";
    smtp_timeout_s = "60": "Seconds the SMTP server may take for a mail, 1 to 240; after that it is tried again later";
    mail_per_minute = "60": "Mails sent a minute at most, 1 to 6000";
    city = "Sawahlunto": "The city's name";
    product = "Palanta": "The service's name";
    region = "Kota Sawahlunto, Sumatera Barat": "Line under the name";
    number_prefix = "SWL": "First part of thread numbers, 2 to 6 capital letters";
    source_url = "": "Where the source of the running version can be had, linked at the foot of each page (AGPL-3.0, section 13); empty: no link";
    zone = "Asia/Jakarta": "The city's time zone (IANA name)";
    office_opens = "08:00": "Office hours, first minute";
    office_closes = "16:00": "Office hours, last minute; deadlines end then";
    days_verify = "3": "Working days to verify a held thread";
    days_simple = "5": "Working days to answer a simple case";
    days_standard = "14": "Working days to answer a case without supervision";
    days_supervised = "60": "Working days to answer a case that needs examination";
    days_citizen_reply = "10": "Working days a citizen has to respond to an answer, before the case closes by itself";
    hold_first = "true": "Whether a writer's first thread waits for a moderator";
    hold_score = "60": "Score of insults, threats, hate and spam, of 100, from which a thread waits for a moderator whoever writes it; 0: never";
    undo_minutes = "10": "Minutes in which a moderator may take a decision back, 1 to 120";
    decision_mail_wait_s = "600": "Seconds that the mail about a moderator's decision waits, so that it can be withdrawn with the decision, 0 to 7200";
    claim_minutes = "15": "Minutes for which a moderator has what they have taken from the queue, 1 to 240";
    edit_minutes = "15": "Minutes in which a writer may change their own text, whose earlier versions stay readable, 0 to 1440; 0: never";
    appeal_days = "30": "Days in which a moderator's decision may be appealed, 1 to 365";
    refuse_score = "98": "The same score, of 100, from which a text is given back to its writer, who may change it or ask that a moderator read it; 0: never";
    hold_links = "1": "Links from which a text waits for a moderator if nothing of its writer's stands published; 0: never";
    hold_hour = "6": "Posts of a writer within an hour from which a further one waits; 0: never";
    refuse_hour = "30": "Posts of a writer within an hour from which a further one is given back; 0: never";
    hold_likeness = "80": "Likeness to one's own post of the last seven days, of 100, from which a text waits; the same once more is given back; 0: never";
    hold_copies = "2": "Posts by others within a day in the same words, from which one waits; 0: never";
    hold_withheld = "2": "Posts of a writer that were withheld within thirty days, from which all of theirs wait; 0: never";
    burst_posts = "40": "Posts in the whole city within ten minutes from which writers without an account and anything published answer a question first; 0: never";
    keep_addresses_days = "7": "Days for which hashes of addresses of those without an account are kept, 1 to 30";
    keep_mail_days = "30": "Days for which it is known to whom a mail went, 1 to 365";
    keep_held_days = "180": "Days after which a thread that no moderator has decided on is given up, 14 to 3650";
    keep_refused_days = "90": "Days for which the words of what was not published, and who wrote them, are kept after the decision, 14 to 3650";
    keep_raters_days = "30": "Days for which a rating holds a hash of who gave it, 2 to 365";
    keep_reports_days = "180": "Days for which decided reports are kept, and what was noted for moderators, 30 to 3650";
    staff_idle_minutes = "30": "Minutes without use after which sessions of those who hold a role end, 5 to 1440; 0: as citizens' do, after 30 days";
    staff_second_step = "false": "Whether who holds a role needs a second step besides the mailed code: a one-time code, or a passkey instead of both; until then the roles are not there";
    oidc_issuer = "": "The city's identity provider (OpenID Connect), such as https://sso.kota.go.id/realms/asn; empty: none. Its address for sign-ins to come back to is `/masuk/penyedia/kembali`";
    oidc_client_id = "": "By what the provider knows this service";
    oidc_client_secret = "": "The secret for it";
    oidc_label = "": "What the provider is called on the sign-in page; empty: its host";
    oidc_second_step = "false": "Whether the provider asks for a second step itself, so that none is asked here";
    erase_days = "3": "Days between asking that one's account be erased and its erasure, in which it may be cancelled, 1 to 30. UU 27/2022 has what rests on consent end within 3 × 24 hours of its withdrawal";
    min_respondents = "10": "Respondents under which no IKM is shown, 1 to 1000";
    digest_weekday = "monday": "Day of the digests, for those who wish no other";
    digest_time = "08:00": "Time of the digests, likewise, in the city's zone; brought within the office hours";
    webhook_private = "false": "Whether webhooks may go to addresses of one's own network, and by http";
    limit_read = "600": "Pages an address may read a minute";
    limit_write = "30": "Forms an address may send a minute";
    limit_account = "40": "Forms an account may send a minute";
    limit_sign_in = "10": "Sign-in codes and tries of an address a minute";
    limit_track = "10": "Tracking codes an address may try a minute";
    limit_track_wrong = "300": "Wrong tracking codes that are taken a minute from all addresses together; then none is looked up for a while";
    limit_photos = "60": "Photos an address may send an hour";
    body_limit_kib = "256": "Largest request body in KiB, without photos, 16 to 4096";
    cache_mib = "24": "Memory for kept pages in MiB, 0 to 4096";
    log = "info,sea_orm_migration=warn,actix_server=warn": "Log filter, such as `info` or `palanta=debug,info`";
    log_format = "auto": "`pretty`, `json`, or `auto`: pretty in a terminal";
}

/// A configuration that has been checked.
#[derive(Clone, Debug)]
pub struct Config {
    pub data_dir: PathBuf,
    pub database_url: String,
    pub connections: u32,
    pub patience: std::time::Duration,
    pub listen: SocketAddr,
    /// Without a slash at its end.
    pub public_url: String,
    pub trusted_hops: usize,
    pub workers: usize,
    pub secret: Option<String>,
    pub smtp_url: Option<String>,
    pub mail_dir: PathBuf,
    pub mail_from: lettre::message::Mailbox,
    pub mail_return_to: Option<lettre::Address>,
    pub mail_returns: Option<PathBuf>,
    pub smtp_timeout: std::time::Duration,
    pub mail_per_minute: u32,
    pub city: String,
    pub product: String,
    pub region: String,
    pub number_prefix: String,
    /// Empty, or an http(s) address.
    pub source_url: String,
    pub zone: TimeZone,
    pub office: (Time, Time),
    pub limits: Limits,
    /// How long a moderator may take a decision back, in milliseconds.
    pub undo_ms: i64,
    /// How long the mail about a decision waits, in milliseconds.
    pub decision_mail_wait_ms: i64,
    /// How long a moderator has what they took from the queue, in milliseconds.
    pub claim_ms: i64,
    /// How long a writer may change their own text, in milliseconds; 0: not at all.
    pub edit_ms: i64,
    pub appeal_days: i64,
    /// What is published at once, what waits, and what is given back.
    pub screening: Thresholds,
    /// Posts within ten minutes that are a burst; 0: none is.
    pub burst_posts: i64,
    /// How long what goes by itself is kept.
    pub keep: Keep,
    /// How long a session of someone who holds a role lasts without use, in milliseconds; 0: as others'.
    pub staff_idle_ms: i64,
    /// Whether who holds a role needs a second step.
    pub staff_second_step: bool,
    /// The city's identity provider.
    pub provider: Option<Provider>,
    /// Whether the provider asks for a second step itself.
    pub provider_second_step: bool,
    /// How long an erasure waits, in milliseconds.
    pub erase_ms: i64,
    pub min_respondents: u64,
    pub digest_weekday: Weekday,
    pub digest_time: Time,
    /// Webhooks may go to addresses of one's own network, and by http.
    pub webhook_private: bool,
    pub limit_read: u32,
    pub limit_write: u32,
    pub limit_account: u32,
    pub limit_sign_in: u32,
    pub limit_track: u32,
    pub limit_track_wrong: u32,
    pub limit_photos: u32,
    pub body_limit: usize,
    pub cache_bytes: u64,
    pub log: String,
    pub log_format: LogFormat,
    /// Codes are shown on the page and demo links work. Only the `demo` command sets it.
    pub demo: bool,
}

/// An identity provider (OpenID Connect).
#[derive(Clone)]
pub struct Provider {
    /// Compared letter by letter with what the provider says of itself.
    pub issuer: String,
    pub client_id: String,
    pub client_secret: String,
    pub label: String,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Provider({:?}, …)", self.issuer)
    }
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Auto,
    Pretty,
    Json,
}

/// Reads an environment variable.
pub type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Where values come from, before they are checked.
#[derive(Default)]
pub struct Sources<'a> {
    pub file: Option<&'a Path>,
    pub env: Option<Env<'a>>,
    /// `name=value` of `--set`, and named flags.
    pub flags: Vec<(String, String)>,
}

impl Config {
    /// Reads and checks everything.
    ///
    /// # Errors
    /// Every fault, a line each.
    pub fn load(sources: &Sources) -> Result<Config, Vec<String>> {
        let mut faults = Vec::new();
        let values = gather(sources, &mut faults);
        let config = check(&values, &mut faults);
        match config {
            Some(config) if faults.is_empty() => Ok(config),
            _ => Err(faults),
        }
    }

    /// Whether pages go out over TLS (by a proxy in front).
    pub fn https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

fn gather(sources: &Sources, faults: &mut Vec<String>) -> BTreeMap<&'static str, String> {
    let mut values: BTreeMap<&'static str, String> = SETTINGS
        .iter()
        .map(|s| (s.name, s.default.to_owned()))
        .collect();
    let mut set = |name: &str, value: String, from: &str, faults: &mut Vec<String>| match SETTINGS
        .iter()
        .find(|s| s.name == name)
    {
        Some(s) => {
            values.insert(s.name, value);
        }
        None => faults.push(format!("{from}: there is no setting {name:?}")),
    };
    if let Some(path) = sources.file {
        let from = path.display().to_string();
        match std::fs::read_to_string(path).map(|text| text.parse::<toml::Table>()) {
            Ok(Ok(table)) => {
                for (name, value) in table {
                    match plain(&value) {
                        Some(text) => set(&name, text, &from, faults),
                        None => faults.push(format!(
                            "{from}: {name} must be a text, a number or true/false"
                        )),
                    }
                }
            }
            Ok(Err(e)) => faults.push(format!("{from}: {}", e.message())),
            Err(e) => faults.push(format!("{from}: {e}")),
        }
    }
    if let Some(env) = sources.env {
        if let Some(url) = env("DATABASE_URL") {
            set("database_url", url, "DATABASE_URL", faults);
        }
        for s in SETTINGS {
            let name = format!("PALANTA_{}", s.name.to_uppercase());
            if let Some(value) = env(&name) {
                set(s.name, value, &name, faults);
            }
        }
    }
    for (name, value) in &sources.flags {
        set(name, value.clone(), "--set", faults);
    }
    values
}

fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(s) => Some(s.clone()),
        toml::Value::Integer(i) => Some(i.to_string()),
        toml::Value::Boolean(b) => Some(b.to_string()),
        toml::Value::Datetime(d) => Some(d.to_string()),
        _ => None,
    }
}

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

fn check(values: &BTreeMap<&'static str, String>, faults: &mut Vec<String>) -> Option<Config> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn load(flags: &[(&str, &str)]) -> Result<Config, Vec<String>> {
        Config::load(&Sources {
            flags: flags
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect(),
            ..Sources::default()
        })
    }

    #[test]
    fn defaults_are_sound() {
        let c = load(&[]).expect("defaults");
        assert_eq!(c.database_url, "sqlite://data/palanta.db");
        assert!(!c.https());
        assert!(c.limits.is_valid());
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let faults = load(&[
            ("listen", "nowhere"),
            ("zone", "Mars/Olympus"),
            ("secret", "short"),
            ("connections", "0"),
            ("public_url", "https://a/b"),
            ("no_such", "1"),
        ])
        .expect_err("faults");
        for name in [
            "listen",
            "zone",
            "secret",
            "connections",
            "public_url",
            "no_such",
        ] {
            assert!(
                faults.iter().any(|f| f.contains(name)),
                "{name} in {faults:?}"
            );
        }
        assert!(!faults.iter().any(|f| f.contains("short")));
    }

    #[test]
    fn flags_go_over_environment_and_environment_over_file() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("palanta.toml");
        std::fs::write(
            &file,
            "city = \"Padang\"\nproduct = \"Bangku\"\nworkers = 3\n",
        )
        .expect("a file");
        let env = |name: &str| match name {
            "PALANTA_CITY" => Some("Solok".to_owned()),
            "PALANTA_PRODUCT" => Some("Lapau".to_owned()),
            "DATABASE_URL" => Some("postgres://h/d".to_owned()),
            _ => None,
        };
        let c = Config::load(&Sources {
            file: Some(&file),
            env: Some(&env),
            flags: vec![("city".into(), "Sawahlunto".into())],
        })
        .expect("a configuration");
        assert_eq!(
            (c.city.as_str(), c.product.as_str()),
            ("Sawahlunto", "Lapau")
        );
        assert_eq!((c.workers, c.database_url.as_str()), (3, "postgres://h/d"));
    }
}
