use crate::domain::error::FieldErrors;
use crate::domain::person::Role;
use crate::flows::grant::Form;
use crate::queries::invite::{Invitations, Invited};
use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::fields::{self, Field};
use jiff::tz::TimeZone;
use maud::{Markup, html};

fn role_text(l: Locale, role: Role) -> String {
    l.t(&format!("role-{}", role.as_str().replace('_', "-")))
}

/// "Petugas, Dinas Kependudukan".
fn to_what(l: Locale, role: Role, unit: &str) -> String {
    match unit {
        "" => role_text(l, role),
        unit => format!("{}, {unit}", role_text(l, role)),
    }
}

pub fn list(
    l: Locale,
    zone: &TimeZone,
    csrf: &str,
    all: &Invitations,
    f: &Form,
    e: &FieldErrors,
) -> Markup {
    let roles: Vec<(&str, String)> = Role::ALL
        .iter()
        .filter(|r| all.any_role || **r == Role::Staff)
        .map(|r| (r.as_str(), role_text(l, *r)))
        .collect();
    let city = all.any_role.then(|| ("", l.t("people-city-wide")));
    let units: Vec<(&str, String)> = city
        .into_iter()
        .chain(all.units.iter().map(|(s, n)| (s.as_str(), n.clone())))
        .collect();
    let role = if f.role.is_empty() { "staff" } else { &f.role };
    html! {
        div.wrap.narrow {
            @if all.any_role { (parts::crumbs(l, &[("/admin", &l.t("admin-title"))])) }
            @else { (parts::crumbs(l, &[("/petugas", &l.t("inbox-title"))])) }
            h1 { (l.t("invite-title")) }
            p.lead { (l.t("invite-lead")) }
            (fields::summary(l, e))
            form method="post" action="/petugas/undangan" {
                (fields::csrf(csrf))
                (fields::input(l, Field::new("email", &l.t("people-email"), &f.email), "email", 254, Some("off"), e))
                (fields::input(l, Field::new("name", &l.t("people-name"), &f.name).optional().hint(&l.t("people-name-hint")), "text", 80, Some("off"), e))
                (fields::select(l, Field::new("role", &l.t("people-role"), role), &roles, e))
                (fields::select(l, Field::new("unit", &l.t("people-unit"), &f.unit).filter(), &units, e))
                (fields::input(l, Field::new("position", &l.t("people-position"), &f.position).optional().hint(&l.t("people-position-hint")), "text", 80, Some("off"), e))
                button.primary { (l.t("invite-send")) }
            }
            h2 { (l.t("invite-waiting")) }
            @if all.waiting.is_empty() {
                (parts::empty(&l.t("invite-none"), &l.t("invite-none-text"), None))
            } @else {
                ul.rows {
                    @for w in &all.waiting {
                        li {
                            span.what { b { (w.email) } small { (to_what(l, w.role, &w.unit)) " · " (l.ta("invite-until", &[("date", l.date(w.until, zone).into())])) } }
                            form method="post" action="/petugas/undangan/batal" {
                                (fields::csrf(csrf))
                                (fields::hidden("id", &w.id))
                                button { (l.t("invite-withdraw")) span.unseen { ": " (w.email) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// For who holds the link.
pub fn show(l: Locale, csrf: &str, word: &str, i: &Invited) -> Markup {
    html! {
        div.wrap.narrow {
            h1 { (l.t("invited-title")) }
            p.lead {
                @if i.from.is_empty() { (l.ta("invited-by-city", &[("role", to_what(l, i.role, &i.unit).into())])) }
                @else { (l.ta("invited-by", &[("from", i.from.as_str().into()), ("role", to_what(l, i.role, &i.unit).into())])) }
            }
            p { (l.ta("invited-next", &[("email", i.email.as_str().into())])) }
            form method="post" action={ "/undangan/" (word) } {
                (fields::csrf(csrf))
                button.primary { (l.t("invited-accept")) }
            }
        }
    }
}
