//! Parts of the dashboards.

use crate::domain::sentiment::Polarity;
use crate::domain::share::{Change, Share};
use crate::domain::tally;
use crate::queries::dashboard::{SMALL, Step, Topic, UnitDashboard};
use crate::queries::marks::Marks;
use crate::queries::words::Words;
use crate::views::locale::Locale;
use crate::views::svg::{self, Point};
use maud::{Markup, html};

/// How a figure moved, in a word with an arrow.
pub fn change(l: Locale, c: Change) -> Markup {
    let (class, arrow, key) = match c {
        Change::Rose => ("rose", "↑", "change-rose"),
        Change::Fell => ("fell", "↓", "change-fell"),
        Change::Alike => ("alike", "→", "change-alike"),
    };
    html! { span class={ "change " (class) } { span aria-hidden="true" { (arrow) } " " span.word { (l.t(key)) } } }
}

/// "62%", or a dash of too few.
pub fn share_text(l: Locale, s: Option<&Share>) -> String {
    s.map_or_else(|| "–".to_owned(), |s| l.percent(s.n, s.of))
}

fn whole_percent(l: Locale, share: f64) -> String {
    l.percent((share * 100.0).round() as i64, 100)
}

/// The interval and count of a share; or that there are too few for one.
pub fn few(l: Locale, s: Option<&Share>, n: i64, minimum: u64) -> String {
    match s {
        Some(s) => l.ta(
            "insight-interval",
            &[
                ("low", whole_percent(l, s.interval.low).into()),
                ("high", whole_percent(l, s.interval.high).into()),
                ("n", l.integer(s.of).into()),
            ],
        ),
        None => l.ta(
            "insight-few",
            &[
                ("n", veiled(l, n, false).into()),
                (
                    "min",
                    l.integer(i64::try_from(minimum).unwrap_or(i64::MAX)).into(),
                ),
            ],
        ),
    }
}

/// A figure with what it means, how it moved, and what it was.
pub fn around(
    l: Locale,
    key: &str,
    value: &str,
    about: &str,
    moved: Option<Change>,
    before: Option<&Share>,
) -> Markup {
    html! {
        div.figure {
            dt { (l.t(key)) }
            dd {
                b { (value) }
                @if let Some(c) = moved { (change(l, c)) }
                span { (about) }
                @if before.is_some() { span { (l.ta("insight-was", &[("value", share_text(l, before).into())])) } }
            }
        }
    }
}

/// A count; a small one is not told to everyone.
pub fn veiled(l: Locale, n: i64, inside: bool) -> String {
    if inside || n == 0 || n >= SMALL {
        l.integer(n)
    } else {
        l.ta("insight-small", &[("n", l.integer(SMALL).into())])
    }
}

/// A step as a place of a plot. Events to come stand at the last.
fn point(l: Locale, d: &UnitDashboard, s: &Step, last: bool) -> Point {
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
        label: match d.period.kind {
            Kind::Year => format!("{} {:02}", short(s.first.month()), s.first.year() % 100),
            _ => format!("{} {}", s.first.day(), short(s.first.month())),
        },
        value: s
            .share()
            .map(|s| (s.value, s.interval.low, s.interval.high)),
        stack: stack(s, d.inside),
        present: s.present,
        events,
    }
}

/// Posts of a step from below: by polarity, or, where so few would tell of one of them, as one.
fn stack(s: &Step, inside: bool) -> Vec<i64> {
    let all = s.positive + s.neutral + s.uncertain + s.negative;
    if inside || all >= SMALL {
        vec![s.positive, s.neutral, s.uncertain, s.negative]
    } else {
        vec![0, 0, 0, 0, all]
    }
}

