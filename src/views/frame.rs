//! The page's frame: head, header, main, footer. Valid HTML5, no inline style or script.

use super::locale::Locale;
use super::parts::icon;
use crate::domain::lang::Lang;
use maud::{DOCTYPE, Markup, html};

/// The city that runs the service.
#[derive(Copy, Clone)]
pub struct City<'a> {
    pub product: &'a str,
    pub city: &'a str,
    pub region: &'a str,
}

/// Who is signed in, and which places of work they have.
#[derive(Copy, Clone)]
pub struct Bar<'a> {
    pub name: &'a str,
    pub csrf: &'a str,
    /// Unread news; from `notifications::COUNTED` on there are more.
    pub unread: i64,
    pub staff: bool,
    pub coordinator: bool,
    pub moderator: bool,
    pub admin: bool,
}

impl Bar<'_> {
    /// The person's places of work: path, and key of the name.
    fn work(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        [
            (self.staff, "/petugas", "frame-inbox"),
            (self.coordinator, "/petugas/koordinasi", "frame-board"),
            (self.moderator, "/moderasi", "frame-moderation"),
            (self.admin, "/admin", "frame-admin"),
        ]
        .into_iter()
        .filter(|(has, ..)| *has)
        .map(|(_, path, key)| (path, key))
    }
}

/// A form in which somebody may have written: its id, where it goes, and the step that only shows it
/// again.
#[derive(Copy, Clone, Debug)]
pub struct Writing {
    pub form: &'static str,
    pub action: &'static str,
    pub step: &'static str,
}

/// Everything around a page's own content.
pub struct Frame<'a> {
    pub locale: Locale,
    pub title: &'a str,
    pub description: &'a str,
    pub city: City<'a>,
    /// Path and query of this page.
    pub path: &'a str,
    pub bar: Option<Bar<'a>>,
    pub flash: Option<&'a str>,
    /// Whether search engines may list it.
    pub index: bool,
    /// The page's whole address without a language, which shows it in the reader's own.
    pub address: &'a str,
    /// Whether this page's address asked for its language.
    pub asked: bool,
    /// What is being written on the page, which goes along into another language.
    pub writing: Option<Writing>,
    /// The feed that tells what the page shows.
    pub feed: Option<&'a str>,
    /// Where the source can be had; empty: no link.
    pub source: &'a str,
    pub css: &'a str,
    pub js: &'a str,
    pub icon: &'a str,
    /// The icon where a page is put on a home screen that reads no manifest.
    pub touch_icon: &'a str,
}

/// A page's address in another language.
fn in_language(path: &str, lang: Lang) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut address = format!("{path}?");
    for part in query
        .split('&')
        .filter(|p| !p.is_empty() && !p.starts_with("lang="))
    {
        address.push_str(part);
        address.push('&');
    }
    address.push_str("lang=");
    address.push_str(lang.code());
    address
}

fn lang_name(lang: Lang) -> &'static str {
    match lang {
        Lang::Id => "Indonesia",
        Lang::En => "English",
        Lang::Min => "Minangkabau",
    }
}

/// A whole page.
pub fn page(f: &Frame, main: Markup) -> Markup {
    let l = f.locale;
    html! {
        (DOCTYPE)
        html lang=(l.lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (f.title) " · " (f.city.product) " " (f.city.city) }
                @if !f.description.is_empty() { meta name="description" content=(f.description); }
                @if f.index {
                    @let own = in_language(f.address, l.lang);
                    link rel="canonical" href=(if f.asked { &own } else { f.address });
                    @for lang in Lang::ALL {
                        link rel="alternate" hreflang=(lang.code()) href=(in_language(f.address, lang));
                    }
                    link rel="alternate" hreflang="x-default" href=(f.address);
                } @else {
                    meta name="robots" content="noindex";
                }
                @if let Some(feed) = f.feed {
                    link rel="alternate" type="application/atom+xml" title=(f.title) href=(feed);
                }
                meta name="color-scheme" content="light dark";
                meta name="theme-color" content="#8f1118";
                link rel="icon" href=(f.icon) type="image/svg+xml";
                link rel="apple-touch-icon" href=(f.touch_icon);
                link rel="manifest" href={ "/manifes.webmanifest?lang=" (l.lang.code()) };
                link rel="stylesheet" href=(f.css);
                script src=(f.js) defer {}
            }
            body {
                a.skip href="#isi" { (l.t("frame-skip")) }
                (header(f))
                main id="isi" tabindex="-1" {
                    @if let Some(text) = f.flash {
                        p.notice.good role="status" { (text) }
                    }
                    (main)
                }
                (footer(f))
            }
        }
    }
}

