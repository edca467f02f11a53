use crate::domain::moderation::Rule;
use crate::domain::retention::Schedule;
use crate::views::locale::Locale;
use crate::views::parts::labels;
use maud::{Markup, html};

/// What is kept of a person, why, and for how long (UU 27/2022 asks for it at collection).
pub fn privacy(l: Locale, city: &str, kept: &[Schedule]) -> Markup {
    html! {
        div.wrap.narrow {
            h1 { (l.t("privacy-title")) }
            p.lead { (l.ta("privacy-lead", &[("city", city.into())])) }
            @for part in ["written", "author", "email", "masks", "cookies", "moderation", "rights"] {
                h2 { (l.t(&format!("privacy-{part}-title"))) }
                p { (l.t(&format!("privacy-{part}-text"))) }
            }
            h2 id="simpan" { (l.t("retention-title")) }
            p { (l.t("retention-lead")) }
            table {
                thead { tr { th scope="col" { (l.t("retention-what")) } th scope="col" { (l.t("retention-how-long")) } } }
                tbody {
                    @for s in kept {
                        tr data-kept=(s.kind.as_str()) {
                            td { (l.t(&format!("retention-{}", s.kind.as_str()))) }
                            td data-days=(s.days) { (l.ta("retention-days", &[("n", s.days.into())])) }
                        }
                    }
                }
            }
        }
    }
}

/// The published rules of moderation.
pub fn rules(l: Locale) -> Markup {
    html! {
        div.wrap.narrow {
            h1 { (l.t("rules-title")) }
            p.lead { (l.t("rules-about")) }
            @for rule in Rule::ALL {
                section id=(rule.as_str()) {
                    h2 { (labels::rule_text(l, *rule)) }
                    p { (labels::rule_about(l, *rule)) }
                }
            }
            p { a href="/moderasi/log" { (l.t("frame-log")) } }
        }
    }
}
