use crate::domain::error::FieldErrors;
use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::fields::{self, Field};
use maud::{Markup, html};

/// What one can do without a line: write on, and try again.
pub fn page(l: Locale, script: &str) -> Markup {
    let none = FieldErrors::default();
    html! {
        div.wrap.narrow {
            h1 { (l.t("offline-title")) }
            p.lead { (l.t("offline-lead")) }
            div data-line hidden { (parts::notice("good", &l.t("offline-line"))) }
            p.actions { a.button data-again href="/" { (l.t("offline-again")) } }
            noscript { p { (l.t("offline-no-script")) } }
            section data-scripted hidden aria-labelledby="draf" {
                h2 id="draf" { (l.t("offline-draft")) }
                p { (l.t("offline-draft-about")) }
                form data-offline {
                    (fields::input(l, Field::new("title", &l.t("write-subject"), "").filter().hint(&l.t("write-subject-hint")), "text", 120, None, &none))
                    (fields::textarea(l, Field::new("body", &l.t("write-body"), "").filter().hint(&l.t("write-body-hint")), 8, 5000, &none))
                    p.quiet role="status" { span data-kept hidden { (l.t("offline-kept")) } }
                    p.actions { a.button.primary data-go-on href="/tulis" { (l.t("offline-go-on")) } }
                }
            }
        }
        script src=(script) defer {}
    }
}