/// The share of blame over time with what may explain it, posts over time, and both as a table.
pub fn trend(l: Locale, d: &UnitDashboard) -> Markup {
    let last = d.steps.len().saturating_sub(1);
    let points: Vec<Point> = d
        .steps
        .iter()
        .enumerate()
        .map(|(n, s)| point(l, d, s, n == last))
        .collect();
    let all = |s: &Step| s.negative + s.neutral + s.positive + s.uncertain;
    if d.steps.iter().all(|s| all(s) == 0) {
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
            (svg::line(&l.t("trend-negative"), &points))
        }
        @if !d.events.is_empty() {
            ol.events aria-label=(l.t("trend-events")) {
                @for e in &d.events { li { b { (e.words) } " " small { (l.day(e.day)) @if e.id.is_none() { " · " (l.t("event-holiday")) } } } }
            }
        }
        figure.trend {
            figcaption { (l.t("trend-posts")) }
            (svg::stacks(&l.t("trend-posts"), &points, &["pos", "neu", "unc", "neg", "few"], |n| l.integer(n)))
            ul.legend {
                @for (class, key) in [("neg", "polarity-negative"), ("unc", "polarity-uncertain"), ("neu", "polarity-neutral"), ("pos", "polarity-positive"), ("few", "trend-few")] {
                    li { span class={ "dot " (class) } aria-hidden="true" {} (l.t(key)) }
                }
            }
        }
        p.quiet { (l.ta("trend-about", &[("n", l.integer(SMALL).into())])) }
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
                        @for n in [s.negative, s.neutral, s.positive, s.uncertain] { td { (veiled(l, n, d.inside)) } }
                        td { (s.share().map_or_else(|| "–".to_owned(), |s| format!("{} ({}–{})", l.percent(s.n, s.of), whole_percent(l, s.interval.low), whole_percent(l, s.interval.high)))) }
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
pub fn heat(l: Locale, d: &UnitDashboard) -> Markup {
    let m = &d.marks.now;
    let minimum = m.minimum;
    if u64::try_from(m.posts).unwrap_or(0) < minimum && !d.inside {
        return html! { p.quiet { (few(l, None, m.posts, minimum)) } };
    }
    let most = |p: Polarity| d.elements.iter().map(|e| e.now.of(p)).max().unwrap_or(0);
    let cell = |n: i64, p: Polarity, class: &str| {
        let shown = if d.inside || n >= SMALL { n } else { n.min(1) };
        let share = Share::new(n, m.posts).filter(|_| n >= SMALL);
        html! {
            td class={ "heat " (class) (depth(shown, most(p).max(SMALL))) } {
                b { (veiled(l, n, d.inside)) }
                @if let Some(s) = share { small { (l.percent(s.n, s.of)) } small { (whole_percent(l, s.interval.low)) "–" (whole_percent(l, s.interval.high)) } }
            }
        }
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label=(l.t("insight-heat")) {
            table.heat-map {
                thead { tr {
                    th scope="col" { (l.t("elements-element")) }
                    th scope="col" { (l.t("polarity-negative")) }
                    th scope="col" { (l.t("polarity-neutral")) }
                    th scope="col" { (l.t("polarity-positive")) }
                    th scope="col" { span.word { (l.t("heat-change")) } }
                } }
                tbody { @for e in &d.elements { tr {
                    th scope="row" { (l.t(e.element.key())) }
                    (cell(e.now.negative, Polarity::Negative, "n"))
                    (cell(e.now.neutral, Polarity::Neutral, "u"))
                    (cell(e.now.positive, Polarity::Positive, "p"))
                    td { (change(l, e.change)) }
                } } }
            }
        }
        p.quiet { (l.ta("heat-about", &[("n", l.integer(m.speaking).into()), ("all", l.integer(m.posts).into())])) }
    }
}

pub fn risen(l: Locale, d: &UnitDashboard) -> Markup {
    html! {
        @if d.risen.is_empty() { p.quiet { (l.t("risen-none")) } } @else {
            ol.risen { @for r in &d.risen { li {
                b { @match &r.what {
                    Topic::Element(e, Polarity::Negative) => (l.ta("risen-blamed", &[("element", l.t(e.key()).into())])),
                    Topic::Element(e, _) => (l.ta("risen-praised", &[("element", l.t(e.key()).into())])),
                    Topic::Service(name) => (l.ta("risen-service", &[("service", name.as_str().into())])),
                } }
                " " span.quiet { (l.ta("risen-counts", &[("now", veiled(l, r.now, d.inside).into()), ("before", veiled(l, r.before, d.inside).into())])) }
            } } }
        }
    }
}

pub fn words(l: Locale, w: &Words) -> Markup {
    let n = |n: u64| l.integer(i64::try_from(n).unwrap_or(i64::MAX));
    html! {
        @if w.words.is_empty() { p.quiet { (l.t("words-none")) } } @else {
            ul.said { @for word in &w.words { li {
                a href=(word.href) rel="nofollow" { (word.text) }
                small { (l.ta("words-counts", &[("now", n(word.now).into()), ("before", n(word.before).into())])) }
            } } }
        }
        p.quiet { (l.ta("words-about", &[("now", n(w.now).into()), ("before", n(w.before).into()), ("most", n(w.most).into())])) }
    }
}

/// How answers spread over office days.
pub fn spread(l: Locale, m: &Marks) -> Markup {
    /// Bins joined: up to so many office hours, and the key of their name.
    const JOINED: [(i64, &str); 7] = [
        (2, "spread-2h"),
        (8, "spread-1d"),
        (24, "spread-3d"),
        (40, "spread-5d"),
        (80, "spread-10d"),
        (112, "spread-14d"),
        (i64::MAX, "spread-more"),
    ];
    let mut counts = [0i64; JOINED.len()];
    for (n, count) in m.answer_hours.iter().enumerate() {
        let bound = tally::HOURS.get(n).copied().unwrap_or(i64::MAX);
        let at = JOINED.partition_point(|(b, _)| *b < bound);
        if let Some(sum) = counts.get_mut(at) {
            *sum += count;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    html! {
        @if most > 0 {
            table.spread {
                caption { (l.t("spread-caption")) }
                tbody { @for ((_, key), n) in JOINED.iter().zip(counts) { tr {
                    th scope="row" { (l.t(key)) }
                    td { (svg::bar(n, most, "fill")) }
                    td.n { (l.integer(n)) }
                } } }
            }
        }
    }
}

/// Services, the loudest first; the quiet ones last.
pub fn services(l: Locale, d: &UnitDashboard) -> Markup {
    let most = d.services.iter().map(|s| s.posts).max().unwrap_or(0);
    let known = |m: &Marks| m.negative + m.neutral + m.positive;
    html! {
        @if d.services.is_empty() { p.quiet { (l.t("services-none")) } } @else {
            table.loud {
                thead { tr {
                    th scope="col" { (l.t("services-service")) }
                    th scope="col" { (l.t("services-posts")) }
                    th scope="col" { (l.t("insight-positive")) }
                    th scope="col" { (l.t("insight-on-time")) }
                } }
                tbody { @for s in &d.services {
                    @let tone = Share::published(s.marks.positive, known(&s.marks), s.marks.minimum);
                    @let time = Share::published(s.marks.on_time, s.marks.answered, s.marks.minimum);
                    tr {
                        th scope="row" { a href={ "/utas?layanan=" (s.path) } { (s.name) } }
                        td {
                            (svg::bar(if d.inside || s.posts >= SMALL { s.posts } else { 0 }, most, "fill"))
                            b { (veiled(l, s.posts, d.inside)) } " " (change(l, s.change))
                            @if s.posts == 0 { " " small { (l.t("services-quiet")) } }
                        }
                        td data-label=(l.t("insight-positive")) { b { (share_text(l, tone.as_ref())) } small { (few(l, tone.as_ref(), known(&s.marks), s.marks.minimum)) } }
                        td data-label=(l.t("insight-on-time")) { b { (share_text(l, time.as_ref())) } small { (few(l, time.as_ref(), s.marks.answered, s.marks.minimum)) } }
                    }
                } }
            }
        }
    }
}
