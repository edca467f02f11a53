use crate::domain::error::FieldErrors;
use crate::domain::view::{NAME_MAX, Urgency, View};
use crate::flows::bulk::{Act, Done, Opens};
use crate::queries::inbox::{Chosen, Inbox, InboxRow};
use crate::views::locale::Locale;
use crate::views::parts::fields::{self, Field};
use crate::views::parts::{self, labels, plans};
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// What the page needs beside the cases.
pub struct Desk<'a> {
    pub zone: &'a TimeZone,
    pub csrf: &'a str,
    /// The address of the script that adds keys.
    pub script: &'a str,
    /// Whether the viewer may connect a unit's own systems.
    pub connects: bool,
    /// Whether the viewer leads a unit, and has a board of it.
    pub leads: bool,
    /// Whether the viewer may invite somebody.
    pub invites: bool,
    /// Whether every case on the page is chosen to begin with.
    pub all: bool,
    /// The name that was typed for a view, and its faults.
    pub name: &'a str,
    pub errors: &'a FieldErrors,
}

pub fn page(l: Locale, d: &Desk, inbox: &Inbox) -> Markup {
    let tabs: Vec<(String, String, bool)> = inbox
        .counts
        .iter()
        .map(|(b, n)| {
            let view = inbox.view.in_box(*b);
            let text = l.t(&format!("inbox-{}", b.as_str()));
            let text = match n {
                Some(n) => format!("{text} ({})", l.integer(*n)),
                None => text,
            };
            (
                format!("/petugas?{}", view.address()),
                text,
                *b == inbox.view.which,
            )
        })
        .collect();
    let here = format!("/petugas?{}", inbox.view.address());
    let next = inbox.next.as_deref().map(|m| format!("{here}&sesudah={m}"));
    html! {
        div.wrap.inbox {
            h1 { (l.t("inbox-title")) }
            @if inbox.guide { (super::guide::panel(l, d.csrf)) }
            @if !inbox.stands_in_for.is_empty() {
                (parts::notice("warn", &l.ta("inbox-stands-in", &[("names", inbox.stands_in_for.join(", ").into())])))
            }
            ul.chips {
                @for (name, open, late) in &inbox.units {
                    li { b { (name) } " · " (l.ta("inbox-open-count", &[("n", (*open).into())]))
                        @if *late > 0 { " · " span.late { (l.ta("inbox-late-count", &[("n", (*late).into())])) } } }
                }
            }
            p.actions {
                @if d.leads { a.button href="/petugas/papan" { (l.t("lead-title")) } }
                @if d.invites { a.button href="/petugas/undangan" { (l.t("invite-title")) } }
                @if inbox.head {
                    a.button href="/petugas/pujian" { (l.t("praise-title")) }
                    a.button href="/petugas/nama" { (l.t("staff-title")) }
                }
                a.button href="/petugas/cuti" { (l.t("absence-title")) }
                a.button href="/petugas/kamus" { (l.t("lexicon-title")) }
                @if d.connects { a.button href="/sambungan" { (l.t("connect-title")) } }
            }
            (views(l, d, inbox))
            (parts::tabs(&l.t("inbox-title"), &tabs))
            @if inbox.rows.is_empty() {
                (parts::empty(&l.t("inbox-empty"), &l.t("inbox-empty-text"), None))
            } @else {
                form.bulk method="post" action="/petugas/banyak" {
                    (fields::csrf(d.csrf))
                    p.bulk-all {
                        @if d.all { a href=(here) { (l.t("bulk-none")) } }
                        @else { a href={ (here) "&semua=1" } rel="nofollow" { (l.ta("bulk-all", &[("n", inbox.rows.len().into())])) } }
                    }
                    ul.rows.cases data-rows { @for r in &inbox.rows { (row(l, d, r)) } }
                    p.actions.bulk-bar {
                        label for="act" { (l.t("bulk-chosen")) }
                        select id="act" name="act" {
                            @for act in Act::ALL { option value=(act.as_str()) { (l.t(&format!("bulk-{}", act.as_str()))) } }
                        }
                        button { (l.t("bulk-go-on")) }
                    }
                }
                p.quiet data-keys hidden { (l.t("inbox-keys")) }
                (parts::pager(l, None, next.as_deref()))
            }
            p { a href="/petugas/panduan" { (l.t("guide-link")) } }
            script src=(d.script) defer {}
        }
    }
}

