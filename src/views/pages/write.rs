use crate::domain::error::FieldErrors;
use crate::domain::ikm::Element;
use crate::domain::screening::Reason;
use crate::domain::thread::{Appear, Kind};
use crate::flows::open_thread::{Checked, Form};
use crate::flows::photos::Draft;
use crate::queries::cards::Card;
use crate::queries::place::{Place, UnitChoice};
use crate::views::locale::Locale;
use crate::views::parts::fields::{self, Choice, Field};
use crate::views::parts::{self, labels, lists, photos, screening};
use jiff::tz::TimeZone;
use maud::{Markup, PreEscaped, html};

/// Choosing where: by words, or from the list. What is only guessed stands apart from what was found.
pub fn choose(
    l: Locale,
    q: &str,
    (found, guessed): (&[Place], &[Place]),
    units: &[UnitChoice],
) -> Markup {
    html! {
        div.wrap.narrow {
            h1 { (l.t("write-title")) }
            p.lead { (l.t("write-choose")) }
            form.search role="search" action="/tulis" method="get" {
                label for="q" { (l.t("home-search-label")) }
                div {
                    input type="search" id="q" name="q" value=(q) maxlength="120" placeholder=(l.t("home-search-example"));
                    button.primary { (l.t("home-search")) }
                }
            }
            @if !q.trim().is_empty() {
                @if found.is_empty() {
                    (parts::empty(&l.t("write-nothing"), &l.t("write-nothing-text"), None))
                } @else {
                    h2 { (l.ta("write-found", &[("n", found.len().into())])) }
                    (places(found, true))
                }
                @if !guessed.is_empty() {
                    h2 { (l.t("write-guessed")) }
                    div.guessed { (places(guessed, true)) }
                }
            }
            h2 { (l.t("write-by-unit")) }
            ul.pick {
                @for u in units {
                    li { a href={ "/tulis?unit=" (u.slug) } { b { (u.name) } small { (u.description) } } }
                }
            }
        }
    }
}

fn places(all: &[Place], with_unit: bool) -> Markup {
    html! {
        ul.pick {
            @for p in all {
                li { a href={ "/tulis?layanan=" (p.path) } {
                    b { (p.service) }
                    small { @if with_unit { (p.unit) ". " } (p.description) }
                } }
            }
        }
    }
}

/// The services of a unit.
pub fn services(l: Locale, unit: &str, all: &[Place]) -> Markup {
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/tulis", &l.t("write-title"))]))
            h1 { (unit) }
            p.lead { (l.t("write-choose-service")) }
            (places(all, false))
        }
    }
}

/// The id of the form that holds what is written.
pub const FORM: &str = "tulis";

/// What is written, to go along unseen.
fn carried(f: &Form) -> Markup {
    let a = &f.answers;
    html! {
        @for (name, value) in [
            ("form_id", &f.form_id), ("layanan", &f.service), ("kind", &f.kind), ("appear", &f.appear),
            ("name", &f.name), ("title", &f.title), ("body", &f.body), ("email", &f.email),
            ("answer", &f.answer),
        ] { (fields::hidden(name, value)) }
        @if f.insists { (fields::hidden("insists", "1")) }
        @if let Some(s) = a.overall { (fields::hidden("overall", &s.get().to_string())) }
        @for e in Element::ALL {
            @if let Some(s) = a.element(*e) { (fields::hidden(e.as_str(), &s.get().to_string())) }
        }
    }
}

/// Another service for what is written already.
pub struct Again<'a> {
    pub csrf: &'a str,
    pub form: &'a Form,
    pub q: &'a str,
    pub found: &'a [Place],
    pub guessed: &'a [Place],
    /// A unit that was picked: its name and services.
    pub unit: Option<(&'a str, &'a [Place])>,
    pub units: &'a [UnitChoice],
}

