use crate::domain::error::FieldErrors;
use crate::domain::hook::{Event, TRIES};
use crate::flows::connect::{Form, TokenForm};
use crate::queries::connections::{Connections, Hook, HookLine, Message};
use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::fields::{self, Choice, Field};
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// What was typed into the two forms of the overview.
#[derive(Default)]
pub struct Typed {
    pub hook: Form,
    pub hook_errors: FieldErrors,
    pub token: TokenForm,
    pub token_errors: FieldErrors,
}

/// What an event is called.
pub(super) fn event_text(l: Locale, event: Event) -> String {
    l.t(&format!(
        "event-{}",
        event.as_str().replace(['.', '_'], "-")
    ))
}

fn units(l: Locale, c: &Connections) -> Vec<(&str, String)> {
    let city = c.city.then(|| ("", l.t("connect-city")));
    let named = c
        .units
        .iter()
        .map(|(slug, name)| (slug.as_str(), name.clone()));
    city.into_iter().chain(named).collect()
}

fn event_choices(l: Locale) -> Vec<Choice<'static>> {
    Event::ALL
        .iter()
        .filter(|e| **e != Event::Test)
        .map(|e| Choice {
            value: e.as_str(),
            text: event_text(l, *e),
            about: e.as_str().to_owned(),
        })
        .collect()
}

/// Address and events, as new and as changed.
fn hook_fields(l: Locale, f: &Form, private: bool, e: &FieldErrors) -> Markup {
    let hint = if private {
        "connect-address-hint-private"
    } else {
        "connect-address-hint"
    };
    let chosen: Vec<&str> = f.events.iter().map(String::as_str).collect();
    html! {
        (fields::input(l, Field::new("address", &l.t("connect-address"), &f.address).hint(&l.t(hint)), "url", 500, Some("off"), e))
        (fields::checks(l, Field::new("events", &l.t("connect-events"), ""), &event_choices(l), &chosen, e))
    }
}

/// All webhooks and tokens that the viewer manages.
pub fn overview(l: Locale, zone: &TimeZone, csrf: &str, c: &Connections, t: &Typed) -> Markup {
    let units = units(l, c);
    html! {
        div.wrap.narrow {
            h1 { (l.t("connect-title")) }
            p.lead { (l.t("connect-lead")) }
            p { a href="/api" { (l.t("connect-docs")) } }
            section aria-labelledby="hooks" {
                h2 id="hooks" { (l.t("connect-hooks")) }
                @if c.hooks.is_empty() { (parts::empty(&l.t("connect-hooks-none"), &l.t("connect-hooks-none-text"), None)) }
                ul.rows { @for h in &c.hooks { li { (hook_line(l, h)) } } }
                details open[!t.hook_errors.is_empty()] {
                    summary { (l.t("connect-hook-new")) }
                    (fields::summary(l, &t.hook_errors))
                    form method="post" action="/sambungan/kait" {
                        (fields::csrf(csrf))
                        (fields::select(l, Field::new("unit", &l.t("connect-unit"), &t.hook.unit).hint(&l.t("connect-unit-hint")).filter(), &units, &t.hook_errors))
                        (hook_fields(l, &t.hook, c.private, &t.hook_errors))
                        button.primary { (l.t("connect-hook-create")) }
                    }
                }
            }
            section aria-labelledby="tokens" {
                h2 id="tokens" { (l.t("connect-tokens")) }
                @if c.tokens.is_empty() { (parts::empty(&l.t("connect-tokens-none"), &l.t("connect-tokens-none-text"), None)) }
                ul.rows {
                    @for token in &c.tokens {
                        li {
                            span {
                                b { (token.label) }
                                small { (whose(l, token.unit.as_deref())) " · " (l.t("connect-token-made")) " " (parts::date(l, token.created, zone)) }
                                small {
                                    @match token.used {
                                        Some(at) => { (l.t("connect-token-used")) " " (parts::date_time(l, at, zone)) }
                                        None => { (l.t("connect-token-unused")) }
                                    }
                                }
                            }
                            form method="post" action="/sambungan/token/cabut" {
                                (fields::csrf(csrf))
                                (fields::hidden("token", &token.id.to_string()))
                                button.danger aria-label={ (l.t("connect-token-revoke")) ": " (token.label) } { (l.t("connect-token-revoke")) }
                            }
                        }
                    }
                }
                details open[!t.token_errors.is_empty()] {
                    summary { (l.t("connect-token-new")) }
                    (fields::summary_at(l, &t.token_errors, "-token"))
                    form method="post" action="/sambungan/token" {
                        (fields::csrf(csrf))
                        (fields::select(l, Field::new("unit", &l.t("connect-unit"), &t.token.unit).ending("-token").filter(), &units, &t.token_errors))
                        (fields::input(l, Field::new("label", &l.t("connect-token-label"), &t.token.label).hint(&l.t("connect-token-label-hint")).ending("-token"), "text", 60, Some("off"), &t.token_errors))
                        button.primary { (l.t("connect-token-create")) }
                    }
                }
            }
        }
    }
}

fn whose(l: Locale, unit: Option<&str>) -> String {
    unit.map_or_else(|| l.t("connect-city"), str::to_owned)
}

/// Name and state of a webhook, as it stands in the list.
fn hook_line(l: Locale, h: &HookLine) -> Markup {
    html! {
        span {
            a href={ "/sambungan/kait/" (h.id) } { (h.address) }
            small { (whose(l, h.unit.as_deref())) " · " (l.ta("connect-hook-events", &[("n", h.events.len().into())])) }
            (hook_state(l, h))
        }
    }
}

