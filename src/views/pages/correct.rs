use crate::domain::error::FieldErrors;
use crate::domain::ikm::Element;
use crate::domain::sentiment::{Mentions, Polarity, Reading};
use crate::queries::correct::Correctable;
use crate::queries::thread::PostView;
use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::fields::{self, Choice, Field};
use jiff::tz::TimeZone;
use maud::{Markup, PreEscaped, html};

/// The polarity in a word; a guess is called one.
pub fn polarity(l: Locale, reading: &Reading) -> String {
    if reading.is_sure() {
        l.t(polarity_key(reading.polarity))
    } else {
        l.t("polarity-uncertain")
    }
}

fn polarity_key(p: Polarity) -> &'static str {
    match p {
        Polarity::Negative => "polarity-negative",
        Polarity::Neutral => "polarity-neutral",
        Polarity::Positive => "polarity-positive",
    }
}

/// Such as "Waktu penyelesaian: negatif".
fn mentions(l: Locale, all: &Mentions) -> String {
    let texts: Vec<String> = all
        .iter()
        .map(|(e, p)| format!("{}: {}", l.t(e.key()), l.t(polarity_key(p)).to_lowercase()))
        .collect();
    if texts.is_empty() {
        l.t("reading-no-elements")
    } else {
        texts.join(" · ")
    }
}

/// Beneath a citizen's post, for who may correct it: how it was read, and the way to correct it.
pub fn line(l: Locale, number: &str, post: &PostView) -> Markup {
    let Some(reading) = post.reading.as_ref().filter(|_| !post.hidden) else {
        return html! {};
    };
    html! {
        p.reading data-reading=(reading.polarity.as_str()) {
            b { (polarity(l, reading)) }
            @if reading.corrected { " " span.badge { (l.t("reading-corrected")) } }
            span { (mentions(l, &reading.elements)) }
            a href={ "/petugas/utas/" (number) "/koreksi?pos=" (post.id) } rel="nofollow" {
                (l.t("reading-correct")) span.unseen { ": " (post.label) }
            }
        }
    }
}

pub struct Typed<'a> {
    pub polarity: &'a str,
    pub elements: &'a Mentions,
    pub errors: &'a FieldErrors,
}

pub fn page(l: Locale, zone: &TimeZone, csrf: &str, c: &Correctable, t: &Typed) -> Markup {
    let back = if c.has_bench {
        format!("/petugas/utas/{}", c.number)
    } else {
        format!("/utas/{}", c.number)
    };
    let choices: Vec<Choice> = Polarity::ALL
        .iter()
        .map(|p| Choice {
            value: p.as_str(),
            text: l.t(polarity_key(*p)),
            about: String::new(),
        })
        .collect();
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[(&back, &c.title)]))
            h1 { (l.t("correct-title")) }
            p.lead { (l.t("correct-about")) }
            div.card { div.words { (PreEscaped(&c.html)) } }
            p.quiet {
                (l.ta("correct-read-as", &[("polarity", polarity(l, &c.reading).into())]))
                @if !c.reading.corrected { " " (l.ta("correct-certainty", &[("n", l.percent((c.reading.certainty * 100.0).round() as i64, 100).into())])) }
            }
            (fields::summary(l, t.errors))
            form.correct method="post" action={ "/petugas/utas/" (c.number) "/koreksi" } {
                (fields::csrf(csrf))
                (fields::hidden("post", &c.post.to_string()))
                (fields::radios(l, Field::new("polarity", &l.t("correct-polarity"), t.polarity), &choices, t.errors))
                fieldset.field {
                    legend { (l.t("correct-elements")) }
                    p.hint { (l.t("correct-elements-hint")) }
                    div.scroll tabindex="0" role="region" aria-label=(l.t("correct-elements")) {
                        table.ticks {
                            thead { tr {
                                th scope="col" { (l.t("elements-element")) }
                                @for p in Polarity::ALL { th scope="col" { (l.t(polarity_key(*p))) } }
                            } }
                            tbody { @for e in Element::ALL { tr {
                                th scope="row" { (l.t(e.key())) }
                                @for p in Polarity::ALL { td {
                                    label {
                                        input type="checkbox" name={ (e.as_str()) "-" (p.as_str()) } value="1" checked[t.elements.has(*e, *p)];
                                        span.unseen { (l.t(e.key())) ": " (l.t(polarity_key(*p))) }
                                    }
                                } }
                            } } }
                        }
                    }
                }
                p.actions {
                    button.primary { (l.t("correct-send")) }
                    a.button href=(back) { (l.t("cancel")) }
                }
            }
            @if c.may_edit_lexicon { p { (l.t("correct-lexicon")) " " a href="/petugas/kamus" { (l.t("lexicon-title")) } } }
            h2 { (l.t("correct-history")) }
            @if c.made.is_empty() { p.quiet { (l.t("correct-history-none")) } } @else {
                ul.rows { @for m in &c.made { li {
                    span.what {
                        b { @if m.by_staff { (m.name) } @else { (l.t("correct-by-moderator")) } }
                        small { (parts::short_date_time(l, m.created_ms, zone)) }
                        span { (l.t(polarity_key(m.from_polarity))) " (" (mentions(l, &m.from_elements)) ") → " b { (l.t(polarity_key(m.to_polarity))) } " (" (mentions(l, &m.to_elements)) ")" }
                    }
                } } }
            }
        }
    }
}
