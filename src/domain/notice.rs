//! Mails the service sends, as data: written into the outbox by an act, put into words when sent.

use super::digest::Edition;
use super::following::NewsLetter;
use super::lang::Lang;
use super::moderation::Rule;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A mail to one person, in their language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    #[serde(serialize_with = "lang_out", deserialize_with = "lang_in")]
    pub lang: Lang,
    pub notice: Notice,
}

/// What the mail is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Notice {
    /// A sign-in code, good for so many minutes.
    LoginCode {
        code: String,
        minutes: i64,
    },
    /// A code that confirms that one's account is to be erased.
    EraseCode {
        code: String,
        minutes: i64,
    },
    /// An account will be erased then, unless this link's page is told otherwise.
    EraseAsked {
        /// Milliseconds UTC.
        due: i64,
        /// The word of the link.
        cancel: String,
    },
    EraseCancelled {},
    /// A way into the account was added or taken off.
    WaysIn {
        /// The end of a text key: `passkey-added`, `passkey-removed`, `second-on`, `second-off`, `reset`.
        what: String,
    },
    /// The thread has been received; `held` if a moderator reads it first.
    Received {
        number: String,
        title: String,
        held: bool,
    },
    Published {
        number: String,
        title: String,
    },
    /// Not published, or hidden later; `rule` is the text form of a [`Rule`].
    Withheld {
        number: String,
        title: String,
        rule: String,
        note: String,
        hidden: bool,
    },
    Restored {
        number: String,
        title: String,
    },
    /// One photo was hidden by a rule, or is shown again.
    Photo {
        number: String,
        title: String,
        rule: String,
        note: String,
        hidden: bool,
    },
    /// No moderator decided on it within so many days.
    GivenUp {
        number: String,
        title: String,
        days: i64,
    },
    Answered {
        number: String,
        title: String,
        unit: String,
        excerpt: String,
        /// It says what was done.
        #[serde(default)]
        done: bool,
        /// Working days to respond in.
        days: i64,
    },
    /// The unit has changed its answer.
    Revised {
        number: String,
        title: String,
        unit: String,
        reason: String,
        excerpt: String,
    },
    /// The unit asks the citizen something.
    Asked {
        number: String,
        title: String,
        unit: String,
        excerpt: String,
        /// Working days to respond in.
        days: i64,
    },
    Declined {
        number: String,
        title: String,
        unit: String,
        /// The text form of the [`Ground`](super::decline::Ground), or empty.
        #[serde(default)]
        ground: String,
        reason: String,
    },
    /// By when the unit will do something: a day was set, moved, kept or given up.
    Schedule {
        number: String,
        title: String,
        unit: String,
        /// The text form of the [`Step`](super::thread::Step).
        step: String,
        what: String,
        /// ISO date.
        day: String,
        /// Why it was moved or given up.
        reason: String,
    },
    /// To another unit, with its reason.
    Moved {
        number: String,
        title: String,
        unit: String,
        reason: String,
    },
    /// Joined to another thread.
    Merged {
        number: String,
        title: String,
        into: String,
        into_title: String,
    },
    /// A moderator's decision on what somebody wrote, or on themselves.
    Moderated {
        number: String,
        title: String,
        /// The text form of a [`Decision`](super::moderation::Decision).
        decision: String,
        /// The text form of a [`Rule`], or empty.
        rule: String,
        note: String,
        /// When a sanction ends, in milliseconds UTC.
        until: Option<i64>,
    },
    /// Another moderator has looked at a decision again.
    AppealDecided {
        number: String,
        title: String,
        /// The decision was undone.
        granted: bool,
        note: String,
    },
    /// A reply became a thread of its own.
    Split {
        number: String,
        into: String,
        into_title: String,
        unit: String,
    },
    /// To work here.
    Invitation {
        /// Who invites; empty for the city.
        from: String,
        /// The text form of the [`Role`](super::person::Role).
        role: String,
        unit: String,
        /// The word of the link.
        word: String,
        /// For how many days it is good.
        days: i64,
    },
    /// To who wrote an answer that a superior gave back, and why.
    GivenBack {
        number: String,
        note: String,
    },
    /// To who stands in for a colleague: whose cases, from day to day (ISO dates).
    StandIn {
        name: String,
        from: String,
        until: String,
    },
    Digest(Box<DigestLetter>),
    Reminder(Box<Reminder>),
    /// What happened in what someone follows.
    News(Box<NewsLetter>),
    /// To admins: mail to this address (covered) comes back, so none is sent there any more.
    AddressStopped {
        address: String,
        said: String,
    },
}

