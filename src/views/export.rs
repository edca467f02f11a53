//! A person's data, as the page of its archive shows it and as programs read it. The page stands by
//! itself on the person's own machine: it brings its few styles along and asks nobody for anything.

use super::locale::Locale;
use crate::queries::my_data::{Datum, Section, Thing};
use jiff::tz::TimeZone;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::{Map, Value, json};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;\
    padding:0 1rem;color:#221d18;background:#fff}h1,h2{line-height:1.2}section>ol{padding:0;\
    list-style:none}section>ol>li{border-top:1px solid #ccc;padding:1rem 0}dl{display:grid;\
    grid-template-columns:minmax(8rem,12rem) 1fr;gap:.25rem 1rem;margin:0}dt{color:#5c5348}\
    dd{margin:0;overflow-wrap:anywhere}dd.typed{white-space:pre-wrap}img{max-width:100%;height:auto}\
    @media(max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}\
    @media(prefers-color-scheme:dark){body{background:#1a1613;color:#efe9df}dt{color:#b7ab9b}\
    li{border-color:#463d34}a{color:#f0b95b}}";

/// The page's beginning. `made` says when and by whom.
pub fn head(l: Locale, title: &str, made: &str) -> String {
    html! {
        (DOCTYPE)
        (PreEscaped("<html lang=\"")) (l.lang.code()) (PreEscaped("\">"))
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width";
            title { (title) }
            style { (PreEscaped(STYLE)) }
        }
        (PreEscaped("<body>"))
        h1 { (title) }
        p { (made) }
        p { (l.t("data-file-about")) }
        nav { ul { @for s in Section::ALL { li { a href={ "#" (s.as_str()) } { (section(l, *s)) } } } } }
    }
    .into_string()
}

/// The page's end.
pub const TAIL: &str = "</body></html>\n";

fn section(l: Locale, s: Section) -> String {
    l.t(&format!("data-section-{}", s.as_str()))
}

/// How a section begins.
pub fn begin(l: Locale, s: Section) -> String {
    html! {
        (PreEscaped("<section>"))
        h2 id=(s.as_str()) { (section(l, s)) }
        (PreEscaped("<ol>"))
    }
    .into_string()
}

/// How a section ends; `empty` if there was nothing in it.
pub fn end(l: Locale, empty: bool) -> String {
    html! {
        (PreEscaped("</ol>"))
        @if empty { p { (l.t("data-nothing")) } }
        (PreEscaped("</section>"))
    }
    .into_string()
}

/// A thing of a section.
pub fn item(l: Locale, zone: &TimeZone, thing: &Thing) -> String {
    html! { li { (list(l, zone, thing)) } }.into_string()
}

fn label(l: Locale, name: &str) -> String {
    match name.strip_prefix('u') {
        Some(n) if n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()) => {
            l.t(&format!("element-u{n}"))
        }
        _ => l.t(&format!("data-{}", name.replace('_', "-"))),
    }
}

fn list(l: Locale, zone: &TimeZone, thing: &Thing) -> Markup {
    html! {
        dl {
            @for (name, datum) in thing {
                @if !is_empty(datum) {
                    dt { (label(l, name)) }
                    dd.typed[*name == "written"] { (value(l, zone, datum)) }
                }
            }
        }
    }
}

fn is_empty(datum: &Datum) -> bool {
    match datum {
        Datum::Text(t) | Datum::Words(t) => t.is_empty(),
        _ => false,
    }
}

fn value(l: Locale, zone: &TimeZone, datum: &Datum) -> Markup {
    html! {
        @match datum {
            Datum::Text(t) => (t),
            Datum::Words(w) => (PreEscaped(w)),
            Datum::Number(n) => (l.integer(*n)),
            Datum::Flag(true) => (l.t("data-yes")),
            Datum::Flag(false) => (l.t("data-no")),
            Datum::At(at) => (l.date_time(*at, zone)),
            Datum::Kind(_, key) => (l.t(key)),
            Datum::Files(files) => @for f in files { a href=(f) { img src=(f) alt="" width="320" loading="lazy"; br; (f) } },
            Datum::Things(things) => @for t in things { (list(l, zone, t)) },
        }
    }
}

/// A thing as programs read it (RFC 8259; times as in RFC 3339, in UTC).
pub fn machine(thing: &Thing) -> Value {
    let of = |datum: &Datum| match datum {
        Datum::Text(t) | Datum::Words(t) => json!(t),
        Datum::Number(n) => json!(n),
        Datum::Flag(b) => json!(b),
        Datum::At(at) => json!(Locale::machine_time(*at)),
        Datum::Kind(value, _) => json!(value),
        Datum::Files(files) => json!(files.first()),
        Datum::Things(things) => Value::Array(things.iter().map(machine).collect()),
    };
    let fields = thing.iter().map(|(name, d)| ((*name).to_owned(), of(d)));
    Value::Object(fields.collect::<Map<String, Value>>())
}
