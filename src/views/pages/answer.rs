//! The form of an official answer, and how the answer will look.

use super::case::{AnswerForm, Typed};
use crate::domain::ids::PostId;
use crate::domain::release::DraftState;
use crate::domain::thread::PostKind;
use crate::flows::answer::Look;
use crate::flows::files;
use crate::flows::photos::Draft;
use crate::queries::thread::PostView;
use crate::queries::workbench::Workbench;
use crate::views::locale::Locale;
use crate::views::parts::fields::{self, Choice, Field};
use crate::views::parts::posts::{self, Around};
use crate::views::parts::{self, files as file_parts, photos};
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// The form; `body` and `done` are what it begins with.
#[allow(clippy::too_many_arguments)]
pub fn form(
    l: Locale,
    csrf: &str,
    address: &str,
    w: &Workbench,
    t: &Typed,
    form: &AnswerForm,
    body: &str,
    done: bool,
) -> Markup {
    let p = &w.page;
    let mine = w.draft.as_ref().filter(|d| d.mine);
    // A draft kept by the browser would be put over the template, or what comes from a preview.
    let fresh = form.picked.is_none() && mine.is_none() && t.field != "body";
    let name = format!("answer-{}", p.number);
    html! {
        h2 { (l.t("case-answer")) }
        @match mine.map(|d| (d.row.state, d.row.note.as_str())) {
            Some((DraftState::GivenBack, note)) => p.notice.bad { (l.ta("draft-given-back", &[("note", note.into())])) },
            Some(_) => (parts::notice("warn", &l.t("draft-own-waits"))),
            None if w.waits => (parts::notice("warn", &l.t("draft-will-wait"))),
            None => {}
        }
        p { a href="/petugas/templat" { (l.t("templates-manage")) } }
        form method="post" action=(address) enctype="multipart/form-data" data-draft=[fresh.then_some(&name)] data-draft-of=[(!fresh).then_some(&name)] data-once {
            @if let Some(line) = form.picked { (fields::hidden("template", &line.id.to_string())) }
            (fields::csrf(csrf))
            (photos::form_id(form.id))
            @if !form.templates.is_empty() {
                // The enter key in a field presses a form's first button: it must not pick one.
                button hidden name="step" value="preview" { (l.t("write-preview")) }
                details {
                    summary { (l.t("templates-pick")) }
                    p.hint { (l.t("templates-pick-about")) }
                    ul.pick {
                        @for line in form.templates {
                            li { button name="templat" value=(line.id) formaction={ (address) "#body" } formnovalidate { (line.name) } }
                        }
                    }
                }
            }
            (fields::hidden("seen", &w.last_spoken.as_ref().map_or_else(String::new, |p| p.id.to_string())))
            (fields::textarea(l, Field::new("body", &l.t("case-answer-label"), body).hint(&l.t("case-answer-hint")), 10, 5000, t.errors))
            (fields::radios(l, Field::new("done", &l.t("answer-says"), if done { "1" } else { "0" }), &says(l), t.errors))
            (photos::picker(l, form.photos, t.errors))
            (file_parts::picker(l, form.files, t.errors))
            p.actions {
                button.primary name="step" value="send" { (send(l, w)) }
                button name="step" value="preview" { (l.t("write-preview")) }
            }
        }
    }
}

fn says(l: Locale) -> [Choice<'static>; 2] {
    [
        Choice {
            value: "0",
            text: l.t("answer-plain"),
            about: l.t("answer-plain-about"),
        },
        Choice {
            value: "1",
            text: l.t("answer-done"),
            about: l.t("answer-done-about"),
        },
    ]
}

fn send(l: Locale, w: &Workbench) -> String {
    l.t(if w.waits {
        "draft-send"
    } else {
        "case-answer-send"
    })
}

/// What a preview shows and carries along.
pub struct Preview<'a> {
    pub csrf: &'a str,
    pub address: &'a str,
    pub bench: &'a Workbench,
    pub look: &'a Look,
    /// The fields of the form that go along unchanged.
    pub kept: &'a [(&'static str, &'a str)],
    pub photos: &'a [Draft],
    pub files: &'a [files::Draft],
    pub done: bool,
}

/// The answer as an entry of the timeline.
fn entry(look: &Look) -> PostView {
    PostView {
        id: PostId::new(),
        kind: PostKind::Official,
        opening: false,
        by_author: false,
        label: look.name.clone(),
        position: look.position.clone(),
        unit_name: look.unit.clone(),
        step: None,
        detail: String::new(),
        ground: None,
        html: look.html.clone(),
        reading: None,
        hidden: false,
        hidden_rule: None,
        photos: Vec::new(),
        files: Vec::new(),
        at: look.at,
        edited: None,
    }
}

/// Exactly what will stand in the thread.
pub fn preview(l: Locale, zone: &TimeZone, m: &Preview) -> Markup {
    let page = &m.bench.page;
    let held = |_: &PostView| {
        html! {
            @if !m.photos.is_empty() {
                ul.photos { @for p in m.photos { li { img src={ "/tulis/foto/" (p.id) } alt=(p.alt) width=(p.width) height=(p.height); } } }
            }
            (file_parts::waiting(l, m.files))
        }
    };
    let around = Around {
        number: &page.number,
        appear: page.appear,
        report: false,
        quote: false,
        edit: &[],
        revise: None,
        moderate: Some(&held),
        moderate_photo: None,
    };
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[(&format!("/petugas/utas/{}", page.number), &page.number)]))
            h1 { (l.t("write-preview-title")) }
            p { (l.t(if m.bench.waits { "answer-preview-waits" } else { "answer-preview-about" })) }
            @if m.look.private > 0 {
                (parts::notice("warn", &l.ta("answer-private", &[("n", m.look.private.into())])))
            }
            ol.timeline data-preview {
                (posts::entry(l, zone, &entry(m.look), &around))
                @if m.done { li.step { p { b { (l.t("step-resolve")) } } } }
            }
            form method="post" action=(m.address) enctype="multipart/form-data" data-draft-of={ "answer-" (page.number) } data-once {
                (fields::csrf(m.csrf))
                @for (name, value) in m.kept { (fields::hidden(name, value)) }
                p.actions {
                    button.primary name="step" value="send" { (send(l, m.bench)) }
                    button name="step" value="edit" { (l.t("answer-edit")) }
                }
            }
        }
    }
}
