//! What a new member of staff reads first, in two minutes.

use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::fields;
use maud::{Markup, html};

/// The parts, in the order of a case.
const PARTS: [&str; 5] = ["inbox", "answer", "clock", "privacy", "help"];

fn words(l: Locale) -> Markup {
    html! {
        ol.guide-parts {
            @for part in PARTS {
                li { b { (l.t(&format!("guide-{part}"))) } p { (l.t(&format!("guide-{part}-text"))) } }
            }
        }
    }
}

/// On the first visit, above the inbox.
pub fn panel(l: Locale, csrf: &str) -> Markup {
    html! {
        section.guide aria-labelledby="guide" {
            h2 id="guide" { (l.t("guide-title")) }
            (words(l))
            form method="post" action="/petugas/panduan" {
                (fields::csrf(csrf))
                button.primary { (l.t("guide-away")) }
            }
        }
    }
}

/// At any time.
pub fn page(l: Locale) -> Markup {
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/petugas", &l.t("inbox-title"))]))
            h1 { (l.t("guide-title")) }
            (words(l))
            p { a.button href="/petugas" { (l.t("bulk-back")) } }
        }
    }
}
