//! Threads in lists.

use super::{icon, labels, plans};
use crate::domain::thread::Kind;
use crate::queries::cards::Card;
use crate::views::locale::Locale;
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// A thread as a card; `href` is where it leads.
pub fn card(l: Locale, zone: &TimeZone, c: &Card, href: &str) -> Markup {
    html! {
        article.card {
            p.badges {
                (labels::kind(l, c.kind)) (labels::status(l, c.status))
            }
            h3 { a href=(href) { (title(c)) } }
            p.excerpt { (passage(c)) }
            p.meta {
                span { (c.unit) " · " (c.service) }
                span { (labels::author(l, &c.author, c.appear)) " · " (super::date(l, c.at, zone)) }
            }
            p.counts {
                span { (icon::hand()) (l.ta("card-supports", &[("n", c.supports.into())])) }
                span { (icon::talk()) (l.ta("card-replies", &[("n", c.replies.into())])) }
                @if let Some(state) = c.clock { (labels::clock(l, state, None, zone)) }
                @if let Some(planned) = c.planned { (plans::chip(l, zone, planned)) }
            }
        }
    }
}

/// The title, with the words of a search marked.
fn title(c: &Card) -> Markup {
    match c.marked.as_ref().and_then(|m| m.title.as_ref()) {
        Some(pieces) => {
            html! { @for p in pieces { @if p.hit { mark { (p.text) } } @else { (p.text) } } }
        }
        None => html! { (c.title) },
    }
}

/// How it begins, or the passage in which the words of a search stand.
fn passage(c: &Card) -> Markup {
    match c.marked.as_ref().and_then(|m| m.passage.as_ref()) {
        Some(pieces) => {
            html! { @for p in pieces { @if p.hit { mark { (p.text) } } @else { (p.text) } } }
        }
        None => html! { (c.excerpt) },
    }
}

/// Threads alike what someone is writing. Those of the same kind that still wait can be supported instead;
/// others are there to be read.
pub fn similar(l: Locale, zone: &TimeZone, kind: Option<Kind>, all: &[Card]) -> Markup {
    let supported = |c: &Card| c.status.is_open() && Some(c.kind) == kind;
    html! {
        section.similar aria-labelledby="mirip" {
            h2 id="mirip" { (l.t("similar-title")) }
            p { (l.t(if all.iter().any(supported) { "similar-text" } else { "similar-read" })) }
            ul.rows {
                @for c in all {
                    li {
                        span.what {
                            a href={ "/utas/" (c.number) } { (c.title) }
                            small { (labels::status_text(l, c.status)) " · " (super::date(l, c.at, zone)) " · "
                                (l.ta("card-supports", &[("n", c.supports.into())])) }
                        }
                        @if supported(c) {
                            a.button href={ "/utas/" (c.number) "/dukung" } rel="nofollow" {
                                (icon::hand()) (l.t("thread-support")) span.unseen { ": " (c.title) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Cards, newest first.
pub fn cards(l: Locale, zone: &TimeZone, all: &[Card]) -> Markup {
    html! {
        div.cards {
            @for c in all { (card(l, zone, c, &format!("/utas/{}", c.number))) }
        }
    }
}
