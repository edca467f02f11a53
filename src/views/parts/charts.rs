//! Charts: SVG drawn here, each with its meaning in words and a table of the same figures.

use super::sure;
use crate::domain::ikm::Ikm;
use crate::domain::share::Share;
use crate::domain::veil;
use crate::queries::marks::Marks;
use crate::queries::unit::Month;
use crate::views::locale::Locale;
use maud::{Markup, html};

/// Three shares of posts: negative, neutral, positive. Of few posts, or if one of the three is small,
/// only how many there are is told.
pub fn polarity(l: Locale, m: &Marks) -> Markup {
    let parts = [
        ("neg", "polarity-negative", m.negative),
        ("neu", "polarity-neutral", m.neutral),
        ("pos", "polarity-positive", m.positive),
    ];
    let total: i64 = parts.iter().map(|p| p.2).sum();
    if total == 0 {
        return html! { p.quiet { (l.t("polarity-none")) } };
    }
    let shares = parts.map(|(_, _, n)| Share::published(n, total, m.minimum));
    let veiled = veil::rows(&[parts.map(|p| p.2)]).contains(&true);
    let [Some(_), Some(_), Some(_)] = shares else {
        return html! { p.quiet data-sentiment="few" { (sure::few(l, total, m.minimum, false)) } };
    };
    if veiled {
        return html! { p.quiet data-sentiment=(total) { (l.ta("polarity-veiled", &[("n", l.integer(total).into()), ("few", veil::SMALL.into())])) } };
    }
    let share = |n: i64| n as f64 * 100.0 / total as f64;
    let before = |i: usize| share(parts.iter().take(i).map(|p| p.2).sum());
    html! {
        svg.share viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            @for (i, (class, _, n)) in parts.iter().enumerate() {
                rect class=(class) x=(format!("{:.2}", before(i))) y="0" width=(format!("{:.2}", share(*n))) height="6" {}
            }
        }
        ul.legend data-sentiment=(total) {
            @for ((class, key, n), s) in parts.into_iter().zip(shares.iter().flatten()) {
                li {
                    span class={ "dot " (class) } aria-hidden="true" {} (l.t(key)) " " b { (l.percent(n, total)) }
                    " (" (l.integer(n)) ") " small { (sure::bounds(l, s)) }
                }
            }
        }
        p.quiet { (l.ta("polarity-about", &[("n", l.integer(total).into())])) }
    }
}

/// The nine elements, each of 25 to 100.
pub fn elements(l: Locale, ikm: &Ikm) -> Markup {
    html! {
        table.bars {
            caption { (l.t("elements-caption")) }
            thead { tr { th scope="col" { (l.t("elements-element")) } th scope="col" { (l.t("elements-score")) } } }
            tbody {
                @for e in &ikm.elements {
                    tr {
                        th scope="row" { (l.t(e.element.key())) }
                        td {
                            svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                                rect.track x="0" y="0" width="100" height="8" {}
                                rect class={ "class-" (e.class.as_str()) } x="0" y="0" height="8"
                                    width=(format!("{:.1}", ((e.rounded - 25.0) / 75.0 * 100.0).clamp(0.0, 100.0))) {}
                            }
                            span { (l.decimal(e.rounded, 2)) " · " (e.class.as_str()) }
                            small { (sure::interval(l, &e.interval(), i64::try_from(e.n).unwrap_or(i64::MAX))) }
                        }
                    }
                }
            }
        }
    }
}

/// Polarity by month, stacked; the table holds the same figures.
pub fn months(l: Locale, months: &[Month]) -> Markup {
    let most = months
        .iter()
        .map(|m| m.negative + m.neutral + m.positive)
        .max()
        .unwrap_or(0);
    if most == 0 {
        return html! {};
    }
    let height = |n: i64| n as f64 * 56.0 / most as f64;
    let name = |m: &Month| -> (String, String) {
        let number: i8 = m.month.get(5..7).and_then(|t| t.parse().ok()).unwrap_or(1);
        let full = l.month(number);
        let year = m.month.get(..4).unwrap_or("");
        (full.chars().take(3).collect(), format!("{full} {year}"))
    };
    html! {
        figure.chart {
            svg viewBox="0 0 240 76" role="img" aria-label=(l.t("months-label")) {
                @for (i, m) in months.iter().enumerate() {
                    @let x = i as f64 * 20.0 + 3.0;
                    @let (neg, neu, pos) = (height(m.negative), height(m.neutral), height(m.positive));
                    rect.pos x=(x) y=(format!("{:.1}", 62.0 - pos)) width="14" height=(format!("{pos:.1}")) {}
                    rect.neu x=(x) y=(format!("{:.1}", 62.0 - pos - neu)) width="14" height=(format!("{neu:.1}")) {}
                    rect.neg x=(x) y=(format!("{:.1}", 62.0 - pos - neu - neg)) width="14" height=(format!("{neg:.1}")) {}
                    text x=(x + 7.0) y="72" text-anchor="middle" { (name(m).0) }
                }
            }
            details {
                summary { (l.t("chart-table")) }
                div.scroll tabindex="0" role="region" aria-label=(l.t("months-label")) {
                    table {
                        thead { tr {
                            th scope="col" { (l.t("months-month")) }
                            th scope="col" { (l.t("polarity-negative")) }
                            th scope="col" { (l.t("polarity-neutral")) }
                            th scope="col" { (l.t("polarity-positive")) }
                        } }
                        tbody { @for m in months { tr {
                            th scope="row" { (name(m).1) }
                            @if m.few {
                                td colspan="3" { (l.t("insight-veiled")) }
                            } @else {
                                td { (l.integer(m.negative)) } td { (l.integer(m.neutral)) } td { (l.integer(m.positive)) }
                            }
                        } } }
                    }
                }
            }
        }
    }
}

/// Respondents of an index, and between what bounds it lies.
pub fn respondents(l: Locale, ikm: &Ikm) -> String {
    let i = ikm.interval();
    l.ta(
        "units-respondents",
        &[
            ("low", l.decimal(i.low, 1).into()),
            ("high", l.decimal(i.high, 1).into()),
            (
                "n",
                l.integer(i64::try_from(ikm.respondents).unwrap_or(i64::MAX))
                    .into(),
            ),
        ],
    )
}

/// A unit's IKM with class and count, or that there are not enough answers yet.
pub fn ikm(l: Locale, m: &Marks) -> Markup {
    let n = || l.integer(i64::try_from(m.respondents).unwrap_or(i64::MAX));
    match &m.ikm {
        Some(ikm) => html! {
            p class={ "ikm class-" (ikm.class.as_str()) } data-ikm=(format!("{:.2}", ikm.rounded)) {
                b { (l.decimal(ikm.rounded, 2)) }
                span {
                    (l.ta("ikm-meaning", &[
                        ("class", l.t(ikm.class.key()).into()),
                        ("letter", ikm.class.as_str().into()),
                        ("n", n().into()),
                        ("low", l.decimal(ikm.interval().low, 1).into()),
                        ("high", l.decimal(ikm.interval().high, 1).into()),
                    ]))
                }
            }
        },
        None => html! {
            p.ikm.none {
                span { (l.ta("ikm-too-few", &[
                    ("n", n().into()),
                    ("min", l.integer(i64::try_from(m.minimum).unwrap_or(i64::MAX)).into()),
                ])) }
            }
        },
    }
}
