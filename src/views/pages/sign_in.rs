use crate::domain::error::FieldErrors;
use crate::views::locale::Locale;
use crate::views::pages::ways_in::{self, Script};
use crate::views::parts::fields::{self, Field};
use crate::views::parts::notice;
use maud::{Markup, html};

/// Ways in besides the mailed code, where there are any.
pub struct Others<'a> {
    pub passkey: Option<&'a Script<'a>>,
    /// What the city's identity provider is called.
    pub provider: Option<&'a str>,
}

pub fn email(
    l: Locale,
    csrf: &str,
    typed: &str,
    next: &str,
    others: Others,
    errors: &FieldErrors,
) -> Markup {
    html! {
        div.wrap.sheet {
            h1 { (l.t("sign-in-title")) }
            p.lead { (l.t("sign-in-about")) }
            (fields::summary(l, errors))
            form method="post" action="/masuk" {
                (fields::csrf(csrf))
                (fields::hidden("next", next))
                (fields::input(l, Field::new("email", &l.t("sign-in-email"), typed), "email", 254, Some("email"), errors))
                button.primary { (l.t("sign-in-send")) }
            }
            @if let Some(label) = others.provider {
                p.other-way {
                    a.button href=(provider_path(next)) rel="nofollow" { (l.ta("provider-enter", &[("provider", label.into())])) }
                    span.quiet { (l.t("provider-about")) }
                }
            }
            @if let Some(script) = others.passkey { (ways_in::enter(l, csrf, next, script)) }
        }
    }
}

fn provider_path(next: &str) -> String {
    let next = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
    format!("/masuk/penyedia?{next}")
}

pub fn code(
    l: Locale,
    csrf: &str,
    email: &str,
    next: &str,
    shown: Option<&str>,
    errors: &FieldErrors,
) -> Markup {
    html! {
        div.wrap.sheet {
            h1 { (l.t("sign-in-code-title")) }
            p.lead { (l.ta("sign-in-code-about", &[("email", email.into())])) }
            @if let Some(code) = shown {
                p.notice.warn { (l.t("sign-in-demo")) " " b.code data-demo-code=(code) { (code) } }
            }
            (fields::summary(l, errors))
            form method="post" action="/masuk/kode" {
                (fields::csrf(csrf))
                (fields::hidden("next", next))
                (fields::hidden("email", email))
                (fields::input(l, Field::new("code", &l.t("sign-in-code"), "").hint(&l.t("sign-in-code-hint")), "text", 12, Some("one-time-code"), errors))
                p.actions {
                    button.primary { (l.t("sign-in-go")) }
                    a.button href="/masuk" { (l.t("sign-in-again")) }
                }
            }
        }
    }
}

/// `role` is the text form of a role; empty for citizens.
pub fn demo(l: Locale, csrf: &str, slug: &str, name: &str, role: &str) -> Markup {
    let role = match role {
        "" => l.t("role-citizen"),
        role => l.t(&format!("role-{}", role.replace('_', "-"))),
    };
    html! {
        div.wrap.sheet {
            h1 { (l.t("sign-in-title")) }
            (notice("warn", &l.t("sign-in-demo-about")))
            form method="post" action={ "/masuk/demo/" (slug) } {
                (fields::csrf(csrf))
                button.primary { (l.ta("sign-in-as", &[("name", name.into()), ("role", role.into())])) }
            }
        }
    }
}
