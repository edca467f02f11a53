//! Parts of the dashboards.

use crate::domain::sentiment::Polarity;
use crate::domain::share::Change;
use crate::domain::tally;
use crate::domain::veil::{self, SMALL, Told, is_small};
use crate::queries::dashboard::{Risen, Topic, UnitDashboard};
use crate::queries::words::Words;
use crate::views::locale::Locale;
use crate::views::parts::sure::{Figure, about, share_text, small};
use crate::views::svg;
use maud::{Markup, html};

/// How a figure moved, in a word with an arrow; or that it is not told.
pub fn change(l: Locale, c: Option<Change>) -> Markup {
    let Some(c) = c else {
        return html! { span.change { (l.t("insight-veiled")) } };
    };
    let (class, arrow, key) = match c {
        Change::Rose => ("rose", "↑", "change-rose"),
        Change::Fell => ("fell", "↓", "change-fell"),
        Change::Alike => ("alike", "→", "change-alike"),
    };
    html! { span class={ "change " (class) } { span aria-hidden="true" { (arrow) } " " span.word { (l.t(key)) } } }
}

/// A figure with what it means, how it moved, and what it was.
pub fn around(
    l: Locale,
    key: &str,
    value: &str,
    about: &str,
    moved: Option<Change>,
    before: Option<&Figure>,
) -> Markup {
    html! {
        div.figure {
            dt { (l.t(key)) }
            dd {
                b { (value) }
                @if moved.is_some() { (change(l, moved)) }
                span { (about) }
                @if let Some(before) = before { span { (was(l, before)) } }
            }
        }
    }
}

/// What a figure was, and how sure that is.
pub fn was(l: Locale, before: &Figure) -> String {
    let value = format!("{} ({})", before.value, before.about);
    l.ta("insight-was", &[("value", value.into())])
}

/// A count that stands by itself; a small one is not told to everyone.
pub fn count(l: Locale, n: i64, inside: bool) -> String {
    if inside || !is_small(n) {
        l.integer(n)
    } else {
        small(l)
    }
}

/// A count that may be veiled for the sake of another.
pub fn told(l: Locale, n: Option<i64>) -> String {
    n.map_or_else(|| l.t("insight-veiled"), |n| l.integer(n))
}

/// Why something is veiled.
pub fn veil_about(l: Locale) -> Markup {
    html! { p.quiet { (l.ta("veil-about", &[("n", l.integer(SMALL).into())])) } }
}

pub fn risen(l: Locale, d: &UnitDashboard) -> Markup {
    // Of an element only a small count is not told; of a service, also what stands beside one.
    let before = |r: &Risen| match (r.before, &r.what) {
        (None, Topic::Element(..)) => small(l),
        (n, _) => told(l, n),
    };
    html! {
        @if d.risen.is_empty() { p.quiet { (l.t(if d.risen_veiled { "risen-none-veiled" } else { "risen-none" })) } } @else {
            ol.risen { @for r in &d.risen { li {
                b { @match &r.what {
                    Topic::Element(e, Polarity::Negative) => (l.ta("risen-blamed", &[("element", l.t(e.key()).into())])),
                    Topic::Element(e, _) => (l.ta("risen-praised", &[("element", l.t(e.key()).into())])),
                    Topic::Service(name) => (l.ta("risen-service", &[("service", name.as_str().into())])),
                } }
                " " span.quiet { (l.ta("risen-counts", &[("now", told(l, r.now).into()), ("before", before(r).into())])) }
            } } }
        }
    }
}

pub fn words(l: Locale, w: &Words) -> Markup {
    let n = |n: u64| l.integer(i64::try_from(n).unwrap_or(i64::MAX));
    html! {
        @if w.words.is_empty() { p.quiet { (l.t("words-none")) } } @else {
            ul.said { @for word in &w.words { li {
                b { (word.text) }
                small { (l.ta("words-counts", &[("now", n(word.now).into()), ("before", n(word.before).into())])) }
                a href=(word.href) rel="nofollow" { (l.t("words-search")) span.unseen { ": " (word.text) } }
            } } }
        }
        p.quiet { (l.ta("words-about", &[("now", n(w.now).into()), ("before", n(w.before).into()), ("most", n(w.most).into())])) }
        @if !w.words.is_empty() { p.quiet { (l.t("words-search-about")) } }
    }
}

