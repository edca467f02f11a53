use crate::views::locale::Locale;
use maud::{Markup, html};

/// What is kept of a person, why, and for how long (UU 27/2022 asks for it at collection).
pub fn privacy(l: Locale, city: &str) -> Markup {
    html! {
        div.wrap.narrow {
            h1 { (l.t("privacy-title")) }
            p.lead { (l.ta("privacy-lead", &[("city", city.into())])) }
            @for part in ["written", "author", "email", "masks", "cookies", "moderation", "rights"] {
                h2 { (l.t(&format!("privacy-{part}-title"))) }
                p { (l.t(&format!("privacy-{part}-text"))) }
            }
        }
    }
}
