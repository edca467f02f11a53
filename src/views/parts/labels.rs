//! Words and marks for kinds, statuses, clocks, rules and classes.

use super::icon;
use crate::domain::deadline::ClockState;
use crate::domain::decline::Ground;
use crate::domain::moderation::Rule;
use crate::domain::thread::{Appear, Kind, Status};
use crate::domain::time::Instant;
use crate::views::locale::Locale;
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// "in_progress" is "in-progress" in keys.
fn key(prefix: &str, text: &str) -> String {
    format!("{prefix}-{}", text.replace('_', "-"))
}

pub fn kind_text(l: Locale, k: Kind) -> String {
    l.t(&key("kind", k.as_str()))
}

pub fn kind(l: Locale, k: Kind) -> Markup {
    html! { span class={ "badge kind-" (k.as_str()) } { (kind_text(l, k)) } }
}

pub fn status_text(l: Locale, s: Status) -> String {
    l.t(&key("status", s.as_str()))
}

pub fn status(l: Locale, s: Status) -> Markup {
    html! { span class={ "badge status-" (s.as_str()) } { (status_text(l, s)) } }
}

/// On what ground a case was declined.
pub fn ground(l: Locale, g: Ground) -> String {
    l.t(&key("ground", g.as_str()))
}

pub fn rule_text(l: Locale, r: Rule) -> String {
    l.t(&key("rule", r.as_str()))
}

/// What a rule means, in a sentence.
pub fn rule_about(l: Locale, r: Rule) -> String {
    l.t(&key("rule-about", r.as_str()))
}

/// The author as shown: their label, or what hides them.
pub fn author(l: Locale, label: &str, appear: Appear) -> String {
    if !label.is_empty() {
        return label.to_owned();
    }
    match appear {
        Appear::Confidential => l.t("author-confidential"),
        // Whoever had a name is gone.
        Appear::Named | Appear::Pseudonym => l.t("author-erased"),
        Appear::Anonymous => l.t("author-anonymous"),
    }
}

/// The legal clock in plain words.
pub fn clock(l: Locale, state: ClockState, due: Option<Instant>, zone: &TimeZone) -> Markup {
    let (class, text) = match state {
        ClockState::Due { days_left } => {
            let class = if days_left <= 2 { "soon" } else { "" };
            (class, l.ta("clock-due", &[("n", days_left.into())]))
        }
        ClockState::DueToday => ("soon", l.t("clock-today")),
        ClockState::Late { days } => ("late", l.ta("clock-late", &[("n", days.into())])),
        ClockState::Paused { days_left } => ("", l.ta("clock-paused", &[("n", days_left.into())])),
        ClockState::Met => ("met", l.t("clock-met")),
        ClockState::MetLate { days } => ("late", l.ta("clock-met-late", &[("n", days.into())])),
    };
    let by = due
        .filter(|_| matches!(state, ClockState::Due { .. } | ClockState::Late { .. }))
        .map(|at| l.ta("clock-by", &[("date", l.date(at, zone).into())]));
    html! {
        span class={ "clock " (class) } {
            (icon::clock())
            span { (text) @if let Some(by) = by { " · " (by) } }
        }
    }
}