/// How answers spread over office days; to those outside, of enough answers only.
pub fn spread(l: Locale, d: &UnitDashboard) -> Markup {
    let m = &d.marks.now;
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
    let all: i64 = counts.iter().sum();
    if all == 0 || (!d.inside && !m.enough(all)) {
        return html! {};
    }
    let veiled = veil::rows(&counts.map(|n| [n])).into_iter();
    let counts: Vec<Option<i64>> = counts
        .into_iter()
        .zip(veiled)
        .map(|(n, veiled)| (d.inside || !veiled).then_some(n))
        .collect();
    let most = counts.iter().copied().flatten().max().unwrap_or(0);
    html! {
        @if counts.iter().any(|n| n.is_some_and(|n| n > 0)) {
            table.spread {
                caption { (l.t("spread-caption")) }
                tbody { @for ((_, key), n) in JOINED.iter().zip(&counts) { tr {
                    th scope="row" { (l.t(key)) }
                    td { (svg::bar(n.unwrap_or(0), most, "fill")) }
                    td.n { (told(l, *n)) }
                } } }
            }
            @if counts.contains(&None) { (veil_about(l)) }
        }
    }
}

/// Services, the loudest first; the quiet ones last.
pub fn services(l: Locale, d: &UnitDashboard) -> Markup {
    let most = d.services.iter().filter_map(|s| s.posts).max().unwrap_or(0);
    let minimum = d.marks.now.minimum;
    let veiled = d
        .services
        .iter()
        .any(|s| s.posts.is_none() || [s.tone, s.on_time].contains(&Told::Veiled));
    let shares = |key: &str, t: &Told| {
        html! {
            td data-label=(l.t(key)) { b { (share_text(l, t)) } small { (about(l, t, minimum)) } }
        }
    };
    html! {
        @if d.services.is_empty() { p.quiet { (l.t("services-none")) } } @else {
            table.loud {
                thead { tr {
                    th scope="col" { (l.t("services-service")) }
                    th scope="col" { (l.t("services-posts")) }
                    th scope="col" { (l.t("insight-positive")) }
                    th scope="col" { (l.t("insight-on-time")) }
                } }
                tbody { @for s in &d.services { tr {
                    th scope="row" { a href={ "/utas?layanan=" (s.path) } { (s.name) } }
                    td {
                        (svg::bar(s.posts.unwrap_or(0), most, "fill"))
                        b { (told(l, s.posts)) }
                        @if s.change.is_some() { " " (change(l, s.change)) }
                        @if s.posts == Some(0) { " " small { (l.t("services-quiet")) } }
                    }
                    (shares("insight-positive", &s.tone))
                    (shares("insight-on-time", &s.on_time))
                } } }
            }
            @if veiled { (veil_about(l)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use crate::queries::words::Word;

    /// The number is of the sample; the search finds more, and doesn't promise it.
    #[test]
    fn a_search_promises_no_number() {
        let w = Words {
            words: vec![Word {
                text: "poli".into(),
                now: 13,
                before: 2,
                href: "/utas?q=poli".into(),
            }],
            now: 40,
            before: 40,
            most: 300,
        };
        let html = words(Locale::new(Lang::Id), &w).into_string();
        let (_, link) = html.split_once("<a href=\"/utas?q=poli\"").expect("a link");
        let (link, _) = link.split_once("</a>").expect("its end");
        assert!(
            link.contains("Cari") && link.contains("poli") && !link.contains("13"),
            "{link}"
        );
        assert!(html.contains("13 utas dalam contoh"), "{html}");
    }
}
