//! Entries of a timeline: a citizen's words, the official answer beside them as an equal, and the
//! steps of the case, quietly.

use super::{files, icon, labels, photos};
use crate::domain::ids::PostId;
use crate::domain::moderation::Rule;
use crate::domain::schedule;
use crate::domain::thread::{Appear, PostKind, Step, is_number};
use crate::queries::thread::{PhotoView, PostView};
use crate::views::locale::Locale;
use jiff::tz::TimeZone;
use maud::{Markup, PreEscaped, html};

/// What stands around the posts of one thread.
pub struct Around<'a> {
    pub number: &'a str,
    pub appear: Appear,
    /// Whether posts carry a link to report them.
    pub report: bool,
    /// Whether posts carry a link to quote them in a reply.
    pub quote: bool,
    /// Posts that carry a link to change them: the viewer's own.
    pub edit: &'a [PostId],
    /// The unit whose answers carry a link to change them.
    pub revise: Option<&'a str>,
    /// For moderators and staff: what they see and may do beneath each post.
    pub moderate: Option<&'a dyn Fn(&PostView) -> Markup>,
    /// The same for each of its photos.
    pub moderate_photo: Option<&'a dyn Fn(&PhotoView) -> Markup>,
}

pub fn entry(l: Locale, zone: &TimeZone, p: &PostView, around: &Around) -> Markup {
    match p.kind {
        PostKind::Status => status(l, zone, p),
        _ => words(l, zone, p, around),
    }
}

fn words(l: Locale, zone: &TimeZone, p: &PostView, around: &Around) -> Markup {
    let id = p.id.0.simple().to_string();
    let (class, name) = match p.kind {
        PostKind::Official | PostKind::Question => ("post official", p.label.clone()),
        PostKind::Note => ("post note", p.label.clone()),
        _ if p.by_author => (
            "post citizen author",
            labels::author(l, &p.label, around.appear),
        ),
        _ => (
            "post citizen",
            labels::author(l, &p.label, Appear::Anonymous),
        ),
    };
    html! {
        li id=(id) {
            article class=(class) aria-label=(l.ta("post-label", &[("name", name.as_str().into())])) {
                header {
                    @match p.kind {
                        PostKind::Official | PostKind::Question => {
                            p.seal {
                                (icon::check())
                                (l.t(if p.kind == PostKind::Question { "post-question" } else { "post-official" }))
                            }
                            p { b { (name) } span.quiet { (joined(" · ", &[&p.position, &p.unit_name])) } }
                        }
                        PostKind::Note => {
                            p.seal { (l.t("post-note")) }
                            p { b { (name) } span.quiet { (p.position) } }
                        }
                        _ => p {
                            b { (name) }
                            @if p.by_author && !p.opening { span.badge { (l.t("post-author")) } }
                        },
                    }
                    span.when {
                        a.quiet href={ "#" (id) } { (super::short_date_time(l, p.at, zone)) }
                        @if let Some(edited) = p.edited.filter(|_| !p.hidden) {
                            a.quiet href={ "/utas/" (around.number) "/riwayat/" (p.id) } rel="nofollow" {
                                (l.t("post-edited")) " " (super::short_date_time(l, edited, zone))
                            }
                        }
                    }
                }
                @if p.hidden {
                    p.hidden-post {
                        (l.t("post-hidden"))
                        @if let Some(rule) = p.hidden_rule { " " (labels::rule_text(l, rule)) "." }
                        " " a href="/moderasi/log" { (l.t("frame-log")) }
                    }
                } @else {
                    @if p.kind == PostKind::Note && p.step == Some(Step::HandBack) {
                        p.quiet { (l.t("post-note-handed-back")) }
                    }
                    div.words { (PreEscaped(&p.html)) }
                    (photos::gallery(l, around.number, &p.photos, around.moderate_photo))
                    (files::list(l, around.number, &p.files))
                }
                @if !p.hidden { (foot(l, p, around, &name)) }
                @if let Some(form) = around.moderate { (form(p)) }
            }
        }
    }
}

/// What one may do with a post: change it, quote it, report it.
fn foot(l: Locale, p: &PostView, around: &Around, name: &str) -> Markup {
    let official = matches!(p.kind, PostKind::Official | PostKind::Question);
    let number = around.number;
    let of = html! { span.unseen { ": " (name) } };
    let links = html! {
        @if around.edit.contains(&p.id) {
            a.quiet href={ "/utas/" (number) "/ubah?pos=" (p.id) } rel="nofollow" { (l.t("post-edit")) (of) }
        }
        @if official && around.revise == Some(p.unit_name.as_str()) {
            a.quiet href={ "/petugas/utas/" (number) "/ubah?pos=" (p.id) } rel="nofollow" { (l.t("post-revise")) (of) }
        }
        @if around.quote && p.kind != PostKind::Note {
            a.quiet href={ "/utas/" (number) "?kutip=" (p.id) "#balas" } rel="nofollow" { (l.t("post-quote")) (of) }
        }
        @if around.report && p.kind != PostKind::Note {
            a.quiet href={ "/utas/" (number) "/lapor?pos=" (p.id) } rel="nofollow" { (l.t("post-report")) (of) }
        }
    };
    let links = links.into_string();
    html! { @if !links.is_empty() { footer { (PreEscaped(links)) } } }
}

/// What is there of several texts.
fn joined(between: &str, texts: &[&str]) -> String {
    let there: Vec<&str> = texts.iter().copied().filter(|t| !t.is_empty()).collect();
    there.join(between)
}

fn status(l: Locale, zone: &TimeZone, p: &PostView) -> Markup {
    let Some(step) = p.step else {
        return html! {};
    };
    let key = format!("step-{}", step.as_str().replace('_', "-"));
    // The answer itself says whose it is.
    let by = match step {
        Step::Answer | Step::Resolve | Step::Ask => String::new(),
        _ => joined(", ", &[&p.label, &p.position]),
    };
    let detail = match step {
        // What moderators do is by a rule.
        step if step.is_moderation() || step == Step::Refuse => {
            Rule::parse(&p.detail).map_or_else(String::new, |r| labels::rule_text(l, r))
        }
        Step::Schedule | Step::Reschedule | Step::Break => schedule::read_detail(&p.detail)
            .map_or_else(
                || p.detail.clone(),
                |(day, words)| format!("{}: {words}", l.day(day)),
            ),
        _ => match p.ground {
            Some(ground) => format!("{}. {}", labels::ground(l, ground), p.detail),
            None => p.detail.clone(),
        },
    };
    let elsewhere = matches!(
        step,
        Step::Merge | Step::Join | Step::Part | Step::Split | Step::SplitOff
    ) && is_number(&detail);
    html! {
        li.step id=(p.id.0.simple().to_string()) {
            p {
                b { (l.t(&key)) }
                @if !by.is_empty() { " · " (by) }
                " · " (super::short_date_time(l, p.at, zone))
                @if elsewhere { span.detail { a href={ "/utas/" (detail) } { (detail) } } }
                @else if !detail.is_empty() { span.detail { (detail) } }
            }
        }
    }
}
