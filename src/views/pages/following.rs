//! What one follows, and the news of it.

use crate::domain::error::FieldErrors;
use crate::domain::following::Every;
use crate::queries::following::{Line, News, NewsLine, Offer, Page};
use crate::views::locale::Locale;
use crate::views::parts::fields::{self, Field};
use crate::views::parts::following as part;
use crate::views::parts::{self};
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// What one follows: each with how soon one hears of it, and the way to end it.
pub fn all(l: Locale, zone: &TimeZone, csrf: &str, p: &Page) -> Markup {
    let next = p
        .next
        .map(|(at, id)| format!("/ikuti?sebelum={}.{id}", at.0));
    html! {
        div.wrap.narrow {
            h1 { (l.t("follows-title")) }
            p.lead { (l.ta("follows-about", &[("email", p.email.as_str().into())])) }
            p.actions { a.button href="/pemberitahuan" { (l.t("news-title")) } }
            @if p.returns { (parts::notice("bad", &l.t("wish-returns"))) }
            @if p.stopped {
                div.notice.warn {
                    p { (l.t("follows-stopped")) }
                    form method="post" action="/ikuti" {
                        (fields::csrf(csrf))
                        (fields::hidden("resume", "1"))
                        button { (l.t("follows-resume")) }
                    }
                }
            }
            @if p.lines.is_empty() {
                (parts::empty(&l.t("follows-empty"), &l.t("follows-empty-text"), Some(("/utas", &l.t("frame-threads")))))
            } @else {
                ul.rows.follows {
                    @for f in &p.lines { (line(l, zone, csrf, f)) }
                }
                (parts::pager(l, None, next.as_deref()))
            }
        }
    }
}

fn line(l: Locale, zone: &TimeZone, csrf: &str, f: &Line) -> Markup {
    let name = part::name(l, &f.name);
    let id = f.id.0.simple().to_string();
    html! {
        li {
            span.what {
                @match part::href(&f.name) {
                    Some(href) => a href=(href) { (name) },
                    None => (name),
                }
                small { (l.t("follows-since")) " " (parts::date(l, f.since, zone)) }
            }
            form.inline method="post" action="/ikuti" {
                (fields::csrf(csrf))
                (fields::hidden("follow", &f.id.to_string()))
                label.unseen for={ "every-" (id) } { (l.t("follow-every")) ": " (name) }
                select id={ "every-" (id) } name="every" {
                    @for (value, text) in part::choices(l) {
                        option value=(value) selected[value == f.every.as_str()] { (text) }
                    }
                }
                button { (l.t("follows-change")) span.unseen { ": " (name) } }
            }
            form.inline method="post" action="/ikuti" {
                (fields::csrf(csrf))
                (fields::hidden("follow", &f.id.to_string()))
                (fields::hidden("end", "1"))
                button.quiet { (l.t("unfollow")) span.unseen { ": " (name) } }
            }
        }
    }
}

/// One thing that one may follow.
pub fn offer(l: Locale, csrf: &str, o: &Offer, errors: &FieldErrors) -> Markup {
    let now = o.every.unwrap_or(o.usual);
    let choices: Vec<fields::Choice> = Every::ALL
        .iter()
        .map(|e| fields::Choice {
            value: e.as_str(),
            text: l.t(&format!("follow-every-{}", e.as_str())),
            about: l.t(&format!("follow-about-{}", e.as_str())),
        })
        .collect();
    html! {
        div.wrap.narrow {
            h1 { (l.t("follow-title")) }
            p.lead { (part::name(l, &o.name)) }
            (fields::summary(l, errors))
            form method="post" action="/ikuti" {
                (fields::csrf(csrf))
                (fields::hidden("kind", &o.named.kind))
                (fields::hidden("what", &o.named.what))
                (fields::radios(l, Field::new("every", &l.t("follow-every"), now.as_str()), &choices, errors))
                p.actions {
                    button.primary { (l.t(if o.every.is_some() { "follows-change" } else { "follow" })) }
                    @if let Some(href) = part::href(&o.name) { a.button href=(href) { (l.t("cancel")) } }
                }
            }
            @if o.every.is_some() {
                form method="post" action="/ikuti" {
                    (fields::csrf(csrf))
                    (fields::hidden("kind", &o.named.kind))
                    (fields::hidden("what", &o.named.what))
                    (fields::hidden("end", "1"))
                    button { (l.t("unfollow")) }
                }
            }
            p { a href="/ikuti" { (l.t("follows-title")) } }
        }
    }
}

/// The news of what one follows, and of one's own threads.
pub fn news(l: Locale, zone: &TimeZone, csrf: &str, n: &News, first: bool) -> Markup {
    let next = n
        .next
        .map(|(at, id)| format!("/pemberitahuan?sebelum={}.{id}", at.0));
    html! {
        div.wrap.narrow {
            h1 { (l.t("news-title")) }
            p.lead { (l.ta("news-unread", &[("n", n.unread.into())])) }
            div.actions {
                @if n.unread > 0 {
                    form method="post" action="/pemberitahuan" {
                        (fields::csrf(csrf))
                        (fields::hidden("all", "1"))
                        button.primary { (l.t("news-read-all")) }
                    }
                }
                a.button href="/ikuti" { (l.t("follows-title")) }
            }
            @if n.lines.is_empty() {
                (parts::empty(
                    &l.t("news-empty"),
                    &l.t(if n.follows { "news-empty-waiting" } else { "news-empty-text" }),
                    Some(("/utas", &l.t("frame-threads"))),
                ))
            } @else {
                ul.rows.news {
                    @for line in &n.lines { (news_line(l, zone, csrf, line)) }
                }
            }
            (parts::pager(l, (!first).then_some("/pemberitahuan"), next.as_deref()))
        }
    }
}

fn news_line(l: Locale, zone: &TimeZone, csrf: &str, n: &NewsLine) -> Markup {
    let why = match (n.own, n.by) {
        (true, _) => Some("news-by-own".to_owned()),
        (_, Some(kind)) => Some(format!("news-by-{}", kind.as_str())),
        (false, None) => None,
    };
    html! {
        li.unread[!n.read] {
            span.what {
                @match &n.item {
                    Some(item) => {
                        span.said {
                            @if !n.read { span.badge { (l.t("news-new")) } " " }
                            (part::what(l, item))
                        }
                        a href=(part::path(item)) { (item.title) }
                        @if !item.excerpt.is_empty() { span.excerpt { (item.excerpt) } }
                    },
                    None => span.said { (l.t("news-gone")) },
                }
                small {
                    (parts::date_time(l, n.at, zone))
                    @if let Some(why) = why { " · " (l.t(&why)) }
                }
            }
            @if !n.read {
                form.inline method="post" action="/pemberitahuan" {
                    (fields::csrf(csrf))
                    (fields::hidden("one", &n.id.to_string()))
                    button.quiet {
                        (l.t("news-read"))
                        @if let Some(item) = &n.item { span.unseen { ": " (item.title) } }
                    }
                }
            }
        }
    }
}