fn row(l: Locale, d: &Desk, r: &InboxRow) -> Markup {
    let c = &r.card;
    html! {
        li {
            label.bulk-choose {
                input type="checkbox" name="number" value=(c.number) checked[d.all];
                span.unseen { (l.ta("bulk-choose", &[("title", c.title.as_str().into())])) }
            }
            div {
                a href={ "/petugas/utas/" (c.number) } { (c.title) }
                p.badges {
                    (labels::kind(l, c.kind)) (labels::status(l, c.status))
                    @if r.confidential { span.badge.confidential { (l.t("visibility-confidential")) } }
                    @if r.mine { span.badge { (l.t("inbox-taken-mine")) } }
                    @match r.taken_by.as_deref() {
                        Some("") => span.badge { (l.t("inbox-taken")) },
                        Some(name) => span.badge { (name) },
                        None => {}
                    }
                }
                p.meta {
                    span { (c.number) }
                    span { (c.unit) " · " (c.service) }
                    @if let Some(state) = c.clock { (labels::clock(l, state, c.due, d.zone)) }
                    @if let Some(planned) = c.planned { (plans::chip(l, d.zone, planned)) }
                }
            }
        }
    }
}

/// Named views, and the form that narrows the present one.
fn views(l: Locale, d: &Desk, inbox: &Inbox) -> Markup {
    let v = &inbox.view;
    let places: Vec<(&str, String)> = std::iter::once(("", l.t("sift-any-place")))
        .chain(
            inbox
                .places
                .iter()
                .map(|(p, text)| (p.as_str(), text.clone())),
        )
        .collect();
    let ids: Vec<String> = inbox.people.iter().map(|(id, _)| id.to_string()).collect();
    let nobody = View {
        who: crate::domain::view::Who::Nobody,
        ..View::default()
    };
    let nobody = nobody.who_text();
    let people: Vec<(&str, String)> = [("", l.t("sift-anyone")), (&nobody, l.t("sift-nobody"))]
        .into_iter()
        .chain(
            ids.iter()
                .zip(&inbox.people)
                .map(|(id, (_, name))| (id.as_str(), name.clone())),
        )
        .collect();
    let urgencies: Vec<(&str, String)> = std::iter::once(("", l.t("sift-any-time")))
        .chain(
            Urgency::ALL
                .iter()
                .map(|u| (u.as_str(), l.t(&format!("sift-{}", u.as_str())))),
        )
        .collect();
    let none = FieldErrors::default();
    let open = v.is_narrowed() || !d.errors.is_empty();
    html! {
        @if !inbox.named.is_empty() {
            nav.chips aria-label=(l.t("sift-named")) {
                @for n in &inbox.named {
                    a.chip href={ "/petugas?" (n.address) } aria-current=[n.now.then_some("page")] { (n.name) " (" (l.integer(n.n)) ")" }
                }
            }
        }
        details.narrow-by open[open] {
            summary { (l.t("sift-title")) }
            form.filters method="get" action="/petugas" {
                (fields::hidden("kotak", v.which.as_str()))
                (fields::select(l, Field::new("tempat", &l.t("sift-place"), &v.place).filter(), &places, &none))
                (fields::select(l, Field::new("siapa", &l.t("sift-who"), &v.who_text()).filter(), &people, &none))
                (fields::select(l, Field::new("segera", &l.t("sift-urgency"), v.urgency.map_or("", Urgency::as_str)).filter(), &urgencies, &none))
                button { (l.t("sift-apply")) }
            }
            (fields::summary(l, d.errors))
            form.filters method="post" action={ "/petugas/saringan?" (v.address()) } {
                (fields::csrf(d.csrf))
                (fields::input(l, Field::new("label", &l.t("sift-name"), d.name).hint(&l.t("sift-name-hint")), "text", NAME_MAX, Some("off"), d.errors))
                button { (l.t("sift-save")) }
            }
            @for n in inbox.named.iter().filter(|n| n.now) {
                form method="post" action="/petugas/saringan/hapus" {
                    (fields::csrf(d.csrf))
                    (fields::hidden("id", &n.id))
                    button { (l.ta("sift-forget", &[("name", n.name.as_str().into())])) }
                }
            }
        }
    }
}

/// What was typed on the page that asks what to do.
pub struct Typed<'a> {
    pub act: Act,
    pub form_id: &'a str,
    pub to: &'a str,
    pub service: &'a str,
    pub why: &'a str,
    pub template: &'a str,
    pub errors: &'a FieldErrors,
}