/// As [`choose`], with what is written going along.
pub fn choose_again(l: Locale, m: &Again) -> Markup {
    let places = |all: &[Place], with_unit: bool| {
        html! {
            ul.pick {
                @for p in all {
                    li { button name="pilih" value=(p.path) {
                        b { (p.service) }
                        small { @if with_unit { (p.unit) ". " } (p.description) }
                    } }
                }
            }
        }
    };
    html! {
        div.wrap.narrow {
            h1 { (l.t("write-title")) }
            p.lead { (l.t("write-choose")) }
            (parts::notice("good", &l.t("write-change-kept")))
            form id=(FORM) method="post" action="/tulis" data-once {
                (fields::csrf(m.csrf))
                (carried(m.form))
                div.search role="search" {
                    label for="q" { (l.t("home-search-label")) }
                    div {
                        input type="search" id="q" name="q" value=(m.q) maxlength="120" placeholder=(l.t("home-search-example"));
                        button.primary name="step" value="place" { (l.t("home-search")) }
                    }
                }
                p { button name="step" value="edit" { (l.t("history-back")) } }
                @if !m.q.trim().is_empty() {
                    @if m.found.is_empty() {
                        (parts::empty(&l.t("write-nothing"), &l.t("write-nothing-text"), None))
                    } @else {
                        h2 { (l.ta("write-found", &[("n", m.found.len().into())])) }
                        (places(m.found, true))
                    }
                    @if !m.guessed.is_empty() {
                        h2 { (l.t("write-guessed")) }
                        div.guessed { (places(m.guessed, true)) }
                    }
                }
                @if let Some((name, services)) = m.unit {
                    h2 { (name) }
                    p { (l.t("write-choose-service")) }
                    (places(services, false))
                }
                h2 { (l.t("write-by-unit")) }
                ul.pick {
                    @for u in m.units {
                        li { button name="unit" value=(u.slug) { b { (u.name) } small { (u.description) } } }
                    }
                }
            }
        }
    }
}

pub struct FormModel<'a> {
    pub csrf: &'a str,
    pub form: &'a Form,
    pub photos: &'a [Draft],
    /// `None` if the service that was sent does not exist.
    pub place: Option<&'a Place>,
    pub signed_in_as: Option<&'a str>,
    /// Asked while more comes in than usual.
    pub question: Option<&'a str>,
    pub errors: &'a FieldErrors,
    /// What brings similar threads while one writes.
    pub script: &'a str,
}

pub fn form(l: Locale, m: &FormModel) -> Markup {
    let f = m.form;
    let e = m.errors;
    let kinds: Vec<Choice> = Kind::ALL
        .iter()
        .map(|k| Choice {
            value: k.as_str(),
            text: labels::kind_text(l, *k),
            about: l.t(&format!("kind-about-{}", k.as_str())),
        })
        .collect();
    let appears: Vec<Choice> = Appear::ALL
        .iter()
        .map(|a| Choice {
            value: a.as_str(),
            text: l.t(&format!("appear-{}", a.as_str())),
            about: l.t(&format!("appear-about-{}", a.as_str())),
        })
        .collect();
    let appear = if f.appear.is_empty() {
        if m.signed_in_as.is_some_and(|name| !name.is_empty()) {
            "named"
        } else {
            "anonymous"
        }
    } else {
        f.appear.as_str()
    };
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/tulis", &l.t("write-title"))]))
            h1 { (l.t("write-title")) }
            (fields::summary(l, e))
            form id=(FORM) method="post" action="/tulis" enctype="multipart/form-data" data-draft="write" data-once {
                (fields::csrf(m.csrf))
                // The enter key in a field presses a form's first button.
                button hidden name="step" value="preview" { (l.t("write-preview")) }
                p.lead id="layanan" {
                    @if let Some(p) = m.place { b { (p.service) } br; (p.unit) " · " }
                    button.quiet name="step" value="place" formnovalidate {
                        @if m.place.is_some() { (l.t("write-change")) } @else { (l.t("write-choose")) }
                    }
                }
                (fields::hidden("form_id", &f.form_id))
                (fields::hidden("layanan", &f.service))
                (fields::radios(l, Field::new("kind", &l.t("write-kind"), &f.kind), &kinds, e))
                (fields::input(l, Field::new("title", &l.t("write-subject"), &f.title).hint(&l.t("write-subject-hint")), "text", 120, None, e))
                (fields::textarea(l, Field::new("body", &l.t("write-body"), &f.body).hint(&l.t("write-body-hint")), 8, 5000, e))
                p.unseen role="status" data-alike-said {}
                div data-alike {}
                (photos::picker(l, m.photos, e))
                (rating(l, f))
                (fields::radios(l, Field::new("appear", &l.t("write-appear"), appear), &appears, e))
                @match m.signed_in_as.filter(|name| !name.is_empty()) {
                    Some(name) => p.hint { (l.ta("write-signed-in", &[("name", name.into())])) },
                    None => "",
                }
                (fields::input(l, Field::new("name", &l.t("write-name"), &f.name).hint(&l.t("write-name-hint")).optional(), "text", 60, Some("nickname"), e))
                (fields::input(l, Field::new("email", &l.t("write-email"), &f.email).hint(&l.t("write-email-hint")).optional(), "email", 254, Some("email"), e))
                @if let Some(question) = m.question {
                    (fields::input(l, Field::new("answer", question, &f.answer).hint(&l.t("write-question-hint")), "text", 60, Some("off"), e))
                }
                (screening::insist(l, e, f.insists))
                p.actions {
                    button.primary name="step" value="preview" { (l.t("write-preview")) }
                }
            }
        }
        script src=(m.script) defer {}
    }
}

