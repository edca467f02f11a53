//! What a writer is told of a text that waits, comes back, or is shown otherwise than it was typed.

use crate::domain::error::FieldErrors;
use crate::domain::screening::Reason;
use crate::flows::named::{Named, Public};
use crate::views::locale::Locale;
use maud::{Markup, PreEscaped, html};

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

/// A text exactly as it will be read, with what is covered in it. A reply has no title.
pub fn as_shown(
    l: Locale,
    confidential: bool,
    title: &str,
    body: &Public,
    covered: usize,
) -> Markup {
    html! {
        h1 { (l.t("write-preview-title")) }
        p { (l.t(if confidential { "write-preview-confidential" } else { "write-preview-about" })) }
        (masked(l, covered))
        div.post.citizen data-preview {
            @if !title.is_empty() { h2 { (title) } }
            div.words { (PreEscaped(body.html())) }
        }
    }
}

/// How many private data are covered.
pub fn masked(l: Locale, found: usize) -> Markup {
    html! {
        @if found > 0 { (super::notice("warn", &l.ta("write-masked", &[("n", found.into())]))) }
    }
}

/// Who is named, each with the ways to show them.
pub fn names(l: Locale, all: &[Named]) -> Markup {
    html! {
        @if !all.is_empty() {
            section.named aria-labelledby="nama" {
                h2 id="nama" { (l.t("named-title")) }
                p { (l.t("named-about")) }
                @for (i, n) in all.iter().enumerate() {
                    @let id = format!("nama-{}", i + 1);
                    @let chosen = n.wish.unwrap_or(n.suggested);
                    div.field {
                        label for=(id) { (l.ta("named-label", &[("name", n.written.as_str().into())])) }
                        p.hint id={ (id) "-hint" } { (l.t(&format!("named-tone-{}", n.tone.as_str()))) }
                        select id=(id) name=(id) aria-describedby={ (id) "-hint" } {
                            @for form in n.choices() {
                                option value=(form.as_str()) selected[*form == chosen] {
                                    (n.as_form(*form))
                                    @if n.asks_moderator(*form) { " · " (l.t("named-asks")) }
                                }
                            }
                        }
                        @if n.doubt { p.hint { (l.ta("named-doubt", &[("shown", n.shown().into())])) } }
                    }
                }
                p.actions { button name="step" value="preview" { (l.t("named-refresh")) } }
            }
        }
    }
}
