//! A case on a staff member's table, and what can be done with it.

use super::answer;
use crate::domain::decline::Ground;
use crate::domain::error::FieldErrors;
use crate::domain::template::{Variable, fill};
use crate::flows::files;
use crate::flows::photos::Draft;
use crate::queries::templates::Line;
use crate::queries::thread::PostView;
use crate::queries::workbench::{DraftView, Workbench};
use crate::views::locale::Locale;
use crate::views::parts::fields::{self, Field};
use crate::views::parts::posts::{self, Around};
use crate::views::parts::{self, labels, plans};
use jiff::tz::TimeZone;
use maud::{Markup, PreEscaped, html};

/// What was typed and could not be taken: in which field, and why.
pub struct Typed<'a> {
    pub field: &'a str,
    pub text: &'a str,
    /// The other fields of the form.
    pub more: &'a [(&'static str, String)],
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
            more: &[],
            chosen: "",
            errors: &NO_ERRORS,
        }
    }
}

impl Typed<'_> {
    pub(super) fn of(&self, field: &str) -> &str {
        if self.field == field {
            return self.text;
        }
        let other = self.more.iter().find(|(name, _)| *name == field);
        other.map_or("", |(_, text)| text)
    }
}

/// The form of an answer: its name, the photos that it holds, and what it may begin with.
pub struct AnswerForm<'a> {
    pub id: &'a str,
    pub photos: &'a [Draft],
    pub files: &'a [files::Draft],
    pub templates: &'a [Line],
    /// The template that was picked.
    pub picked: Option<&'a Line>,
    /// Whether it was picked just now, and so goes after what was typed.
    pub adds: bool,
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
    let mine = w.draft.as_ref().filter(|d| d.mine);
    let begun_done = match mine {
        _ if t.field == "body" => t.of("done") == "1",
        Some(d) => d.row.done,
        None => false,
    };
    let both = match t.text.trim_end() {
        "" => begun.clone(),
        typed => format!("{typed}\n\n{begun}"),
    };
    let body = match mine {
        _ if t.field == "body" && form.adds => &both,
        _ if t.field == "body" => t.text,
        Some(d) if form.picked.is_none() => &d.row.body,
        _ => &begun,
    };
    let around = Around {
        number: &p.number,
        appear: p.appear,
        report: false,
        quote: false,
        edit: &[],
        revise: w.may_revise.then_some(p.unit.as_str()),
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
            @if let Some(year) = w.uncharted {
                (parts::notice("warn", &l.ta("clock-uncharted", &[("year", i64::from(year).into())])))
            }
            @for (name, minutes) in &w.beside {
                p.notice.warn data-beside { (l.ta("case-beside", &[("name", name.as_str().into()), ("n", (*minutes).into())])) }
            }
            (plans::panel(l, zone, &p.plans))
            @if w.may_take {
                form method="post" action=(action("ambil")) {
                    (fields::csrf(csrf))
                    button.primary { (l.t(if w.taken_by.is_some() { "case-take-over" } else { "case-take" })) }
                }
            }
            (fields::summary(l, t.errors))
            // Its form is gone, since the case has moved on; what was typed is not.
            @if !t.text.trim().is_empty() && !has_form(w, t.field) {
                div.field {
                    label for="kept" { (l.t("case-kept")) }
                    textarea id="kept" rows="6" readonly { (t.text) }
                }
            }
            // A colleague was faster: their words beside what was typed.
            @if t.errors.0.iter().any(|(_, m)| m.key == "conflict-answered-since") && let Some(newer) = &w.last_spoken {
                section.newer aria-labelledby="newer" {
                    h2 id="newer" { (l.t("case-newer")) }
                    ol.timeline { (posts::entry(l, zone, newer, &around)) }
                }
            }
            div.two {
                section {
                    h2 { (l.t("case-timeline")) }
                    ol.timeline { @for post in &p.posts { (posts::entry(l, zone, post, &around)) } }
                    (parts::pager(l, (!p.first_page).then_some(start.as_str()), next.as_deref()))
                }
                div {
                    @if let Some(d) = w.draft.as_ref().filter(|d| !d.mine) { (draft(l, zone, csrf, &action, d, t)) }
                    @if w.may_answer {
                        (answer::form(l, csrf, &action("jawab"), w, t, form, body, begun_done))
                    }
                    @if !w.people.is_empty() { (assign(l, csrf, &action("tugaskan"), w, t)) }
                    @if w.may_schedule { (schedule(l, csrf, &action, w, t)) }
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
                        details open[t.field == "reason"] {
                            summary { (l.t("case-decline")) }
                            form method="post" action=(action("tolak")) {
                                (fields::csrf(csrf))
                                (fields::select(l, Field::new("ground", &l.t("case-ground"), t.of("ground")).hint(&l.t("case-ground-hint")), &grounds(l), t.errors))
                                (fields::input(l, Field::new("reason", &l.t("case-decline-label"), t.of("reason")).hint(&l.t("case-decline-hint")), "text", 500, None, t.errors))
                                button.danger { (l.t("case-decline-send")) }
                            }
                        }
                    }
                    @if w.may_transfer { (transfer(l, csrf, &action("pindah"), &p.service_path, &w.places, t)) }
                    @if !w.replies.is_empty() { (split(l, csrf, &action("pecah"), w, t)) }
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
                (earlier(l, zone, w))
            }
        }
    }
}

