//! The pages behind the links in mails by which they stop.

use crate::domain::following::Leave;
use crate::views::locale::Locale;
use crate::views::parts::fields;
use maud::{Markup, html};

/// What the texts of a link are called.
fn of(leave: Leave) -> &'static str {
    match leave {
        Leave::Digests(_) => "digests",
        Leave::News(_) => "news",
        Leave::Follow(_) => "follow",
    }
}

/// The key of a text.
fn key(leave: Leave, part: &str) -> String {
    format!("leave-{}-{part}", of(leave))
}

pub fn title(l: Locale, leave: Leave) -> String {
    l.t(&key(leave, "title"))
}

pub fn left_title(l: Locale, leave: Leave, undone: bool) -> String {
    l.t(&key(
        leave,
        if undone { "undone-title" } else { "done-title" },
    ))
}

/// One press stops it.
pub fn ask(l: Locale, leave: Leave, path: &str) -> Markup {
    html! {
        div.wrap.narrow {
            h1 { (title(l, leave)) }
            p.lead { (l.t(&key(leave, "about"))) }
            form method="post" action=(path) { button.primary { (l.t("leave-stop")) } }
        }
    }
}

/// After it: what holds now, and the way back.
pub fn left(l: Locale, leave: Leave, path: &str, undone: bool) -> Markup {
    let about = key(leave, if undone { "undone-about" } else { "done-about" });
    html! {
        div.wrap.narrow {
            h1 { (left_title(l, leave, undone)) }
            p.lead { (l.t(&about)) }
            @if !undone {
                form method="post" action=(path) {
                    (fields::hidden("undo", "1"))
                    button { (l.t("leave-undo")) }
                }
            }
        }
    }
}
