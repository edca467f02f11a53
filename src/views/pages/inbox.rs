use crate::queries::inbox::{Box, Inbox};
use crate::views::locale::Locale;
use crate::views::parts::{self, labels, plans};
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
                            p.meta { span { (c.number) } span { (c.unit) " · " (c.service) } @if let Some(state) = c.clock { (labels::clock(l, state, c.due, zone)) } @if let Some(planned) = c.planned { (plans::chip(l, zone, planned)) } }
                        }
                    }
                }
                (parts::pager(l, None, next.as_deref()))
            }
        }
    }
}
