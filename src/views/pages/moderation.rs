use crate::domain::moderation::{Decision, Rule};
use crate::queries::moderation::{Figures, LogLine, Year};
use crate::views::locale::Locale;
use crate::views::parts::{self, labels};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub fn log(l: Locale, zone: &TimeZone, lines: &[LogLine], next: Option<&str>) -> Markup {
    html! {
        div.wrap {
            h1 { (l.t("log-title")) }
            p.lead { (l.t("log-about")) }
            p { a href="/moderasi/angka" { (l.t("figures-title")) } }
            @if lines.is_empty() { (parts::empty(&l.t("log-empty"), &l.t("log-empty-text"), None)) } @else {
                ul.rows.log { @for line in lines { (log_line(l, zone, line)) } }
                (parts::pager(l, None, next))
            }
        }
    }
}

fn log_line(l: Locale, zone: &TimeZone, line: &LogLine) -> Markup {
    let what = match line.whole {
        Some(true) => Some("log-thread"),
        Some(false) => Some("log-post"),
        None if line.decision.is_sanction() => Some("log-person"),
        None => Some("log-rating"),
    };
    html! {
        li {
            p data-decision=(line.decision.as_str()) {
                b { (l.t(&format!("log-{}", line.decision.as_str()))) }
                @if let Some(what) = what { " · " (l.t(what)) }
                @if let Some(rule) = line.rule { " · " span.badge { (labels::rule_text(l, rule)) } }
                @if line.undone { " · " span.badge { (l.t("log-undone")) } }
            }
            p.meta {
                @if !line.number.is_empty() { span { a href={ "/utas/" (line.number) } { (line.number) } } }
                span { a href={ "/unit/" (line.unit_slug) } { (line.unit) } }
                span { (parts::date_time(l, line.at, zone)) }
            }
        }
    }
}

/// The name of a month, "2026-11".
pub fn month(l: Locale, month: &str) -> String {
    let number = month.get(5..7).and_then(|m| m.parse().ok()).unwrap_or(1);
    format!("{} {}", l.month(number), month.get(..4).unwrap_or_default())
}

fn hours(l: Locale, f: &Figures) -> String {
    f.hours().map_or("–".to_owned(), |h| l.decimal(h, 1))
}

pub fn figures(l: Locale, y: &Year) -> Markup {
    let w = &y.whole;
    let share = |part, whole| l.percent(part, whole);
    html! {
        div.wrap {
            (parts::crumbs(l, &[("/moderasi/log", &l.t("log-title"))]))
            h1 { (l.t("figures-title")) " " (y.year) }
            p.lead { (l.t("figures-about")) }
            nav.pager aria-label=(l.t("figures-years")) {
                a.button href={ "/moderasi/angka?tahun=" (y.year - 1) } rel="prev" { "← " (y.year - 1) }
                @if y.year < y.now { a.button href={ "/moderasi/angka?tahun=" (y.year + 1) } rel="next" { (y.year + 1) " →" } }
                a.button href={ "/moderasi/angka.csv?tahun=" (y.year) } { "CSV" }
                a.button href="/feed/moderasi" { (l.t("figures-feed")) }
            }
            dl.figures {
                (parts::figure(&l.integer(w.all()), &l.t("figures-decisions"), ""))
                (parts::figure(&hours(l, w), &l.t("figures-hours"), &l.ta("figures-of-waited", &[("n", l.integer(w.waited()).into())])))
                (parts::figure(&share(w.within_day(), w.waited()), &l.t("figures-within-day"), ""))
                (parts::figure(&share(w.within_three(), w.waited()), &l.t("figures-within-three"), ""))
                (parts::figure(&share(w.overturned(), w.restricting()), &l.t("figures-overturned-share"), &l.ta("figures-of-restricting", &[("n", l.integer(w.overturned()).into()), ("all", l.integer(w.restricting()).into())])))
                (parts::figure(&l.integer(w.appeals()), &l.t("figures-appeals"), ""))
                (parts::figure(&l.integer(w.reports()), &l.t("figures-reports"), ""))
            }
            @if w.all() == 0 {
                (parts::empty(&l.t("figures-none"), &l.t("figures-none-text"), None))
            } @else {
                h2 { (l.t("figures-by-month")) }
                (by_month(l, y))
                div.two {
                    section { h2 { (l.t("figures-by-decision")) } (by_decision(l, w)) }
                    section { h2 { (l.t("figures-by-rule")) } (by_rule(l, w)) }
                }
            }
            p.quiet { (l.t("figures-how")) }
        }
    }
}

