//! A trend over time and the map of elements, as dashboards of units and of the city show them.

use super::insight_parts::{change, count, veil_about};
use crate::domain::sentiment::Polarity;
use crate::domain::share::Share;
use crate::domain::veil::{SMALL, Told, is_small};
use crate::queries::marks::Marks;
use crate::queries::spoken::ElementRow;
use crate::queries::trend::{Step, Trend};
use crate::views::locale::Locale;
use crate::views::parts::sure::{self, bounds, few};
use crate::views::svg::{self, Point};
use maud::{Markup, html};

/// A step as a place of a plot. Events to come stand at the last.
fn point(l: Locale, d: &Trend, s: &Step, last: bool) -> Point {
    use crate::domain::period::Kind;
    let short = |month: i8| l.month(month).chars().take(3).collect::<String>();
    let events = d
        .events
        .iter()
        .enumerate()
        .filter(|(_, e)| s.first <= e.day && (last || e.day <= s.last))
        .map(|(n, _)| n + 1)
        .collect();
    Point {
        label: match d.kind {
            Kind::Year => format!("{} {:02}", short(s.first.month()), s.first.year() % 100),
            _ => format!("{} {}", s.first.day(), short(s.first.month())),
        },
        value: s
            .share(d.minimum)
            .map(|s| (s.value, s.interval.low, s.interval.high)),
        stack: s.parts().to_vec(),
        veiled: s.veiled,
        present: s.present,
        events,
    }
}

/// The share of blame over time with what may explain it, posts over time, and both as a table.
pub fn trend(l: Locale, d: &Trend) -> Markup {
    let last = d.steps.len().saturating_sub(1);
    let points: Vec<Point> = d
        .steps
        .iter()
        .enumerate()
        .map(|(n, s)| point(l, d, s, n == last))
        .collect();
    let veiled = d.steps.iter().any(|s| s.veiled);
    let minimum = d.minimum;
    if !veiled && d.steps.iter().all(|s| s.parts() == [0; 4]) {
        return html! { p.quiet { (l.t("polarity-none")) } };
    }
    let days = |s: &Step| {
        if s.first == s.last {
            l.day(s.first)
        } else {
            format!("{} – {}", l.day(s.first), l.day(s.last))
        }
    };
    html! {
        figure.trend {
            figcaption { (l.t("trend-negative")) }
            @if points.iter().any(|p| p.value.is_some()) { (svg::line(&l.t("trend-negative"), &points)) }
            @else { p.quiet { (l.ta("trend-few", &[("n", l.integer(i64::try_from(minimum).unwrap_or(i64::MAX)).into())])) } }
        }
        @if !d.events.is_empty() {
            ol.events aria-label=(l.t("trend-events")) {
                @for e in &d.events { li { b { (e.words) } " " small { (l.day(e.day)) @if e.id.is_none() { " · " (l.t("event-holiday")) } } } }
            }
        }
        figure.trend {
            figcaption { (l.t("trend-posts")) }
            @if d.steps.iter().all(|s| s.veiled) { p.quiet { (l.t("trend-veiled")) } }
            @else { (svg::stacks(&l.t("trend-posts"), &points, &["pos", "neu", "unc", "neg"], |n| l.integer(n))) }
            ul.legend {
                @for (class, key) in [("neg", "polarity-negative"), ("unc", "polarity-uncertain"), ("neu", "polarity-neutral"), ("pos", "polarity-positive")] {
                    li { span class={ "dot " (class) } aria-hidden="true" {} (l.t(key)) }
                }
                @if veiled { li { span.dot.few aria-hidden="true" {} (l.t("insight-veiled")) } }
            }
        }
        p.quiet {
            (l.ta("trend-about", &[("n", l.integer(i64::try_from(minimum).unwrap_or(i64::MAX)).into())]))
            @if d.joined { " " (l.t("trend-joined")) }
        }
        @if veiled { (veil_about(l)) }
        details {
            summary { (l.t("chart-table")) }
            div.scroll tabindex="0" role="region" aria-label=(l.t("trend-posts")) {
                table {
                    thead { tr {
                        th scope="col" { (l.t("trend-when")) }
                        @for key in ["polarity-negative", "polarity-neutral", "polarity-positive", "polarity-uncertain", "trend-share"] { th scope="col" { (l.t(key)) } }
                    } }
                    tbody { @for s in &d.steps { tr {
                        th scope="row" { (days(s)) }
                        @if s.veiled { td colspan="5" { (l.t("insight-veiled")) } } @else {
                        @for n in [s.negative, s.neutral, s.positive, s.uncertain] { td { (l.integer(n)) } }
                        @let f = sure::share(l, &Told::inside(s.negative, s.known(), minimum), minimum);
                        td { (f.value) small { (f.about) } }
                        }
                    } } }
                }
            }
        }
    }
}

/// How deep a cell is coloured: 0 to 5, by its share of the most.
fn depth(n: i64, most: i64) -> i64 {
    if n <= 0 || most <= 0 {
        0
    } else {
        ((n * 5 + most - 1) / most).clamp(1, 5)
    }
}

/// Elements by polarity, as a table whose cells are the map.
pub fn heat(l: Locale, m: &Marks, elements: &[ElementRow], inside: bool) -> Markup {
    let minimum = m.minimum;
    if !m.enough(m.posts) && !inside {
        return html! { p.quiet { (few(l, m.posts, minimum, inside)) } };
    }
    let most = |p: Polarity| elements.iter().map(|e| e.now.of(p)).max().unwrap_or(0);
    let cell = |n: i64, p: Polarity, class: &str| {
        let shown = if inside || n >= SMALL { n } else { n.min(1) };
        let share = Share::new(n, m.posts).filter(|_| n >= SMALL);
        html! {
            td class={ "heat " (class) (depth(shown, most(p).max(SMALL))) } {
                b { (count(l, n, inside)) }
                @if let Some(s) = share { small { (l.percent(s.n, s.of)) } small { (bounds(l, &s)) } }
            }
        }
    };
    // Beside veiled cells, the number of posts that speak of any would say what they hold.
    let cells = |e: &crate::queries::marks::Spoken| [e.negative, e.neutral, e.positive];
    let whole = inside
        || !elements
            .iter()
            .any(|e| cells(&e.now).into_iter().any(is_small));
    html! {
        div.scroll tabindex="0" role="region" aria-label=(l.t("insight-heat")) {
            table.heat-map {
                thead { tr {
                    th scope="col" { (l.t("elements-element")) }
                    th scope="col" { (l.t("polarity-negative")) }
                    th scope="col" { (l.t("polarity-neutral")) }
                    th scope="col" { (l.t("polarity-positive")) }
                    th scope="col" { (l.t("heat-change")) }
                } }
                tbody { @for e in elements { tr {
                    th scope="row" { (l.t(e.element.key())) }
                    (cell(e.now.negative, Polarity::Negative, "n"))
                    (cell(e.now.neutral, Polarity::Neutral, "u"))
                    (cell(e.now.positive, Polarity::Positive, "p"))
                    td { @if e.few { span.change { (l.t("change-few")) } } @else { (change(l, e.change)) } }
                } } }
            }
        }
        p.quiet {
            @if whole { (l.ta("heat-about", &[("n", l.integer(m.speaking).into()), ("all", l.integer(m.posts).into())])) }
            @else { (l.ta("heat-about-veiled", &[("all", l.integer(m.posts).into())])) }
        }
    }
}
