use super::thread::rules;
use crate::domain::desk::ItemKind;
use crate::domain::error::FieldErrors;
use crate::domain::ikm::Element;
use crate::domain::moderation::{Decision, SANCTION_DAYS};
use crate::domain::thread::PostVisibility;
use crate::queries::desk::{AppealView, Item, Queue, RatingView, Review};
use crate::views::locale::Locale;
use crate::views::parts::fields::{self, Field};
use crate::views::parts::posts::{self, Around};
use crate::views::parts::{self, labels, photos};
use jiff::tz::TimeZone;
use maud::{Markup, PreEscaped, html};

/// A decision that could not be taken.
pub struct Typed<'a> {
    /// The post, rating or appeal it was about.
    pub about: &'a str,
    pub rule: &'a str,
    pub note: &'a str,
    pub words: &'a str,
    pub service: &'a str,
    pub days: &'a str,
    pub errors: &'a FieldErrors,
}

/// What stands around a page of the desk.
pub struct Desk<'a> {
    pub zone: &'a TimeZone,
    pub csrf: &'a str,
    /// The address of the script that adds keys.
    pub script: &'a str,
}

/// The key of a decision, on a keyboard.
fn key(d: Decision) -> Option<&'static str> {
    Some(match d {
        Decision::Publish => "p",
        Decision::Dismiss => "d",
        Decision::Restore => "u",
        Decision::Mask => "m",
        Decision::Refuse => "r",
        Decision::Hide => "h",
        Decision::Lock | Decision::Unlock => "l",
        Decision::Warn => "w",
        _ => return None,
    })
}

fn is_first(d: Decision) -> bool {
    matches!(d, Decision::Publish | Decision::Dismiss | Decision::Restore)
}

fn button(l: Locale, d: Decision, primary: bool) -> Markup {
    let needs = match d {
        Decision::Mask => Some("rule cover"),
        d if d.needs_rule() => Some("rule"),
        _ => None,
    };
    html! {
        button.primary[primary].danger[d.needs_rule() && d != Decision::Mask] name="decision" value=(d.as_str())
            data-key=[key(d)] data-needs=[needs] { (l.t(&format!("decision-{}", d.as_str()))) }
    }
}

pub fn queue(l: Locale, d: &Desk, q: &Queue, t: &Typed) -> Markup {
    let address = |kind: Option<ItemKind>| match kind {
        Some(kind) => format!("/moderasi?jenis={}", kind.as_str()),
        None => "/moderasi".to_owned(),
    };
    let total: i64 = q.counts.iter().map(|c| c.1).sum();
    let most = crate::queries::desk::COUNTED;
    let count = |n: i64| match n {
        n if n >= most => format!("{}+", l.integer(most)),
        n => l.integer(n),
    };
    let mut tabs = vec![(
        address(None),
        format!("{} ({})", l.t("desk-all"), count(total)),
        q.kind.is_none(),
    )];
    tabs.extend(q.counts.iter().map(|(kind, n)| {
        let text = l.t(&format!("desk-{}", kind.as_str()));
        (
            address(Some(*kind)),
            format!("{text} ({})", count(*n)),
            q.kind == Some(*kind),
        )
    }));
    let next = q.next.map(|(at, id)| {
        let start = address(q.kind);
        let mark = if start.contains('?') { '&' } else { '?' };
        format!("{start}{mark}sesudah={}.{id}", at.0)
    });
    let start = address(q.kind);
    html! {
        div.wrap {
            h1 { (l.t("moderation-title")) }
            p.lead { (l.t("moderation-about")) }
            (fields::summary_at(l, t.errors, &format!("-{}", t.about.replace('-', ""))))
            (recent(l, d, q))
            @if q.items.iter().any(|i| !i.barred) {
                form.next method="post" action="/moderasi/ambil" {
                    (fields::csrf(d.csrf))
                    button.primary data-key="n" { (l.t("desk-next")) }
                }
            }
            (parts::tabs(&l.t("desk-kinds"), &tabs))
            @if q.items.is_empty() { (parts::empty(&l.t("moderation-none"), &l.t("moderation-none-text"), None)) }
            div.queue { @for i in &q.items { (card(l, d, i, t)) } }
            (parts::pager(l, (!q.first_page).then_some(start.as_str()), next.as_deref()))
            script src=(d.script) defer {}
        }
    }
}

