use crate::domain::error::FieldErrors;
use crate::queries::units::UnitLine;
use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::fields;
use maud::{Markup, html};

/// `about`: the unit that a fault is of.
pub fn page(l: Locale, csrf: &str, units: &[UnitLine], about: &str, e: &FieldErrors) -> Markup {
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/admin", &l.t("admin-title"))]))
            h1 { (l.t("units-admin-title")) }
            p.lead { (l.t("units-admin-lead")) }
            (fields::summary_at(l, e, &format!("-{about}")))
            ul.rows {
                @for u in units {
                    li {
                        span.what {
                            b { (u.name) }
                            small {
                                (l.t(if u.active { "units-admin-open" } else { "units-admin-closed" }))
                                @if u.owed > 0 { " · " (l.ta("inbox-open-count", &[("n", u.owed.into())])) }
                                @if u.needs_release { " · " (l.t("lead-release-on")) }
                            }
                            @if about == u.slug && let Some(fault) = e.of("unit") { small.fault { (l.msg(fault)) } }
                        }
                        form method="post" action="/admin/unit" {
                            (fields::csrf(csrf))
                            (fields::hidden("unit", &u.slug))
                            (fields::hidden("active", if u.active { "0" } else { "1" }))
                            button.danger[u.active] id={ "unit-" (u.slug) } { (l.t(if u.active { "units-admin-close" } else { "units-admin-reopen" })) span.unseen { ": " (u.name) } }
                        }
                    }
                }
            }
        }
    }
}
