//! The moderators' desk: what waits there, for what reasons, and what comes first.

use super::ids::{AccountId, AppealId, PostId, RatingId, ThreadId, UnitId};
use super::time::{HOUR_MS, Instant};

crate::text_enum! {
    /// What a moderator is asked.
    pub enum ItemKind {
        /// Written, not shown yet: publish or refuse.
        Held = "held",
        /// Readers have reported it.
        Reported = "reported",
        /// Shown (in part masked), but something in it is in doubt, such as a name.
        Doubt = "doubt",
        /// Ratings that may not be what they seem.
        Rating = "rating",
        /// An author asks that a decision be looked at again.
        Appeal = "appeal",
    }
}

crate::text_enum! {
    /// Why something came to the desk. Texts stand in the locale files (`reason-…`).
    pub enum Reason {
        /// The writer's first text.
        First = "first",
        /// Words that insult, threaten or advertise.
        Abuse = "abuse",
        /// Names a person, or may.
        Name = "name",
        /// Links, more of them than is usual or to doubtful places.
        Links = "links",
        /// Too much in too short a time.
        Flood = "flood",
        /// Nearly the same as another text.
        Duplicate = "duplicate",
        /// Its writer is limited: all they write waits.
        Limited = "limited",
        /// Readers' reports.
        Reports = "reports",
        /// So many reports in so short a time that they may be a weapon.
        ReportBurst = "report-burst",
        /// Reported mostly by people whose reports were unfounded before.
        UnreliableReports = "unreliable-reports",
        /// Many ratings from one device or network.
        SameDevice = "same-device",
        /// Many ratings of one service in a short time.
        RatingBurst = "rating-burst",
        /// The author asks for another look.
        Appeal = "appeal",
    }
}

/// What an item is about. A whole thread is named by its opening post.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    Post {
        thread: ThreadId,
        post: PostId,
    },
    Rating(RatingId),
    /// The post is the one on which, or because of which, the decision was taken.
    Appeal {
        appeal: AppealId,
        thread: ThreadId,
        post: PostId,
        /// Who took the decision that is appealed: never the one to decide the appeal.
        decided_by: AccountId,
    },
}

impl Thing {
    /// The identifier by which a thing is the same thing.
    pub fn subject(&self) -> uuid::Uuid {
        match self {
            Thing::Post { post, .. } => post.0,
            Thing::Rating(rating) => rating.0,
            Thing::Appeal { appeal, .. } => appeal.0,
        }
    }
}

/// Something for the desk; see `store::queue::enqueue`.
#[derive(Clone, Debug)]
pub struct NewItem {
    pub thing: Thing,
    pub kind: ItemKind,
    /// Whose case or service it is: its staff never decide on it.
    pub unit: UnitId,
    pub reasons: Vec<Reason>,
    /// How many hours earlier it comes than what has no weight, 0 to [`WEIGHT_MAX`]. So the worst
    /// come first, and yet nothing waits for ever.
    pub weight: i64,
    /// For moderators' eyes: what exactly is in doubt, one thing a line, such as the names found
    /// (the desk offers to mask just these words) or the number of the like thread.
    pub detail: String,
    /// Since when it waits.
    pub since: Instant,
}

/// Hours; see [`NewItem::weight`].
pub const WEIGHT_MAX: i64 = 96;
/// Characters of an item's detail at most, over all that was joined.
pub const DETAIL_MAX: usize = 2_000;

/// The place in the queue: earlier is first.
pub fn rank(since: Instant, weight: i64) -> Instant {
    since.plus_ms(-weight.clamp(0, WEIGHT_MAX) * HOUR_MS)
}

/// The weight of an item after another has joined it. Each report adds its own; else the worst
/// counts. Neither goes past [`WEIGHT_MAX`], so a thousand reports move a post no further than
/// some of good standing do.
pub fn joined_weight(kind: ItemKind, old: i64, new: i64) -> i64 {
    let sum = match kind {
        ItemKind::Reported => old.max(0).saturating_add(new.max(0)),
        _ => old.max(new),
    };
    sum.clamp(0, WEIGHT_MAX)
}

/// The reasons of both, each once, in the order of the list.
pub fn joined_reasons(old: &[Reason], new: &[Reason]) -> Vec<Reason> {
    Reason::ALL
        .iter()
        .copied()
        .filter(|r| old.contains(r) || new.contains(r))
        .collect()
}

/// The details of both, line by line, none twice, as far as [`DETAIL_MAX`] goes.
pub fn joined_detail(old: &str, new: &str) -> String {
    let mut joined = String::new();
    let mut characters = 0;
    let mut seen = std::collections::BTreeSet::new();
    for line in old.lines().chain(new.lines()).map(str::trim) {
        let length = line.chars().count() + 1;
        if line.is_empty() || !seen.insert(line) || characters + length > DETAIL_MAX {
            continue;
        }
        characters += length;
        if !joined.is_empty() {
            joined.push('\n');
        }
        joined.push_str(line);
    }
    joined
}

/// Reasons as a column holds them.
pub fn reasons_text(reasons: &[Reason]) -> String {
    let codes: Vec<&str> = reasons.iter().map(|r| r.as_str()).collect();
    codes.join(" ")
}

/// Reads [`reasons_text`]; what this version does not know is left out.
pub fn parse_reasons(text: &str) -> Vec<Reason> {
    text.split(' ').filter_map(Reason::parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_thousand_reports_weigh_no_more_than_the_most() {
        let mut weight = 0;
        for _ in 0..1_000 {
            weight = joined_weight(ItemKind::Reported, weight, 6);
        }
        assert_eq!(weight, WEIGHT_MAX);
        assert_eq!(joined_weight(ItemKind::Held, 24, 6), 24);
    }

    #[test]
    fn nothing_is_passed_over_for_ever() {
        let old = rank(Instant(0), 0);
        let worst = rank(Instant((WEIGHT_MAX + 1) * HOUR_MS), WEIGHT_MAX);
        assert!(old < worst);
    }

    proptest! {
        #[test]
        fn joining_again_changes_nothing(
            a in proptest::collection::vec(0..Reason::ALL.len(), 0..5),
            b in proptest::collection::vec(0..Reason::ALL.len(), 0..5),
            x in "\\PC{0,40}(\n\\PC{0,40}){0,3}",
            y in "\\PC{0,2500}",
        ) {
            let of = |v: Vec<usize>| v.into_iter().map(|i| Reason::ALL[i]).collect::<Vec<_>>();
            let (a, b) = (of(a), of(b));
            let once = joined_reasons(&a, &b);
            prop_assert_eq!(&joined_reasons(&once, &b), &once);
            prop_assert_eq!(parse_reasons(&reasons_text(&once)), once);
            let once = joined_detail(&x, &y);
            prop_assert_eq!(joined_detail(&once, &y), once.clone());
            prop_assert!(once.chars().count() <= DETAIL_MAX);
        }
    }
}
