use crate::domain::error::FieldErrors;
use crate::domain::person::Withheld;
use crate::domain::totp;
use crate::queries::ways_in::WaysIn;
use crate::views::locale::Locale;
use crate::views::parts::fields::{self, Field};
use crate::views::parts::{self, notice, qr};
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// What a form with a passkey needs: the script, and words for when it goes wrong.
pub struct Script<'a> {
    pub href: &'a str,
}

fn passkey_parts(l: Locale, csrf: &str, script: &Script) -> Markup {
    html! {
        (fields::csrf(csrf))
        (fields::hidden("credential", ""))
        p.notice.bad role="alert" data-passkey-fault hidden { (l.t("fault-passkey")) }
        script src=(script.href) defer {}
    }
}

/// Signing in with a passkey; shown by the script where the browser knows them.
pub fn enter(l: Locale, csrf: &str, next: &str, script: &Script) -> Markup {
    html! {
        form.passkey method="post" action="/masuk/kunci" data-passkey="get" data-begin="/masuk/kunci/mulai" hidden {
            (passkey_parts(l, csrf, script))
            (fields::hidden("next", next))
            button { (l.t("passkey-enter")) }
            p.quiet { (l.t("passkey-enter-about")) }
        }
    }
}

/// Passkeys and the second step.
pub fn page(
    l: Locale,
    zone: &TimeZone,
    csrf: &str,
    w: &WaysIn,
    script: Option<&Script>,
    typed: &str,
    errors: &FieldErrors,
) -> Markup {
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/akun", &l.t("account-title"))]))
            h1 { (l.t("ways-in-title")) }
            p.lead { (l.ta("ways-in-about", &[("email", w.email.as_str().into())])) }
            (fields::summary(l, errors))
            h2 { (l.t("passkeys-title")) }
            p { (l.t("passkeys-about")) }
            @if w.keys.is_empty() { p.quiet { (l.t("passkeys-none")) } }
            ul.rows {
                @for k in &w.keys {
                    li {
                        span {
                            b { (k.name) }
                            small { (l.t("passkey-since")) " " (parts::date(l, k.since, zone)) }
                            @if let Some(at) = k.used { small { (l.t("passkey-used")) " " (parts::date_time(l, at, zone)) } }
                        }
                        @if w.may_change() {
                            details {
                                summary { (l.t("passkey-change")) span.unseen { ": " (k.name) } }
                                form method="post" action="/akun/kunci/nama" {
                                    (fields::csrf(csrf))
                                    (fields::hidden("key", &k.id.to_string()))
                                    (fields::input(l, Field::new("name", &l.t("passkey-name"), &k.name).ending(&k.id.0.simple().to_string()), "text", 60, None, &FieldErrors::default()))
                                    button { (l.t("passkey-rename")) }
                                }
                                form method="post" action="/akun/kunci/hapus" {
                                    (fields::csrf(csrf))
                                    (fields::hidden("key", &k.id.to_string()))
                                    button.danger { (l.t("passkey-remove")) span.unseen { ": " (k.name) } }
                                }
                            }
                        }
                    }
                }
            }
            @if let (Some(script), true) = (script, w.may_change()) {
                form.passkey method="post" action="/akun/kunci" data-passkey="create" data-begin="/akun/kunci/mulai" hidden {
                    (passkey_parts(l, csrf, script))
                    (fields::input(l, Field::new("name", &l.t("passkey-name"), typed).hint(&l.t("passkey-name-hint")), "text", 60, None, errors))
                    button.primary { (l.t("passkey-add")) }
                }
                noscript { (notice("", &l.t("passkeys-script"))) }
            } @else if script.is_none() {
                (notice("", &l.t("passkeys-not-here")))
            }
            @if w.staff {
                h2 { (l.t("second-title")) }
                p { (l.t(if w.asked { "second-asked" } else { "second-about" })) }
                p.actions { a.button href="/akun/langkah-kedua" { (l.t(if w.second.is_some() { "second-manage" } else { "second-set-up" })) } }
            }
        }
    }
}

