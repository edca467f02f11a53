//! Figures with how sure they are, as every page says it: the value, its interval and its count; or
//! that there are too few for one.

use super::figure;
use crate::domain::share::{Interval, Quantile, Share};
use crate::domain::veil::{Told, is_small};
use crate::queries::marks::Marks;
use crate::views::locale::Locale;
use maud::Markup;

/// A value as it is shown, and what stands beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub value: String,
    pub about: String,
}

impl Figure {
    pub fn show(&self, label: &str) -> Markup {
        figure(&self.value, label, &self.about)
    }
}

/// A dash, and why.
pub fn none(about: String) -> Figure {
    Figure {
        value: "–".to_owned(),
        about,
    }
}

fn percent(l: Locale, share: f64) -> String {
    l.percent((share * 100.0).round() as i64, 100)
}

/// "55%–70%".
pub fn bounds(l: Locale, s: &Share) -> String {
    format!(
        "{}–{}",
        percent(l, s.interval.low),
        percent(l, s.interval.high)
    )
}

/// "59,9–79,7, dari 49".
pub fn interval(l: Locale, i: &Interval, n: i64) -> String {
    l.ta(
        "insight-interval",
        &[
            ("low", l.decimal(i.low, 1).into()),
            ("high", l.decimal(i.high, 1).into()),
            ("n", l.integer(n).into()),
        ],
    )
}

/// "62%", or a dash of what is not told.
pub fn share_text(l: Locale, t: &Told) -> String {
    t.share()
        .map_or_else(|| "–".to_owned(), |s| l.percent(s.n, s.of))
}

/// The interval and count of a share; or that there are too few for one, or that it is veiled.
pub fn about(l: Locale, t: &Told, minimum: u64) -> String {
    match t {
        Told::Share(s) => l.ta(
            "insight-interval",
            &[
                ("low", percent(l, s.interval.low).into()),
                ("high", percent(l, s.interval.high).into()),
                ("n", l.integer(s.of).into()),
            ],
        ),
        Told::Few(n) => too_few(l, *n, minimum),
        Told::Veiled => l.t("insight-veiled"),
    }
}

pub fn share(l: Locale, t: &Told, minimum: u64) -> Figure {
    Figure {
        value: share_text(l, t),
        about: about(l, t, minimum),
    }
}

/// That there are too few; none of a number that is not told.
pub fn too_few(l: Locale, n: Option<i64>, minimum: u64) -> String {
    let minimum = i64::try_from(minimum).unwrap_or(i64::MAX);
    let n = n.map_or_else(|| small(l), |n| l.integer(n));
    l.ta(
        "insight-few",
        &[("n", n.into()), ("min", l.integer(minimum).into())],
    )
}

/// The same of a number that only those inside may see while it is small.
pub fn few(l: Locale, n: i64, minimum: u64, inside: bool) -> String {
    too_few(l, (inside || !is_small(n)).then_some(n), minimum)
}

/// "< 5".
pub fn small(l: Locale) -> String {
    l.ta("insight-small", &[("n", crate::domain::veil::SMALL.into())])
}

/// A mean of marks of 1 to 4.
pub fn mean(l: Locale, found: (f64, Interval), n: i64) -> Figure {
    let (value, i) = found;
    Figure {
        value: l.decimal(value, 2),
        about: l.ta(
            "insight-mean",
            &[
                ("low", l.decimal(i.low, 2).into()),
                ("high", l.decimal(i.high, 2).into()),
                ("n", l.integer(n).into()),
            ],
        ),
    }
}

/// The mean overall mark.
pub fn overall(l: Locale, m: &Marks, inside: bool) -> Figure {
    match m.overall() {
        Some(found) => mean(l, found, m.overall_n),
        None => none(few(l, m.overall_n, m.minimum, inside)),
    }
}

/// Office hours below which a share of the answers lies.
fn hours_text(l: Locale, q: &Quantile) -> String {
    let value = l.decimal(q.value, 1);
    if q.beyond {
        format!("> {value}")
    } else {
        value
    }
}

/// Half of the first answers, or nine in ten, came within so many office hours.
pub fn hours(l: Locale, m: &Marks, q: f64, inside: bool) -> Figure {
    match m.hours(q) {
        Some(found) => Figure {
            value: hours_text(l, &found),
            about: interval(l, &found.interval, m.timed()),
        },
        None => none(few(l, m.timed(), m.minimum, inside)),
    }
}
