//! How a reply will look, when that is not how it was typed.

use crate::flows::photos::Draft;
use crate::flows::reply::{Ready, Words};
use crate::views::locale::Locale;
use crate::views::parts::{fields, photos, screening};
use maud::{Markup, html};

pub struct Preview<'a> {
    pub csrf: &'a str,
    /// Where it is sent to.
    pub address: &'a str,
    pub back: &'a str,
    pub words: &'a Words<'a>,
    pub ready: &'a Ready,
    pub photos: &'a [Draft],
}

/// Exactly what the public will see; how those named are shown is the writer's to choose.
pub fn preview(l: Locale, m: &Preview) -> Markup {
    let (w, public) = (m.words, &m.ready.public);
    html! {
        div.wrap.narrow {
            (screening::as_shown(l, m.ready.confidential, "", public, public.masked.len()))
            form method="post" action=(m.address) data-once {
                (fields::csrf(m.csrf))
                (screening::names(l, &m.ready.named))
                @if !m.photos.is_empty() {
                    section.field {
                        h2 { (l.ta("photo-yours", &[("n", m.photos.len().into())])) }
                        (photos::held(l, m.photos, false))
                    }
                }
                (fields::hidden("form_id", w.form_id))
                (fields::hidden("body", w.typed))
                @if w.insists { (fields::hidden("insists", "1")) }
                @if w.unnamed { (fields::hidden("unnamed", "1")) }
                p.actions {
                    button.primary name="step" value="send" { (l.t("write-send")) }
                    button name="step" value="edit" { (l.t("write-edit")) }
                    a.button href=(m.back) { (l.t("reply-preview-drop")) }
                }
            }
        }
    }
}
