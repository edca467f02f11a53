use super::insight_parts::{around, change, count, told, veil_about, was};
use crate::domain::error::FieldErrors;
use crate::domain::period::{Kind, Period};
use crate::domain::share::{self, Change, Interval};
use crate::domain::veil::Told;
use crate::domain::view::Box;
use crate::queries::beside::{CityDashboard, CityRow, Measure, Place};
use crate::queries::dashboard::UnitDashboard;
use crate::queries::marks::Marks;
use crate::views::locale::Locale;
use crate::views::parts::charts;
use crate::views::parts::fields::{self, Field};
use crate::views::parts::sure::{self, Figure};
use crate::views::{parts, svg};
use maud::{Markup, html};

/// The period in words.
fn named(l: Locale, p: &Period) -> String {
    let whole = match p.kind {
        Kind::Month => format!("{} {}", l.month(p.first.month()), p.first.year()),
        Kind::Year => p.first.year().to_string(),
        _ => format!("{} – {}", l.day(p.first), l.day(p.end)),
    };
    if p.is_running() {
        l.ta(
            "insight-until",
            &[("period", whole.into()), ("date", l.day(p.last).into())],
        )
    } else {
        whole
    }
}

/// Choosing the kind of period, and going to the one before or after.
fn periods(
    l: Locale,
    path: &str,
    more: &str,
    p: &Period,
    earlier: &Period,
    later: Option<&Period>,
) -> Markup {
    let kinds: Vec<(String, String, bool)> = Kind::ALL
        .iter()
        .map(|k| {
            let href = format!("{path}?kurun={}&pada={}{more}", k.as_str(), p.last);
            (href, l.t(&format!("period-{}", k.as_str())), *k == p.kind)
        })
        .collect();
    let to = |day: jiff::civil::Date| format!("{path}?kurun={}&pada={day}{more}", p.kind.as_str());
    html! {
        (parts::tabs(&l.t("insight-period"), &kinds))
        nav.turn aria-label=(l.t("insight-turn")) {
            a.button href=(to(earlier.first)) rel="prev nofollow" { "← " (l.t("insight-earlier")) }
            p { b { (named(l, p)) } " " span.quiet { (l.ta("insight-against", &[("first", l.day(earlier.first).into()), ("last", l.day(earlier.last).into())])) } }
            @if let Some(later) = later { a.button href=(to(later.first)) rel="next nofollow" { (l.t("insight-later")) " →" } }
        }
    }
}

/// What was typed into the form of events.
#[derive(Clone, Copy)]
pub struct Typed<'a> {
    pub day: &'a str,
    pub words: &'a str,
    pub errors: &'a FieldErrors,
}

pub fn unit(l: Locale, d: &UnitDashboard, csrf: Option<&str>, t: Typed) -> Markup {
    html! {
        div.wrap.insight {
            (parts::crumbs(l, &[("/kinerja", &l.t("city-title")), (&format!("/unit/{}", d.slug), &d.name)]))
            h1 { (l.ta("insight-title", &[("unit", d.name.as_str().into())])) }
            (periods(l, &format!("/kinerja/unit/{}", d.slug), "", &d.period, &d.earlier, d.later.as_ref()))
            (fields::summary(l, t.errors))
            (figures(l, d))
            div.two {
                section {
                    h2 { (l.t("insight-trend")) }
                    (super::insight_trend::trend(l, &d.trend))
                    h2 { (l.t("insight-heat")) }
                    (super::insight_trend::heat(l, &d.marks.now, &d.elements, d.inside))
                }
                section {
                    h2 { (l.t("insight-risen")) }
                    (super::insight_parts::risen(l, d))
                    h2 { (l.t("insight-words")) }
                    (super::insight_parts::words(l, &d.words))
                    h2 { (l.t("insight-answers")) }
                    (answers(l, d))
                }
            }
            h2 { (l.t("insight-services")) }
            (super::insight_parts::services(l, d))
            @if d.inside { (inside(l, d)) }
            @if d.may_read_digests { p.actions { a.button href=(crate::views::digest::archive(&d.slug)) { (l.t("digests-link")) } } }
            @if d.may_note && let Some(csrf) = csrf { (event_form(l, d, csrf, t)) }
            p.quiet { (l.t("insight-about")) }
        }
    }
}

