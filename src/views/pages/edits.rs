//! Changing what one wrote; what was said before.

use crate::domain::error::FieldErrors;
use crate::flows::edit::{AsShown, Form};
use crate::queries::edits::{Editable, History, Piece, Version};
use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::fields::{self, Field};
use crate::views::parts::screening;
use jiff::tz::TimeZone;
use maud::{Markup, html};

fn crumbs(l: Locale, number: &str, title: &str) -> Markup {
    parts::crumbs(
        l,
        &[
            ("/utas", &l.t("frame-threads")),
            (&format!("/utas/{number}"), title),
        ],
    )
}

/// One's own text; `typed`: title and text.
pub fn own(
    l: Locale,
    zone: &TimeZone,
    csrf: &str,
    e: &Editable,
    typed: Option<(&str, &str)>,
    errors: &FieldErrors,
) -> Markup {
    let (title, body) = typed.unwrap_or((&e.title, &e.body));
    let until = l.short_date_time(e.until, zone);
    html! {
        div.wrap.narrow {
            (crumbs(l, &e.number, &e.title))
            h1 { (l.t("edit-title")) }
            @let about = if e.confidential { "edit-about-confidential" } else { "edit-about" };
            p.lead { (l.ta(about, &[("until", until.into())])) }
            (fields::summary(l, errors))
            form method="post" action={ "/utas/" (e.number) "/ubah" } {
                (fields::csrf(csrf))
                (fields::hidden("post", &e.post.to_string()))
                @if e.opening {
                    (fields::input(l, Field::new("title", &l.t("edit-heading"), title), "text", 120, None, errors))
                }
                (fields::textarea(l, Field::new("body", &l.t("edit-body"), body).hint(&l.t("edit-hint")), 8, 5000, errors))
                p.actions {
                    button.primary { (l.t("edit-save")) }
                    a.button href={ "/utas/" (e.number) } { (l.t("cancel")) }
                }
            }
        }
    }
}

/// How a changed text will look, when that is not how it was typed; how those named are shown is the
/// writer's to choose.
pub fn preview(l: Locale, csrf: &str, number: &str, f: &Form, shown: &AsShown) -> Markup {
    html! {
        div.wrap.narrow {
            (screening::as_shown(l, shown.confidential, &shown.title, &shown.body, shown.masked))
            form method="post" action={ "/utas/" (number) "/ubah" } data-once {
                (fields::csrf(csrf))
                (screening::names(l, &shown.named))
                (fields::hidden("post", &f.post))
                (fields::hidden("title", &f.title))
                (fields::hidden("body", &f.body))
                p.actions {
                    button.primary name="step" value="send" { (l.t("edit-save")) }
                    button name="step" value="edit" { (l.t("write-edit")) }
                    a.button href={ "/utas/" (number) } { (l.t("cancel")) }
                }
            }
        }
    }
}

/// An official answer; `typed`: text and reason.
pub fn official(
    l: Locale,
    csrf: &str,
    e: &Editable,
    typed: Option<(&str, &str)>,
    errors: &FieldErrors,
) -> Markup {
    let (body, why) = typed.unwrap_or((&e.body, ""));
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/petugas", &l.t("inbox-title")), (&format!("/petugas/utas/{}", e.number), &e.title)]))
            h1 { (l.t("revise-title")) }
            p.lead { (l.t("revise-about")) }
            (fields::summary(l, errors))
            form method="post" action={ "/petugas/utas/" (e.number) "/ubah" } data-draft={ "revise-" (e.post) } {
                (fields::csrf(csrf))
                (fields::hidden("post", &e.post.to_string()))
                (fields::textarea(l, Field::new("body", &l.t("revise-body"), body), 8, 5000, errors))
                (fields::input(l, Field::new("why", &l.t("revise-why"), why).hint(&l.t("revise-why-hint")), "text", 500, None, errors))
                p.actions {
                    button.primary { (l.t("revise-save")) }
                    a.button href={ "/petugas/utas/" (e.number) } { (l.t("cancel")) }
                }
            }
        }
    }
}

/// Every version of a post, the newest first, with what has changed in each.
pub fn history(l: Locale, zone: &TimeZone, h: &History) -> Markup {
    html! {
        div.wrap.narrow {
            (crumbs(l, &h.number, &h.title))
            h1 { (l.t("history-title")) }
            p.lead { (l.t(if h.official { "history-official" } else { "history-about" })) }
            p { a.button href={ "/utas/" (h.number) "/pos/" (h.post) } { (l.t("history-back")) } }
            ol.versions reversed {
                @for (i, v) in h.versions.iter().enumerate() {
                    li { (version(l, zone, v, i == 0, i + 1 == h.versions.len())) }
                }
            }
        }
    }
}

fn version(l: Locale, zone: &TimeZone, v: &Version, newest: bool, first: bool) -> Markup {
    let key = match (newest, first) {
        (true, _) => "history-now",
        (_, true) => "history-first",
        _ => "history-between",
    };
    html! {
        div.post {
            header {
                p { b { (l.t(key)) } @if !v.by.is_empty() { span.quiet { (v.by) } } }
                (parts::short_date_time(l, v.at, zone))
            }
            @if !v.reason.is_empty() { p.notice { b { (l.t("history-why")) } " " (v.reason) } }
            @if !v.title.is_empty() { h2 { (v.title) } }
            p.words.version {
                @for piece in &v.pieces {
                    @match piece {
                        Piece::Same(text) => (text),
                        Piece::Gone(text) => del { span.unseen { (l.t("history-gone")) " " } (text) },
                        Piece::New(text) => ins { span.unseen { (l.t("history-new")) " " } (text) },
                    }
                }
            }
        }
    }
}