/// An answer that waits for a superior, in a reminder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WaitingAnswer {
    pub number: String,
    /// Empty for a confidential case.
    pub title: String,
    pub unit: String,
    /// Who wrote it.
    pub writer: String,
}

/// How many cases of a unit are late.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LateUnit {
    pub name: String,
    pub slug: String,
    pub late: i64,
    /// Working days by which the latest is.
    pub days: i64,
}

/// What one person owes today, in one mail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reminder {
    pub name: String,
    /// ISO date, in the city's zone.
    pub day: String,
    /// For whom: a member of staff, or a head, who hears of late cases only.
    pub head: bool,
    /// Late, the longest first.
    pub late: Vec<ReminderCase>,
    /// How many more are late than are listed.
    pub more_late: i64,
    /// Due today or on the next working day.
    pub soon: Vec<ReminderCase>,
    pub more_soon: i64,
    /// Days that were promised to citizens: past, today, or the next working day.
    #[serde(default)]
    pub promised: Vec<ReminderCase>,
    #[serde(default)]
    pub more_promised: i64,
    /// For who leads a unit: answers that wait for their release.
    #[serde(default)]
    pub releases: Vec<WaitingAnswer>,
    #[serde(default)]
    pub more_releases: i64,
    /// For the city's coordinator: units with late cases, the latest first.
    #[serde(default)]
    pub units: Vec<LateUnit>,
    #[serde(default)]
    pub more_units: i64,
}

/// A case named in a reminder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReminderCase {
    pub number: String,
    /// Empty for confidential threads: mail travels as mail does.
    pub title: String,
    pub unit: String,
    /// Working days: late by so many, or left. Of a promise: days left, or past if below nothing.
    pub days: i64,
}

/// A digest on its way to one reader.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DigestLetter {
    pub reader: String,
    pub edition: Edition,
    /// The word of the link that stops it.
    pub stop: String,
    /// Names the row of digests of one unit to one reader: mail programs show them together.
    pub row: String,
    /// Identifier of the mail before this one in the row.
    pub before: Option<String>,
}

impl Notice {
    /// The rule by which a moderator decided.
    pub fn rule(&self) -> Option<Rule> {
        match self {
            Notice::Withheld { rule, .. }
            | Notice::Photo { rule, .. }
            | Notice::Moderated { rule, .. } => Rule::parse(rule),
            _ => None,
        }
    }

    /// What the outbox calls it.
    pub fn purpose(&self) -> &'static str {
        match self {
            Notice::LoginCode { .. } => "login_code",
            Notice::EraseCode { .. } => "erase_code",
            Notice::EraseAsked { .. } => "erase_asked",
            Notice::EraseCancelled {} => "erase_cancelled",
            Notice::WaysIn { .. } => "ways_in",
            Notice::Received { .. } => "received",
            Notice::Published { .. } => "published",
            Notice::Withheld { .. } => "withheld",
            Notice::Restored { .. } => "restored",
            Notice::Photo { .. } => "photo",
            Notice::GivenUp { .. } => "given_up",
            Notice::Answered { .. } => "answered",
            Notice::Revised { .. } => "revised",
            Notice::Asked { .. } => "asked",
            Notice::Declined { .. } => "declined",
            Notice::Schedule { .. } => "schedule",
            Notice::Moved { .. } => "moved",
            Notice::Merged { .. } => "merged",
            Notice::Moderated { .. } => "moderated",
            Notice::AppealDecided { .. } => "appeal_decided",
            Notice::Split { .. } => "split",
            Notice::Invitation { .. } => "invitation",
            Notice::GivenBack { .. } => "given_back",
            Notice::StandIn { .. } => "stand_in",
            Notice::Digest(_) => "digest",
            Notice::Reminder(_) => "reminder",
            Notice::News(_) => "news",
            Notice::AddressStopped { .. } => "address_stopped",
        }
    }
}

fn lang_out<S: Serializer>(lang: &Lang, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(lang.code())
}

fn lang_in<'de, D: Deserializer<'de>>(d: D) -> Result<Lang, D::Error> {
    let code = String::deserialize(d)?;
    Lang::parse(&code).ok_or_else(|| serde::de::Error::custom("unknown language"))
}
