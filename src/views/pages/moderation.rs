use super::thread::rules;
use crate::domain::error::FieldErrors;
use crate::domain::ids::PostId;
use crate::queries::moderation::{LogLine, Queue};
use crate::views::locale::Locale;
use crate::views::parts::{self, fields, labels};
use jiff::tz::TimeZone;
use maud::{Markup, PreEscaped, html};

/// A decision that could not be taken.
pub struct Typed<'a> {
    pub post: &'a str,
    pub rule: &'a str,
    pub note: &'a str,
    pub errors: &'a FieldErrors,
}

pub fn queue(l: Locale, zone: &TimeZone, csrf: &str, q: &Queue, t: &Typed) -> Markup {
    let held_next = q.held_next.map(|id| format!("/moderasi?ditahan={id}"));
    let reported_next = q
        .reported_next
        .map(|(at, id)| format!("/moderasi?dilaporkan={}.{id}", at.0));
    html! {
        div.wrap {
            h1 { (l.t("moderation-title")) }
            p.lead { (l.t("moderation-about")) }
            (fields::summary_at(l, t.errors, &format!("-{}", t.post.replace('-', ""))))
            h2 { (l.ta("moderation-held", &[("n", q.held_n.into())])) }
            @if q.held.is_empty() { (parts::empty(&l.t("moderation-none"), &l.t("moderation-none-text"), None)) }
            div.queue {
                @for h in &q.held {
                    article.card {
                        p.meta { span { (h.number) } span { (h.unit) " · " (h.service) } span { (parts::date_time(l, h.at, zone)) }
                            @if let Some(due) = h.due { span { (l.ta("moderation-due", &[("date", l.date(due, zone).into())])) } } }
                        h3 { (h.title) }
                        p.quiet { (labels::author(l, &h.label, h.appear)) }
                        div.words { (PreEscaped(&h.html)) }
                        (decision(l, csrf, &h.number, h.post, h.barred, &[("publish", true), ("refuse", false)], t))
                    }
                }
            }
            (parts::pager(l, None, held_next.as_deref()))
            h2 { (l.ta("moderation-reported", &[("n", q.reported_n.into())])) }
            @if q.reported.is_empty() { (parts::empty(&l.t("moderation-none"), &l.t("moderation-none-reported"), None)) }
            div.queue {
                @for r in &q.reported {
                    article.card {
                        p.meta { span { a href={ "/utas/" (r.number) } { (r.number) } } span { (r.unit) } span { (l.ta("moderation-reports", &[("n", r.n.into())])) } span { (parts::date_time(l, r.first, zone)) } }
                        h3 { (r.title) }
                        p { @for rule in &r.rules { span.badge { (labels::rule_text(l, *rule)) } " " } }
                        @if !r.notes.trim().is_empty() { p.quiet { (r.notes) } }
                        div.words { (PreEscaped(&r.html)) }
                        (decision(l, csrf, &r.number, r.post, r.barred, &[("dismiss", true), ("hide", false)], t))
                    }
                }
            }
            (parts::pager(l, None, reported_next.as_deref()))
        }
    }
}

fn decision(
    l: Locale,
    csrf: &str,
    number: &str,
    post: PostId,
    barred: bool,
    buttons: &[(&str, bool)],
    t: &Typed,
) -> Markup {
    if barred {
        return parts::notice("warn", &l.t("moderation-barred"));
    }
    let id = post.0.simple().to_string();
    let mine = t.post == post.to_string();
    let (rule, note) = if mine { (t.rule, t.note) } else { ("", "") };
    let fault = t.errors.of("rule").filter(|_| mine).map(|m| l.msg(m));
    let told = fault.as_ref().map(|_| format!("rule-{id}-fault"));
    html! {
        form.decide method="post" action="/moderasi/putusan" {
            (fields::csrf(csrf))
            (fields::hidden("thread", number))
            (fields::hidden("post", &post.to_string()))
            div.field.faulty[fault.is_some()] {
                label for={ "rule-" (id) } { (l.t("moderate-rule")) }
                @if let Some(fault) = &fault { p.fault id=[told.as_deref()] { (fault) } }
                select id={ "rule-" (id) } name="rule" aria-describedby=[told.as_deref()]
                    aria-invalid=[fault.as_ref().map(|_| "true")] {
                    @for (value, text) in rules(l) { option value=(value) selected[value == rule] { (text) } }
                }
            }
            div.field {
                label for={ "note-" (id) } { (l.t("moderate-note")) }
                input type="text" id={ "note-" (id) } name="note" maxlength="500" value=(note);
            }
            p.actions {
                @for (decision, first) in buttons {
                    button.primary[*first].danger[!*first] name="decision" value=(decision) { (l.t(&format!("decision-{decision}"))) }
                }
            }
        }
    }
}

pub fn log(l: Locale, zone: &TimeZone, lines: &[LogLine], next: Option<&str>) -> Markup {
    html! {
        div.wrap {
            h1 { (l.t("log-title")) }
            p.lead { (l.t("log-about")) }
            @if lines.is_empty() { (parts::empty(&l.t("log-empty"), &l.t("log-empty-text"), None)) } @else {
                ul.rows.log {
                    @for line in lines {
                        li {
                            p data-decision=(line.decision.as_str()) {
                                b { (l.t(&format!("log-{}", line.decision.as_str()))) }
                                " · " (l.t(if line.whole { "log-thread" } else { "log-post" }))
                                @if let Some(rule) = line.rule { " · " span.badge { (labels::rule_text(l, rule)) } }
                            }
                            p.meta {
                                span { a href={ "/utas/" (line.number) } { (line.number) } }
                                span { a href={ "/unit/" (line.unit_slug) } { (line.unit) } }
                                span { (parts::date_time(l, line.at, zone)) }
                            }
                        }
                    }
                }
                (parts::pager(l, None, next))
            }
        }
    }
}
