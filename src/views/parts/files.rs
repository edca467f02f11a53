//! Files of official answers: in the timeline, and in the answer's form.

use crate::domain::error::FieldErrors;
use crate::flows::files::{Draft, FIELDS};
use crate::queries::thread::FileView;
use crate::views::locale::Locale;
use maud::{Markup, html};

/// "320 KB", "1,4 MB": what a reader on a telephone weighs.
fn size(l: Locale, bytes: i64) -> String {
    if bytes < 1_000_000 {
        format!("{} KB", l.integer((bytes + 999) / 1000))
    } else {
        format!("{} MB", l.decimal(bytes as f64 / 1_000_000.0, 1))
    }
}

/// The files of a post, each with its name and size.
pub fn list(l: Locale, number: &str, files: &[FileView]) -> Markup {
    html! {
        @if !files.is_empty() {
            ul.files aria-label=(l.t("files-title")) {
                @for f in files {
                    li { a href={ "/utas/" (number) "/berkas/" (f.hash) } download=(f.name) { (f.name) } " " span.quiet { "PDF, " (size(l, f.size)) } }
                }
            }
        }
    }
}

/// The files that wait for their answer, as they will be listed.
pub fn waiting(l: Locale, files: &[Draft]) -> Markup {
    html! {
        @if !files.is_empty() {
            ul.files aria-label=(l.t("files-title")) {
                @for f in files { li { (f.name) " " span.quiet { "PDF, " (size(l, f.size)) } } }
            }
        }
    }
}

/// The fields of an answer's form for its files: those that it holds, and free ones.
pub fn picker(l: Locale, drafts: &[Draft], errors: &FieldErrors) -> Markup {
    let faults: Vec<String> = errors
        .0
        .iter()
        .filter(|(f, _)| FIELDS.contains(f))
        .map(|(_, m)| l.msg(m))
        .collect();
    html! {
        details.photo-fields open[!drafts.is_empty() || !faults.is_empty()] {
            summary { (l.t("files-add")) }
            p.hint id="file-hint" { (l.t("files-hint")) }
            @if !faults.is_empty() { p.fault id="file-fault" { (faults.join(" ")) } }
            @if !drafts.is_empty() {
                ul.files {
                    @for d in drafts {
                        li {
                            (d.name) " " span.quiet { (size(l, d.size)) } " "
                            label.tick { input type="checkbox" name={ "drop-file-" (d.id) } value="1"; span { (l.t("files-drop")) span.unseen { ": " (d.name) } } }
                        }
                    }
                }
            }
            @for (i, name) in FIELDS.iter().enumerate().skip(drafts.len()) {
                div.field {
                    label for=(name) { (l.ta("files-n", &[("n", (i + 1).into())])) }
                    input type="file" id=(name) name=(name) accept="application/pdf,.pdf"
                        aria-describedby={ "file-hint" @if !faults.is_empty() { " file-fault" } };
                }
            }
        }
    }
}
