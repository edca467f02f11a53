//! A unit's digest: what its head and deputies read of a week or a month, and by which rules.

pub mod choice;
pub mod period;
pub mod plan;
pub mod schedule;
pub mod worth;

pub use choice::{Candidate, Praise, Reason, Thing};
pub use period::{Every, Period};

use super::share::Interval;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Serde by the text form of a [`text_enum!`](crate::text_enum).
macro_rules! text_serde {
    ($($name:ident),+) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                $name::parse(&text).ok_or_else(|| {
                    serde::de::Error::custom(concat!("no ", stringify!($name)))
                })
            }
        }
    )+};
}
pub(crate) use text_serde;

/// The figures of a period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    pub negative: i64,
    pub neutral: i64,
    pub positive: i64,
    /// Posts whose tone is a guess.
    pub uncertain: i64,
    /// First official answers, and how many of them kept the limit.
    pub answered: i64,
    pub on_time: i64,
    /// Overall marks.
    pub ratings: i64,
    /// Mean overall mark, 1 to 4; `None` without ratings.
    pub overall: Option<f64>,
    /// Between what bounds it lies (95 in a hundred); `None` of fewer than two, and in editions of
    /// before it was kept.
    #[serde(default)]
    pub overall_between: Option<Interval>,
}

impl Figures {
    pub fn posts(&self) -> i64 {
        self.known() + self.uncertain
    }

    /// Posts whose tone is known: of these are the shares.
    pub fn known(&self) -> i64 {
        self.negative + self.neutral + self.positive
    }

    /// Nothing was written, answered or rated.
    pub fn is_empty(&self) -> bool {
        self.posts() == 0 && self.answered == 0 && self.ratings == 0
    }
}

/// A case past its limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LateCase {
    pub number: String,
    /// Empty for what is not public: mail travels as mail does.
    pub title: String,
    /// Working days it is late.
    pub days: i64,
}

/// A citizen's public post, as everyone may read it: masked, and without its writer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Voice {
    pub number: String,
    pub title: String,
    pub words: String,
    pub supports: i64,
}

/// A follow-up plan that is not done yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanLine {
    pub id: String,
    pub thing: Option<Thing>,
    /// What will be done.
    pub action: String,
    /// ISO date by which.
    pub due: String,
    /// The day had passed when the digest was made.
    pub overdue: bool,
}

/// What the digest of a unit for a period says. It is kept as it was made, and read again from
/// there: never worked out anew. Only what it quotes is read as it stands now (`queries::digest::uncovered`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    pub unit: String,
    pub slug: String,
    pub period: Period,
    /// When it was made, in milliseconds: what it says of "now" was so then.
    pub made_ms: i64,
    pub now: Figures,
    pub before: Figures,
    /// What to mend first; `None` if nothing stands out.
    pub choice: Option<Candidate>,
    /// What came next in the ranking, at most two.
    pub others: Vec<Candidate>,
    pub praise: Option<Praise>,
    pub voices: Vec<Voice>,
    /// How many voices are covered since it was made; never kept.
    #[serde(skip)]
    pub covered: usize,
    /// The last day told of a period that is not over; never kept.
    #[serde(skip)]
    pub until: Option<Date>,
    /// Cases not answered yet, and how many of them are late.
    pub open: i64,
    pub late: i64,
    /// The longest late, at most five.
    pub late_cases: Vec<LateCase>,
    pub plans: Vec<PlanLine>,
    /// Cases below which it told no share and no mean.
    #[serde(default)]
    pub minimum: u64,
}

impl Edition {
    /// Nothing happened and nothing is late: two lines say so.
    pub fn is_quiet(&self) -> bool {
        self.now.is_empty() && self.late == 0 && self.choice.is_none()
    }
}