/// The last decisions, to be taken back.
fn recent(l: Locale, d: &Desk, q: &Queue) -> Markup {
    html! {
        @if !q.recent.is_empty() {
            section.recent aria-labelledby="recent" {
                h2 id="recent" { (l.t("undo-title")) }
                ul.rows {
                    @for (i, r) in q.recent.iter().enumerate() {
                        @let text = l.t(&format!("log-{}", r.decision.as_str()));
                        li {
                            span { b { (text) } " " (r.number) small { (l.ta("undo-until", &[("time", l.short_date_time(r.until, d.zone).into())])) } }
                            form method="post" action="/moderasi/batal" {
                                (fields::csrf(d.csrf))
                                (fields::hidden("action", &r.id.to_string()))
                                button data-key=[(i == 0).then_some("z")] { (l.t("undo")) span.unseen { ": " (text) " " (r.number) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn card(l: Locale, d: &Desk, i: &Item, t: &Typed) -> Markup {
    html! {
        article.card data-item=(i.kind.as_str()) {
            (asked(l, d, i, true))
            @if !i.title.is_empty() { h2 { (i.title) } }
            @if i.post.is_some() {
                p.quiet { (labels::author(l, &i.label, i.appear)) }
                div.words { (PreEscaped(&i.html)) }
                (photos::gallery(l, &i.number, &i.photos, None))
            }
            @if let Some(r) = &i.rating { (rating(l, r)) }
            @if let Some(a) = &i.appeal { (appeal(l, d.zone, a)) }
            @if i.barred {
                (parts::notice("warn", &l.t("moderation-barred")))
            } @else if i.claimed.is_some_and(|c| !c.mine) {
                (parts::notice("warn", &l.t("desk-claimed")))
            } @else {
                @match (i.kind, i.post, &i.rating, &i.appeal) {
                    (ItemKind::Rating, _, Some(r), _) => (decide_rating(l, d, r, t)),
                    (ItemKind::Appeal, _, _, Some(a)) => (decide_appeal(l, d, a, t)),
                    (_, Some(_), _, _) => (decide(l, d, i, t)),
                    _ => {}
                }
            }
            @if let Some(post) = i.post {
                p.links { a href={ "/moderasi/tinjau/" (post) } { (l.t("desk-review")) span.unseen { ": " (i.number) } } }
            }
        }
    }
}

/// Why something is here, and since when; `place` adds which thread.
fn asked(l: Locale, d: &Desk, i: &Item, place: bool) -> Markup {
    html! {
        p.badges {
            span.badge { (l.t(&format!("desk-{}", i.kind.as_str()))) }
            @for r in &i.reasons { span.badge { (l.t(&format!("reason-{}", r.as_str()))) } }
            @if let Some(c) = i.claimed {
                span.badge { (l.t(if c.mine { "desk-mine" } else { "desk-taken" })) " " (l.short_date_time(c.until, d.zone)) }
            }
        }
        p.meta {
            @if place {
                @if !i.number.is_empty() { span { a href={ "/utas/" (i.number) } { (i.number) } } }
                span { (i.unit) @if !i.service.is_empty() { " · " (i.service) } }
            }
            @if i.kind == ItemKind::Reported { span { (l.ta("moderation-reports", &[("n", i.n.into())])) } }
            span { (parts::date_time(l, i.since, d.zone)) }
            @if let Some(due) = i.due { span { (l.ta("moderation-due", &[("date", l.date(due, d.zone).into())])) } }
        }
        @if !i.rules.is_empty() {
            p { @for (rule, n) in &i.rules { span.badge { (labels::rule_text(l, *rule)) " × " (n) } " " } }
        }
        @if !i.detail.is_empty() {
            ul.detail { @for line in i.detail.lines() { li { (line) } } }
        }
    }
}

fn rating(l: Locale, r: &RatingView) -> Markup {
    html! {
        p { (l.ta("desk-rating-day", &[("day", r.day.as_str().into())])) }
        ul.chips {
            @if let Some(s) = r.answers.overall { li { (l.t("rate-overall-short")) ": " b { (s.get()) } } }
            @for e in Element::ALL {
                @if let Some(s) = r.answers.element(*e) { li { (l.t(e.key())) ": " b { (s.get()) } } }
            }
        }
        @if r.excluded { (parts::notice("warn", &l.t("desk-rating-out"))) }
    }
}

fn appeal(l: Locale, zone: &TimeZone, a: &AppealView) -> Markup {
    html! {
        div.appeal {
            p {
                b { (l.t(&format!("log-{}", a.decision.as_str()))) }
                @if let Some(rule) = a.rule { " · " (labels::rule_text(l, rule)) }
                " · " (parts::date_time(l, a.decided, zone))
            }
            @if !a.note.is_empty() { p.quiet { (a.note) } }
            p { b { (l.t("desk-appeal-says")) } }
            blockquote { (a.body) }
            @if a.mine { (parts::notice("warn", &l.t("desk-appeal-own"))) }
        }
    }
}

/// The id of a form's field, where the page has several such forms.
fn ending(about: &str) -> String {
    format!("-{}", about.replace('-', ""))
}

fn rule_field(l: Locale, about: &str, t: &Typed) -> Markup {
    let end = ending(about);
    let mine = t.about == about;
    let rule = if mine { t.rule } else { "" };
    let fault = t.errors.of("rule").filter(|_| mine).map(|m| l.msg(m));
    let told = fault.as_ref().map(|_| format!("rule{end}-fault"));
    html! {
        div.field.faulty[fault.is_some()] {
            label for={ "rule" (end) } { (l.t("moderate-rule")) }
            @if let Some(fault) = &fault { p.fault id=[told.as_deref()] { (fault) } }
            select id={ "rule" (end) } name="rule" aria-describedby=[told.as_deref()]
                aria-invalid=[fault.as_ref().map(|_| "true")] {
                @for (value, text) in rules(l) { option value=(value) selected[value == rule] { (text) } }
            }
        }
    }
}

fn note_field(l: Locale, about: &str, label: &str, t: &Typed) -> Markup {
    let end = ending(about);
    let mine = t.about == about;
    let note = if mine { t.note } else { "" };
    let fault = t.errors.of("note").filter(|_| mine).map(|m| l.msg(m));
    let told = fault.as_ref().map(|_| format!("note{end}-fault"));
    html! {
        div.field.faulty[fault.is_some()] {
            label for={ "note" (end) } { (label) }
            @if let Some(fault) = &fault { p.fault id=[told.as_deref()] { (fault) } }
            input type="text" id={ "note" (end) } name="note" maxlength="500" value=(note)
                aria-describedby=[told.as_deref()] aria-invalid=[fault.as_ref().map(|_| "true")];
        }
    }
}

/// The quick form of the queue: what is most often decided.
fn decide(l: Locale, d: &Desk, i: &Item, t: &Typed) -> Markup {
    let about = i.post.map(|p| p.to_string()).unwrap_or_default();
    let choices: &[Decision] = match i.kind {
        ItemKind::Held => &[Decision::Publish, Decision::Refuse],
        ItemKind::Doubt if !i.detail.is_empty() => {
            &[Decision::Dismiss, Decision::Mask, Decision::Hide]
        }
        _ => &[Decision::Dismiss, Decision::Hide],
    };
    html! {
        form.decide method="post" action="/moderasi/putusan" {
            (fields::csrf(d.csrf))
            (fields::hidden("thread", &i.number))
            (fields::hidden("post", &about))
            // What is in doubt is what is masked.
            @if choices.contains(&Decision::Mask) { (fields::hidden("cover", &i.detail)) }
            (rule_field(l, &about, t))
            (note_field(l, &about, &l.t("moderate-note"), t))
            p.actions {
                @for c in choices {
                    button.primary[is_first(*c)].danger[!is_first(*c)] name="decision" value=(c.as_str()) {
                        (l.t(&format!("decision-{}", c.as_str())))
                    }
                }
            }
        }
    }
}

fn decide_rating(l: Locale, d: &Desk, r: &RatingView, t: &Typed) -> Markup {
    let about = r.id.to_string();
    html! {
        form.decide method="post" action="/moderasi/penilaian" {
            (fields::csrf(d.csrf))
            (fields::hidden("rating", &about))
            (rule_field(l, &about, t))
            p.actions {
                button.primary name="decision" value="include" { (l.t("decision-include")) }
                button.danger name="decision" value="exclude" { (l.t("decision-exclude")) }
            }
        }
    }
}

fn decide_appeal(l: Locale, d: &Desk, a: &AppealView, t: &Typed) -> Markup {
    let about = a.id.to_string();
    html! {
        form.decide method="post" action="/moderasi/banding" {
            (fields::csrf(d.csrf))
            (fields::hidden("appeal", &about))
            (note_field(l, &about, &l.t("desk-appeal-answer"), t))
            p.actions {
                button.primary name="decision" value="overturn" { (l.t("decision-overturn")) }
                button.danger name="decision" value="uphold" { (l.t("decision-uphold")) }
            }
        }
    }
}

/// One post with all that is needed to decide on it.
pub fn review(l: Locale, d: &Desk, r: &Review, t: &Typed) -> Markup {
    let around = Around {
        number: &r.number,
        appear: r.appear,
        report: false,
        quote: false,
        edit: &[],
        revise: None,
        moderate: None,
        moderate_photo: None,
    };
    let taken = r.items.iter().find_map(|i| i.claimed);
    html! {
        div.wrap.review {
            (parts::crumbs(l, &[("/moderasi", &l.t("moderation-title")), (&format!("/utas/{}", r.number), &r.number)]))
            h1 { (r.title) }
            p.meta { span { (r.number) } span { (r.unit) " · " (r.service) } }
            p.badges {
                (labels::status(l, r.status))
                span.badge { (l.t(&format!("visibility-{}", r.visibility.as_str()))) }
                @if r.locked { span.badge { (l.t("desk-locked")) } }
            }
            (fields::summary(l, t.errors))
            div.two {
                section aria-label=(l.t("desk-context")) {
                    @if !r.before.is_empty() {
                        h2 { (l.t("desk-context")) }
                        ol.timeline { @for p in &r.before { (posts::entry(l, d.zone, p, &around)) } }
                    }
                    h2 { (l.t("desk-post")) }
                    @if let Some(key) = standing(r) { (parts::notice("warn", &l.t(key))) }
                    ol.timeline.matter data-maskable { (posts::entry(l, d.zone, &r.post, &around)) }
                }
                section aria-label=(l.t("desk-decide")) {
                    @for i in &r.items {
                        div.asked { (asked(l, d, i, false)) (claim(l, d, i))
                            @if let Some(a) = &i.appeal {
                                (appeal(l, d.zone, a))
                                @if !i.barred { (decide_appeal(l, d, a, t)) }
                            }
                        }
                    }
                    @if r.barred {
                        (parts::notice("warn", &l.t("moderation-barred")))
                    } @else if taken.is_some_and(|c| !c.mine) {
                        (parts::notice("warn", &l.t("desk-claimed")))
                    } @else if !r.offered.is_empty() {
                        h2 { (l.t("desk-decide")) }
                        (all_decisions(l, d, r, t))
                    }
                    @if !r.earlier.is_empty() {
                        h2 { (l.t("desk-earlier")) }
                        ul.rows {
                            @for e in &r.earlier {
                                li { span { b { (l.t(&format!("log-{}", e.decision.as_str()))) }
                                    @if let Some(rule) = e.rule { " · " (labels::rule_text(l, rule)) }
                                    small { (parts::date_time(l, e.at, d.zone)) } } }
                            }
                        }
                    }
                }
            }
            script src=(d.script) defer {}
        }
    }
}

/// What readers see of the post, if not the post.
fn standing(r: &Review) -> Option<&'static str> {
    match r.shown {
        PostVisibility::Held => Some("desk-post-held"),
        PostVisibility::Refused => Some("desk-post-refused"),
        PostVisibility::Hidden => Some("desk-post-hidden"),
        PostVisibility::Public => None,
    }
}

fn claim(l: Locale, d: &Desk, i: &Item) -> Markup {
    let (path, text) = match i.claimed {
        Some(c) if c.mine => ("/moderasi/lepas", "desk-release"),
        None if !i.barred => ("/moderasi/ambil", "desk-claim"),
        _ => return html! {},
    };
    html! {
        form method="post" action=(path) {
            (fields::csrf(d.csrf))
            (fields::hidden("item", &i.id.to_string()))
            button { (l.t(text)) }
        }
    }
}

fn all_decisions(l: Locale, d: &Desk, r: &Review, t: &Typed) -> Markup {
    let may = |d: &Decision| r.offered.contains(d);
    let fault = |field| t.errors.of(field).is_some();
    let plain: Vec<Decision> = r
        .offered
        .iter()
        .copied()
        .filter(|d| {
            use Decision::*;
            !matches!(d, Mask | Move | Warn | Limit | Suspend)
        })
        .collect();
    let rules = rules(l);
    let mut places = vec![("", l.t("desk-place-choose"))];
    places.extend(
        r.places
            .iter()
            .map(|(path, name)| (path.as_str(), name.clone())),
    );
    let days: Vec<(String, String)> = SANCTION_DAYS
        .iter()
        .map(|n| (n.to_string(), l.ta("desk-days", &[("n", (*n).into())])))
        .collect();
    let mut lengths = vec![("", l.t("desk-days-choose"))];
    lengths.extend(days.iter().map(|(n, text)| (n.as_str(), text.clone())));
    // What was in doubt is offered to be covered.
    let doubted = r.items.iter().find(|i| i.kind == ItemKind::Doubt);
    let words = match t.words {
        "" => doubted.map_or("", |i| i.detail.as_str()),
        typed => typed,
    };
    html! {
        form.decisions method="post" action="/moderasi/putusan" {
            (fields::csrf(d.csrf))
            (fields::hidden("thread", &r.number))
            (fields::hidden("post", &r.post.id.to_string()))
            (fields::hidden("review", "1"))
            (fields::select(l, Field::new("rule", &l.t("moderate-rule"), t.rule).hint(&l.t("desk-rule-hint")).filter(), &rules, t.errors))
            (fields::input(l, Field::new("note", &l.t("desk-note"), t.note).hint(&l.t("desk-note-hint")).optional(), "text", 500, None, t.errors))
            p.actions { @for (i, c) in plain.iter().enumerate() { (button(l, *c, i == 0 && is_first(*c))) } }
            @if may(&Decision::Mask) {
                details open[fault("cover") || !words.is_empty()] {
                    summary { (l.t("desk-mask")) }
                    (fields::textarea(l, Field::new("cover", &l.t("desk-mask-words"), words).hint(&l.t("desk-mask-hint")).filter(), 3, 6000, t.errors))
                    p.actions {
                        button type="button" hidden data-take-selection { (l.t("desk-mask-selection")) }
                        (button(l, Decision::Mask, false))
                    }
                }
            }
            @if may(&Decision::Move) {
                details open[fault("layanan")] {
                    summary { (l.t("desk-move")) }
                    (fields::select(l, Field::new("layanan", &l.t("case-transfer-to"), t.service).hint(&l.t("desk-move-hint")).filter(), &places, t.errors))
                    p.actions { (button(l, Decision::Move, false)) }
                }
            }
            @if may(&Decision::Warn) {
                details open[fault("days") || fault("decision")] {
                    summary { (l.t("desk-person")) }
                    p.hint { (l.t("desk-person-hint")) }
                    @if let Some(m) = t.errors.of("decision") { p.fault id="decision" { (l.msg(m)) } }
                    (fields::select(l, Field::new("days", &l.t("desk-days-label"), t.days).filter(), &lengths, t.errors))
                    p.actions { @for c in [Decision::Warn, Decision::Limit, Decision::Suspend] { (button(l, c, false)) } }
                }
            } @else if !r.has_account {
                p.quiet { (l.t("desk-no-account")) }
            }
        }
        p.quiet.keys hidden data-keys { (l.t("desk-keys")) }
    }
}