/// The second step of one's account: setting it up, or what can be done with it.
pub fn second(
    l: Locale,
    zone: &TimeZone,
    csrf: &str,
    w: &WaysIn,
    begun: Option<(&[u8], &str)>,
    errors: &FieldErrors,
) -> Markup {
    let code = |hint: &str| {
        let (label, hint) = (l.t("second-code"), l.t(hint));
        fields::input(
            l,
            Field::new("code", &label, "").hint(&hint),
            "text",
            16,
            Some("one-time-code"),
            errors,
        )
    };
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/akun", &l.t("account-title")), ("/akun/keamanan", &l.t("ways-in-title"))]))
            h1 { (l.t("second-title")) }
            (fields::summary(l, errors))
            @if !w.staff {
                p.lead { (l.t("second-staff-only")) }
            } @else if let Some(since) = w.second {
                p.lead { (l.t("second-on")) " " (parts::date(l, since, zone)) }
                p { (l.ta("second-recovery-left", &[("n", w.recovery.into())])) }
                form method="post" action="/akun/langkah-kedua/pemulihan" {
                    (fields::csrf(csrf))
                    (code("second-renew-hint"))
                    p.actions {
                        button { (l.t("second-renew")) }
                        @if !w.asked { button.danger formaction="/akun/langkah-kedua/lepas" { (l.t("second-take-off")) } }
                    }
                }
            } @else if let Some((secret, uri)) = begun {
                ol {
                    li { (l.t("second-step-app")) }
                    li {
                        (l.t("second-step-scan"))
                        // Without the picture the key is typed.
                        @if let Ok(code) = qr::code(uri) { div.app-code { (qr::drawing(&code, &l.t("second-qr"))) } }
                        p { (l.t("second-step-type")) }
                        p { code.secret data-secret { (totp::shown(secret)) } }
                    }
                    li { (l.t("second-step-code")) }
                }
                form method="post" action="/akun/langkah-kedua" {
                    (fields::csrf(csrf))
                    (code("second-code-hint"))
                    button.primary { (l.t("second-confirm")) }
                }
            } @else {
                @if w.withheld == Some(Withheld::Enrol) { (notice("warn", &l.t("second-must"))) }
                p.lead { (l.t("second-about")) }
                form method="post" action="/akun/langkah-kedua/mulai" {
                    (fields::csrf(csrf))
                    button.primary { (l.t("second-set-up")) }
                }
                p { (l.t("second-or-passkey")) " " a href="/akun/keamanan" { (l.t("passkeys-title")) } }
            }
        }
    }
}

/// The recovery codes, shown this once.
pub fn recovery(l: Locale, codes: &[String], next: &str) -> Markup {
    html! {
        div.wrap.narrow {
            h1 { (l.t("recovery-title")) }
            p.lead { (l.t("recovery-about")) }
            ul.recovery { @for c in codes { li { code data-recovery { (c) } } } }
            p { (l.t("recovery-once")) }
            p.actions { a.button.primary href=(next) { (l.t("recovery-done")) } }
        }
    }
}

/// Asked for while signing in.
pub fn ask(
    l: Locale,
    csrf: &str,
    next: &str,
    withheld: Withheld,
    passkey: Option<&Script>,
    errors: &FieldErrors,
) -> Markup {
    html! {
        div.wrap.narrow {
            h1 { (l.t("second-title")) }
            @match withheld {
                Withheld::Enter => {
                    p.lead { (l.t("second-ask")) }
                    (fields::summary(l, errors))
                    form method="post" action="/masuk/langkah-kedua" {
                        (fields::csrf(csrf))
                        (fields::hidden("next", next))
                        (fields::input(l, Field::new("code", &l.t("second-code"), "").hint(&l.t("second-ask-hint")), "text", 16, Some("one-time-code"), errors))
                        button.primary { (l.t("sign-in-go")) }
                    }
                }
                _ => p.lead { (l.t("second-by-passkey")) },
            }
            @if let Some(script) = passkey { (enter(l, csrf, next, script)) }
            p { (l.t("second-lost")) }
            form method="post" action="/keluar" { (fields::csrf(csrf)) button { (l.t("frame-sign-out")) } }
        }
    }
}
