//! Configuration: a TOML file, environment variables and flags, each over the one before it, read
//! and checked whole: every fault is named at once.

mod check;
mod settings;

pub use settings::{SETTINGS, Setting};

use crate::domain::deadline::Limits;
use crate::domain::retention::Keep;
use crate::domain::screening::Thresholds;
use check::check;
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

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
