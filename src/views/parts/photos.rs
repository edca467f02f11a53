//! Photos: those of a post, those that wait for their form, and the fields that take more.

use super::{fields, labels};
use crate::domain::error::FieldErrors;
use crate::flows::photos::{ALT_MAX, Draft, FIELDS};
use crate::queries::thread::PhotoView;
use crate::views::locale::Locale;
use maud::{Markup, html};

/// The photos of a post, each leading to its large form. `moderate`: for a moderator, the form that
/// hides or shows one.
pub fn gallery(
    l: Locale,
    number: &str,
    photos: &[PhotoView],
    moderate: Option<&dyn Fn(&PhotoView) -> Markup>,
) -> Markup {
    let all = photos.len();
    html! {
        @if !photos.is_empty() {
            ul.photos {
                @for (i, p) in photos.iter().enumerate() {
                    li {
                        @if p.hidden {
                            p.hidden-post {
                                (l.t("photo-hidden"))
                                @if let Some(rule) = p.hidden_rule { " " (labels::rule_text(l, rule)) "." }
                            }
                            @if moderate.is_some() { p { a href=(address(number, &p.full)) { (l.t("photo-look")) } } }
                        } @else {
                            a href=(address(number, &p.full)) {
                                img src=(address(number, &p.small)) alt=(alt(l, &p.alt, i + 1, all))
                                    width=(p.width) height=(p.height) loading="lazy" decoding="async";
                            }
                        }
                        @if let Some(form) = moderate { (form(p)) }
                    }
                }
            }
        }
    }
}

fn address(number: &str, hash: &str) -> String {
    format!("/utas/{number}/foto/{hash}")
}

/// What is seen; or which photo it is, so that the link has a name.
fn alt(l: Locale, alt: &str, n: usize, all: usize) -> String {
    if alt.is_empty() {
        l.ta("photo-undescribed", &[("n", n.into()), ("all", all.into())])
    } else {
        alt.to_owned()
    }
}

/// The photos that a form holds, each with its description to write or mend.
pub fn held(l: Locale, drafts: &[Draft], removable: bool) -> Markup {
    html! {
        @if !drafts.is_empty() {
            ul.photos.held {
                @for (i, d) in drafts.iter().enumerate() {
                    @let id = d.id.to_string();
                    li id=(FIELDS[i.min(FIELDS.len() - 1)]) {
                        img src={ "/tulis/foto/" (id) } alt=(alt(l, &d.alt, i + 1, drafts.len())) width=(d.width) height=(d.height);
                        div {
                            label for={ "alt-" (id) } { (l.t("photo-alt")) }
                            input type="text" id={ "alt-" (id) } name={ "alt-" (id) } value=(d.alt) maxlength=(ALT_MAX);
                            @if removable {
                                label.tick { input type="checkbox" name={ "drop-" (id) } value="1"; span { (l.t("photo-drop")) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The fields of a form for its photos: those that it holds, and free ones up to four.
pub fn picker(l: Locale, drafts: &[Draft], errors: &FieldErrors) -> Markup {
    let faults: Vec<(usize, String)> = FIELDS
        .iter()
        .enumerate()
        .flat_map(|(i, name)| {
            let of = errors.0.iter().filter(move |(f, _)| f == name);
            of.map(move |(_, m)| (i, l.msg(m)))
        })
        .collect();
    let free = drafts.len()..FIELDS.len();
    html! {
        details.photo-fields open[!drafts.is_empty() || !faults.is_empty()] {
            summary { (l.t("photo-add")) }
            p.hint id="photo-hint" { (l.t("photo-hint")) }
            p.hint { b { (l.t("photo-care")) } }
            // Nowhere free: what could not be taken is said all the same.
            @if free.is_empty() { @for (_, fault) in &faults { p.fault { (fault) } } }
            (held(l, drafts, true))
            @for i in free.clone().take(1) { (slot(l, i, &faults)) }
            @if free.len() > 1 {
                details open[faults.iter().any(|(at, _)| *at > free.start)] {
                    summary { (l.t("photo-more")) }
                    div.slots { @for i in free.clone().skip(1) { (slot(l, i, &faults)) } }
                }
            }
        }
    }
}

/// A free place: the file, and what is seen on it.
fn slot(l: Locale, i: usize, faults: &[(usize, String)]) -> Markup {
    let n = i + 1;
    let label = l.ta("photo-n", &[("n", n.into())]);
    let mine: Vec<&str> = faults
        .iter()
        .filter(|(at, _)| *at == i)
        .map(|(_, fault)| fault.as_str())
        .collect();
    let fault_id = format!("{}-fault", FIELDS[i]);
    html! {
        fieldset.field.faulty[!mine.is_empty()] {
            legend { (label) }
            @if !mine.is_empty() { p.fault id=(fault_id) { (mine.join(" ")) } }
            input type="file" id=(FIELDS[i]) name=(FIELDS[i]) accept="image/jpeg,image/png,image/webp"
                aria-label=(label)
                aria-describedby={ "photo-hint" @if !mine.is_empty() { " " (fault_id) } }
                aria-invalid=[(!mine.is_empty()).then_some("true")];
            label for={ "alt" (n) } { (l.t("photo-alt")) " " span.optional { (l.t("field-optional")) } }
            input type="text" id={ "alt" (n) } name={ "alt" (n) } maxlength=(ALT_MAX);
        }
    }
}

/// The name by which a form's photos find it.
pub fn form_id(id: &str) -> Markup {
    fields::hidden("form_id", id)
}