fn header(f: &Frame) -> Markup {
    let l = f.locale;
    let here = |path: &str| {
        let at = f.path.split('?').next().unwrap_or("");
        (at == path).then_some("page")
    };
    html! {
        header.top {
            div.wrap {
                a.brand href="/" {
                    (icon::logo())
                    span {
                        b { (f.city.product) }
                        small { (f.city.city) }
                    }
                }
                nav.main aria-label=(l.t("frame-nav")) {
                    a href="/utas" aria-current=[here("/utas")] { (l.t("frame-threads")) }
                    a href="/unit" aria-current=[here("/unit")] { (l.t("frame-units")) }
                    a href="/lacak" aria-current=[here("/lacak")] { (l.t("frame-track")) }
                    @if let Some(bar) = &f.bar {
                        @for (href, key) in bar.work() {
                            a.work href=(href) aria-current=[here(href)] { (l.t(key)) }
                        }
                    } @else {
                        a href="/masuk" aria-current=[here("/masuk")] { (l.t("frame-sign-in")) }
                    }
                }
                a.button.primary href="/tulis" { (icon::pen()) (l.t("frame-write")) }
                @if let Some(bar) = &f.bar {
                    a.bell href="/pemberitahuan" aria-current=[here("/pemberitahuan")] {
                        (icon::bell())
                        span.word { (l.t("frame-news")) }
                        @if bar.unread > 0 {
                            " " span.count aria-hidden="true" { (count(bar.unread)) }
                            span.unseen { " (" (l.ta("news-unread", &[("n", bar.unread.into())])) ")" }
                        }
                    }
                    nav.mine aria-label=(l.t("frame-mine")) {
                        details data-menu {
                            summary { (icon::person()) span { @if bar.name.is_empty() { (l.t("account-title")) } @else { (bar.name) } } }
                            ul {
                                // Where there is room they stand in the bar.
                                @for (href, key) in bar.work() {
                                    li.work { a href=(href) aria-current=[here(href)] { (l.t(key)) } }
                                }
                                li { a href="/akun" aria-current=[here("/akun")] { (l.t("frame-account")) } }
                                li {
                                    form method="post" action="/keluar" {
                                        input type="hidden" name="_csrf" value=(bar.csrf);
                                        button.quiet { (l.t("frame-sign-out")) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            div.ribbon aria-hidden="true" {}
        }
    }
}

/// A number that stays short.
fn count(n: i64) -> String {
    if n > 99 {
        "99+".to_owned()
    } else {
        n.to_string()
    }
}

fn footer(f: &Frame) -> Markup {
    let l = f.locale;
    html! {
        footer.bottom {
            div.ribbon aria-hidden="true" {}
            div.wrap {
                p {
                    b { (f.city.product) } " · " (f.city.region) br;
                    (l.t("frame-about"))
                }
                nav aria-label=(l.t("frame-more")) {
                    a href="/kinerja" { (l.t("frame-insight")) }
                    a href="/moderasi/log" { (l.t("frame-log")) }
                    a href="/aturan" { (l.t("frame-rules")) }
                    a href="/privasi" { (l.t("frame-privacy")) }
                    @if !f.source.is_empty() { a href=(f.source) rel="noopener" { (l.t("frame-source")) } }
                }
                nav.languages aria-label=(l.t("frame-language")) {
                    @for lang in Lang::ALL {
                        @if let Some(w) = f.writing {
                            button.quiet form=(w.form) formaction=(in_language(w.action, lang)) formnovalidate name="step" value=(w.step)
                                lang=(lang.code()) aria-current=[(lang == l.lang).then_some("true")] { (lang_name(lang)) }
                        } @else { a href=(in_language(f.path, lang)) lang=(lang.code()) hreflang=(lang.code())
                            aria-current=[(lang == l.lang).then_some("true")] { (lang_name(lang)) } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_links_keep_the_rest_of_the_address() {
        assert_eq!(in_language("/utas", Lang::En), "/utas?lang=en");
        assert_eq!(
            in_language("/utas?q=a&lang=id&unit=b", Lang::Min),
            "/utas?q=a&unit=b&lang=min"
        );
        assert_eq!(
            in_language("https://a.test/tulis?layanan=b/c", Lang::Id),
            "https://a.test/tulis?layanan=b/c&lang=id"
        );
    }
}
