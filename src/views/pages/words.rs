use crate::domain::error::FieldErrors;
use crate::flows::word_list::{CLASSES, Form};
use crate::queries::word_list::{Asked, Origin, WordRow, Words};
use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::fields::{self, Field};
use maud::{Markup, html};

fn class_text(l: Locale, class: &str) -> String {
    l.t(&format!("wordlist-class-{class}"))
}

pub fn list(l: Locale, csrf: &str, w: &Words, asked: &Asked, f: &Form, e: &FieldErrors) -> Markup {
    let classes: Vec<(&str, String)> = CLASSES.iter().map(|c| (*c, class_text(l, c))).collect();
    let link = |after: &str| {
        let pairs = [
            ("kelas", asked.class.as_str()),
            ("kata", asked.phrase.as_str()),
            ("ubahan", if asked.edited { "1" } else { "" }),
            ("sesudah", after),
        ];
        parts::address("/admin/kata", &pairs)
    };
    let next = w.next.as_deref().map(link);
    let adding = f.key.is_empty() && !e.is_empty();
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/admin", &l.t("admin-title"))]))
            h1 { (l.t("wordlist-title")) }
            p.lead { (l.t("wordlist-lead")) }
            @if adding { (fields::summary(l, e)) }
            details open[adding] {
                summary { (l.t("wordlist-add")) }
                p.hint { (l.t("wordlist-how")) }
                form method="post" action="/admin/kata" {
                    (fields::csrf(csrf))
                    (fields::hidden("key", ""))
                    @let none = FieldErrors::default();
                    @let faults = if adding { e } else { &none };
                    @let of = |v: &str| if adding { v.to_owned() } else { String::new() };
                    @let (class, mark, phrase) = (of(&f.class), of(&f.mark), of(&f.phrase));
                    (fields::select(l, Field::new("class", &l.t("field-class"), &class), &classes, faults))
                    (fields::input(l, Field::new("mark", &l.t("field-mark"), &mark).hint(&l.t("wordlist-mark-hint")), "text", 20, Some("off"), faults))
                    (fields::input(l, Field::new("phrase", &l.t("field-phrase"), &phrase).hint(&l.t("wordlist-phrase-hint")), "text", 600, Some("off"), faults))
                    p.actions { button.primary name="act" value="save" { (l.t("wordlist-save")) } }
                }
            }
            form.filters action="/admin/kata" method="get" {
                div.field {
                    label for="kelas" { (l.t("field-class")) }
                    select id="kelas" name="kelas" {
                        option value="" { (l.t("wordlist-all")) }
                        @for (code, text) in &classes { option value=(code) selected[*code == asked.class] { (text) } }
                    }
                }
                div.field {
                    label for="kata" { (l.t("field-phrase")) }
                    input type="search" id="kata" name="kata" maxlength="60" value=(asked.phrase);
                }
                label.choice {
                    input type="checkbox" name="ubahan" value="1" checked[asked.edited];
                    span { b { (l.t("wordlist-edited-only")) } }
                }
                p.actions { button { (l.t("wordlist-filter")) } }
            }
            p.quiet { (l.ta("wordlist-count", &[("n", w.matching.into()), ("all", w.all.into()), ("edited", w.edited.into())])) }
            @if w.rows.is_empty() {
                (parts::empty(&l.t("wordlist-none"), &l.t("wordlist-none-text"), Some(("/admin/kata", &l.t("wordlist-all")))))
            } @else {
                ul.words-list { @for (i, r) in w.rows.iter().enumerate() { (row(l, csrf, i, r, f, e)) } }
                (parts::pager(l, None, next.as_deref()))
            }
        }
    }
}

fn row(l: Locale, csrf: &str, i: usize, r: &WordRow, f: &Form, e: &FieldErrors) -> Markup {
    let none = FieldErrors::default();
    let mine = !e.is_empty() && f.key == r.key;
    let (mark, phrase) = if mine {
        (f.mark.as_str(), f.phrase.as_str())
    } else {
        (r.mark.as_str(), r.phrase.as_str())
    };
    let e = if mine { e } else { &none };
    let fault = |field: &str| e.of(field).map(|m| l.msg(m));
    let label = format!("{} {}", r.mark, r.phrase);
    html! {
        li data-key=(r.key) {
            details open[mine] {
                summary {
                    span.badge { (class_text(l, &r.class)) } " "
                    span { (r.mark) }
                    @if r.origin != Origin::BuiltIn { " " span.badge { (l.t(&format!("wordlist-origin-{}", r.origin.as_str()))) } }
                    " " code { (r.phrase) }
                }
                form method="post" action="/admin/kata" {
                    (fields::csrf(csrf))
                    (fields::hidden("key", &r.key))
                    (fields::hidden("class", &r.class))
                    @if let Some(text) = fault("class") { p.fault role="alert" { (text) } }
                    @for (name, value, max) in [("mark", mark, "20"), ("phrase", phrase, "600")] {
                        @let fault = fault(name);
                        @let id = format!("{name}-{i}");
                        @let told = fault.as_ref().map(|_| format!("{id}-fault"));
                        div.field.faulty[fault.is_some()] {
                            label for=(id) { (l.t(&format!("field-{name}"))) }
                            @if let Some(text) = &fault { p.fault id=[told.as_deref()] role="alert" { (text) } }
                            input type="text" id=(id) name=(name) value=(value) maxlength=(max) autocomplete="off"
                                aria-describedby=[told.as_deref()] aria-invalid=[fault.as_ref().map(|_| "true")];
                        }
                    }
                    p.actions {
                        button.primary name="act" value="save" { (l.t("wordlist-save")) span.unseen { ": " (label) } }
                        @if r.origin != Origin::Off {
                            button.danger name="act" value="off" { (l.t("wordlist-off")) span.unseen { ": " (label) } }
                        }
                        @if r.origin != Origin::BuiltIn {
                            button name="act" value="restore" { (l.t(if r.origin == Origin::Added { "wordlist-remove" } else { "wordlist-restore" })) span.unseen { ": " (label) } }
                        }
                    }
                }
            }
        }
    }
}
