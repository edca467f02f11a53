//! The design system's parts: small functions of plain values.

pub mod charts;
pub mod fields;
pub mod files;
pub mod following;
pub mod icon;
pub mod labels;
pub mod lists;
pub mod photos;
pub mod plans;
pub mod posts;
pub mod qr;
pub mod screening;
pub mod sure;
pub mod told;

use super::locale::Locale;
use crate::domain::time::Instant;
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// A date that machines read too.
pub fn date(l: Locale, at: Instant, zone: &TimeZone) -> Markup {
    html! { time datetime=(Locale::machine_time(at)) { (l.date(at, zone)) } }
}

/// A date with the time of day.
pub fn date_time(l: Locale, at: Instant, zone: &TimeZone) -> Markup {
    html! { time datetime=(Locale::machine_time(at)) { (l.date_time(at, zone)) } }
}

/// As [`date_time`], but short.
pub fn short_date_time(l: Locale, at: Instant, zone: &TimeZone) -> Markup {
    html! { time datetime=(Locale::machine_time(at)) { (l.short_date_time(at, zone)) } }
}

/// A message that stands in the page.
pub fn notice(kind: &str, text: &str) -> Markup {
    html! { p class={ "notice " (kind) } { (text) } }
}

/// A list without anything in it, and what to do then.
pub fn empty(title: &str, text: &str, action: Option<(&str, &str)>) -> Markup {
    html! {
        div.empty {
            p { b { (title) } }
            p { (text) }
            @if let Some((href, label)) = action { p { a.button href=(href) { (label) } } }
        }
    }
}

/// Links to the pages before and after in a list.
pub fn pager(l: Locale, newer: Option<&str>, older: Option<&str>) -> Markup {
    html! {
        @if newer.is_some() || older.is_some() {
            nav.pager aria-label=(l.t("pager-label")) {
                @if let Some(href) = newer { a.button href=(href) rel="prev" { "← " (l.t("pager-newer")) } }
                @if let Some(href) = older { a.button href=(href) rel="next" { (l.t("pager-older")) " →" } }
            }
        }
    }
}

/// A path with those pairs of a query that aren't empty.
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let given: Vec<_> = pairs.iter().filter(|(_, v)| !v.is_empty()).collect();
    let query = serde_urlencoded::to_string(given).unwrap_or_default();
    format!("{path}?{query}")
}

/// Where a page stands: links from the top down.
pub fn crumbs(l: Locale, links: &[(&str, &str)]) -> Markup {
    html! {
        nav.crumbs aria-label=(l.t("crumbs-label")) {
            ol { @for (href, text) in links { li { a href=(href) { (text) } } } }
        }
    }
}

/// A figure with what it means.
pub fn figure(value: &str, label: &str, meaning: &str) -> Markup {
    html! {
        div.figure {
            dt { (label) }
            dd { b { (value) } @if !meaning.is_empty() { span { (meaning) } } }
        }
    }
}

/// Tabs that are links; `now` marks the present one.
pub fn tabs(label: &str, links: &[(String, String, bool)]) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            @for (href, text, now) in links {
                a href=(href) aria-current=[now.then_some("page")] { (text) }
            }
        }
    }
}
