//! What moderators have decided about somebody: said to that person, with the way to another look.

use super::labels;
use crate::domain::moderation::AppealState;
use crate::queries::told::Told;
use crate::views::locale::Locale;
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// Decisions, the newest first; nothing where there are none.
pub fn list(l: Locale, zone: &TimeZone, all: &[Told]) -> Markup {
    html! {
        @if !all.is_empty() {
            section.told aria-labelledby="told" {
                h2 id="told" { (l.t("told-title")) }
                @for t in all { (one(l, zone, t, true)) }
            }
        }
    }
}

/// One decision; `act` adds the way to appeal.
pub fn one(l: Locale, zone: &TimeZone, t: &Told, act: bool) -> Markup {
    html! {
        div.notice.bad data-told=(t.decision.as_str()) {
            p {
                b { (l.t(&format!("told-{}", t.decision.as_str()))) }
                " · " (super::date_time(l, t.at, zone))
            }
            @if let Some(until) = t.until {
                p { (l.ta("told-until", &[("date", l.date_time(until, zone).into())])) }
            }
            @if let Some(rule) = t.rule {
                p { (l.ta("told-rule", &[("rule", labels::rule_text(l, rule).into()), ("about", labels::rule_about(l, rule).into())])) }
            }
            @if !t.note.is_empty() { p { (l.ta("told-note", &[("note", t.note.as_str().into())])) } }
            @match &t.appeal {
                Some((state, note)) => {
                    p data-appeal=(state.as_str()) { b { (l.t(&format!("appeal-{}", state.as_str()))) } }
                    @if !note.is_empty() { p { (l.ta("told-note", &[("note", note.as_str().into())])) } }
                    @if *state == AppealState::Denied { p.quiet { (l.t("appeal-after")) } }
                }
                None if t.may_appeal && act => {
                    p.actions {
                        a.button href={ "/utas/" (t.number) "/banding?putusan=" (t.id) } { (l.t("appeal-ask")) }
                    }
                    p.quiet { (l.ta("appeal-how", &[("date", l.date(t.last_day, zone).into())])) }
                }
                None if act => p.quiet { (l.t("appeal-over")) },
                None => {}
            }
        }
    }
}
