use crate::domain::error::FieldErrors;
use crate::domain::template::{Variable, fill};
use crate::flows::photos::Draft;
use crate::queries::inbox::{Box, Inbox};
use crate::queries::templates::Line;
use crate::queries::thread::PostView;
use crate::queries::workbench::Workbench;
use crate::views::locale::Locale;
use crate::views::parts::fields::{self, Field};
use crate::views::parts::posts::{self, Around};
use crate::views::parts::{self, labels, photos};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub fn page(l: Locale, zone: &TimeZone, inbox: &Inbox, heads: bool) -> Markup {
    let tabs: Vec<(String, String, bool)> = Box::ALL
        .iter()
        .map(|b| {
            let href = format!("/petugas?kotak={}", b.as_str());
            (
                href,
                l.t(&format!("inbox-{}", b.as_str())),
                *b == inbox.which,
            )
        })
        .collect();
    let next = inbox
        .next
        .as_deref()
        .map(|m| format!("/petugas?kotak={}&sesudah={m}", inbox.which.as_str()));
    html! {
        div.wrap {
            h1 { (l.t("inbox-title")) }
            @if heads { p { a href="/sambungan" { (l.t("connect-title")) } } }
            ul.chips {
                @for (name, open, late) in &inbox.units {
                    li { b { (name) } " · " (l.ta("inbox-open-count", &[("n", (*open).into())]))
                        @if *late > 0 { " · " span.late { (l.ta("inbox-late-count", &[("n", (*late).into())])) } } }
                }
            }
            @if inbox.head {
                p.actions {
                    a.button href="/petugas/pujian" { (l.t("praise-title")) }
                    a.button href="/petugas/nama" { (l.t("staff-title")) }
                }
            }
            (parts::tabs(&l.t("inbox-title"), &tabs))
            @if inbox.rows.is_empty() {
                (parts::empty(&l.t("inbox-empty"), &l.t("inbox-empty-text"), None))
            } @else {
                ul.rows.cases {
                    @for r in &inbox.rows {
                        @let c = &r.card;
                        li {
                            a href={ "/petugas/utas/" (c.number) } { (c.title) }
                            p.badges {
                                (labels::kind(l, c.kind)) (labels::status(l, c.status))
                                @if r.confidential { span.badge.confidential { (l.t("visibility-confidential")) } }
                                @if r.mine { span.badge { (l.t("inbox-taken-mine")) } } @else if r.taken { span.badge { (l.t("inbox-taken")) } }
                            }
                            p.meta { span { (c.number) } span { (c.unit) " · " (c.service) } @if let Some(state) = c.clock { (labels::clock(l, state, c.due, zone)) } }
                        }
                    }
                }
                (parts::pager(l, None, next.as_deref()))
            }
        }
    }
}

/// What was typed and could not be taken: in which field, and why.
pub struct Typed<'a> {
    pub field: &'a str,
    pub text: &'a str,
    /// The service that was chosen to move to.
    pub chosen: &'a str,
    pub errors: &'a FieldErrors,
}

static NO_ERRORS: FieldErrors = FieldErrors(Vec::new());

impl Default for Typed<'_> {
    fn default() -> Self {
        Typed {
            field: "",
            text: "",
            chosen: "",
            errors: &NO_ERRORS,
        }
    }
}

impl Typed<'_> {
    fn of(&self, field: &str) -> &str {
        if self.field == field { self.text } else { "" }
    }
}

/// The form of an answer: its name, the photos that it holds, and what it may begin with.
pub struct AnswerForm<'a> {
    pub id: &'a str,
    pub photos: &'a [Draft],
    pub templates: &'a [Line],
    /// The template that was picked.
    pub picked: Option<&'a Line>,
    /// Who would answer: name, and position if they speak for the unit.
    pub name: &'a str,
    pub position: &'a str,
}

