use crate::domain::error::FieldErrors;
use crate::domain::person::Role;
use crate::flows::grant::Form;
use crate::queries::admin::{Mail, People};
use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::fields::{self, Field};
use jiff::tz::TimeZone;
use maud::{Markup, html};

fn role_text(l: Locale, role: Role) -> String {
    l.t(&format!("role-{}", role.as_str().replace('_', "-")))
}

pub fn home(l: Locale, mail: &Mail) -> Markup {
    html! {
        div.wrap.narrow {
            h1 { (l.t("admin-title")) }
            (mail_state(l, mail))
            ul.pick {
                li { a href="/admin/unit" { b { (l.t("units-admin-title")) } small { (l.t("units-admin-about")) } } }
                li { a href="/petugas/undangan" { b { (l.t("invite-title")) } small { (l.t("invite-about")) } } }
                li { a href="/admin/orang" { b { (l.t("people-title")) } small { (l.t("people-about")) } } }
                li { a href="/sambungan" { b { (l.t("connect-title")) } small { (l.t("connect-about")) } } }
                li { a href="/admin/surat" { b { (l.t("mail-page-title")) } small { (l.t("mail-page-about")) } } }
                li { a href="/admin/kata" { b { (l.t("wordlist-title")) } small { (l.t("wordlist-about")) } } }
                li { a href="/petugas/kamus" { b { (l.t("lexicon-title")) } small { (l.t("lexicon-about")) } } }
                li { a href="/admin/audit" { b { (l.t("audit-title")) } small { (l.t("audit-about")) } } }
            }
        }
    }
}

fn mail_state(l: Locale, mail: &Mail) -> Markup {
    html! {
        @if let Some(folder) = &mail.folder {
            (parts::notice("warn", &l.ta("mail-page-folder", &[("folder", folder.as_str().into())])))
        }
        @if mail.failed > 0 { (parts::notice("bad", &l.ta("mail-page-failed", &[("n", mail.failed.into())]))) }
    }
}

pub fn people(
    l: Locale,
    zone: &TimeZone,
    csrf: &str,
    p: &People,
    f: &Form,
    e: &FieldErrors,
) -> Markup {
    let roles: Vec<(&str, String)> = std::iter::once(("", l.t("choose")))
        .chain(Role::ALL.iter().map(|r| (r.as_str(), role_text(l, *r))))
        .collect();
    let units: Vec<(&str, String)> = std::iter::once(("", l.t("people-city-wide")))
        .chain(
            p.units
                .iter()
                .map(|(slug, name)| (slug.as_str(), name.clone())),
        )
        .collect();
    let next = p.next.as_ref().map(|(name, id)| {
        let id = id.to_string();
        let pairs = [("nama", name.as_str()), ("id", id.as_str())];
        format!(
            "/admin/orang?{}",
            serde_urlencoded::to_string(pairs).unwrap_or_default()
        )
    });
    html! {
        div.wrap {
            (parts::crumbs(l, &[("/admin", &l.t("admin-title"))]))
            h1 { (l.t("people-title")) }
            (fields::summary(l, e))
            details open[!e.is_empty() || p.grants.is_empty()] {
                summary { (l.t("people-grant")) }
                form method="post" action="/admin/orang" {
                    (fields::csrf(csrf))
                    (fields::input(l, Field::new("email", &l.t("people-email"), &f.email), "email", 254, None, e))
                    (fields::input(l, Field::new("name", &l.t("people-name"), &f.name).hint(&l.t("people-name-hint")).optional(), "text", 60, None, e))
                    (fields::select(l, Field::new("role", &l.t("people-role"), &f.role), &roles, e))
                    (fields::select(l, Field::new("unit", &l.t("people-unit"), &f.unit).hint(&l.t("people-unit-hint")).optional(), &units, e))
                    (fields::input(l, Field::new("position", &l.t("people-position"), &f.position).hint(&l.t("people-position-hint")).optional(), "text", 60, None, e))
                    button.primary { (l.t("people-grant-send")) }
                }
            }
            ul.rows {
                @for g in &p.grants {
                    li {
                        span {
                            b { (g.name) } small { (g.email) }
                            small { (role_text(l, g.role)) @if let Some(unit) = &g.unit { " · " (unit) } @if !g.position.is_empty() { " · " (g.position) } " · " (parts::date(l, g.since, zone)) }
                            @if g.cases > 0 { small { (l.ta("people-end-cases", &[("n", g.cases.into())])) } }
                            @if g.answers > 0 { small { (l.ta("people-end-answers", &[("n", g.answers.into())])) } }
                        }
                        @if !g.locked {
                            form method="post" action="/admin/orang/akhiri" {
                                (fields::csrf(csrf))
                                (fields::hidden("grant", &g.id.to_string()))
                                button.danger aria-label={ (l.t("people-end")) ": " (g.name) ", " (role_text(l, g.role)) } { (l.t("people-end")) }
                            }
                        }
                    }
                }
            }
            (parts::pager(l, None, next.as_deref()))
            h2 { (l.t("people-reset-title")) }
            p { (l.t("people-reset-about")) }
            form method="post" action="/admin/orang/pulihkan" {
                (fields::csrf(csrf))
                (fields::input(l, Field::new("email", &l.t("people-email"), "").ending("-reset"), "email", 254, None, &FieldErrors::default()))
                button.danger { (l.t("people-reset")) }
            }
        }
    }
}

