//! What elements of service posts speak of, and how that has moved: of a unit or of the city.

use super::dashboard::Compared;
use super::marks::Spoken;
use crate::domain::ikm::Element;
use crate::domain::sentiment::Polarity;
use crate::domain::share::{Change, Share};
use crate::domain::veil;

/// An element's row of the heat map.
#[derive(Clone, Debug)]
pub struct ElementRow {
    pub element: Element,
    pub now: Spoken,
    pub before: Spoken,
    /// How the share of posts that blame it has moved; none if that would tell a small count.
    pub change: Option<Change>,
    /// The same of those that praise it.
    pub praise: Option<Change>,
    /// There are too few posts, now or before, to say whether they moved.
    pub few: bool,
}

/// The nine elements; to those outside nothing that would tell a small count.
pub fn rows(marks: &Compared, inside: bool) -> Vec<ElementRow> {
    let posts = (marks.now.posts, marks.before.posts);
    let few = !marks.now.enough(posts.0.min(posts.1));
    Element::ALL
        .iter()
        .map(|e| {
            let (now, before) = (marks.now.spoken(*e), marks.before.spoken(*e));
            let moved = |p: Polarity| match few {
                true => Some(Change::Alike),
                false => moved((now.of(p), before.of(p)), posts, inside),
            };
            ElementRow {
                element: *e,
                now,
                before,
                change: moved(Polarity::Negative),
                praise: moved(Polarity::Positive),
                few,
            }
        })
        .collect()
}

/// How a share of all posts has moved from before to now, as counts `(now, before)`; to those
/// outside only if it would have whatever a small count is.
fn moved((now, before): (i64, i64), of: (i64, i64), inside: bool) -> Option<Change> {
    let change = |a: i64, b: i64| match (Share::new(a, of.0), Share::new(b, of.1)) {
        (Some(now), Some(before)) => Change::of_difference(&now.minus(&before).1),
        _ => Change::Alike,
    };
    if inside {
        Some(change(now, before))
    } else {
        veil::sure(now, before, change)
    }
}
