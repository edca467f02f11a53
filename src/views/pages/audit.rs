use crate::domain::audit::{ACTS, key};
use crate::queries::audit::{Asked, Log};
use crate::views::locale::Locale;
use crate::views::parts::{self, fields};
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// What a check of the chain has found.
#[derive(Copy, Clone)]
pub enum Checked {
    NotYet,
    Whole(i64),
    Broken,
}

fn act_text(l: Locale, act: &str) -> String {
    if ACTS.contains(&act) {
        l.t(&format!("audit-act-{}", key(act)))
    } else {
        act.to_owned()
    }
}

pub fn log(
    l: Locale,
    zone: &TimeZone,
    csrf: &str,
    log: &Log,
    a: &Asked,
    checked: Checked,
) -> Markup {
    let next = log.next.map(|place| {
        let place = place.to_string();
        let pairs = [
            ("tindakan", a.act.as_str()),
            ("siapa", a.who.as_str()),
            ("dari", a.from.as_str()),
            ("sampai", a.until.as_str()),
            ("sebelum", place.as_str()),
        ];
        let given = pairs.into_iter().filter(|(_, v)| !v.is_empty());
        let query = serde_urlencoded::to_string(given.collect::<Vec<_>>()).unwrap_or_default();
        format!("/admin/audit?{query}")
    });
    html! {
        div.wrap {
            (parts::crumbs(l, &[("/admin", &l.t("admin-title"))]))
            h1 { (l.t("audit-title")) }
            p.lead { (l.t("audit-lead")) }
            @match checked {
                Checked::NotYet => {},
                Checked::Whole(n) => (parts::notice("good", &l.ta("audit-whole", &[("n", n.into())]))),
                Checked::Broken => (parts::notice("bad", &l.t("audit-broken"))),
            }
            form method="post" action="/admin/audit/periksa" {
                (fields::csrf(csrf))
                button { (l.t("audit-verify")) }
            }
            @if log.passed_over { (parts::notice("warn", &l.t("audit-passed-over"))) }
            form.filters action="/admin/audit" method="get" {
                div.field {
                    label for="tindakan" { (l.t("audit-act")) }
                    select id="tindakan" name="tindakan" {
                        option value="" { (l.t("audit-all")) }
                        @for act in ACTS { option value=(act) selected[*act == a.act] { (act_text(l, act)) } }
                    }
                }
                div.field {
                    label for="siapa" { (l.t("audit-who")) }
                    input type="email" id="siapa" name="siapa" maxlength="254" value=(a.who) autocomplete="off";
                }
                div.field {
                    label for="dari" { (l.t("audit-from")) }
                    input type="date" id="dari" name="dari" value=(a.from);
                }
                div.field {
                    label for="sampai" { (l.t("audit-until")) }
                    input type="date" id="sampai" name="sampai" value=(a.until);
                }
                p.actions { button { (l.t("wordlist-filter")) } }
            }
            @if log.entries.is_empty() {
                (parts::empty(&l.t("audit-empty"), &l.t("audit-empty-text"), None))
            } @else {
                ul.rows.audit {
                    @for e in &log.entries {
                        li data-place=(e.place) {
                            span.what {
                                b { (act_text(l, &e.act)) }
                                @if !e.subject.is_empty() { small { (e.subject) } }
                                @if !e.detail.is_empty() { span { (e.detail) } }
                                small {
                                    (parts::date_time(l, e.at, zone)) " · "
                                    @if e.who.is_empty() { (l.t("audit-nobody")) } @else { (e.who) }
                                    " · " (l.ta("audit-place", &[("n", e.place.into())])) " · " code { (e.chain) }
                                }
                            }
                        }
                    }
                }
                (parts::pager(l, None, next.as_deref()))
            }
        }
    }
}
