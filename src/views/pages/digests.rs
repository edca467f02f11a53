use crate::domain::digest::plan::PlanStep;
use crate::domain::digest::{Edition, Every};
use crate::domain::error::FieldErrors;
use crate::domain::person::Role;
use crate::flows::plan::{Form, StepForm};
use crate::queries::digests::{Archive, Line, Place, Plan, Reach, ReaderLine, Shown};
use crate::views::digest::{self, Around};
use crate::views::letter::Page;
use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::fields::{self, Field};
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// What a form that came back holds.
#[derive(Default)]
pub struct Typed {
    pub plan: Form,
    pub step: StepForm,
    pub errors: FieldErrors,
}

/// The unit's digests, plans and readers.
pub fn archive(l: Locale, zone: &TimeZone, csrf: &str, a: &Archive, typed: &Typed) -> Markup {
    let here = digest::archive(&a.place.slug);
    let older = a
        .next
        .map(|(at, id)| format!("{here}?sebelum={}.{id}", at.0));
    let older_plans = a
        .plans_next
        .map(|(at, id)| format!("{here}?rencana={}.{id}#rencana", at.0));
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[(&format!("/unit/{}", a.place.slug), &a.place.name)]))
            h1 { (l.ta("digests-title", &[("unit", a.place.name.as_str().into())])) }
            p.lead { (l.t("digests-about")) }
            p.actions {
                a.button href={ (here) "/pratinjau" } { (l.t("digests-preview-week")) }
                a.button href={ (here) "/pratinjau?tiap=month" } { (l.t("digests-preview-month")) }
            }
            h2 { (l.t("digests-list")) }
            @if a.lines.is_empty() {
                (parts::empty(&l.t("digests-empty"), &l.t("digests-empty-text"), None))
            } @else {
                ul.rows { @for line in &a.lines { (row(l, zone, &a.place, line)) } }
                (parts::pager(l, None, older.as_deref()))
            }
            h2 id="rencana" { (l.t("digests-plans")) }
            (fields::summary_at(l, &typed.errors, &format!("-{}", typed.step.plan)))
            @if a.plans.is_empty() {
                (parts::empty(&l.t("digests-plans-empty"), &l.t("digests-plans-empty-text"), None))
            } @else {
                @for p in &a.plans { (plan(l, zone, csrf, &a.place, p, typed)) }
                (parts::pager(l, None, older_plans.as_deref()))
            }
            h2 { (l.t("digests-readers")) }
            p.quiet { (l.t("digests-readers-about")) }
            @if a.readers.is_empty() { p { (l.t("digests-readers-none")) } }
            ul.rows { @for r in &a.readers { (reader(l, csrf, &a.place, r)) } }
            @if !a.nameable.is_empty() {
                @let choices: Vec<(String, String)> = a.nameable.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
                @let choices: Vec<(&str, String)> = choices.iter().map(|(id, name)| (id.as_str(), name.clone())).collect();
                form method="post" action={ "/kinerja/unit/" (a.place.slug) "/wakil" } {
                    (fields::csrf(csrf))
                    (fields::select(l, Field::new("deputy", &l.t("digests-deputy-who"), "").hint(&l.t("digests-deputy-about")), &choices, &typed.errors))
                    button { (l.t("digests-deputy")) }
                }
            }
        }
    }
}

fn every(l: Locale, every: Every) -> String {
    match every {
        Every::Week => l.t("digests-week"),
        Every::Month => l.t("digests-month"),
    }
}

fn row(l: Locale, zone: &TimeZone, place: &Place, line: &Line) -> Markup {
    let about = match line.thing {
        _ if line.quiet => l.t("digests-quiet"),
        Some(thing) => digest::thing(l, thing),
        None => l.t("digests-nothing"),
    };
    html! {
        li {
            span {
                a href=(digest::path(&place.slug, line.period)) { b { (digest::days(l, line.period)) } }
                small { (every(l, line.period.every)) " · " (about) }
                small { (parts::date_time(l, line.made, zone)) }
            }
        }
    }
}

