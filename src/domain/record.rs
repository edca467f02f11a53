//! What moderators' decisions add to the published figures of a month. Said once for deciding and
//! for taking a decision back, so that the two cannot differ.

use super::moderation::{Decision, Rule};
use super::time::DAY_MS;

/// A figure of a month: how many, and the sum of what they measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub measure: String,
    pub n: i64,
    pub total: i64,
}

/// Decisions on what waited on the desk; `total` is how long it had waited, in milliseconds.
pub const WAITED: &str = "waited";
/// … those that had waited no longer than a day.
pub const WITHIN_DAY: &str = "waited.day";
/// … no longer than three days.
pub const WITHIN_THREE: &str = "waited.three";
/// Appeals, by the month of the decision that is appealed.
pub const APPEALS: &str = "appeals";
/// Decisions that were undone on appeal, by the month of the decision.
pub const OVERTURNED: &str = "overturned";
/// Reports, by the month in which they were made.
pub const REPORTS: &str = "reports";

pub fn decision_measure(decision: Decision) -> String {
    format!("decision.{}", decision.as_str())
}

pub fn rule_measure(rule: Rule) -> String {
    format!("rule.{}", rule.as_str())
}

pub fn one(measure: &str) -> Count {
    Count {
        measure: measure.to_owned(),
        n: 1,
        total: 0,
    }
}

/// What a decision adds; `waited` is how long what it settles had waited, if anything did.
pub fn of_decision(decision: Decision, rule: Option<Rule>, waited_ms: Option<i64>) -> Vec<Count> {
    let mut counts = vec![one(&decision_measure(decision))];
    counts.extend(rule.map(|r| one(&rule_measure(r))));
    if let Some(ms) = waited_ms.map(|ms| ms.max(0)) {
        counts.push(Count {
            total: ms,
            ..one(WAITED)
        });
        if ms <= DAY_MS {
            counts.push(one(WITHIN_DAY));
        }
        if ms <= 3 * DAY_MS {
            counts.push(one(WITHIN_THREE));
        }
    }
    counts
}

/// The opposite of `counts`.
pub fn taken_back(counts: Vec<Count>) -> Vec<Count> {
    counts
        .into_iter()
        .map(|c| Count {
            n: -c.n,
            total: -c.total,
            ..c
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taking_back_cancels_out() {
        let there = of_decision(Decision::Hide, Some(Rule::Spam), Some(2 * DAY_MS));
        assert_eq!(there.len(), 4, "{there:?}");
        let back = taken_back(there.clone());
        for (a, b) in there.iter().zip(&back) {
            assert_eq!((a.n + b.n, a.total + b.total), (0, 0));
        }
    }
}
