use crate::domain::hook::Event;
use crate::views::locale::Locale;
use maud::{Markup, html};

/// How programs read figures and are told of events, with examples.
pub fn documents(
    l: Locale,
    base_url: &str,
    minimum: u64,
    tries: i64,
    examples: &[(&str, &str)],
) -> Markup {
    let paths = [
        ("/api/v1/units", "api-units-text"),
        (
            "/api/v1/units/{unit}/figures?from=2026-10-01&to=2026-10-31",
            "api-figures-text",
        ),
        ("/api/v1/units/{unit}/days?from=…&to=…", "api-days-text"),
        (
            "/api/v1/units/{unit}/services?from=…&to=…",
            "api-services-text",
        ),
        ("/api/v1/openapi.json", "api-openapi-text"),
    ];
    html! {
        div.wrap.narrow {
            h1 { (l.t("api-title")) }
            p.lead { (l.t("api-lead")) }
            h2 { (l.t("api-token-title")) }
            p { (l.t("api-token-text")) }
            pre tabindex="0" { "curl -H 'Authorization: Bearer palanta_…' " (base_url) "/api/v1/units" }
            h2 { (l.t("api-paths-title")) }
            dl.paths {
                @for (path, about) in paths {
                    dt { code { (path) } }
                    dd { (l.t(about)) }
                }
            }
            p { a href="/api/v1/openapi.json" { "OpenAPI 3.1" } }
            p { (l.ta("api-min-text", &[("n", i64::try_from(minimum).unwrap_or(i64::MAX).into())])) }
            p { (l.t("api-errors-text")) }
            h2 { (l.t("api-hooks-title")) }
            p { (l.ta("api-hooks-text", &[("n", tries.into())])) }
            p { (l.t("api-sign-text")) }
            h3 { (l.t("api-events-title")) }
            dl.paths {
                @for event in Event::ALL {
                    dt { code { (event.as_str()) } }
                    dd { (super::connections::event_text(l, *event)) }
                }
            }
            h2 { (l.t("api-examples-title")) }
            @for (title, text) in examples {
                h3 { (l.t(title)) }
                pre tabindex="0" { (text) }
            }
        }
    }
}
