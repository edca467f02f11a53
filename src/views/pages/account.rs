use crate::domain::digest::schedule::WEEKDAYS;
use crate::domain::error::FieldErrors;
use crate::domain::lang::Lang;
use crate::domain::thread::Visibility;
use crate::flows::wishes::Form;
use crate::queries::account::{MyAccount, MyDigests};
use crate::views::digest::archive;
use crate::views::locale::Locale;
use crate::views::pages::erase;
use crate::views::parts::fields::{self, Field};
use crate::views::parts::{self, lists, told};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub fn page(
    l: Locale,
    zone: &TimeZone,
    csrf: &str,
    a: &MyAccount,
    typed: Option<(&str, &FieldErrors)>,
    wishes: Option<(&Form, &FieldErrors)>,
) -> Markup {
    let none = FieldErrors::default();
    let (name, errors) = typed.unwrap_or((&a.name, &none));
    let langs: Vec<(&str, String)> = Lang::ALL
        .iter()
        .map(|lang| (lang.code(), l.t(&format!("lang-{}", lang.code()))))
        .collect();
    let next = a.next.map(|id| format!("/akun?sebelum={id}"));
    html! {
        div.wrap.narrow {
            h1 { (l.t("account-title")) }
            p.lead { (a.email) }
            @if let Some(due) = a.erased_at { (erase::waiting(l, zone, csrf, due)) }
            p.actions {
                a.button href="/akun/keamanan" { (l.t("ways-in-title")) }
                a.button href="/akun/data" { (l.t("my-data-title")) }
            }
            (told::list(l, zone, &a.told))
            @if !a.told.is_empty() { p { (l.t("told-account")) } }
            (fields::summary(l, errors))
            form method="post" action="/akun/profil" {
                (fields::csrf(csrf))
                (fields::input(l, Field::new("name", &l.t("account-name"), name).hint(&l.t("account-name-hint")), "text", 60, Some("name"), errors))
                (fields::select(l, Field::new("lang", &l.t("account-lang"), a.lang.code()), &langs, errors))
                button.primary { (l.t("account-save")) }
            }
            @if let Some(d) = &a.digests { (digests(l, csrf, d, wishes)) }
            h2 { (l.t("account-threads")) }
            @if a.threads.is_empty() {
                (parts::empty(&l.t("account-no-threads"), &l.t("account-no-threads-text"), Some(("/tulis", &l.t("frame-write")))))
            } @else {
                div.cards {
                    @for (card, visibility) in &a.threads {
                        div {
                            @if *visibility != Visibility::Public {
                                p.badges { span.badge { (l.t(&format!("visibility-{}", visibility.as_str()))) } }
                            }
                            (lists::card(l, zone, card, &format!("/utas/{}", card.number)))
                        }
                    }
                }
                (parts::pager(l, None, next.as_deref()))
            }
            h2 { (l.t("account-sessions")) }
            p.quiet { (l.t("account-sessions-about")) }
            ul.rows {
                @for s in &a.sessions {
                    li {
                        span { b { @if s.present { (l.t("account-this")) } @else { (l.t("account-other")) } } small { (s.agent) } small { (parts::date_time(l, s.since, zone)) " · " (l.t(&format!("means-{}", s.means.as_str()))) } }
                        form method="post" action="/akun/sesi" {
                            (fields::csrf(csrf))
                            (fields::hidden("session", &s.id.to_string()))
                            button aria-label={ (l.t("account-end")) ": " (s.agent) } { (l.t("account-end")) }
                        }
                    }
                }
            }
            @if a.sessions.len() > 1 {
                form method="post" action="/akun/sesi" {
                    (fields::csrf(csrf))
                    (fields::hidden("others", "1"))
                    button { (l.t("account-end-others")) }
                }
            }
        }
    }
}

/// What a head or deputy wishes of digests.
fn digests(l: Locale, csrf: &str, d: &MyDigests, typed: Option<(&Form, &FieldErrors)>) -> Markup {
    let none = FieldErrors::default();
    let errors = typed.map_or(&none, |(_, e)| e);
    let (every, weekday, hour) = match typed {
        Some((f, _)) => (f.every.as_str(), f.weekday.as_str(), f.hour.as_str()),
        None => (d.every, d.weekday.as_str(), d.hour.as_str()),
    };
    let how_often: Vec<(&str, String)> = ["both", "week", "month", "none"]
        .iter()
        .map(|e| (*e, l.t(&format!("wish-every-{e}"))))
        .collect();
    let day_name = |day: Weekday| {
        let names = [
            "weekday-monday",
            "weekday-tuesday",
            "weekday-wednesday",
            "weekday-thursday",
            "weekday-friday",
            "weekday-saturday",
            "weekday-sunday",
        ];
        let at = usize::try_from(day.to_monday_zero_offset()).unwrap_or(0);
        l.t(names[at.min(6)])
    };
    let usual = day_name(d.usual.0);
    let mut days = vec![("", l.ta("wish-weekday-usual", &[("day", usual.into())]))];
    days.extend(WEEKDAYS.iter().map(|(name, day)| (*name, day_name(*day))));
    let time = d.usual.1.strftime("%H.%M").to_string();
    let hours: Vec<String> = d.hours.clone().map(|h| h.to_string()).collect();
    let mut at = vec![("", l.ta("wish-hour-usual", &[("time", time.into())]))];
    at.extend(hours.iter().map(|h| (h.as_str(), format!("{h:0>2}.00"))));
    html! {
        h2 id="ringkasan" { (l.t("wish-title")) }
        p.quiet { (l.t("wish-about")) }
        @for (slug, name) in &d.units {
            p { a href=(archive(slug)) { (l.t("digests-link")) ": " (name) } }
        }
        @if d.returns { (parts::notice("bad", &l.t("wish-returns"))) }
        @if d.stopped { (parts::notice("warn", &l.t("wish-stopped"))) }
        (fields::summary(l, errors))
        form method="post" action="/akun/ringkasan" {
            (fields::csrf(csrf))
            (fields::select(l, Field::new("every", &l.t("wish-every"), every), &how_often, errors))
            (fields::select(l, Field::new("weekday", &l.t("wish-weekday"), weekday).filter(), &days, errors))
            (fields::select(l, Field::new("hour", &l.t("wish-hour"), hour).filter(), &at, errors))
            button { (l.t("wish-save")) }
        }
    }
}
