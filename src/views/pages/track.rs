use crate::domain::error::FieldErrors;
use crate::views::locale::Locale;
use crate::views::parts::fields::{self, Field};
use maud::{Markup, html};

pub fn form(
    l: Locale,
    csrf: &str,
    code: &str,
    tracked: &[(String, String)],
    errors: &FieldErrors,
) -> Markup {
    html! {
        div.wrap.sheet {
            h1 { (l.t("track-title")) }
            p.lead { (l.t("track-about")) }
            (fields::summary(l, errors))
            form method="post" action="/lacak" {
                (fields::csrf(csrf))
                (fields::input(l, Field::new("code", &l.t("track-code"), code).hint(&l.t("track-hint")), "text", 40, Some("off"), errors))
                button.primary { (l.t("track-go")) }
            }
            @if !tracked.is_empty() {
                (also(l, tracked))
                form.apart method="post" action="/lacak/tutup" {
                    (fields::csrf(csrf))
                    button { (l.t("thread-tracked-close")) }
                }
            }
        }
    }
}

/// What else a tracking code opens.
pub fn also(l: Locale, threads: &[(String, String)]) -> Markup {
    html! {
        @if !threads.is_empty() {
            p { b { (l.t("track-also")) } " " (l.t("track-also-about")) }
            ul { @for (number, title) in threads { li { a href={ "/utas/" (number) } { (title) } " " span.quiet { (number) } } } }
        }
    }
}
