use crate::queries::board::{Board, BoardCase};
use crate::views::locale::Locale;
use crate::views::parts::{self, labels, plans};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub fn page(l: Locale, zone: &TimeZone, b: &Board) -> Markup {
    let next = b
        .next
        .as_deref()
        .map(|m| format!("/petugas/koordinasi?sesudah={m}"));
    html! {
        div.wrap {
            h1 { (l.t("board-title")) }
            p.lead { (l.t("board-about")) }
            p { a.button href="/petugas/papan" { (l.t("lead-title-all")) } }
            @if let Some((n, since)) = b.unrouted {
                p.notice.warn data-unrouted=(n) { (l.ta("board-unrouted", &[("n", n.into()), ("date", l.date(since, zone).into())])) }
            }
            h2 { (l.t("board-contested")) }
            @if b.contested.is_empty() {
                (parts::empty(&l.t("board-contested-none"), &l.t("board-contested-none-text"), None))
            } @else { (cases(l, zone, &b.contested)) }
            @if b.more_contested { p.quiet { (l.t("board-more")) } }
            h2 { (l.t("board-late")) }
            @if b.late.is_empty() {
                (parts::empty(&l.t("board-late-none"), &l.t("board-late-none-text"), None))
            } @else { (cases(l, zone, &b.late)) }
            (parts::pager(l, None, next.as_deref()))
            h2 { (l.t("board-units")) }
            ul.rows {
                @for u in &b.units {
                    li {
                        a href={ "/unit/" (u.slug) } { (u.name) }
                        span {
                            (l.ta("inbox-open-count", &[("n", u.open.into())]))
                            @if u.late > 0 { " · " span.late { (l.ta("inbox-late-count", &[("n", u.late.into())])) } }
                        }
                    }
                }
            }
        }
    }
}

fn cases(l: Locale, zone: &TimeZone, cases: &[BoardCase]) -> Markup {
    html! {
        ul.rows.cases {
            @for b in cases {
                @let c = &b.card;
                li {
                    a href={ "/petugas/utas/" (c.number) } { (c.title) }
                    p.badges {
                        (labels::kind(l, c.kind)) (labels::status(l, c.status))
                        @if b.confidential { span.badge.confidential { (l.t("visibility-confidential")) } }
                    }
                    p.meta {
                        span { (c.number) }
                        span { (c.unit) " · " (c.service) }
                        @if let Some(state) = c.clock { (labels::clock(l, state, c.due, zone)) } @if let Some(planned) = c.planned { (plans::chip(l, zone, planned)) }
                    }
                }
            }
        }
    }
}
