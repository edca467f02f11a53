//! Following a thread, a unit, a service or a search: what those who follow are told, and when mail
//! about it goes out.

use super::calendar::Calendar;
use super::ids::{AccountId, ServiceId, ThreadId, UnitId};
use super::thread::{Kind, Status, Step};
use super::time::{Instant, MINUTE_MS};
use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// What can be followed.
    pub enum Followed {
        Thread = "thread",
        Unit = "unit",
        Service = "service",
        Search = "search",
    }
}

crate::text_enum! {
    /// How soon mail tells of it.
    pub enum Every {
        /// At once; what comes soon after it is gathered for [`GAP_MS`].
        Once = "once",
        Day = "day",
        Week = "week",
        /// Only on the page of news.
        Never = "never",
    }
}

crate::text_enum! {
    /// What happened.
    pub enum What {
        /// A thread has come into view.
        Opened = "opened",
        Answered = "answered",
        /// The unit says what was done.
        Done = "done",
        /// An official answer was changed.
        Revised = "revised",
        Asked = "asked",
        Replied = "replied",
        Declined = "declined",
        Moved = "moved",
        Confirmed = "confirmed",
        Reopened = "reopened",
        Lapsed = "lapsed",
        /// Joined to another thread.
        Joined = "joined",
        /// By when something will be done: a day was set.
        Promised = "promised",
        PromiseMoved = "promise-moved",
        PromiseKept = "promise-kept",
        /// The day has passed without it.
        PromiseBroken = "promise-broken",
        PromiseGivenUp = "promise-given-up",
    }
}

/// Mail that goes at once goes no more often than this to one person: what comes meanwhile is in
/// the next.
pub const GAP_MS: i64 = 15 * MINUTE_MS;
/// Things one account may follow.
pub const MOST: i64 = 500;
/// Bytes of a search's address.
pub const SEARCH_MAX: usize = 1_000;

impl What {
    /// What a step in the timeline tells those who follow; none of those that stand beside a post
    /// that tells it.
    pub fn of_step(step: Step) -> Option<What> {
        match step {
            Step::Decline => Some(What::Declined),
            Step::Transfer => Some(What::Moved),
            Step::Confirm => Some(What::Confirmed),
            Step::Reopen => Some(What::Reopened),
            Step::Lapse => Some(What::Lapsed),
            Step::Merge => Some(What::Joined),
            Step::Schedule => Some(What::Promised),
            Step::Reschedule => Some(What::PromiseMoved),
            Step::Keep => Some(What::PromiseKept),
            Step::Break => Some(What::PromiseBroken),
            Step::GiveUp => Some(What::PromiseGivenUp),
            _ => None,
        }
    }

    /// Whether the author of a thread that is joined to it gets a letter about it as well: only its
    /// own author is asked, or told of a joining.
    pub fn is_written_to_joined(self) -> bool {
        self.is_written_to_author() && !matches!(self, What::Asked | What::Joined)
    }

    /// Whether the thread's own author gets a letter of its own about it.
    pub fn is_written_to_author(self) -> bool {
        matches!(
            self,
            What::Answered
                | What::Done
                | What::Promised
                | What::PromiseMoved
                | What::PromiseKept
                | What::PromiseBroken
                | What::PromiseGivenUp
                | What::Revised
                | What::Asked
                | What::Declined
                | What::Moved
                | What::Joined
        )
    }

    /// Whether those are told who follow a unit, a service or a search, not this very thread.
    pub fn is_of_places(self) -> bool {
        matches!(
            self,
            What::Opened | What::Answered | What::Done | What::Declined
        )
    }
}

/// Something that is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Thread(ThreadId),
    Unit(UnitId),
    Service(ServiceId),
    /// The query of the list's address, in its one form; empty for every thread.
    Search(String),
}

impl Target {
    pub fn kind(&self) -> Followed {
        match self {
            Target::Thread(_) => Followed::Thread,
            Target::Unit(_) => Followed::Unit,
            Target::Service(_) => Followed::Service,
            Target::Search(_) => Followed::Search,
        }
    }

    /// As it is stored: a letter, a colon, and the identifier or query.
    pub fn to_text(&self) -> String {
        match self {
            Target::Thread(id) => format!("t:{id}"),
            Target::Unit(id) => format!("u:{id}"),
            Target::Service(id) => format!("s:{id}"),
            Target::Search(query) => format!("q:{query}"),
        }
    }

    /// Reads [`Target::to_text`].
    pub fn parse(text: &str) -> Option<Target> {
        let (letter, rest) = text.split_once(':')?;
        match letter {
            "t" => ThreadId::parse(rest).map(Target::Thread),
            "u" => UnitId::parse(rest).map(Target::Unit),
            "s" => ServiceId::parse(rest).map(Target::Service),
            "q" => Some(Target::Search(rest.to_owned())),
            _ => None,
        }
    }
}

/// What is named in a form or address: a kind, and a number, slug, path or query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    pub kind: String,
    pub what: String,
}

impl Named {
    pub fn new(kind: Followed, what: &str) -> Named {
        Named {
            kind: kind.as_str().to_owned(),
            what: what.to_owned(),
        }
    }
}

