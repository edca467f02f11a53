//! Threads in lists.

use super::{icon, labels};
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
            h3 { a href=(href) { (c.title) } }
            p.excerpt { (c.excerpt) }
            p.meta {
                span { (c.unit) " · " (c.service) }
                span { (labels::author(l, &c.author, c.appear)) " · " (super::date(l, c.at, zone)) }
            }
            p.counts {
                span { (icon::hand()) (l.ta("card-supports", &[("n", c.supports.into())])) }
                span { (icon::talk()) (l.ta("card-replies", &[("n", c.replies.into())])) }
                @if let Some(state) = c.clock { (labels::clock(l, state, None, zone)) }
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
