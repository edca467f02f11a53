use super::write::elements;
use crate::domain::error::FieldErrors;
use crate::domain::rating::Answers;
use crate::queries::place::Place;
use crate::views::locale::Locale;
use crate::views::parts::{self, fields};
use maud::{Markup, html};

pub fn form(
    l: Locale,
    csrf: &str,
    form_id: &str,
    place: &Place,
    answers: &Answers,
    errors: &FieldErrors,
) -> Markup {
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/unit", &l.t("frame-units")), (&format!("/unit/{}", place.unit_slug), &place.unit)]))
            h1 { (l.ta("rate-title", &[("service", place.service.as_str().into())])) }
            p.lead { (l.t("rate-about")) }
            (fields::summary(l, errors))
            form method="post" action={ "/nilai/" (place.path) } {
                (fields::csrf(csrf))
                (fields::hidden("form_id", form_id))
                (fields::rating(l, "overall", &l.t("rate-overall"), answers.overall.map(|s| s.get())))
                h2 { (l.t("rate-more")) }
                (elements(l, answers))
                p.actions {
                    button.primary { (l.t("rate-send")) }
                    a.button href={ "/tulis?layanan=" (place.path) } { (l.t("rate-write")) }
                }
            }
        }
    }
}
