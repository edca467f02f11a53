use crate::domain::error::Result;
use crate::queries::place::Place;
use crate::views::locale::Locale;
use crate::views::parts::{self, icon, qr};
use maud::{Markup, html};

/// What stands on a poster.
pub struct Poster<'a> {
    pub product: &'a str,
    pub city: &'a str,
    /// The site's address, before paths.
    pub base: &'a str,
    pub unit: &'a str,
    pub slug: &'a str,
    pub service: Option<&'a Place>,
    /// All that the unit has.
    pub services: &'a [Place],
}

impl Poster<'_> {
    /// What the poster is for.
    pub fn name(&self) -> &str {
        self.service.map_or(self.unit, |s| s.service.as_str())
    }
}

/// # Errors
/// If an address is too long for a code.
pub fn page(l: Locale, p: &Poster) -> Result<Markup> {
    let write = match p.service {
        Some(s) => format!("{}/tulis?layanan={}", p.base, s.path),
        None => format!("{}/tulis?unit={}", p.base, p.slug),
    };
    let mut codes = vec![("poster-write", qr::code(&write)?, write)];
    if let Some(s) = p.service {
        let rate = format!("{}/nilai/{}", p.base, s.path);
        codes.insert(0, ("poster-rate", qr::code(&rate)?, rate));
    }
    Ok(html! {
        div.wrap.narrow {
            div.unprinted {
                (parts::crumbs(l, &[("/unit", &l.t("frame-units")), (&format!("/unit/{}", p.slug), p.unit)]))
                p.lead { (l.t("poster-about")) }
            }
            article.poster {
                p.of { (icon::logo()) span { b { (p.product) } " " (p.city) } }
                h1 { (p.name()) }
                @if p.service.is_some() { p.unit-name { (p.unit) } }
                p.lead { (l.t("poster-ask")) }
                div.codes {
                    @for (key, code, address) in &codes {
                        figure {
                            (qr::drawing(code, &l.ta("poster-code", &[("address", address.as_str().into())])))
                            figcaption { b { (l.t(key)) } small.long { (address) } }
                        }
                    }
                }
                ol {
                    @for key in ["poster-step-1", "poster-step-2", "poster-step-3"] { li { (l.t(key)) } }
                }
                p { b { (l.t("poster-free")) } }
            }
            nav.unprinted aria-label=(l.t("poster-others")) {
                h2 { (l.t("poster-others")) }
                ul.pick {
                    @if p.service.is_some() { li { a href={ "/unit/" (p.slug) "/poster" } { b { (p.unit) } } } }
                    @for s in p.services {
                        @if Some(s.path.as_str()) != p.service.map(|s| s.path.as_str()) && let Some((_, service)) = s.path.split_once('/') {
                            li { a href={ "/unit/" (p.slug) "/poster?layanan=" (service) } { b { (s.service) } } }
                        }
                    }
                }
            }
        }
    })
}