fn rating(l: Locale, f: &Form) -> Markup {
    let a = &f.answers;
    html! {
        (fields::rating(l, "overall", &l.t("rate-overall"), a.overall.map(|s| s.get())))
        details.elements open[a.has_elements()] {
            summary { (l.t("rate-more")) }
            (elements(l, a))
        }
    }
}

/// The nine elements of the survey.
pub fn elements(l: Locale, a: &crate::domain::rating::Answers) -> Markup {
    html! {
        @for e in Element::ALL {
            (fields::rating(l, e.as_str(), &l.t(e.key()), a.element(*e).map(|s| s.get())))
        }
    }
}

pub struct Preview<'a> {
    pub csrf: &'a str,
    pub form: &'a Form,
    pub checked: &'a Checked,
    pub photos: &'a [Draft],
    pub alike: &'a [Card],
}

/// Exactly what the public will see, and what is there already and says the same.
pub fn preview(l: Locale, zone: &TimeZone, m: &Preview) -> Markup {
    let (f, c) = (m.form, m.checked);
    let a = &f.answers;
    html! {
        div.wrap.narrow {
            h1 { (l.t("write-preview-title")) }
            p { (l.t(if c.appear == Appear::Confidential { "write-preview-confidential" } else { "write-preview-about" })) }
            (screening::masked(l, c.masked.len()))
            article.post.citizen {
                header { p { b { (labels::author(l, &c.label, c.appear)) } } span.quiet { (c.unit.name) " · " (c.service.name) } }
                p.badges { (labels::kind(l, c.kind)) }
                h2 { (c.title) }
                div.words { (PreEscaped(&c.shown)) }
                @if let Some(n) = a.overall.map(|s| i64::from(s.get())) {
                    p.meta { (l.ta("thread-rated", &[("n", n.into()), ("word", l.t(&format!("score-{n}")).into())])) }
                }
            }
            @if c.appear != Appear::Confidential && c.screened.holds() {
                (screening::held(l, &c.screened.verdict.reasons))
            }
            @if !m.alike.is_empty() { (lists::similar(l, zone, Kind::parse(&f.kind), m.alike)) }
            form id=(FORM) method="post" action="/tulis" data-once {
                (fields::csrf(m.csrf))
                // The enter key in a field presses a form's first button: it must not send.
                button hidden name="step" value="preview" { (l.t("write-preview")) }
                (screening::names(l, &c.named))
                @if !m.photos.is_empty() {
                    section.field {
                        h2 { (l.ta("photo-yours", &[("n", m.photos.len().into())])) }
                        p.hint { (l.t("photo-care")) }
                        (photos::held(l, m.photos, false))
                    }
                }
                (carried(f))
                p.actions {
                    button.primary name="step" value="send" { (l.t("write-send")) }
                    button name="step" value="edit" { (l.t("write-edit")) }
                }
            }
        }
    }
}

pub struct Done<'a> {
    pub number: &'a str,
    pub code: Option<&'a str>,
    pub held: bool,
    /// Whether its page opens to who has just sent it.
    pub open: bool,
    pub email: bool,
    pub rated: bool,
    /// Why it waits.
    pub reasons: Vec<Reason>,
}

pub fn done(l: Locale, d: &Done) -> Markup {
    html! {
        div.wrap.narrow data-draft-done="write" {
            h1 { (l.t("write-done-title")) }
            p.lead { (l.t(if d.held { "write-done-held" } else { "write-done-public" })) }
            @if d.held { (screening::held(l, &d.reasons)) }
            dl.figures {
                div.figure { dt { (l.t("write-done-number")) } dd { b data-number=(d.number) { (d.number) } } }
                @if let Some(code) = d.code {
                    div.figure { dt { (l.t("write-done-code")) } dd { b.code data-tracking-code=(code) { (code) } } }
                }
            }
            @if d.code.is_some() { (parts::notice("warn", &l.t("write-done-keep"))) }
            @if d.email { p { (l.t("write-done-email")) } }
            @if !d.rated { p { (l.t("flash-rated-before")) } }
            p.actions {
                @if d.code.is_some() { a.button.primary href="/lacak" { (l.t("frame-track")) } }
                // What the public doesn't see yet opens by its code.
                @if d.open { a.button href={ "/utas/" (d.number) } { (l.t("write-done-see")) } }
                a.button href="/" { (l.t("error-home")) }
            }
        }
    }
}