pub fn mail(l: Locale, zone: &TimeZone, csrf: &str, m: &Mail) -> Markup {
    let next = m
        .next
        .map(|(at, id)| format!("/admin/surat?sebelum={}.{id}", at.0));
    html! {
        div.wrap {
            (parts::crumbs(l, &[("/admin", &l.t("admin-title"))]))
            h1 { (l.t("mail-page-title")) }
            p.lead { (l.ta("mail-page-counts", &[("waiting", m.waiting.into()), ("failed", m.failed.into())])) }
            (mail_state(l, m))
            @if !m.stopped.is_empty() {
                h2 { (l.t("mail-page-stopped")) }
                p.quiet { (l.t("mail-page-stopped-about")) }
                ul.rows {
                    @for s in &m.stopped {
                        li {
                            span { b { (s.address) } small { (l.t("mail-page-since")) " " (parts::date_time(l, s.since, zone)) } small { (s.said) } }
                            form method="post" action="/admin/surat/alamat" {
                                (fields::csrf(csrf))
                                (fields::hidden("address", &s.key))
                                button aria-label={ (l.t("mail-page-lift")) ": " (s.address) } { (l.t("mail-page-lift")) }
                            }
                        }
                    }
                }
                h2 { (l.t("mail-page-title")) }
            }
            @if m.lines.is_empty() { (parts::empty(&l.t("mail-page-empty"), &l.t("mail-page-about"), None)) }
            ul.rows {
                @for line in &m.lines {
                    li {
                        span {
                            b { (purpose(l, &line.purpose)) } small { (line.recipient) " · " (parts::date_time(l, line.created, zone)) }
                            small {
                                @match (line.sent, line.failed) {
                                    (Some(at), _) => { (l.t("mail-page-sent")) " " (parts::date_time(l, at, zone)) }
                                    (None, true) => span.late { (l.t("mail-page-given-up")) " · " (line.last_error) },
                                    (None, false) => { (l.ta("mail-page-waiting", &[("n", line.attempts.into())])) " " (line.last_error) }
                                }
                            }
                        }
                        @if line.sent.is_none() {
                            form method="post" action="/admin/surat/ulang" {
                                (fields::csrf(csrf))
                                (fields::hidden("mail", &line.id.to_string()))
                                button aria-label={ (l.t("mail-page-retry")) ": " (purpose(l, &line.purpose)) ", " (line.recipient) } { (l.t("mail-page-retry")) }
                            }
                        }
                    }
                }
            }
            (parts::pager(l, None, next.as_deref()))
        }
    }
}

/// What a mail is for.
fn purpose(l: Locale, purpose: &str) -> String {
    l.t(&format!("mail-purpose-{}", purpose.replace('_', "-")))
}