/// How soon news comes if nothing else is asked for: of one thread at once, of the many of a place
/// or search once a day.
pub const fn usual(kind: Followed) -> Every {
    match kind {
        Followed::Thread => Every::Once,
        Followed::Unit | Followed::Service | Followed::Search => Every::Day,
    }
}

/// When what happened `at` is due by mail. `last`: when the last mail went to the person.
pub fn due(
    every: Every,
    at: Instant,
    last: Option<Instant>,
    (weekday, time): (Weekday, Time),
    calendar: &Calendar,
) -> Option<Instant> {
    let on = |day: Date| calendar.at(day, time);
    let today = calendar.day(at);
    let next = |wanted: &dyn Fn(Date) -> bool| {
        let mut day = today;
        // A day, or a week, and today's moment may be over.
        for _ in 0..9 {
            if wanted(day) && on(day) > at {
                return Some(on(day));
            }
            day = day.tomorrow().ok()?;
        }
        None
    };
    match every {
        Every::Once => Some(last.map_or(at, |last| at.max(last.plus_ms(GAP_MS)))),
        Every::Day => next(&|_| true),
        Every::Week => next(&|day| day.weekday() == weekday),
        Every::Never => None,
    }
}

/// The word in a mail's link: whose mail it stops, or what is followed no more.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Leave {
    /// A head's digests.
    Digests(AccountId),
    /// All mail about what someone follows.
    News(AccountId),
    /// One thing that is followed.
    Follow(super::ids::FollowId),
}

/// Mail about what someone follows. The outbox holds which things happened; what is said of each is
/// read when the mail goes, so that nothing goes out that may not be read any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewsLetter {
    pub reader: String,
    /// Identifier of the account.
    pub account: String,
    /// The word of the link that stops all of this mail.
    pub stop: String,
    /// Identifiers of what happened, the oldest first.
    pub happenings: Vec<String>,
    /// How many more things happened than are named.
    pub more: i64,
    #[serde(skip)]
    pub groups: Vec<Group>,
}

/// News of one thing that is followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub name: Name,
    /// The word of the link by which it is followed no more.
    pub stop: String,
    pub items: Vec<Item>,
}

/// What is followed, as it is named.
#[derive(Clone, Debug, PartialEq)]
pub enum Name {
    /// The title.
    Thread {
        number: String,
        title: String,
    },
    Unit {
        name: String,
        slug: String,
    },
    Service {
        name: String,
        unit: String,
        /// `unit-slug/service-slug`.
        path: String,
    },
    Search(Search),
    /// It is not there any more, or may not be read.
    Gone,
}

/// A search, as far as its name says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    pub query: String,
    pub words: String,
    pub unit: String,
    pub service: String,
    pub kind: Option<Kind>,
    pub status: Option<Status>,
    /// Further filters.
    pub more: usize,
}

/// One thing that happened, as it may be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub what: What,
    pub number: String,
    pub title: String,
    /// The unit that has the case.
    pub unit: String,
    /// How the post begins; empty for steps.
    pub excerpt: String,
    /// Identifier of the entry in the timeline.
    pub post: String,
    pub at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::{DAY_MS, HOUR_MS};
    use jiff::tz::TimeZone;

    const AT: (Weekday, Time) = (Weekday::Monday, Time::constant(8, 0, 0, 0));

    #[test]
    fn targets_are_written_and_read() {
        for target in [
            Target::Thread(ThreadId::new()),
            Target::Unit(UnitId::new()),
            Target::Service(ServiceId::new()),
            Target::Search("q=a%3Ab&unit=c".into()),
            Target::Search(String::new()),
        ] {
            assert_eq!(Target::parse(&target.to_text()), Some(target));
        }
        for text in ["", "t:", "t:x", "x:y", "abc"] {
            assert_eq!(Target::parse(text), None, "{text}");
        }
    }

    #[test]
    fn mail_is_due_after_what_it_tells_and_within_its_time() {
        let calendar = Calendar::new([], TimeZone::get("Asia/Jakarta").expect("a zone"));
        // From a Wednesday at noon through a fortnight, every five hours.
        let start = calendar.at(jiff::civil::date(2026, 3, 4), Time::midnight());
        for step in 0..70 {
            let at = start.plus_ms(step * 5 * HOUR_MS);
            let day = due(Every::Day, at, None, AT, &calendar).expect("a moment");
            assert!(day > at && day.0 - at.0 <= DAY_MS);
            let week = due(Every::Week, at, None, AT, &calendar).expect("a moment");
            assert!(week > at && week.0 - at.0 <= 7 * DAY_MS);
            assert_eq!(calendar.day(week).weekday(), Weekday::Monday);
            assert_eq!(due(Every::Never, at, None, AT, &calendar), None);
            assert_eq!(due(Every::Once, at, None, AT, &calendar), Some(at));
            let last = at.plus_ms(-MINUTE_MS);
            let soon = due(Every::Once, at, Some(last), AT, &calendar);
            assert_eq!(soon, Some(last.plus_ms(GAP_MS)));
        }
    }
}
