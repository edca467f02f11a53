use crate::domain::error::FieldErrors;
use crate::domain::lang::Lang;
use crate::domain::thread::Visibility;
use crate::queries::account::MyAccount;
use crate::views::locale::Locale;
use crate::views::parts::fields::{self, Field};
use crate::views::parts::{self, lists};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub fn page(
    l: Locale,
    zone: &TimeZone,
    csrf: &str,
    a: &MyAccount,
    typed: Option<(&str, &FieldErrors)>,
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
            (fields::summary(l, errors))
            form method="post" action="/akun/profil" {
                (fields::csrf(csrf))
                (fields::input(l, Field::new("name", &l.t("account-name"), name).hint(&l.t("account-name-hint")), "text", 60, Some("name"), errors))
                (fields::select(l, Field::new("lang", &l.t("account-lang"), a.lang.code()), &langs, errors))
                button.primary { (l.t("account-save")) }
            }
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
                        span { b { @if s.present { (l.t("account-this")) } @else { (l.t("account-other")) } } small { (s.agent) } small { (parts::date_time(l, s.since, zone)) } }
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
