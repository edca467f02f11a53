use crate::domain::error::FieldErrors;
use crate::domain::template::Variable;
use crate::flows::template::Form;
use crate::queries::templates::{Line, Templates};
use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::fields::{self, Field};
use maud::{Markup, html};

fn words(l: Locale, f: &Form, e: &FieldErrors) -> Markup {
    let names: Vec<String> = Variable::ALL
        .iter()
        .map(|v| format!("{{{}}}", v.as_str()))
        .collect();
    let hint = l.ta(
        "templates-body-hint",
        &[("variables", names.join(" ").into())],
    );
    html! {
        (fields::input(l, Field::new("label", &l.t("templates-name"), &f.name).hint(&l.t("templates-name-hint")), "text", 60, Some("off"), e))
        (fields::textarea(l, Field::new("body", &l.t("templates-body"), &f.body).hint(&hint), 8, 5000, e))
        button.primary { (l.t("templates-save")) }
    }
}

pub fn all(l: Locale, csrf: &str, t: &Templates, f: &Form, e: &FieldErrors) -> Markup {
    let city = t.city.then(|| ("", l.t("templates-city")));
    let named = t
        .units
        .iter()
        .map(|(slug, name)| (slug.as_str(), name.clone()));
    let units: Vec<(&str, String)> = city.into_iter().chain(named).collect();
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/petugas", &l.t("inbox-title"))]))
            h1 { (l.t("templates-title")) }
            p.lead { (l.t("templates-about")) }
            @if t.lines.is_empty() { (parts::empty(&l.t("templates-none"), &l.t("templates-none-text"), None)) }
            ul.rows {
                @for line in &t.lines {
                    li {
                        span {
                            b { (line.name) }
                            small {
                                @match &line.unit { Some(unit) => (unit), None => (l.t("templates-city")) }
                                " · " (l.ta("templates-uses", &[("n", line.uses.into())]))
                            }
                            small.quiet.kept { (line.body) }
                        }
                        @if line.may_change {
                            a.button href={ "/petugas/templat/" (line.id) } aria-label={ (l.t("templates-change")) ": " (line.name) } { (l.t("templates-change")) }
                        }
                    }
                }
            }
            details open[!e.is_empty() || t.lines.is_empty()] {
                summary { (l.t("templates-new")) }
                (fields::summary(l, e))
                form method="post" action="/petugas/templat" data-draft="template" {
                    (fields::csrf(csrf))
                    (fields::select(l, Field::new("unit", &l.t("templates-unit"), &f.unit).filter(), &units, e))
                    (words(l, f, e))
                }
            }
        }
    }
}

pub fn one(l: Locale, csrf: &str, line: &Line, f: &Form, e: &FieldErrors) -> Markup {
    let at = format!("/petugas/templat/{}", line.id);
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/petugas", &l.t("inbox-title")), ("/petugas/templat", &l.t("templates-title"))]))
            h1 { (line.name) }
            p.meta { (l.ta("templates-uses", &[("n", line.uses.into())])) }
            (fields::summary(l, e))
            form method="post" action=(at) {
                (fields::csrf(csrf))
                (words(l, f, e))
            }
            form.apart method="post" action={ (at) "/hapus" } {
                (fields::csrf(csrf))
                button.danger { (l.t("templates-remove")) }
            }
        }
    }
}
