use crate::domain::error::FieldErrors;
use crate::domain::thread::{Kind, Status};
use crate::queries::place::UnitChoice;
use crate::queries::threads::{Asked, List};
use crate::views::locale::Locale;
use crate::views::parts::fields::{self, Field};
use crate::views::parts::{self, labels, lists};
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// What the list is filtered by.
pub struct Filter<'a> {
    pub asked: &'a Asked,
    pub units: &'a [UnitChoice],
    pub kind: Option<Kind>,
    pub status: Option<Status>,
}

/// The list's address with another page's mark.
fn address(asked: &Asked, mark: (&str, &str)) -> String {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for (name, value) in [
        ("q", asked.q.as_str()),
        ("unit", asked.unit.as_str()),
        ("layanan", asked.service.as_str()),
        ("jenis", asked.kind.as_str()),
        ("status", asked.status.as_str()),
    ] {
        if !value.is_empty() {
            pairs.push((name, value));
        }
    }
    pairs.push(mark);
    format!(
        "/utas?{}",
        serde_urlencoded::to_string(pairs).unwrap_or_default()
    )
}

pub fn page(l: Locale, zone: &TimeZone, f: &Filter, list: &List) -> Markup {
    let none = FieldErrors::default();
    let all = || ("", l.t("filter-all"));
    let units: Vec<(&str, String)> = std::iter::once(all())
        .chain(f.units.iter().map(|u| (u.slug.as_str(), u.name.clone())))
        .collect();
    let kinds: Vec<(&str, String)> = std::iter::once(all())
        .chain(
            Kind::ALL
                .iter()
                .map(|k| (k.as_str(), labels::kind_text(l, *k))),
        )
        .collect();
    let statuses: Vec<(&str, String)> = std::iter::once(all())
        .chain(
            Status::ALL
                .iter()
                .filter(|s| !matches!(s, Status::Submitted | Status::Merged))
                .map(|s| (s.as_str(), labels::status_text(l, *s))),
        )
        .collect();
    let newer = list
        .newer
        .as_deref()
        .map(|m| address(f.asked, ("sesudah", m)));
    let older = list
        .older
        .as_deref()
        .map(|m| address(f.asked, ("sebelum", m)));
    html! {
        div.wrap {
            h1 { (l.t("threads-title")) }
            form.filters action="/utas" method="get" role="search" {
                (fields::input(l, Field::new("q", &l.t("filter-words"), &f.asked.q).filter(), "search", 120, None, &none))
                (fields::select(l, Field::new("unit", &l.t("filter-unit"), &f.asked.unit).filter(), &units, &none))
                (fields::select(l, Field::new("jenis", &l.t("filter-kind"), f.kind.map_or("", Kind::as_str)).filter(), &kinds, &none))
                (fields::select(l, Field::new("status", &l.t("filter-status"), f.status.map_or("", Status::as_str)).filter(), &statuses, &none))
                button { (l.t("filter-go")) }
            }
            @if list.cards.is_empty() {
                (parts::empty(&l.t("threads-empty"), &l.t("threads-empty-text"), Some(("/utas", &l.t("threads-all")))))
            } @else {
                h2.unseen { (l.t("threads-found")) }
                (lists::cards(l, zone, &list.cards))
                (parts::pager(l, newer.as_deref(), older.as_deref()))
            }
        }
    }
}