fn by_month(l: Locale, y: &Year) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(l.t("figures-by-month")) {
            table.plain {
                thead { tr {
                    th scope="col" { (l.t("months-month")) }
                    @for key in ["figures-decisions", "figures-restricting", "figures-hours", "figures-reports", "figures-appeals", "figures-overturned"] {
                        th scope="col" { (l.t(key)) }
                    }
                } }
                tbody { @for (name, f) in &y.months {
                    tr data-month=(name) {
                        th scope="row" { (month(l, name)) }
                        td { (l.integer(f.all())) }
                        td { (l.integer(f.restricting())) }
                        td { (hours(l, f)) }
                        td { (l.integer(f.reports())) }
                        td { (l.integer(f.appeals())) }
                        td { (l.integer(f.overturned())) }
                    }
                } }
            }
        }
    }
}

fn by_decision(l: Locale, w: &Figures) -> Markup {
    html! {
        table.plain {
            thead { tr { th scope="col" { (l.t("figures-decision")) } th scope="col" { (l.t("figures-n")) } } }
            tbody { @for d in Decision::ALL.iter().filter(|d| w.decisions(**d) > 0) {
                tr data-decision=(d.as_str()) { th scope="row" { (l.t(&format!("log-{}", d.as_str()))) } td { (l.integer(w.decisions(*d))) } }
            } }
        }
    }
}

fn by_rule(l: Locale, w: &Figures) -> Markup {
    html! {
        table.plain {
            thead { tr { th scope="col" { (l.t("moderate-rule")) } th scope="col" { (l.t("figures-n")) } } }
            tbody { @for r in Rule::ALL {
                tr data-rule=(r.as_str()) { th scope="row" { (labels::rule_text(l, *r)) } td { (l.integer(w.rule(*r))) } }
            } }
        }
    }
}

/// The figures of a year as CSV (RFC 4180), a line a month; names of columns don't change with the
/// language.
pub fn csv(y: &Year) -> String {
    let mut out = String::from("month,decisions,restricting");
    for d in Decision::ALL {
        out.push_str(&format!(",decision_{}", d.as_str()));
    }
    for r in Rule::ALL {
        out.push_str(&format!(",rule_{}", r.as_str().replace('-', "_")));
    }
    out.push_str(",waited,mean_hours,within_day,within_three_days,reports,appeals,overturned\r\n");
    for (name, f) in &y.months {
        out.push_str(&format!("{name},{},{}", f.all(), f.restricting()));
        for d in Decision::ALL {
            out.push_str(&format!(",{}", f.decisions(*d)));
        }
        for r in Rule::ALL {
            out.push_str(&format!(",{}", f.rule(*r)));
        }
        let hours = f.hours().map_or_else(String::new, |h| format!("{h:.2}"));
        out.push_str(&format!(
            ",{},{hours},{},{},{},{},{}\r\n",
            f.waited(),
            f.within_day(),
            f.within_three(),
            f.reports(),
            f.appeals(),
            f.overturned()
        ));
    }
    out
}

/// A month in a sentence.
pub fn summary(l: Locale, f: &Figures) -> String {
    l.ta(
        "figures-summary",
        &[
            ("n", l.integer(f.all()).into()),
            ("restricting", l.integer(f.restricting()).into()),
            ("hours", hours(l, f).into()),
            ("appeals", l.integer(f.appeals()).into()),
            ("overturned", l.integer(f.overturned()).into()),
        ],
    )
}