/// Whether the page has the form of a field.
fn has_form(w: &Workbench, field: &str) -> bool {
    match field {
        "body" => w.may_answer,
        "question" => w.may_ask,
        "reason" => w.may_decline,
        "why" => w.may_transfer,
        "contest" => w.may_contest,
        "into" => w.may_merge,
        "note" => w.may_note,
        "what" | "unable" => w.may_schedule,
        "title" => !w.replies.is_empty(),
        "to" => !w.people.is_empty(),
        _ => true,
    }
}

fn grounds(l: Locale) -> Vec<(&'static str, String)> {
    std::iter::once(("", l.t("choose")))
        .chain(
            Ground::ALL
                .iter()
                .map(|g| (g.as_str(), labels::ground(l, *g))),
        )
        .collect()
}

/// What helps to answer alike: cases that say the same, and what was answered last.
fn earlier(l: Locale, zone: &TimeZone, w: &Workbench) -> Markup {
    html! {
        section.earlier aria-labelledby="earlier" {
            h2 id="earlier" { (l.t("case-earlier")) }
            @if w.similar.is_empty() && w.settled.is_empty() {
                p.quiet { (l.t("case-earlier-none")) }
            }
            @if !w.similar.is_empty() {
                h3 { (l.t("case-similar")) }
                ul.rows {
                    @for c in &w.similar {
                        li { span.what { a href={ "/utas/" (c.number) } { (c.title) } small { (c.number) " · " (labels::status_text(l, c.status)) " · " (parts::date(l, c.at, zone)) } } }
                    }
                }
            }
            @if !w.settled.is_empty() {
                h3 { (l.t("case-settled")) }
                ul.rows {
                    @for (s, answer) in &w.settled {
                        li {
                            span.what {
                                a href={ "/utas/" (s.number) } { (s.title) }
                                small { (s.number) " · " (labels::status_text(l, s.status)) " · " (parts::date(l, s.closed_ms, zone)) }
                                @if !answer.is_empty() { span.quiet { (answer) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Makes a thread of a reply.
fn split(l: Locale, csrf: &str, action: &str, w: &Workbench, t: &Typed) -> Markup {
    let replies: Vec<(&str, String)> = std::iter::once(("", l.t("choose")))
        .chain(
            w.replies
                .iter()
                .map(|(id, text)| (id.as_str(), text.clone())),
        )
        .collect();
    let services: Vec<(&str, String)> = std::iter::once(("", l.t("choose")))
        .chain(
            w.services
                .iter()
                .map(|(p, text)| (p.as_str(), text.clone())),
        )
        .collect();
    let mine = t.field == "title";
    let typed = |field| if mine { t.of(field) } else { "" };
    html! {
        details open[mine] {
            summary { (l.t("case-split")) }
            form method="post" action=(action) {
                (fields::csrf(csrf))
                (fields::select(l, Field::new("post", &l.t("case-split-reply"), typed("post")), &replies, t.errors))
                (fields::input(l, Field::new("title", &l.t("case-split-title"), typed("title")).hint(&l.t("case-split-hint")), "text", 120, Some("off"), t.errors))
                (fields::select(l, Field::new("place", &l.t("case-split-to"), typed("place")), &services, t.errors))
                p.hint { (l.t("case-split-undo")) }
                button { (l.t("case-split-send")) }
            }
        }
    }
}

/// A colleague's answer that waits: as readers would see it, and what to do with it.
fn draft(
    l: Locale,
    zone: &TimeZone,
    csrf: &str,
    action: &dyn Fn(&str) -> String,
    d: &DraftView,
    t: &Typed,
) -> Markup {
    let id = d.row.id.to_string();
    html! {
        section.draft aria-labelledby="draft" {
            h2 id="draft" { (l.t("draft-title")) }
            p.quiet { (d.writer) " · " (parts::short_date_time(l, d.row.created_ms, zone)) }
            @if d.row.done { p { b { (l.t("answer-done")) } } }
            div.words { (PreEscaped(&d.html)) }
            @if !d.photos.is_empty() {
                ul.photos { @for (photo, alt) in &d.photos { li { img src={ "/tulis/foto/" (photo) } alt=(alt); } } }
            }
            @if !d.files.is_empty() { ul.files { @for name in &d.files { li { (name) } } } }
            @if d.may_decide {
                form method="post" action=(action("lepas")) data-once {
                    (fields::csrf(csrf))
                    (fields::hidden("draft", &id))
                    button.primary { (l.t("draft-release")) }
                }
                details open[t.errors.of("note-back").is_some()] {
                    summary { (l.t("draft-give-back")) }
                    form method="post" action=(action("kembalikan")) {
                        (fields::csrf(csrf))
                        (fields::hidden("draft", &id))
                        (fields::input(l, Field::new("note-back", &l.t("draft-note"), t.of("note-back")).hint(&l.t("draft-note-hint")), "text", 500, Some("off"), t.errors))
                        button { (l.t("draft-give-back-send")) }
                    }
                }
            } @else { p { (l.t("draft-waits")) } }
        }
    }
}

fn assign(l: Locale, csrf: &str, action: &str, w: &Workbench, t: &Typed) -> Markup {
    let ids: Vec<String> = w.people.iter().map(|(id, _)| id.to_string()).collect();
    let choices: Vec<(&str, String)> = std::iter::once(("", l.t("choose")))
        .chain(
            ids.iter()
                .zip(&w.people)
                .map(|(id, (_, name))| (id.as_str(), name.clone())),
        )
        .collect();
    html! {
        details open[t.errors.of("to").is_some()] {
            summary { (l.t("case-assign")) }
            form method="post" action=(action) {
                (fields::csrf(csrf))
                (fields::select(l, Field::new("to", &l.t("bulk-to"), t.of("to")), &choices, t.errors))
                button { (l.t("case-assign-send")) }
            }
        }
    }
}

/// Sets a day, or moves the one that is owed and says what has become of it.
fn schedule(
    l: Locale,
    csrf: &str,
    action: &dyn Fn(&str) -> String,
    w: &Workbench,
    t: &Typed,
) -> Markup {
    let owed = w.page.plans.first().filter(|p| p.open);
    let plan = owed.map_or_else(String::new, |p| p.id.to_string());
    let faulty = ["day", "what", "because", "unable"]
        .iter()
        .any(|f| t.errors.of(f).is_some());
    let typed = |field, stands: Option<&str>| match t.of(field) {
        "" if !faulty => stands.unwrap_or("").to_owned(),
        text => text.to_owned(),
    };
    let (day, what) = (
        typed("day", None),
        typed("what", owed.map(|p| p.what.as_str())),
    );
    html! {
        @if owed.is_some() {
            form method="post" action=(action("jadwal/tepati")) {
                (fields::csrf(csrf))
                (fields::hidden("plan", &plan))
                button { (l.t("plan-keep")) }
            }
        }
        details open[faulty] {
            summary { (l.t(if owed.is_some() { "plan-move" } else { "plan-set" })) }
            form method="post" action=(action("jadwal")) {
                (fields::csrf(csrf))
                (fields::hidden("plan", &plan))
                (fields::input(l, Field::new("day", &l.t("plan-day"), &day).hint(&l.t("plan-day-hint")), "date", 10, Some("off"), t.errors))
                (fields::input(l, Field::new("what", &l.t("plan-what"), &what).hint(&l.t("plan-what-hint")), "text", 500, Some("off"), t.errors))
                @if owed.is_some() {
                    (fields::input(l, Field::new("because", &l.t("plan-why"), t.of("because")).hint(&l.t("plan-why-hint")), "text", 500, Some("off"), t.errors))
                }
                button { (l.t("plan-send")) }
            }
            @if owed.is_some() {
                form method="post" action=(action("jadwal/batal")) {
                    (fields::csrf(csrf))
                    (fields::hidden("plan", &plan))
                    (fields::input(l, Field::new("unable", &l.t("plan-unable"), t.of("unable")).hint(&l.t("case-decline-hint")), "text", 500, Some("off"), t.errors))
                    button.danger { (l.t("plan-give-up")) }
                }
            }
        }
    }
}

fn transfer(
    l: Locale,
    csrf: &str,
    action: &str,
    here: &str,
    places: &[(String, String)],
    t: &Typed,
) -> Markup {
    let choices: Vec<(&str, String)> = std::iter::once(("", l.t("choose")))
        .chain(places.iter().map(|(p, text)| (p.as_str(), text.clone())))
        .collect();
    html! {
        details open[t.field == "why"] {
            summary { (l.t("case-transfer")) }
            form method="post" action=(action) {
                (fields::csrf(csrf))
                (fields::hidden("seen", here))
                (fields::select(l, Field::new("layanan", &l.t("case-transfer-to"), t.chosen), &choices, t.errors))
                (fields::input(l, Field::new("why", &l.t("case-decline-label"), t.of("why")).hint(&l.t("case-transfer-hint")), "text", 500, None, t.errors))
                button { (l.t("case-transfer-send")) }
            }
        }
    }
}
