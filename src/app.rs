//! What every act and read needs: configuration, database, clock, keys, and the city's directory.

use crate::config::Config;
use crate::domain::calendar::Calendar;
use crate::domain::error::{Error, Result};
use crate::domain::following::Leave;
use crate::domain::ids::{AccountId, FollowId};
use crate::domain::person::Viewer;
use crate::domain::time::Instant;
use crate::keys::Purpose;
use crate::keys::{self, Keys};
use crate::store::entity::authorship;
use crate::store::generations::{Kept, Shelf, Tag};
use crate::store::places::Directory;
use crate::store::{Options, Store, settings};
use std::any::Any;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, RwLock};

/// The system's clock, with an offset that tests move.
#[derive(Clone, Default)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    pub fn now(&self) -> Instant {
        Instant::from_jiff(jiff::Timestamp::now()).plus_ms(self.0.load(Ordering::Relaxed))
    }

    /// Moves the clock by milliseconds.
    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::Relaxed);
    }
}

/// Units, services and the calendar, as they stand.
pub struct City {
    pub directory: Directory,
    pub calendar: Calendar,
}

impl City {
    /// The year of a limit for which no holidays are known, so that weekends alone were counted;
    /// `None` once it is past.
    pub fn uncharted(&self, due: Option<Instant>, now: Instant) -> Option<i16> {
        let due = due.filter(|due| *due > now)?;
        let years = self.calendar.day(now).year()..=self.calendar.day(due).year();
        years.into_iter().find(|y| !self.calendar.covers(*y))
    }
}

#[derive(Clone)]
pub struct App {
    pub config: Arc<Config>,
    pub store: Store,
    pub clock: Clock,
    pub keys: Keys,
    city: Arc<RwLock<Option<Kept<Arc<City>>>>>,
    shelf: Arc<Shelf>,
}

/// Opens the database alone, with its schema; see [`App::open`].
pub async fn open_store(config: &Config, tool: bool) -> Result<Store> {
    let options = Options {
        url: config.database_url.clone(),
        connections: config.connections,
        patience: config.patience,
        tool,
    };
    let store = Store::open(&options).await?;
    match store.is_current().await? {
        Some(true) => {}
        Some(false) if tool => return Err(Error::Conflict("conflict-schema")),
        _ => store.migrate().await?,
    }
    Ok(store)
}

/// Letters that begin the words of links in mail.
const LEAVE_NEWS: &str = "k";
const LEAVE_FOLLOW: &str = "i";

/// Read models kept in memory: people, threads, and what one is to the other.
const KEPT_ITEMS: usize = 4096;

impl App {
    /// Opens and migrates the database, and takes the secret from the configuration or, at the
    /// first start without one, makes it. A command beside a server (`tool`) leaves a schema that
    /// is there as it is.
    ///
    /// # Errors
    /// [`Error::Conflict`] for a tool on a schema of another version; else what the database says.
    pub async fn open(config: Config, tool: bool) -> Result<App> {
        let store = open_store(&config, tool).await?;
        let secret = match &config.secret {
            Some(secret) => secret.clone(),
            None => settings::get_or_set(store.write(), "secret", &keys::token()).await?,
        };
        Ok(App {
            config: Arc::new(config),
            store,
            clock: Clock::default(),
            keys: Keys::new(&secret),
            city: Arc::default(),
            shelf: Arc::new(Shelf::new(KEPT_ITEMS)),
        })
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// The ISO date of an instant in the city's zone.
    pub fn day(&self, at: Instant) -> String {
        at.day(&self.config.zone).to_string()
    }

    /// A kept value of this kind, if it is still good.
    pub fn kept<T: Any + Send + Sync>(&self, key: &str) -> Option<Arc<T>> {
        self.shelf.get(key, self.store.generations(), self.now())
    }

    /// Keeps a value; the stamp must have been taken before it was read.
    pub fn keep<T: Any + Send + Sync>(&self, key: String, kept: Kept<Arc<T>>) {
        self.shelf.put(key, kept);
    }

    /// How a supporter or reporter is known, so that each counts once: by account, else by browser.
    pub fn supporter(&self, viewer: &Viewer) -> Option<String> {
        self.known_as(Purpose::Supporter, viewer)
    }

    /// How who uploads a photo is known until it is sent: by account, else by browser.
    pub fn uploader(&self, viewer: &Viewer) -> Option<String> {
        self.known_as(Purpose::Upload, viewer)
    }

    /// How the writer of a post would be known as a supporter.
    pub fn supporter_of(&self, written: &authorship::Model) -> Option<String> {
        self.known(
            Purpose::Supporter,
            written.account_id,
            written.visitor.as_deref(),
        )
    }

    /// The word of a mail's link by which it stops: whoever holds it does that and nothing else.
    pub fn leave_word(&self, leave: Leave) -> String {
        // Digests, which were first, have no letter.
        let (letter, id) = match leave {
            Leave::Digests(id) => ("", id.0),
            Leave::News(id) => (LEAVE_NEWS, id.0),
            Leave::Follow(id) => (LEAVE_FOLLOW, id.0),
        };
        let text = format!("{letter}{}", id.simple());
        let mac = self.keys.hash(Purpose::Unsubscribe, &text);
        format!("{text}.{mac}")
    }

    /// What a word stops, if it is one of ours.
    pub fn read_leave_word(&self, word: &str) -> Option<Leave> {
        let (text, mac) = word.split_once('.')?;
        let of = |letter: &str| text.strip_prefix(letter).unwrap_or("");
        let leave = if let Some(id) = FollowId::parse(of(LEAVE_FOLLOW)) {
            Leave::Follow(id)
        } else if let Some(id) = AccountId::parse(of(LEAVE_NEWS)) {
            Leave::News(id)
        } else {
            Leave::Digests(AccountId::parse(text)?)
        };
        // An identifier may be written in several forms; one is ours.
        let ours = self
            .leave_word(leave)
            .split_once('.')
            .is_some_and(|(t, _)| t == text);
        (ours && self.keys.verify(Purpose::Unsubscribe, text, mac)).then_some(leave)
    }

    fn known_as(&self, purpose: Purpose, viewer: &Viewer) -> Option<String> {
        self.known(purpose, viewer.account_id(), viewer.visitor.as_deref())
    }

    fn known(
        &self,
        purpose: Purpose,
        account: Option<AccountId>,
        visitor: Option<&str>,
    ) -> Option<String> {
        let who = match (account, visitor) {
            (Some(account), _) => format!("account {account}"),
            (None, Some(visitor)) => format!("visitor {visitor}"),
            (None, None) => return None,
        };
        Some(self.keys.hash(purpose, &who))
    }

    /// Units, services and calendar; read once and kept until they change.
    pub async fn city(&self) -> Result<Arc<City>> {
        let generations = self.store.generations();
        if let Ok(kept) = self.city.read()
            && let Some(kept) = kept.as_ref()
            && kept.good(generations, self.now())
        {
            return Ok(kept.value.clone());
        }
        let tags = vec![Tag::Directory];
        let stamp = generations.stamp(&tags);
        let directory = Directory::load(self.store.read()).await?;
        let holidays = directory.holidays.iter().filter_map(|h| h.day.parse().ok());
        let mut calendar = Calendar::new(holidays, self.config.zone.clone());
        (calendar.opens, calendar.closes) = self.config.office;
        let city = Arc::new(City {
            directory,
            calendar,
        });
        if let Ok(mut kept) = self.city.write() {
            *kept = Some(Kept {
                value: city.clone(),
                tags,
                stamp,
                until: None,
            });
        }
        Ok(city)
    }
}
