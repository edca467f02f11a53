use super::home::marks;
use crate::domain::following::{Followed, Named};
use crate::domain::veil::Told;
use crate::queries::home::UnitMarks;
use crate::queries::unit::UnitPage;
use crate::views::locale::Locale;
use crate::views::parts::{self, charts, following, lists, sure};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub fn list(l: Locale, units: &[UnitMarks]) -> Markup {
    let all: Vec<&UnitMarks> = units.iter().collect();
    html! {
        div.wrap.narrow {
            h1 { (l.t("units-title")) }
            p.lead { (l.t("units-about")) }
            p.actions { a.button href="/kinerja" { (l.t("units-insight")) } }
            (marks(l, &all))
        }
    }
}

pub fn page(l: Locale, zone: &TimeZone, u: &UnitPage, follow: Markup) -> Markup {
    let m = &u.marks;
    let on_time = Told::cases(m.on_time, m.answered, m.minimum);
    html! {
        div.wrap.unit {
            (parts::crumbs(l, &[("/unit", &l.t("frame-units"))]))
            h1 { (u.name) }
            p.lead { (u.description) }
            div.actions {
                a.button.primary href={ "/tulis?unit=" (u.slug) } { (l.t("unit-write")) }
                a.button href={ "/utas?unit=" (u.slug) } { (l.t("unit-threads")) }
                a.button href={ "/kinerja/unit/" (u.slug) } { (l.t("unit-insight")) }
                (follow)
            }
            div.two {
                section {
                    h2 { (l.t("unit-ikm")) }
                    (charts::ikm(l, m))
                    @if let Some(ikm) = &m.ikm { (charts::elements(l, ikm)) }
                    h2 { (l.t("unit-sentiment")) }
                    (charts::polarity(l, m))
                    (charts::months(l, &u.months))
                }
                section {
                    h2 { (l.t("unit-answers")) }
                    dl.figures {
                        (parts::figure(&l.integer(u.open), &l.t("unit-open"), ""))
                        (parts::figure(&l.integer(u.late), &l.t("unit-late"), ""))
                        (sure::hours(l, m, 0.5, false).show(&l.t("unit-answer-hours")))
                        (sure::share(l, &on_time, m.minimum).show(&l.t("unit-on-time")))
                        (sure::overall(l, m, false).show(&l.t("unit-overall")))
                    }
                    p.quiet { (l.t("unit-period")) }
                    h2 { (l.t("unit-services")) }
                    ul.units {
                        @for s in &u.services {
                            li {
                                span.what { b { (s.name) } small { (s.description) } }
                                @match &s.marks.ikm {
                                    Some(ikm) => span class={ "mark class-" (ikm.class.as_str()) } data-service=(s.path) {
                                        b { (l.decimal(ikm.rounded, 2)) } " " (l.t(ikm.class.key()))
                                        small { (charts::respondents(l, ikm)) }
                                    },
                                    None => span.mark.none data-service=(s.path) { (l.t("units-too-few")) },
                                }
                                span.links {
                                    a href={ "/tulis?layanan=" (s.path) } { (l.t("frame-write")) span.unseen { ": " (s.name) } }
                                    a href=(following::address(&Named::new(Followed::Service, &s.path))) rel="nofollow" { (l.t("follow")) span.unseen { ": " (s.name) } }
                                    a href={ "/nilai/" (s.path) } { (l.t("unit-rate")) span.unseen { ": " (s.name) } }
                                }
                            }
                        }
                    }
                    @if !u.children.is_empty() {
                        h2 { (l.t("unit-children")) }
                        ul { @for (name, slug) in &u.children { li { a href={ "/unit/" (slug) } { (name) } } } }
                    }
                    @if let Some((name, slug)) = &u.parent { p { (l.t("unit-parent")) " " a href={ "/unit/" (slug) } { (name) } } }
                    h2 { (l.t("unit-where")) }
                    address { (u.address) br; (u.hours) br; (u.phone) }
                    p.actions { a.button href={ "/unit/" (u.slug) "/poster" } { (l.t("unit-poster")) } }
                }
            }
            section {
                h2 { (l.t("home-newest")) }
                @if u.newest.is_empty() {
                    (parts::empty(&l.t("threads-empty"), &l.t("unit-empty-text"), Some((&format!("/tulis?unit={}", u.slug), &l.t("unit-write")))))
                } @else { (lists::cards(l, zone, &u.newest)) }
            }
        }
    }
}
