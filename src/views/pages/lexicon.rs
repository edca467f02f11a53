use crate::domain::error::FieldErrors;
use crate::domain::sentiment::Polarity;
use crate::flows::lexicon::{self as flow, Form, Found, PHRASE_MAX, SENTENCE_MAX, SIGNS};
use crate::queries::lexicon::{Asked, Lexicon, LexiconRow, Origin, Says};
use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::fields::{self, Field};
use jiff::tz::TimeZone;
use maud::{Markup, html};

const HERE: &str = "/petugas/kamus";
/// Where the rows begin, below the box to try.
const ROWS: &str = "#baris";

/// A sentence that is tried out.
pub struct Tried<'a> {
    pub sentence: &'a str,
    /// `None`: nothing was asked, or what was asked can't be tried.
    pub found: Option<&'a [Found]>,
    pub errors: &'a FieldErrors,
}

/// What the page needs beside the rows.
pub struct Desk<'a> {
    pub zone: &'a TimeZone,
    pub csrf: &'a str,
    /// Where it is linked from: address and name.
    pub up: (&'a str, &'a str),
    pub asked: &'a Asked,
    pub tried: Tried<'a>,
    /// What was typed and could not be taken, and its faults.
    pub form: &'a Form,
    pub errors: &'a FieldErrors,
}

fn element(l: Locale, name: &str) -> String {
    match flow::element(name) {
        Some(element) => l.t(element.key()),
        None => l.t("lexicon-none"),
    }
}

fn sign(l: Locale, sign: &str) -> String {
    l.t(&format!("lexicon-sign-{sign}"))
}

/// Such as "Waktu penyelesaian, buruk dengan sendirinya".
fn says(l: Locale, s: &Says) -> String {
    match flow::element(&s.element) {
        Some(e) => format!("{}, {}", l.t(e.key()), sign(l, s.sign)),
        None => l.t("lexicon-none"),
    }
}

fn tone(l: Locale, p: Polarity) -> String {
    l.t(match p {
        Polarity::Negative => "polarity-negative",
        Polarity::Neutral => "polarity-neutral",
        Polarity::Positive => "polarity-positive",
    })
}

pub fn page(l: Locale, d: &Desk, w: &Lexicon) -> Markup {
    let a = d.asked;
    let link = |after: &str| {
        let pairs = [
            ("frasa", a.phrase.as_str()),
            ("unsur", a.element.as_str()),
            ("ubahan", if a.edited { "1" } else { "" }),
            ("sesudah", after),
        ];
        parts::address(HERE, &pairs) + ROWS
    };
    let next = w.next.as_deref().map(link);
    // What was typed into a row that is no longer there stands in the form for a new one.
    let of_row = w.rows.iter().any(|r| r.key == d.form.key);
    let adding = !d.errors.is_empty() && !of_row;
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[d.up]))
            h1 { (l.t("lexicon-title")) }
            p.lead { (l.t("lexicon-lead")) }
            p { (l.t("lexicon-counts")) }
            (fields::summary(l, d.errors))
            (try_out(l, &d.tried))
            h2 id="baris" { (l.t("lexicon-rows")) }
            details open[adding] {
                summary { (l.t("lexicon-add")) }
                p.hint { (l.t("lexicon-how")) }
                @let empty = Form { sign: "around".into(), ..Form::default() };
                @let none = FieldErrors::default();
                @if adding { (form(l, d, "", Form { key: String::new(), ..d.form.clone() }, d.errors, &html! {})) }
                @else { (form(l, d, "-new", empty, &none, &html! {})) }
            }
            form.filters action={ (HERE) (ROWS) } method="get" {
                div.field {
                    label for="frasa" { (l.t("field-phrase")) }
                    input type="search" id="frasa" name="frasa" maxlength=(PHRASE_MAX) value=(a.phrase);
                }
                div.field {
                    label for="unsur" { (l.t("field-element")) }
                    select id="unsur" name="unsur" {
                        option value="" { (l.t("wordlist-all")) }
                        @for e in flow::elements() { option value=(e) selected[e == a.element] { (element(l, e)) } }
                    }
                }
                label.choice {
                    input type="checkbox" name="ubahan" value="1" checked[a.edited];
                    span { b { (l.t("wordlist-edited-only")) } }
                }
                p.actions { button { (l.t("wordlist-filter")) } }
            }
            p.quiet { (l.ta("wordlist-count", &[("n", w.matching.into()), ("all", w.all.into()), ("edited", w.edited.into())])) }
            @if w.rows.is_empty() {
                (parts::empty(&l.t("wordlist-none"), &l.t("lexicon-none-text"), Some((HERE, &l.t("wordlist-all")))))
            } @else {
                ul.words-list { @for (i, r) in w.rows.iter().enumerate() { (row(l, d, i, r)) } }
                (parts::pager(l, None, next.as_deref()))
            }
            h2 { (l.t("lexicon-last")) }
            @if w.last.is_empty() { p.quiet { (l.t("lexicon-last-none")) } } @else {
                ul.rows { @for t in &w.last { li {
                    span {
                        b { (who(l, &t.who)) } " " (l.t(&format!("lexicon-did-{}", t.act))) " " code { (t.phrase) }
                        small { (parts::short_date_time(l, t.at, d.zone)) }
                    }
                } } }
            }
        }
    }
}