/// The headline figures, each with its count, interval and what it was before.
fn figures(l: Locale, d: &UnitDashboard) -> Markup {
    let (now, before) = (&d.marks.now, &d.marks.before);
    let days = (d.period.days(), d.earlier.days());
    let moved = |(now, before): (Told, Told)| {
        let (now, before) = (now.share()?, before.share()?);
        Some(Change::of_difference(&now.minus(before).1))
    };
    let share = |key: &str, t: (Told, Told)| {
        let f = sure::share(l, &t.0, now.minimum);
        let was = sure::share(l, &t.1, now.minimum);
        around(l, key, &f.value, &f.about, moved(t), Some(&was))
    };
    let enough = now.enough(now.threads + before.threads);
    let threads = enough.then(|| Change::of_counts(now.threads, before.threads, days.0, days.1));
    html! {
        dl.figures {
            (around(l, "insight-threads", &l.integer(now.threads),
                &l.ta("insight-was", &[("value", l.integer(before.threads).into())]), threads, None))
            (share("insight-positive", d.tone))
            (share("insight-on-time", d.on_time))
            (rating(l, now, before, d.inside))
            (around(l, "insight-open", &l.integer(d.open), &l.ta("insight-late", &[("n", l.integer(d.late).into())]), None, None))
        }
        (charts::ikm(l, now))
        @if let Some(ikm) = &before.ikm {
            p.quiet {
                @if let Some(now) = &now.ikm { (change(l, Some(moved_from((now.rounded, now.interval()), (ikm.rounded, ikm.interval()))))) " " }
                (was(l, &Figure { value: l.decimal(ikm.rounded, 2), about: charts::respondents(l, ikm) }))
            }
        }
    }
}

fn moved_from(now: (f64, Interval), before: (f64, Interval)) -> Change {
    Change::of_difference(&share::difference(now, before).1)
}

fn rating(l: Locale, now: &Marks, before: &Marks, inside: bool) -> Markup {
    let (f, was) = (
        sure::overall(l, now, inside),
        sure::overall(l, before, inside),
    );
    let both = now.overall().zip(before.overall());
    let moved = both.map(|(now, before)| moved_from(now, before));
    around(l, "insight-rating", &f.value, &f.about, moved, Some(&was))
}

/// Answers and limits: median and 90th percentile of the office hours, and how they spread.
fn answers(l: Locale, d: &UnitDashboard) -> Markup {
    let (now, before) = (&d.marks.now, &d.marks.before);
    let one = |key: &str, q: f64| {
        let f = sure::hours(l, now, q, d.inside);
        let was = sure::hours(l, before, q, d.inside);
        around(l, key, &f.value, &f.about, None, Some(&was))
    };
    html! {
        dl.figures { (one("insight-median", 0.5)) (one("insight-p90", 0.9)) }
        (super::insight_parts::spread(l, d))
        p.quiet { (l.ta("insight-hours-note", &[("n", count(l, now.timed(), d.inside).into())])) }
    }
}

/// For those who work there: what the public doesn't see.
fn inside(l: Locale, d: &UnitDashboard) -> Markup {
    let m = &d.marks.now;
    html! {
        section.inside {
            h2 { (l.t("insight-inside")) }
            p.quiet { (l.t("insight-inside-about")) }
            dl.figures {
                (parts::figure(&l.integer(m.withheld), &l.t("insight-withheld"), &l.t("insight-withheld-about")))
                div.figure {
                    dt { (l.t("polarity-uncertain")) }
                    dd {
                        b { (l.integer(m.uncertain)) }
                        span { (l.t("insight-uncertain-about")) }
                        @if d.may_correct { a href={ "/petugas?kotak=" (Box::Uncertain.as_str()) "&tempat=" (d.slug) } { (l.t("insight-uncertain-link")) } }
                    }
                }
                (parts::figure(&l.integer(m.corrected), &l.t("insight-corrected"), &l.t("insight-corrected-about")))
            }
        }
    }
}

fn event_form(l: Locale, d: &UnitDashboard, csrf: &str, t: Typed) -> Markup {
    let action = format!("/kinerja/unit/{}/peristiwa", d.slug);
    html! {
        section.note {
            h2 { (l.t("event-title")) }
            p { (l.t("event-about")) }
            form method="post" action=(action) {
                (fields::csrf(csrf))
                (fields::input(l, Field::new("day", &l.t("field-day"), t.day), "date", 10, None, t.errors))
                (fields::input(l, Field::new("words", &l.t("field-words"), t.words).hint(&l.t("event-hint")), "text", crate::flows::event::EVENT_MAX, None, t.errors))
                button { (l.t("event-send")) }
            }
            ul.rows { @for e in d.trend.events.iter().filter(|e| e.id.is_some()) { li {
                span.what { b { (e.words) } small { (l.day(e.day)) } }
                form method="post" action={ (action) "/hapus" } {
                    (fields::csrf(csrf))
                    (fields::hidden("event", &e.id.map_or_else(String::new, |id| id.to_string())))
                    button { (l.t("event-remove")) span.unseen { ": " (e.words) } }
                }
            } } }
        }
    }
}

