use crate::queries::home::{Home, UnitMarks};
use crate::views::locale::Locale;
use crate::views::parts::{self, charts, icon, lists};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub fn page(l: Locale, city: &str, zone: &TimeZone, home: &Home) -> Markup {
    let top: Vec<&UnitMarks> = home.units.iter().filter(|u| u.parent).collect();
    html! {
        section.hero {
            div.wrap {
                div.mark-large aria-hidden="true" { (icon::logo()) }
                h1 { (l.ta("home-heading", &[("city", city.into())])) }
                p.lead { (l.t("home-lead")) }
                form.search role="search" action="/tulis" method="get" {
                    label for="q" { (l.t("home-search-label")) }
                    div {
                        input type="search" id="q" name="q" maxlength="120" placeholder=(l.t("home-search-example"));
                        button.primary { (l.t("home-search")) }
                    }
                }
                ul.steps {
                    li { (icon::pen()) span { b { (l.t("home-step-1")) } (l.t("home-step-1-text")) } }
                    li { (icon::clock()) span { b { (l.t("home-step-2")) } (l.t("home-step-2-text")) } }
                    li { (icon::check()) span { b { (l.t("home-step-3")) } (l.t("home-step-3-text")) } }
                }
            }
        }
        div.wrap.two {
            section {
                h2 { (l.t("home-newest")) }
                @if home.newest.is_empty() {
                    (parts::empty(&l.t("threads-empty"), &l.t("threads-empty-text"), Some(("/tulis", &l.t("frame-write")))))
                } @else {
                    (lists::cards(l, zone, &home.newest))
                    p { a.button href="/utas" { (l.t("home-all-threads")) } }
                }
            }
            section {
                h2 { (l.t("home-units")) }
                p.quiet { (l.t("home-units-about")) }
                (marks(l, &top))
                p { a.button href="/unit" { (l.t("home-all-units")) } }
            }
        }
    }
}

/// Units and their marks, a line each.
pub fn marks(l: Locale, units: &[&UnitMarks]) -> Markup {
    html! {
        ul.units {
            @for u in units {
                li {
                    a href={ "/unit/" (u.slug) } { (u.name) }
                    @match &u.marks.ikm {
                        Some(ikm) => span class={ "mark class-" (ikm.class.as_str()) } {
                            b { (l.decimal(ikm.rounded, 2)) }
                            " " (l.t(ikm.class.key()))
                            small { (charts::respondents(l, ikm)) }
                        },
                        None => span.mark.none { (l.t("units-too-few")) },
                    }
                }
            }
        }
    }
}