fn who(l: Locale, name: &str) -> String {
    match name {
        "" => l.t("lexicon-someone"),
        name => name.to_owned(),
    }
}

fn try_out(l: Locale, t: &Tried) -> Markup {
    html! {
        section.card aria-labelledby="coba" {
            h2 id="coba" { (l.t("lexicon-try")) }
            (fields::summary(l, t.errors))
            form action=(HERE) method="get" {
                (fields::textarea(l, Field::new("kalimat", &l.t("field-kalimat"), t.sentence).hint(&l.t("lexicon-try-hint")), 2, SENTENCE_MAX, t.errors))
                p.actions { button { (l.t("lexicon-try-go")) } }
            }
            @if let Some(found) = t.found {
                div data-tried {
                    @if found.is_empty() { p { b { (l.t("lexicon-try-none")) } } p { (l.t("lexicon-try-none-text")) } }
                    @else {
                        ul.rows { @for f in found { (found_row(l, f)) } }
                        p.quiet { (l.t("lexicon-try-tone")) }
                    }
                }
            }
        }
    }
}

fn found_row(l: Locale, f: &Found) -> Markup {
    let to = parts::address(HERE, &[("frasa", &f.phrase)]) + ROWS;
    html! {
        li {
            span {
                @match f.tells {
                    Some((element, polarity)) => { b { (l.t(element.key())) } ": " (tone(l, polarity)) },
                    None => b { (l.t("lexicon-none")) },
                }
                small {
                    (l.ta("lexicon-try-by", &[("words", f.words.as_str().into())])) " "
                    a href=(to) { (l.ta("lexicon-try-row", &[("phrase", f.phrase.as_str().into())])) }
                }
            }
        }
    }
}

/// The fields of a row and its buttons; `ending` is that of the fields' ids.
fn form(l: Locale, d: &Desk, ending: &str, f: Form, e: &FieldErrors, more: &Markup) -> Markup {
    let mut elements: Vec<(&str, String)> = flow::elements().map(|e| (e, element(l, e))).collect();
    if f.element.is_empty() {
        elements.insert(0, ("", l.t("lexicon-choose")));
    }
    let signs: Vec<(&str, String)> = SIGNS.iter().map(|(s, _)| (*s, sign(l, s))).collect();
    let label = &f.key;
    html! {
        form method="post" action=(HERE) {
            (fields::csrf(d.csrf))
            (fields::hidden("key", &f.key))
            (fields::input(l, Field::new("phrase", &l.t("field-phrase"), &f.phrase).ending(ending), "text", PHRASE_MAX, Some("off"), e))
            (fields::select(l, Field::new("element", &l.t("field-element"), &f.element).ending(ending), &elements, e))
            (fields::select(l, Field::new("sign", &l.t("field-sign"), &f.sign).hint(&l.t("lexicon-sign-hint")).ending(ending), &signs, e))
            p.actions {
                button.primary name="act" value="save" {
                    (l.t("wordlist-save")) @if !label.is_empty() { span.unseen { ": " (label) } }
                }
                (more)
            }
        }
    }
}

fn row(l: Locale, d: &Desk, i: usize, r: &LexiconRow) -> Markup {
    let none = FieldErrors::default();
    let mine = !d.errors.is_empty() && d.form.key == r.key;
    let ending = if mine { String::new() } else { format!("-{i}") };
    let (typed, e) = match mine {
        true => (d.form.clone(), d.errors),
        false => {
            let typed = Form {
                key: r.key.clone(),
                act: String::new(),
                phrase: r.says.phrase.clone(),
                element: r.says.element.clone(),
                sign: r.says.sign.to_owned(),
            };
            (typed, &none)
        }
    };
    let button = |act: &str, key: &str| {
        html! { button.danger[act != "restore"] name="act" value=(act) { (l.t(key)) span.unseen { ": " (r.key) } } }
    };
    let more = html! {
        @if !r.off { (button("off", "wordlist-off")) }
        @if r.origin == Origin::Changed || r.off { (button("restore", "lexicon-restore")) }
        @if r.origin == Origin::Added { (button("remove", "wordlist-remove")) }
    };
    html! {
        li data-key=(r.key) {
            details open[mine] {
                summary {
                    code { (r.says.phrase) } " "
                    span.badge { (element(l, &r.says.element)) }
                    @if flow::element(&r.says.element).is_some() { " " span { (sign(l, r.says.sign)) } }
                    @if r.origin != Origin::BuiltIn && !(r.off && r.was.is_none()) {
                        " " span.badge { (l.t(&format!("wordlist-origin-{}", r.origin.as_str()))) }
                    }
                    @if r.off { " " span.badge { (l.t("wordlist-origin-off")) } }
                }
                @if let Some((name, at)) = &r.edited {
                    p.quiet { (l.ta("lexicon-edited-by", &[("name", who(l, name).into())])) " " (parts::short_date_time(l, *at, d.zone)) }
                }
                @if let Some(was) = &r.was {
                    p.quiet { (l.ta("lexicon-was", &[("phrase", was.phrase.as_str().into()), ("says", says(l, was).into())])) }
                }
                (form(l, d, &ending, typed, e, &more))
            }
        }
    }
}