/// Asks what exactly is to be done with the chosen cases.
pub fn confirm(l: Locale, csrf: &str, c: &Chosen, t: &Typed) -> Markup {
    let n = c.cases.len();
    let choose = || std::iter::once((String::new(), l.t("choose")));
    let choices: Vec<(String, String)> = match t.act {
        Act::Assign => choose()
            .chain(c.people.iter().map(|(id, name)| {
                let away = c.away.iter().find(|a| a.account_id == *id);
                let text = match away {
                    Some(a) => l.ta(
                        "bulk-away",
                        &[
                            ("name", name.as_str().into()),
                            ("other", a.stand_in_name.as_str().into()),
                        ],
                    ),
                    None => name.clone(),
                };
                (id.to_string(), text)
            }))
            .collect(),
        Act::Transfer => choose().chain(c.services.iter().cloned()).collect(),
        Act::Answer => choose()
            .chain(
                c.templates
                    .iter()
                    .map(|t| (t.id.to_string(), t.name.clone())),
            )
            .collect(),
    };
    let choices: Vec<(&str, String)> = choices
        .iter()
        .map(|(v, t)| (v.as_str(), t.clone()))
        .collect();
    let chosen = c.templates.iter().find(|x| x.id.to_string() == t.template);
    let waits = if t.act == Act::Answer { c.waits } else { 0 };
    let button = match t.act {
        Act::Answer if waits == n => "bulk-do-hold".to_owned(),
        act => format!("bulk-do-{}", act.as_str()),
    };
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/petugas", &l.t("inbox-title"))]))
            h1 { (l.ta(&format!("bulk-title-{}", t.act.as_str()), &[("n", n.into())])) }
            @if c.cases.is_empty() {
                (parts::empty(&l.t("bulk-empty"), &l.t("bulk-empty-text"), Some(("/petugas", &l.t("bulk-back")))))
            } @else {
                (fields::summary(l, t.errors))
                @if waits > 0 { (parts::notice("warn", &l.ta("bulk-will-wait", &[("n", waits.into())]))) }
                form method="post" action="/petugas/banyak" data-once {
                    (fields::csrf(csrf))
                    (fields::hidden("form_id", t.form_id))
                    (fields::hidden("act", t.act.as_str()))
                    (fields::hidden("step", "do"))
                    @for (number, _) in &c.cases { (fields::hidden("number", number)) }
                    @for (number, post) in &c.seen { (fields::hidden(&format!("seen-{number}"), post)) }
                    @match t.act {
                        Act::Assign => (fields::select(l, Field::new("to", &l.t("bulk-to"), t.to), &choices, t.errors)),
                        Act::Transfer => {
                            (fields::select(l, Field::new("layanan", &l.t("case-transfer-to"), t.service), &choices, t.errors))
                            (fields::input(l, Field::new("why", &l.t("case-decline-label"), t.why).hint(&l.t("case-transfer-hint")), "text", 500, None, t.errors))
                        }
                        Act::Answer => {
                            (fields::select(l, Field::new("template", &l.t("bulk-template"), t.template).hint(&l.t("bulk-template-hint")), &choices, t.errors))
                            @for x in &c.templates {
                                details open[chosen.is_some_and(|y| y.id == x.id)] {
                                    summary { (x.name) }
                                    blockquote.as-typed { (x.body) }
                                }
                            }
                        }
                    }
                    h2 { (l.t("bulk-cases")) }
                    ol.rows { @for (number, title) in &c.cases { li { span.what { a href={ "/petugas/utas/" (number) } { (title) } small { (number) } } } } }
                    p.actions {
                        button.primary { (l.ta(&button, &[("n", n.into())])) }
                        a.button href="/petugas" { (l.t("cancel")) }
                    }
                }
            }
        }
    }
}

/// What was done, and what not and why.
pub fn done(l: Locale, act: Act, all: &[Done]) -> Markup {
    let (good, bad): (Vec<&Done>, Vec<&Done>) = all.iter().partition(|d| d.fault.is_none());
    let (held, good): (Vec<&Done>, Vec<&Done>) = good.into_iter().partition(|d| d.waits);
    let number = |d: &Done| match d.opens {
        Opens::Case => html! { a href={ "/petugas/utas/" (d.number) } { (d.number) } },
        Opens::Thread => html! { a href={ "/utas/" (d.number) } { (d.number) } },
        Opens::Nothing => html! { (d.number) },
    };
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/petugas", &l.t("inbox-title"))]))
            h1 { (l.t(&format!("bulk-{}", act.as_str()))) }
            @if !good.is_empty() {
                (parts::notice("good", &l.ta("bulk-done", &[("n", good.len().into())])))
                ul.rows.bulk-done { @for d in &good { li { span { (number(d)) } } } }
            }
            @if !held.is_empty() {
                (parts::notice("warn", &l.ta("bulk-waits", &[("n", held.len().into())])))
                ul.rows.bulk-waits { @for d in &held { li { span { (number(d)) } } } }
            }
            @if !bad.is_empty() {
                (parts::notice("bad", &l.ta("bulk-failed", &[("n", bad.len().into())])))
                ul.rows.bulk-failed {
                    @for d in &bad {
                        li {
                            span.what {
                                (number(d))
                                @if let Some(fault) = &d.fault { small { (l.msg(fault)) } }
                            }
                        }
                    }
                }
            }
            p { a.button href="/petugas" { (l.t("bulk-back")) } }
        }
    }
}