/// The picked template with its variables replaced.
fn begin(l: Locale, zone: &TimeZone, w: &Workbench, f: &AnswerForm) -> String {
    let p = &w.page;
    f.picked.map_or_else(String::new, |t| {
        fill(&t.body, |v| match v {
            Variable::Number => p.number.clone(),
            Variable::Title => p.title.clone(),
            Variable::Service => p.service.clone(),
            Variable::Unit => p.unit.clone(),
            Variable::Staff => f.name.to_owned(),
            Variable::Position => f.position.to_owned(),
            Variable::Due => p.due.map_or_else(String::new, |at| l.date(at, zone)),
        })
    })
}

pub fn case(
    l: Locale,
    zone: &TimeZone,
    csrf: &str,
    w: &Workbench,
    t: &Typed,
    form: &AnswerForm,
) -> Markup {
    let p = &w.page;
    let reading = |post: &PostView| super::correct::line(l, &p.number, post);
    let begun = begin(l, zone, w, form);
    let body = if t.field == "body" { t.text } else { &begun };
    let around = Around {
        number: &p.number,
        appear: p.appear,
        report: false,
        moderate_photo: None,
        moderate: w
            .may_correct
            .then_some(&reading as &dyn Fn(&PostView) -> Markup),
    };
    let action = |act: &str| format!("/petugas/utas/{}/{act}", p.number);
    let start = format!("/petugas/utas/{}", p.number);
    let next = p
        .next
        .map(|(at, id)| format!("{start}?sesudah={}.{id}", at.0));
    html! {
        div.wrap.bench {
            @if w.has_inbox {
                (parts::crumbs(l, &[("/petugas", &l.t("inbox-title"))]))
            } @else {
                (parts::crumbs(l, &[("/petugas/koordinasi", &l.t("board-title"))]))
            }
            p.badges { (labels::kind(l, p.kind)) (labels::status(l, p.status)) }
            h1 { (p.title) }
            p.meta { span { (p.number) } span { (p.unit) " · " (p.service) } span { (parts::date(l, p.created, zone)) } }
            div.standing {
                @if let Some(state) = p.clock { (labels::clock(l, state, p.due, zone)) }
                p data-taken-by=[w.taken_by.as_deref()] {
                    @match &w.taken_by {
                        Some(name) => (l.ta("case-taken-by", &[("name", name.as_str().into())])),
                        None => (l.t("case-not-taken")),
                    }
                }
            }
            @if w.may_take {
                form method="post" action=(action("ambil")) {
                    (fields::csrf(csrf))
                    button.primary { (l.t(if w.taken_by.is_some() { "case-take-over" } else { "case-take" })) }
                }
            }
            (fields::summary(l, t.errors))
            div.two {
                section {
                    h2 { (l.t("case-timeline")) }
                    ol.timeline { @for post in &p.posts { (posts::entry(l, zone, post, &around)) } }
                    (parts::pager(l, (!p.first_page).then_some(start.as_str()), next.as_deref()))
                }
                section {
                    @if w.may_answer {
                        h2 { (l.t("case-answer")) }
                        @if !form.templates.is_empty() {
                            details {
                                summary { (l.t("templates-pick")) }
                                ul.pick {
                                    @for line in form.templates {
                                        li { a href={ "/petugas/utas/" (p.number) "?templat=" (line.id) "#body" } { b { (line.name) } } }
                                    }
                                }
                            }
                        }
                        p { a href="/petugas/templat" { (l.t("templates-manage")) } }
                        // A draft kept by the browser would be put over the template.
                        form method="post" action=(action("jawab")) enctype="multipart/form-data" data-draft=[form.picked.is_none().then(|| format!("answer-{}", p.number))] data-once {
                            @if let Some(line) = form.picked { (fields::hidden("template", &line.id.to_string())) }
                            (fields::csrf(csrf))
                            (photos::form_id(form.id))
                            (fields::hidden("seen", p.status.as_str()))
                            (fields::textarea(l, Field::new("body", &l.t("case-answer-label"), body).hint(&l.t("case-answer-hint")), 10, 5000, t.errors))
                            (photos::picker(l, form.photos, t.errors))
                            button.primary { (l.t("case-answer-send")) }
                        }
                    }
                    @if w.may_ask {
                        details open[!t.of("question").is_empty()] {
                            summary { (l.t("case-ask")) }
                            form method="post" action=(action("tanya")) {
                                (fields::csrf(csrf))
                                (fields::textarea(l, Field::new("question", &l.t("case-ask-label"), t.of("question")).hint(&l.t("case-ask-hint")), 4, 5000, t.errors))
                                button { (l.t("case-ask-send")) }
                            }
                        }
                    }
                    @if w.may_note {
                        details open[!t.of("note").is_empty()] {
                            summary { (l.t("case-note")) }
                            form method="post" action=(action("catat")) {
                                (fields::csrf(csrf))
                                (fields::textarea(l, Field::new("note", &l.t("case-note-label"), t.of("note")).hint(&l.t("case-note-hint")), 4, 5000, t.errors))
                                button { (l.t("case-note-send")) }
                            }
                        }
                    }
                    @if w.may_decline {
                        details open[!t.of("reason").is_empty()] {
                            summary { (l.t("case-decline")) }
                            form method="post" action=(action("tolak")) {
                                (fields::csrf(csrf))
                                (fields::input(l, Field::new("reason", &l.t("case-decline-label"), t.of("reason")).hint(&l.t("case-decline-hint")), "text", 500, None, t.errors))
                                button.danger { (l.t("case-decline-send")) }
                            }
                        }
                    }
                    @if w.may_transfer { (transfer(l, csrf, &action("pindah"), &w.places, t)) }
                    @if w.may_merge {
                        details open[t.field == "into"] {
                            summary { (l.t("case-merge")) }
                            form method="post" action=(action("gabung")) {
                                (fields::csrf(csrf))
                                (fields::input(l, Field::new("into", &l.t("case-merge-into"), t.of("into")).hint(&l.t("case-merge-hint")), "text", 200, Some("off"), t.errors))
                                button { (l.t("case-merge-send")) }
                            }
                        }
                    }
                    @if w.may_part {
                        p { (l.t("case-part-about")) }
                        form method="post" action=(action("pisah")) {
                            (fields::csrf(csrf))
                            button { (l.t("case-part")) }
                        }
                    }
                    @if w.may_contest {
                        details open[!t.of("contest").is_empty()] {
                            summary { (l.t("case-contest")) }
                            form method="post" action=(action("bukan-kami")) {
                                (fields::csrf(csrf))
                                (fields::input(l, Field::new("contest", &l.t("case-decline-label"), t.of("contest")).hint(&l.t("case-contest-hint")), "text", 500, None, t.errors))
                                button { (l.t("case-contest-send")) }
                            }
                        }
                    }
                    p { a href={ "/utas/" (p.number) } { (l.t("case-public-page")) } }
                }
            }
        }
    }
}

fn transfer(l: Locale, csrf: &str, action: &str, places: &[(String, String)], t: &Typed) -> Markup {
    let choices: Vec<(&str, String)> = std::iter::once(("", l.t("choose")))
        .chain(places.iter().map(|(p, text)| (p.as_str(), text.clone())))
        .collect();
    html! {
        details open[t.field == "why" || t.errors.of("layanan").is_some()] {
            summary { (l.t("case-transfer")) }
            form method="post" action=(action) {
                (fields::csrf(csrf))
                (fields::select(l, Field::new("layanan", &l.t("case-transfer-to"), t.chosen), &choices, t.errors))
                (fields::input(l, Field::new("why", &l.t("case-decline-label"), t.of("why")).hint(&l.t("case-transfer-hint")), "text", 500, None, t.errors))
                button { (l.t("case-transfer-send")) }
            }
        }
    }
}
