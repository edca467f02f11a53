//! What a writer is told of a text that waits or comes back.

use crate::domain::error::FieldErrors;
use crate::domain::screening::Reason;
use crate::views::locale::Locale;
use maud::{Markup, html};

/// Why a text waits, what happens next, and what the writer can do.
pub fn held(l: Locale, reasons: &[Reason]) -> Markup {
    html! {
        @if !reasons.is_empty() {
            div.notice.warn data-held {
                p { b { (l.t("held-title")) } }
                ul { @for r in reasons { li { (l.t(&format!("held-{}", r.as_str()))) } } }
                p { (l.t("held-next")) " " a href="/aturan" { (l.t("frame-rules")) } }
            }
        }
    }
}

/// Under a text that was given back: the way to a moderator who reads it as it is.
pub fn insist(l: Locale, errors: &FieldErrors, insists: bool) -> Markup {
    let back = errors
        .of("body")
        .is_some_and(|m| matches!(m.key, "refused-words" | "refused-repeated"));
    html! {
        @if back || insists {
            div.field {
                label.choice {
                    input type="checkbox" name="insists" value="1" checked[insists];
                    span { b { (l.t("insist-label")) } small { (l.t("insist-about")) } }
                }
            }
        }
    }
}