fn hook_state(l: Locale, h: &HookLine) -> Markup {
    html! {
        small {
            @if h.paused { (l.t("connect-hook-paused")) }
            @else if h.streak > 0 { span.late { (l.ta("connect-hook-failing", &[("n", h.streak.into())])) } }
            @else { (l.t("connect-hook-good")) }
            @if h.waiting > 0 { " · " (l.ta("connect-hook-waiting", &[("n", h.waiting.into())])) }
            @if h.aside > 0 { " · " span.late { (l.ta("connect-hook-aside", &[("n", h.aside.into())])) } }
        }
    }
}

/// One webhook: its state, settings, secret, and messages.
pub fn hook(
    l: Locale,
    zone: &TimeZone,
    csrf: &str,
    h: &Hook,
    private: bool,
    typed: Option<(&Form, &FieldErrors)>,
) -> Markup {
    let at = format!("/sambungan/kait/{}", h.line.id);
    let stands = Form {
        unit: String::new(),
        address: h.line.address.clone(),
        events: h
            .line
            .events
            .iter()
            .map(|e| e.as_str().to_owned())
            .collect(),
    };
    let no_errors = FieldErrors::default();
    let (form, errors) = typed.unwrap_or((&stands, &no_errors));
    let act = |path: &str, key: &str, class: &str| {
        html! {
            form method="post" action={ (at) (path) } {
                (fields::csrf(csrf))
                button class=(class) { (l.t(key)) }
            }
        }
    };
    let next = h.next.map(|(ms, id)| {
        format!(
            "{at}?{}sebelum={}.{id}",
            if h.aside { "hanya=sisih&" } else { "" },
            ms.0
        )
    });
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/sambungan", &l.t("connect-title"))]))
            h1.long { (h.line.address) }
            p { (whose(l, h.line.unit.as_deref())) }
            p { (hook_state(l, &h.line)) }
            div.actions {
                @if h.line.paused { (act("/lanjut", "connect-resume", "primary")) }
                @else { (act("/coba", "connect-test", "")) (act("/jeda", "connect-pause", "")) }
            }
            h2 { (l.t("connect-messages")) }
            (parts::tabs(&l.t("connect-messages"), &[
                (at.clone(), l.t("connect-messages-all"), !h.aside),
                (format!("{at}?hanya=sisih"), l.ta("connect-messages-aside", &[("n", h.line.aside.into())]), h.aside),
            ]))
            @if h.messages.is_empty() { (parts::empty(&l.t("connect-messages-none"), &l.t("connect-messages-none-text"), None)) }
            @if h.line.aside > 0 { (act("/ulang", "connect-replay-all", "")) }
            ul.rows { @for m in &h.messages { li { (message(l, zone, csrf, &at, m)) } } }
            (parts::pager(l, None, next.as_deref()))
            h2 { (l.t("connect-secret")) }
            p { (l.t("connect-secret-about")) }
            @if let Some(until) = h.overlap { p { (l.t("connect-secret-overlap")) " " (parts::date_time(l, until, zone)) } }
            div.actions { (act("/rahasia", "connect-secret-show", "")) (act("/ganti-rahasia", "connect-secret-rotate", "")) }
            details open[!errors.is_empty()] {
                summary { (l.t("connect-change")) }
                (fields::summary(l, errors))
                form method="post" action=(at) {
                    (fields::csrf(csrf))
                    (hook_fields(l, form, private, errors))
                    button.primary { (l.t("connect-save")) }
                }
            }
            details {
                summary { (l.t("connect-remove")) }
                p { (l.t("connect-remove-about")) }
                (act("/hapus", "connect-remove-send", "danger"))
            }
        }
    }
}

fn message(l: Locale, zone: &TimeZone, csrf: &str, at: &str, m: &Message) -> Markup {
    html! {
        div {
            b { (event_text(l, m.event)) } small { (parts::date_time(l, m.created, zone)) }
            small {
                @match (m.done, m.aside) {
                    (Some(done), _) => { (l.t("connect-message-done")) " " (parts::date_time(l, done, zone)) }
                    (None, true) => span.late { (l.t("connect-message-aside")) " · " (m.last_error) },
                    (None, false) if m.attempts == 0 => { (l.t("connect-message-waits")) }
                    (None, false) => {
                        (l.ta("connect-message-again", &[("n", m.attempts.into()), ("most", TRIES.into())])) " "
                        (parts::date_time(l, m.due, zone)) " · " (m.last_error)
                    }
                }
            }
            details {
                summary { (l.t("connect-message-content")) }
                pre tabindex="0" { (m.content) }
            }
        }
        @if m.done.is_some() || m.aside || m.attempts > 0 {
            form method="post" action={ (at) "/ulang" } {
                (fields::csrf(csrf))
                (fields::hidden("message", &m.id.to_string()))
                button aria-label={ (l.t("connect-replay")) ": " (event_text(l, m.event)) } { (l.t("connect-replay")) }
            }
        }
    }
}

/// A secret or token, shown this once.
pub fn secret(l: Locale, title: &str, about: &str, secret: &str, back: &str) -> Markup {
    html! {
        div.wrap.narrow {
            h1 { (title) }
            (parts::notice("warn", about))
            p.code { (secret) }
            p { a.button href=(back) { (l.t("connect-back")) } }
        }
    }
}
