//! What a unit has said it will do by a day: how it stands, and the days before.

use super::icon;
use crate::domain::schedule::Standing;
use crate::domain::time::Instant;
use crate::queries::thread::Plan;
use crate::views::locale::Locale;
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// How it stands, in words.
fn standing(l: Locale, s: Standing) -> String {
    match s {
        Standing::Ahead { days: 0 } => l.t("plan-today"),
        Standing::Ahead { days } => l.ta("plan-ahead", &[("n", days.into())]),
        Standing::Broken { days } => l.ta("plan-broken", &[("n", days.into())]),
        Standing::Kept => l.t("plan-kept"),
        Standing::KeptLate { days } => l.ta("plan-kept-late", &[("n", days.into())]),
        Standing::Moved => l.t("plan-moved"),
        Standing::GivenUp => l.t("plan-given-up"),
    }
}

fn class(s: Standing) -> &'static str {
    match s {
        Standing::Broken { .. } | Standing::KeptLate { .. } | Standing::GivenUp => "late",
        Standing::Kept => "met",
        Standing::Ahead { days } if days <= 1 => "soon",
        _ => "",
    }
}

/// The promise on a thread's page: the last one, and those it was moved from.
pub fn panel(l: Locale, zone: &TimeZone, plans: &[Plan]) -> Markup {
    let Some((now, before)) = plans.split_first() else {
        return html! {};
    };
    html! {
        section.plan aria-labelledby="plan" {
            h2 id="plan" { (l.t("plan-title")) }
            p.plan-what { (now.what) }
            p {
                b { time datetime=(now.day.as_str()) { (l.date(now.due, zone)) } }
                " " span class={ "clock " (class(now.standing)) } data-plan=(key(now.standing)) { (icon::clock()) (standing(l, now.standing)) }
            }
            @if !now.reason.is_empty() { p.quiet { (l.ta("plan-because", &[("why", now.reason.as_str().into())])) } }
            @if !before.is_empty() {
                ol.plan-before {
                    @for p in before {
                        li {
                            @if p.standing == Standing::Moved { s { (l.date(p.due, zone)) } } @else { (l.date(p.due, zone)) }
                            " · " (standing(l, p.standing))
                            @if p.what != now.what { " · " (p.what) }
                        }
                    }
                }
            }
        }
    }
}

/// How it stands, for programs and tests.
fn key(s: Standing) -> &'static str {
    match s {
        Standing::Ahead { .. } => "ahead",
        Standing::Broken { .. } => "broken",
        Standing::Kept => "kept",
        Standing::KeptLate { .. } => "kept-late",
        Standing::Moved => "moved",
        Standing::GivenUp => "given-up",
    }
}

/// In a list: the day, and whether it has passed.
pub fn chip(l: Locale, zone: &TimeZone, (end, past): (Instant, bool)) -> Markup {
    let key = if past {
        "plan-chip-broken"
    } else {
        "plan-chip"
    };
    html! {
        span class={ "clock " @if past { "late" } } {
            (icon::clock())
            span { (l.ta(key, &[("date", l.date(end, zone).into())])) }
        }
    }
}
