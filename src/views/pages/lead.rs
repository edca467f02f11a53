use crate::queries::lead::{DAYS, Lead, UnitFigures};
use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::{fields, sure};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub fn page(l: Locale, zone: &TimeZone, csrf: &str, b: &Lead) -> Markup {
    html! {
        div.wrap.lead-board {
            @if b.coordinates { (parts::crumbs(l, &[("/petugas/koordinasi", &l.t("board-title"))])) }
            @else { (parts::crumbs(l, &[("/petugas", &l.t("inbox-title"))])) }
            h1 { (l.t("lead-title")) @if let Some(name) = &b.one { ": " (name) } }
            p.lead { (l.ta("lead-about", &[("days", DAYS.into())])) }
            @if !b.waiting.is_empty() {
                section {
                    h2 { (l.ta("lead-waiting", &[("n", b.waiting.len().into())])) }
                    ul.rows {
                        @for w in &b.waiting {
                            li { span.what {
                                a href={ "/petugas/utas/" (w.number) } { (w.title) }
                                small { (w.number) " · " (w.name) " · " (parts::short_date_time(l, w.created_ms, zone)) }
                            } }
                        }
                    }
                }
            }
            @if b.one.is_some() { (people(l, b)) }
            section {
                h2 { (l.t("lead-figures")) }
                p.hint { (l.t("lead-figures-about")) }
                div.scroll tabindex="0" role="region" aria-label=(l.t("lead-figures")) {
                    table {
                        thead { tr {
                            th scope="col" { (l.t("lead-unit")) } th scope="col" { (l.t("lead-open")) }
                            th scope="col" { (l.t("lead-answered")) } th scope="col" { (l.t("lead-median")) }
                            th scope="col" { (l.t("lead-p90")) } th scope="col" { (l.t("lead-reopened")) }
                            th scope="col" { (l.t("lead-helped")) }
                        } }
                        tbody { @for u in &b.units { (unit(l, u)) } }
                    }
                }
            }
            (releases(l, csrf, b))
            @if b.one.is_some() { (samples(l, zone, b)) }
            // A deputy's only way there: the inbox is the staff's.
            @if !b.coordinates { p { a href="/petugas/kamus" { (l.t("lexicon-title")) } } }
        }
    }
}

fn unit(l: Locale, u: &UnitFigures) -> Markup {
    let m = &u.marks;
    html! {
        tr {
            th scope="row" { a href={ "/petugas/papan?unit=" (u.slug) } { (u.name) } }
            td { (l.integer(u.open)) @if u.late > 0 { " " span.late { (l.ta("inbox-late-count", &[("n", u.late.into())])) } } }
            td { (l.integer(m.answered)) }
            @for f in [
                sure::hours(l, m, 0.5, true),
                sure::hours(l, m, 0.9, true),
                sure::share(l, &u.reopened, m.minimum),
                sure::share(l, &u.helped, m.minimum),
            ] { td { (f.value) small { (f.about) } } }
        }
    }
}

fn people(l: Locale, b: &Lead) -> Markup {
    html! {
        section {
            h2 { (l.t("lead-people")) }
            @if b.people.is_empty() {
                (parts::empty(&l.t("lead-people-none"), &l.t("lead-people-none-text"), None))
            } @else {
                ul.rows {
                    @for p in &b.people {
                        li {
                            span.what {
                                b { @match p.name.as_deref() { None => (l.t("sift-nobody")), Some("") => (l.t("inbox-taken")), Some(name) => (name) } }
                                @if let Some(other) = &p.stand_in { small { (l.ta("absence-stand-in", &[("name", other.as_str().into())])) } }
                            }
                            span data-load=(p.open) {
                                (l.ta("inbox-open-count", &[("n", p.open.into())]))
                                @if p.late > 0 { " · " span.late { (l.ta("inbox-late-count", &[("n", p.late.into())])) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Whether a superior reads answers first.
fn releases(l: Locale, csrf: &str, b: &Lead) -> Markup {
    let settable: Vec<&UnitFigures> = b.units.iter().filter(|u| u.may_set).collect();
    html! {
        @if !settable.is_empty() {
            section {
                h2 { (l.t("lead-release")) }
                p { (l.t("lead-release-about")) }
                ul.rows {
                    @for u in settable {
                        li {
                            span.what { b { (u.name) } small { (l.t(if u.needs_release { "lead-release-on" } else { "lead-release-off" })) } }
                            form method="post" action="/petugas/pelepasan" {
                                (fields::csrf(csrf))
                                (fields::hidden("unit", &u.slug))
                                (fields::hidden("on", if u.needs_release { "0" } else { "1" }))
                                button { (l.t(if u.needs_release { "lead-release-lift" } else { "lead-release-set" })) span.unseen { ": " (u.name) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn samples(l: Locale, zone: &TimeZone, b: &Lead) -> Markup {
    html! {
        section {
            h2 { (l.t("lead-samples")) }
            p.hint { (l.t("lead-samples-about")) }
            @if b.samples.is_empty() {
                (parts::empty(&l.t("lead-samples-none"), &l.t("lead-samples-none-text"), None))
            } @else {
                ul.rows.samples {
                    @for s in &b.samples {
                        li { span.what { a href={ "/utas/" (s.number) } { (s.title) } small { (s.number) " · " (parts::date(l, s.at, zone)) } } }
                    }
                }
            }
        }
    }
}
