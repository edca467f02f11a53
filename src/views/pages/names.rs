use crate::domain::error::FieldErrors;
use crate::domain::named::Form as ShownAs;
use crate::flows::named;
use crate::flows::staff_list::Form;
use crate::queries::named::{Names, PRAISE_DAYS, Praised, StaffList};
use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::fields::{self, Field};
use jiff::tz::TimeZone;
use maud::{Markup, PreEscaped, html};

/// A moderator decides how those named in a post are shown.
pub fn settle(l: Locale, csrf: &str, n: &Names) -> Markup {
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/moderasi", &l.t("moderation-title")), (&format!("/utas/{}", n.number), &n.number)]))
            h1 { (l.t("settle-title")) }
            p.lead { (n.title) }
            p { (l.t("settle-about")) }
            div.post.citizen { div.words { (PreEscaped(&n.html)) } }
            @if n.names.is_empty() {
                (parts::empty(&l.t("settle-none"), &l.t("settle-none-text"), None))
            } @else { form method="post" action={ "/moderasi/nama/" (n.number) } {
                (fields::csrf(csrf))
                (fields::hidden("post", &n.post.to_string()))
                @for name in &n.names {
                    @let id = format!("nama-{}", name.id.0.simple());
                    div.field {
                        label for=(id) { (l.ta("named-label", &[("name", name.written.as_str().into())])) }
                        p.hint id={ (id) "-hint" } {
                            (l.t(&format!("named-tone-{}", name.tone.as_str()))) " "
                            (l.t(if name.known { "settle-known" } else { "settle-unknown" }))
                            @if name.doubt { " " b { (l.t("settle-doubt")) } }
                        }
                        select id=(id) name={ "nama-" (name.id) } aria-describedby={ (id) "-hint" } {
                            @for form in ShownAs::ALL {
                                option value=(form.as_str()) selected[*form == name.form] { (named::stored_as(&name.row, *form)) }
                            }
                        }
                    }
                }
                p.actions {
                    button.primary { (l.t("settle-send")) }
                    a.button href={ "/utas/" (n.number) } { (l.t("cancel")) }
                }
            } }
        }
    }
}

/// Who was praised, for the head of the unit.
pub fn praised(l: Locale, zone: &TimeZone, all: &[Praised]) -> Markup {
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/petugas", &l.t("inbox-title"))]))
            h1 { (l.t("praise-title")) }
            p.lead { (l.ta("praise-lead", &[("days", PRAISE_DAYS.into())])) }
            @if all.is_empty() {
                (parts::empty(&l.t("praise-empty"), &l.t("praise-empty-text"), Some(("/petugas/nama", &l.t("staff-title")))))
            } @else {
                ul.rows {
                    @for p in all {
                        li data-praised=(p.n) {
                            span.what { b { (p.name) } small { (p.unit) " · " (l.t("praise-last")) " " (parts::date(l, p.last, zone)) } }
                            span { (l.ta("praise-count", &[("n", p.n.into())])) }
                        }
                    }
                }
            }
        }
    }
}

/// Whom a unit lists.
pub fn staff(l: Locale, csrf: &str, s: &StaffList, f: &Form, e: &FieldErrors) -> Markup {
    let tabs: Vec<(String, String, bool)> = s
        .units
        .iter()
        .map(|(slug, name)| {
            let href = format!("/petugas/nama?unit={slug}");
            (href, name.clone(), *slug == s.unit_slug)
        })
        .collect();
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/petugas", &l.t("inbox-title"))]))
            h1 { (l.t("staff-title")) }
            p.lead { (l.t("staff-lead")) }
            @if tabs.len() > 1 { (parts::tabs(&l.t("staff-title"), &tabs)) }
            h2 { (s.unit) }
            (fields::summary(l, e))
            form method="post" action="/petugas/nama" {
                (fields::csrf(csrf))
                (fields::hidden("unit", &s.unit_slug))
                (fields::input(l, Field::new("name", &l.t("staff-name"), &f.name).hint(&l.t("staff-name-hint")), "text", 60, Some("off"), e))
                (fields::input(l, Field::new("position", &l.t("people-position"), &f.position).hint(&l.t("staff-position-hint")).optional(), "text", 60, Some("off"), e))
                p.actions { button.primary { (l.t("staff-add")) } }
            }
            @if s.names.is_empty() {
                (parts::empty(&l.t("staff-empty"), &l.t("staff-empty-text"), None))
            } @else {
                ul.rows {
                    @for (id, name, position) in &s.names {
                        li {
                            span.what { b { (name) } @if !position.is_empty() { small { (position) } } }
                            form method="post" action="/petugas/nama/hapus" {
                                (fields::csrf(csrf))
                                (fields::hidden("unit", &s.unit_slug))
                                (fields::hidden("id", &id.to_string()))
                                button.danger { (l.t("staff-remove")) span.unseen { ": " (name) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
