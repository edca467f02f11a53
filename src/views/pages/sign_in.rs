use crate::domain::error::FieldErrors;
use crate::views::locale::Locale;
use crate::views::parts::fields::{self, Field};
use crate::views::parts::notice;
use maud::{Markup, html};

pub fn email(l: Locale, csrf: &str, typed: &str, next: &str, errors: &FieldErrors) -> Markup {
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
        }
    }
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
