//! What a post, an answer or a rating adds to the roll-ups.
//!
//! One place says it for writing, for undoing and for a full recount, so the three cannot differ.

use super::rating::Answers;
use super::sentiment::Polarity;
use super::thread::{PostVisibility, Visibility};

/// One figure of a unit's service on a day: `n` things, and the `total` of what they measure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Delta {
    pub measure: &'static str,
    pub n: i64,
    pub total: i64,
}

impl Delta {
    fn one(measure: &'static str, total: i64) -> Self {
        Self {
            measure,
            n: 1,
            total,
        }
    }
}

/// Opening posts that count.
pub const THREADS: &str = "threads";
/// Citizens' posts that count (opening posts included).
pub const POSTS: &str = "posts";
pub const NEGATIVE: &str = "polarity.negative";
pub const NEUTRAL: &str = "polarity.neutral";
pub const POSITIVE: &str = "polarity.positive";
/// Posts that wait for a moderator, or were refused or hidden.
pub const WITHHELD: &str = "posts.withheld";
/// First official answers; `total` is the time from publication to answer, in milliseconds.
pub const ANSWERED: &str = "answered";
/// First official answers within the legal limit.
pub const ON_TIME: &str = "answered.on_time";
/// Overall marks, 1 to 4.
pub const OVERALL: &str = "rating.overall";
/// Respondents: ratings that answer at least one element.
pub const RESPONDENTS: &str = "rating.respondents";
/// Sums of each element's answers, U1 to U9.
pub const ELEMENTS: [&str; 9] = [
    "rating.u1",
    "rating.u2",
    "rating.u3",
    "rating.u4",
    "rating.u5",
    "rating.u6",
    "rating.u7",
    "rating.u8",
    "rating.u9",
];

/// The measure of a polarity.
pub const fn polarity_measure(p: Polarity) -> &'static str {
    match p {
        Polarity::Negative => NEGATIVE,
        Polarity::Neutral => NEUTRAL,
        Polarity::Positive => POSITIVE,
    }
}

/// What a citizen's post adds in its present state.
pub fn of_post(
    opening: bool,
    thread: Visibility,
    post: PostVisibility,
    polarity: Polarity,
) -> Vec<Delta> {
    let counts = matches!(thread, Visibility::Public | Visibility::Confidential)
        && post == PostVisibility::Public;
    if !counts {
        return vec![Delta::one(WITHHELD, 0)];
    }
    let mut deltas = vec![
        Delta::one(POSTS, 0),
        Delta::one(polarity_measure(polarity), 0),
    ];
    if opening {
        deltas.push(Delta::one(THREADS, 0));
    }
    deltas
}

/// What a first official answer adds.
pub fn of_answer(took_ms: i64, on_time: bool) -> Vec<Delta> {
    let mut deltas = vec![Delta::one(ANSWERED, took_ms.max(0))];
    if on_time {
        deltas.push(Delta::one(ON_TIME, 0));
    }
    deltas
}

/// What a rating adds.
pub fn of_rating(answers: &Answers) -> Vec<Delta> {
    let mut deltas = Vec::new();
    if let Some(score) = answers.overall {
        deltas.push(Delta::one(OVERALL, score.get().into()));
    }
    if answers.has_elements() {
        deltas.push(Delta::one(RESPONDENTS, 0));
    }
    for (measure, score) in ELEMENTS.iter().zip(answers.elements) {
        if let Some(score) = score {
            deltas.push(Delta::one(measure, score.get().into()));
        }
    }
    deltas
}

/// The difference that turns `before` into `after`; what cancels out is left out.
pub fn difference(before: &[Delta], after: Vec<Delta>) -> Vec<Delta> {
    let mut sum: std::collections::BTreeMap<&'static str, (i64, i64)> = Default::default();
    for d in after {
        let e = sum.entry(d.measure).or_default();
        *e = (e.0 + d.n, e.1 + d.total);
    }
    for d in before {
        let e = sum.entry(d.measure).or_default();
        *e = (e.0 - d.n, e.1 - d.total);
    }
    sum.into_iter()
        .filter(|(_, v)| *v != (0, 0))
        .map(|(measure, (n, total))| Delta { measure, n, total })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hiding_and_restoring_cancel_out() {
        let shown = || {
            of_post(
                true,
                Visibility::Public,
                PostVisibility::Public,
                Polarity::Negative,
            )
        };
        let hidden = || {
            of_post(
                true,
                Visibility::Hidden,
                PostVisibility::Hidden,
                Polarity::Negative,
            )
        };
        let mut all = difference(&shown(), hidden());
        all.extend(difference(&hidden(), shown()));
        assert!(difference(&all, Vec::new()).is_empty());
    }

    #[test]
    fn a_held_post_counts_as_withheld_only() {
        let d = of_post(
            true,
            Visibility::Held,
            PostVisibility::Public,
            Polarity::Positive,
        );
        assert_eq!(d, vec![Delta::one(WITHHELD, 0)]);
    }
}
