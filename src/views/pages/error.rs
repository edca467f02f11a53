use crate::views::locale::Locale;
use crate::views::parts::{fields, icon};
use maud::{Markup, html};

/// An error in plain words, what to do next, and what was typed, so that nothing is lost.
/// `back` is the page of what it was about.
pub fn page(
    l: Locale,
    what: &str,
    detail: Option<&str>,
    typed: &[(&str, &str)],
    back: Option<&str>,
) -> Markup {
    html! {
        div.wrap.sheet {
            (icon::logo())
            h1 { (l.t(&format!("error-{what}-title"))) }
            p.lead { (l.t(&format!("error-{what}-text"))) }
            @if let Some(detail) = detail { p { b { (detail) } } }
            @if matches!(what, "not-found" | "no-thread") {
                form.search role="search" action="/utas" method="get" {
                    label for="q" { (l.t("filter-words")) }
                    div {
                        input type="search" id="q" name="q" maxlength="120";
                        button { (l.t("home-search")) }
                    }
                }
            }
            @if !typed.is_empty() {
                h2 { (l.t("error-typed-title")) }
                p { (l.t("error-typed-text")) }
                @for (i, (name, value)) in typed.iter().enumerate() {
                    div.field {
                        label for={ "typed-" (i) } { (fields::name(l, name)) }
                        textarea id={ "typed-" (i) } readonly rows=(if value.len() > 80 { 6 } else { 1 }) { (value) }
                    }
                }
            }
            p.actions {
                @if let Some(back) = back { a.button.primary href=(back) { (l.t(if back.starts_with("/utas/") { "back-to-thread" } else { "error-back" })) } }
                @if what == "no-thread" { a.button.primary href="/lacak" { (l.t("frame-track")) } }
                @if what == "sign-in" { a.button.primary href="/masuk" { (l.t("frame-sign-in")) } }
                a.button href="/" { (l.t("error-home")) }
                a.button href="/utas" { (l.t("frame-threads")) }
                a.button href="/tulis" { (l.t("frame-write")) }
            }
        }
    }
}
