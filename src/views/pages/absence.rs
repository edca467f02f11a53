use crate::domain::error::FieldErrors;
use crate::flows::absence::Form;
use crate::queries::absence::Absences;
use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::fields::{self, Field};
use maud::{Markup, html};

/// A day as people write it, from an ISO date.
fn day(l: Locale, iso: &str) -> String {
    iso.parse().map_or_else(|_| iso.to_owned(), |d| l.day(d))
}

pub fn page(l: Locale, csrf: &str, a: &Absences, f: &Form, e: &FieldErrors) -> Markup {
    let ids: Vec<String> = a.people.iter().map(|(id, _)| id.to_string()).collect();
    let people: Vec<(&str, String)> = std::iter::once(("", l.t("choose")))
        .chain(
            ids.iter()
                .zip(&a.people)
                .map(|(id, (_, name))| (id.as_str(), name.clone())),
        )
        .collect();
    let span = |from: &str, until: &str| {
        l.ta(
            "absence-span",
            &[
                ("from", day(l, from).into()),
                ("until", day(l, until).into()),
            ],
        )
    };
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/petugas", &l.t("inbox-title"))]))
            h1 { (l.t("absence-title")) }
            p.lead { (l.t("absence-about")) }
            @if a.own.is_empty() { (parts::empty(&l.t("absence-none"), &l.t("absence-none-text"), None)) }
            ul.rows {
                @for x in &a.own {
                    li {
                        span.what {
                            b { (span(&x.from_day, &x.until_day)) }
                            small { (l.ta("absence-stand-in", &[("name", x.stand_in_name.as_str().into())])) }
                        }
                        form method="post" action="/petugas/cuti/akhiri" {
                            (fields::csrf(csrf))
                            (fields::hidden("id", &x.id.to_string()))
                            button { (l.t(if x.is_now(a.now) { "absence-back" } else { "absence-cancel" })) }
                        }
                    }
                }
            }
            @if !a.stands_in.is_empty() {
                h2 { (l.t("absence-stands-in")) }
                ul.rows {
                    @for x in &a.stands_in { li { span.what { b { (x.name) } small { (span(&x.from_day, &x.until_day)) } } } }
                }
            }
            h2 { (l.t("absence-new")) }
            @if a.people.is_empty() {
                (parts::notice("warn", &l.t("absence-nobody")))
            } @else {
                (fields::summary(l, e))
                form method="post" action="/petugas/cuti" {
                    (fields::csrf(csrf))
                    (fields::input(l, Field::new("from", &l.t("absence-from"), &f.from), "date", 10, Some("off"), e))
                    (fields::input(l, Field::new("until", &l.t("absence-until"), &f.until), "date", 10, Some("off"), e))
                    (fields::select(l, Field::new("stand-in", &l.t("absence-who"), &f.stand_in).hint(&l.t("absence-who-hint")), &people, e))
                    button.primary { (l.t("absence-send")) }
                }
            }
        }
    }
}