fn plan(l: Locale, zone: &TimeZone, csrf: &str, place: &Place, p: &Plan, typed: &Typed) -> Markup {
    let day = digest::day(l, &p.due);
    let back = typed.step.plan == p.id.to_string() && !typed.errors.is_empty();
    html! {
        article.card.plan {
            p.badges {
                @if p.overdue { span.badge.overdue { (l.ta("digests-plan-overdue", &[("day", day.as_str().into())])) } }
                @else if p.open { span.badge { (l.ta("digests-plan-due", &[("day", day.as_str().into())])) } }
                @else if let Some(last) = p.steps.last() { span.badge { (step_text(l, last.kind)) } }
                @if let Some(thing) = p.thing { span.badge { (digest::thing(l, thing)) } }
            }
            h3 { (p.action) }
            p.quiet {
                a href={ (digest::archive(&place.slug)) "/" (p.period) } { (l.ta("digests-plan-from", &[("period", p.period.as_str().into())])) }
            }
            ol.history {
                @for s in &p.steps {
                    li {
                        b { (step_text(l, s.kind)) } " · " (s.by) " · " (parts::date_time(l, s.at, zone))
                        @if s.kind == PlanStep::Moved || s.kind == PlanStep::Made { " · " (l.ta("digests-plan-due", &[("day", digest::day(l, &s.due).into())])) }
                        @if !s.note.is_empty() { br; (s.note) }
                    }
                }
            }
            @if p.open && place.may_plan {
                details open[back] {
                    summary { (l.t("digests-plan-change")) span.unseen { ": " (p.action) } }
                    (step_form(l, csrf, place, p, if back { Some(typed) } else { None }))
                }
            }
        }
    }
}

fn step_text(l: Locale, step: PlanStep) -> String {
    l.t(&format!("plan-step-{}", step.as_str()))
}

