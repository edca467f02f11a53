use crate::domain::error::FieldErrors;
use crate::domain::time::Instant;
use crate::queries::erasure::State;
use crate::views::locale::Locale;
use crate::views::parts::fields::{self, Choice, Field};
use crate::views::parts::{self, notice};
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// What goes and what stays, before anything is asked.
pub fn page(l: Locale, zone: &TimeZone, csrf: &str, s: &State, errors: &FieldErrors) -> Markup {
    html! {
        div.wrap.narrow {
            (crumbs(l))
            h1 { (l.t("erase-title")) }
            @if let Some((due, keep)) = s.waits {
                (waiting(l, zone, csrf, due))
                p { (l.t(if keep { "erase-keeps" } else { "erase-removes" })) }
            } @else if !s.roles.is_empty() {
                (notice("warn", &l.t("erase-roles")))
                ul { @for role in &s.roles { li { (l.t(&format!("role-{}", role.as_str().replace('_', "-")))) } } }
            } @else {
                p.lead { (l.ta("erase-about", &[("n", s.days.into())])) }
            }
            h2 { (l.t("erase-goes-title")) }
            ul { @for n in 1..=5 { li { (l.t(&format!("erase-goes-{n}"))) } } }
            h2 { (l.t("erase-stays-title")) }
            ul { @for n in 1..=5 { li { (l.t(&format!("erase-stays-{n}"))) } } }
            @if s.waits.is_none() && s.roles.is_empty() {
                p { (l.t("erase-first")) " " a href="/akun/data" { (l.t("my-data-export-title")) } }
                (fields::summary(l, errors))
                form method="post" action="/akun/hapus/kode" {
                    (fields::csrf(csrf))
                    (choice(l, "", errors))
                    p { (l.ta("erase-code-about", &[("email", s.email.as_str().into())])) }
                    button.primary { (l.t("erase-send")) }
                }
            }
        }
    }
}

fn crumbs(l: Locale) -> Markup {
    parts::crumbs(
        l,
        &[
            ("/akun", &l.t("account-title")),
            ("/akun/data", &l.t("my-data-title")),
        ],
    )
}

fn choice(l: Locale, chosen: &str, errors: &FieldErrors) -> Markup {
    let choices: Vec<Choice> = ["keep", "remove"]
        .into_iter()
        .map(|value| Choice {
            value,
            text: l.t(&format!("erase-posts-{value}")),
            about: l.t(&format!("erase-posts-{value}-about")),
        })
        .collect();
    let legend = l.t("erase-posts");
    fields::radios(l, Field::new("posts", &legend, chosen), &choices, errors)
}

/// The code from the mail confirms it.
pub fn code(
    l: Locale,
    csrf: &str,
    email: &str,
    posts: &str,
    shown: Option<&str>,
    errors: &FieldErrors,
) -> Markup {
    html! {
        div.wrap.narrow {
            (crumbs(l))
            h1 { (l.t("erase-code-title")) }
            p.lead { (l.ta("sign-in-code-about", &[("email", email.into())])) }
            @if let Some(code) = shown {
                p.notice.warn { (l.t("sign-in-demo")) " " b.code data-demo-code=(code) { (code) } }
            }
            p { (l.t(if posts == "keep" { "erase-keeps" } else { "erase-removes" })) }
            (fields::summary(l, errors))
            form method="post" action="/akun/hapus" {
                (fields::csrf(csrf))
                (fields::hidden("posts", posts))
                (fields::input(l, Field::new("code", &l.t("sign-in-code"), "").hint(&l.t("sign-in-code-hint")), "text", 12, Some("one-time-code"), errors))
                p.actions {
                    button.danger { (l.t("erase-confirm")) }
                    a.button href="/akun/hapus" { (l.t("erase-back")) }
                }
            }
        }
    }
}

/// That an erasure waits, and how it is called off.
pub fn waiting(l: Locale, zone: &TimeZone, csrf: &str, due: Instant) -> Markup {
    html! {
        div.notice.warn {
            p { (l.ta("erase-waits", &[("date", l.date_time(due, zone).into())])) }
            form method="post" action="/akun/hapus/batal" {
                (fields::csrf(csrf))
                button { (l.t("erase-cancel")) }
            }
        }
    }
}

/// Where the link in the mail leads.
pub fn by_word(l: Locale, zone: &TimeZone, csrf: &str, word: &str, due: Instant) -> Markup {
    html! {
        div.wrap.narrow {
            h1 { (l.t("erase-cancel-title")) }
            p.lead { (l.ta("erase-waits", &[("date", l.date_time(due, zone).into())])) }
            p { (l.t("erase-cancel-about")) }
            form method="post" action={ "/batal-hapus/" (word) } {
                (fields::csrf(csrf))
                button.primary { (l.t("erase-cancel")) }
            }
        }
    }
}