pub fn city(l: Locale, d: &CityDashboard) -> Markup {
    let measure = format!("&ukuran={}", d.measure.as_str());
    let tabs: Vec<(String, String, bool)> = Measure::ALL
        .iter()
        .map(|m| {
            let href = format!(
                "/kinerja?kurun={}&pada={}&ukuran={}",
                d.period.kind.as_str(),
                d.period.last,
                m.as_str()
            );
            (
                href,
                l.t(&format!("measure-{}", m.as_str())),
                *m == d.measure,
            )
        })
        .collect();
    html! {
        div.wrap.insight {
            h1 { (l.t("city-title")) }
            p.lead { (l.t("city-about")) }
            (periods(l, "/kinerja", &measure, &d.period, &d.earlier, d.later.as_ref()))
            dl.figures {
                (parts::figure(&l.integer(d.marks.now.threads), &l.t("insight-threads"), &l.ta("insight-was", &[("value", l.integer(d.marks.before.threads).into())])))
                (parts::figure(&l.integer(d.marks.now.posts), &l.t("city-posts"), &l.ta("insight-was", &[("value", l.integer(d.marks.before.posts).into())])))
                (parts::figure(&l.integer(d.marks.now.answered), &l.t("city-answered"), &l.ta("insight-was", &[("value", l.integer(d.marks.before.answered).into())])))
                (parts::figure(&l.integer(d.marks.now.overall_n), &l.t("city-ratings"), &l.ta("insight-was", &[("value", l.integer(d.marks.before.overall_n).into())])))
            }
            div.two {
                section {
                    h2 { (l.t("insight-trend")) }
                    (super::insight_trend::trend(l, &d.trend))
                }
                section {
                    h2 { (l.t("insight-heat")) }
                    (super::insight_trend::heat(l, &d.marks.now, &d.elements, false))
                }
            }
            h2 { (l.t("city-beside")) }
            (parts::tabs(&l.t("city-measure"), &tabs))
            p { (l.t(&format!("measure-about-{}", d.measure.as_str()))) }
            @match d.value {
                Some((value, i)) => p.whole { (l.ta("city-whole", &[("value", l.decimal(value, 1).into()), ("low", l.decimal(i.low, 1).into()), ("high", l.decimal(i.high, 1).into()), ("n", told(l, d.n).into())])) },
                None => (parts::notice("warn", &sure::too_few(l, d.n, d.minimum))),
            }
            @for place in [Place::Above, Place::Alike, Place::Below, Place::Unknown, Place::Veiled] {
                @let rows: Vec<&CityRow> = d.rows.iter().filter(|r| r.place == place).collect();
                @if !rows.is_empty() { (beside(l, d, place, &rows)) }
            }
            p.quiet { (l.t("city-fair")) }
            @if d.rows.iter().any(|r| r.n.is_none()) { (veil_about(l)) }
            p.quiet { (l.t("insight-about")) }
        }
    }
}

/// Units that stand alike to the city, in no order of merit.
fn beside(l: Locale, d: &CityDashboard, place: Place, rows: &[&CityRow]) -> Markup {
    let key = match place {
        Place::Above => "city-above",
        Place::Alike => "city-alike",
        Place::Below => "city-below",
        Place::Unknown => "city-unknown",
        Place::Veiled => "city-veiled",
    };
    let href = |r: &CityRow| {
        format!(
            "/kinerja/unit/{}?kurun={}&pada={}",
            r.slug,
            d.period.kind.as_str(),
            d.period.last
        )
    };
    html! {
        h2 { (l.t(key)) }
        table.beside {
            thead { tr {
                th scope="col" { (l.t("city-unit")) }
                @if place < Place::Unknown { th scope="col" { (l.t("city-value")) } }
                th.n scope="col" { (l.t("city-n")) }
            } }
            tbody { @for r in rows { tr {
                th scope="row" { a href=(href(r)) rel="nofollow" { (r.name) } }
                @if let Some((value, i)) = r.value {
                    td {
                        (svg::interval(value, i.low, i.high, d.value.map(|v| v.0), match place { Place::Above => "up", Place::Below => "down", _ => "" }))
                        span { b { (l.decimal(value, 1)) } " " (l.ta("city-interval", &[("low", l.decimal(i.low, 1).into()), ("high", l.decimal(i.high, 1).into())]))
                            }
                        @if let Some((before, i, n)) = r.before {
                            small { (was(l, &Figure { value: l.decimal(before, 1), about: sure::interval(l, &i, n) })) }
                        }
                    }
                }
                td.n { (told(l, r.n)) }
            } } }
        }
    }
}