/// The form of a step. A page has several, so its ids end in the plan's.
fn step_form(l: Locale, csrf: &str, place: &Place, p: &Plan, typed: Option<&Typed>) -> Markup {
    let none = FieldErrors::default();
    let errors = typed.map_or(&none, |t| &t.errors);
    let empty = StepForm::default();
    let form = typed.map_or(&empty, |t| &t.step);
    let id = |name: &str| format!("{name}-{}", p.id);
    let fault = |name: &str| errors.of(name).map(|m| l.msg(m));
    let around = |name: &str, label: String, hint: String, control: Markup| {
        html! {
            div.field.faulty[errors.of(name).is_some()] {
                label for=(id(name)) { (label) }
                @if !hint.is_empty() { p.hint id={ (id(name)) "-hint" } { (hint) } }
                @if let Some(fault) = fault(name) { p.fault id={ (id(name)) "-fault" } { (fault) } }
                (control)
            }
        }
    };
    let described = |name: &str, hint: bool| {
        let mut ids = Vec::new();
        if hint {
            ids.push(format!("{}-hint", id(name)));
        }
        if errors.of(name).is_some() {
            ids.push(format!("{}-fault", id(name)));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    };
    let invalid = |name: &str| errors.of(name).map(|_| "true");
    html! {
        form method="post" action={ "/kinerja/unit/" (place.slug) "/rencana" } {
            (fields::csrf(csrf))
            (fields::hidden("plan", &p.id.to_string()))
            (around("step", l.t("digests-plan-step"), String::new(), html! {
                select id=(id("step")) name="step" aria-describedby=[described("step", false)] aria-invalid=[invalid("step")] {
                    @for step in [PlanStep::Done, PlanStep::Moved, PlanStep::Dropped] {
                        option value=(step.as_str()) selected[form.step == step.as_str()] { (step_text(l, step)) }
                    }
                }
            }))
            (around("due", l.t("digests-plan-day-new"), l.t("digests-plan-day-new-hint"), html! {
                input type="date" id=(id("due")) name="due" value=(form.due) aria-describedby=[described("due", true)] aria-invalid=[invalid("due")];
            }))
            (around("note", l.t("digests-plan-note"), l.t("digests-plan-note-hint"), html! {
                textarea id=(id("note")) name="note" rows="3" maxlength="500" aria-describedby=[described("note", true)] aria-invalid=[invalid("note")] { (form.note) }
            }))
            button.primary { (l.t("digests-plan-step-save")) }
        }
    }
}

fn reader(l: Locale, csrf: &str, place: &Place, r: &ReaderLine) -> Markup {
    let role = match r.role {
        Role::Deputy => l.t("role-deputy"),
        _ => l.t("role-unit-head"),
    };
    html! {
        li {
            span { b { (r.name) } small { (role) " · " (reach(l, r.reach)) } }
            @if r.role == Role::Deputy && place.may_name {
                form method="post" action={ "/kinerja/unit/" (place.slug) "/wakil/akhiri" } {
                    (fields::csrf(csrf))
                    (fields::hidden("deputy", &r.account.to_string()))
                    button.danger aria-label={ (l.t("digests-deputy-end")) ": " (r.name) } { (l.t("digests-deputy-end")) }
                }
            }
        }
    }
}

fn reach(l: Locale, reach: Reach) -> String {
    l.t(match reach {
        Reach::Sent {
            weekly: true,
            monthly: true,
        } => "digests-reach-both",
        Reach::Sent { weekly: true, .. } => "digests-reach-week",
        Reach::Sent { monthly: true, .. } => "digests-reach-month",
        Reach::Sent { .. } | Reach::Stopped => "digests-reach-stopped",
        Reach::Returned => "digests-reach-returned",
    })
}

fn around<'a>(zone: &'a TimeZone, url: &'a dyn Fn(&str) -> String) -> Around<'a> {
    Around { zone, url }
}

/// A digest that is kept, with what one can do about it.
pub fn shown(l: Locale, zone: &TimeZone, csrf: &str, s: &Shown, typed: &Typed) -> Markup {
    let path = |p: &str| p.to_owned();
    let here = digest::path(&s.place.slug, s.edition.period);
    html! {
        div.wrap.narrow {
            (crumbs(l, &s.place))
            h1 { (digest::subject(l, &s.edition)) }
            (Page { lang: l.lang.code(), subject: String::new(), footer: String::new(), leave: None,
                parts: digest::parts(l, &around(zone, &path), &s.edition) }.site())
            p.actions { a.button href={ (here) "?sebagai=surat" } { (l.t("digests-as-mail")) } }
            @if s.place.may_plan {
                h2 id="rencana" { (l.t("digests-plan-new")) }
                p.quiet { (l.t("digests-plan-new-about")) }
                (fields::summary(l, &typed.errors))
                form method="post" action={ (here) "/rencana" } {
                    (fields::csrf(csrf))
                    (fields::textarea(l, Field::new("action", &l.t("digests-plan-action"), &typed.plan.action).hint(&l.t("digests-plan-action-hint")), 3, 500, &typed.errors))
                    (fields::input(l, Field::new("due", &l.t("digests-plan-day"), &typed.plan.due), "date", 10, None, &typed.errors))
                    button.primary { (l.t("digests-plan-save")) }
                }
            }
            h2 { (l.t("digests-sent")) }
            @if s.deliveries.is_empty() { p { (l.t("digests-sent-none")) } }
            ul.rows {
                @for d in &s.deliveries {
                    li { span { b { (d.name) } small {
                        @if d.again { (l.t("digests-sent-again")) " · " }
                        @match (d.sent, d.failed) {
                            (Some(at), _) => { (l.t("digests-sent-at")) " " (parts::date_time(l, at, zone)) }
                            (None, true) => span.late { (l.t("digests-sent-failed")) },
                            (None, false) => { (l.t("digests-sent-waiting")) " · " (parts::date_time(l, d.made, zone)) }
                        }
                    } } }
                }
            }
            (again(l, csrf, s, &here))
        }
    }
}

fn again(l: Locale, csrf: &str, s: &Shown, here: &str) -> Markup {
    let mut to: Vec<(String, String)> = s
        .readers
        .iter()
        .filter(|r| r.me || s.place.may_choose_reader)
        .filter(|r| r.reach != Reach::Returned)
        .map(|r| (r.account.to_string(), r.name.clone()))
        .collect();
    to.sort_by_key(|(id, _)| {
        !s.readers
            .iter()
            .any(|r| r.me && r.account.to_string() == *id)
    });
    let choices: Vec<(&str, String)> = to.iter().map(|(id, n)| (id.as_str(), n.clone())).collect();
    html! {
        @if s.place.may_resend && !to.is_empty() {
            form method="post" action={ (here) "/ulang" } {
                (fields::csrf(csrf))
                @if let [(id, _)] = choices.as_slice() { (fields::hidden("to", id)) }
                @else { (fields::select(l, Field::new("to", &l.t("digests-again-to"), ""), &choices, &FieldErrors::default())) }
                button { (l.t("digests-again")) }
            }
        }
    }
}

fn crumbs(l: Locale, place: &Place) -> Markup {
    let archive = digest::archive(&place.slug);
    let unit = format!("/unit/{}", place.slug);
    parts::crumbs(l, &[(&unit, &place.name), (&archive, &l.t("digests-link"))])
}

/// What the next digest would say.
pub fn preview(l: Locale, zone: &TimeZone, place: &Place, e: &Edition) -> Markup {
    let path = |p: &str| p.to_owned();
    let here = format!(
        "{}/pratinjau?tiap={}",
        digest::archive(&place.slug),
        e.period.every.as_str()
    );
    html! {
        div.wrap.narrow {
            (crumbs(l, place))
            h1 { (digest::subject(l, e)) }
            (parts::notice("info", &l.t("digests-preview-about")))
            (Page { lang: l.lang.code(), subject: String::new(), footer: String::new(), leave: None,
                parts: digest::preview(digest::parts(l, &around(zone, &path), e)) }.site())
            p.actions { a.button href={ (here) "&sebagai=surat" } { (l.t("digests-as-mail")) } }
        }
    }
}

/// A digest as its mail looks: a document of its own, with links that lead to the service.
pub fn as_mail(l: Locale, zone: &TimeZone, base_url: &str, e: &Edition) -> String {
    let url = |path: &str| format!("{base_url}{path}");
    let page = Page {
        lang: l.lang.code(),
        subject: digest::subject(l, e),
        parts: digest::parts(l, &around(zone, &url), e),
        footer: String::new(),
        leave: None,
    };
    page.html_alone()
}
