//! The list of public threads: search, filters, orders, and what was found.

use crate::domain::error::FieldErrors;
use crate::domain::sort::Sort;
use crate::domain::thread::{Kind, Status};
use crate::queries::asked::Asked;
use crate::queries::place::Choices;
use crate::queries::threads::List;
use crate::views::locale::Locale;
use crate::views::parts::fields::{self, Field};
use crate::views::parts::{self, labels, lists};
use jiff::tz::TimeZone;
use maud::{Markup, html};

const PATH: &str = "/utas";

pub fn page(
    l: Locale,
    zone: &TimeZone,
    asked: &Asked,
    choices: &Choices,
    list: &List,
    follow: Markup,
) -> Markup {
    let newer = list
        .newer
        .as_deref()
        .map(|m| same(asked, list).address(PATH, Some(("sesudah", m))));
    let older = list
        .older
        .as_deref()
        .map(|m| same(asked, list).address(PATH, Some(("sebelum", m))));
    html! {
        div.wrap {
            h1 { (l.t("threads-title")) }
            (form(l, asked, choices))
            (orders(l, asked, list.sort))
            (told(l, asked, list))
            div.actions { (follow) }
            @if list.cards.is_empty() {
                (nothing(l, asked, list))
            } @else {
                h2.unseen { (l.t("threads-found")) }
                (lists::cards(l, zone, &list.cards))
                (parts::pager(l, newer.as_deref(), older.as_deref()))
            }
            p.feed { a href=(asked.address("/feed/utas", None)) type="application/atom+xml" { (l.t("list-feed")) } }
        }
    }
}

/// The list as further pages go on with it: where only some of the words were found, so they do.
fn same(asked: &Asked, list: &List) -> Asked {
    asked.but(|a| a.any = list.told.some)
}

/// A filter that holds: what it says, and the list without it.
fn active(l: Locale, asked: &Asked, choices: &Choices) -> Vec<(String, Asked)> {
    let name = |all: &[(String, String)], value: &str| {
        let found = all.iter().find(|(v, _)| v == value);
        found.map_or_else(|| value.to_owned(), |(_, name)| name.clone())
    };
    let said = |label: &str, value: String| format!("{}: {value}", l.t(label));
    let mut all = Vec::new();
    if !asked.unit.is_empty() {
        let without = asked.but(|a| {
            a.unit.clear();
            a.service.clear();
        });
        all.push((name(&choices.units, &asked.unit), without));
    }
    if !asked.service.is_empty() {
        let without = asked.but(|a| a.service.clear());
        all.push((name(&choices.services, &asked.service), without));
    }
    if let Some(kind) = asked.kind {
        all.push((labels::kind_text(l, kind), asked.but(|a| a.kind = None)));
    }
    if let Some(status) = asked.status {
        all.push((
            labels::status_text(l, status),
            asked.but(|a| a.status = None),
        ));
    }
    if let Some(n) = asked.overall {
        let mark = said("filter-overall", l.t(&format!("score-{n}")));
        all.push((mark, asked.but(|a| a.overall = None)));
    }
    if let Some(answered) = asked.answered {
        let key = if answered {
            "filter-answered-yes"
        } else {
            "filter-answered-no"
        };
        all.push((l.t(key), asked.but(|a| a.answered = None)));
    }
    if let Some(late) = asked.late {
        let key = if late {
            "filter-late-yes"
        } else {
            "filter-late-no"
        };
        all.push((l.t(key), asked.but(|a| a.late = None)));
    }
    if let Some(day) = asked.from {
        all.push((
            said("filter-from", l.day(day)),
            asked.but(|a| a.from = None),
        ));
    }
    if let Some(day) = asked.to {
        all.push((said("filter-to", l.day(day)), asked.but(|a| a.to = None)));
    }
    all
}

fn form(l: Locale, asked: &Asked, choices: &Choices) -> Markup {
    let active = active(l, asked, choices);
    let filters = active.len();
    let bare = Asked {
        q: asked.q.clone(),
        sort: asked.sort,
        ..Asked::default()
    };
    html! {
        form.find action=(PATH) method="get" role="search" {
            div.ask-for {
                label for="q" { (l.t("filter-words")) }
                input type="search" id="q" name="q" value=(asked.q) maxlength="120" enterkeyhint="search"
                    autocapitalize="none" placeholder=(l.t("list-search-example"));
                button.primary { (l.t("home-search")) }
            }
            details {
                summary {
                    (l.t("filter-title"))
                    @if filters > 0 { " " span.badge { (filters) } }
                }
                (filters_of(l, asked, choices))
            }
            @if let Some(sort) = asked.sort { (fields::hidden("urut", sort.as_str())) }
        }
        @if !active.is_empty() {
            ul.chips.active aria-label=(l.t("filter-active")) {
                @for (text, without) in &active {
                    li { a href=(without.address(PATH, None)) {
                        (text) span.unseen { " (" (l.t("filter-remove")) ")" } span aria-hidden="true" { "×" }
                    } }
                }
                @if active.len() > 1 { li { a href=(bare.address(PATH, None)) { (l.t("filter-remove-all")) } } }
            }
        }
    }
}

fn filters_of(l: Locale, asked: &Asked, choices: &Choices) -> Markup {
    let none = FieldErrors::default();
    let with_all = |choices: Vec<(&'static str, String)>| {
        let mut all = vec![("", l.t("filter-all"))];
        all.extend(choices);
        all
    };
    let named = |given: &[(String, String)]| {
        let mut all = vec![(String::new(), l.t("filter-all"))];
        all.extend(given.iter().cloned());
        all
    };
    let (units, services) = (named(&choices.units), named(&choices.services));
    let borrowed = |all: &'static str| all;
    let kinds = with_all(
        Kind::ALL
            .iter()
            .map(|k| (k.as_str(), labels::kind_text(l, *k)))
            .collect(),
    );
    let statuses = with_all(
        Status::ALL
            .iter()
            .filter(|s| !matches!(s, Status::Submitted | Status::Merged))
            .map(|s| (s.as_str(), labels::status_text(l, *s)))
            .collect(),
    );
    let scores = with_all(
        [
            ("1", "score-1"),
            ("2", "score-2"),
            ("3", "score-3"),
            ("4", "score-4"),
        ]
        .map(|(n, key)| (n, l.t(key)))
        .into(),
    );
    let answers = with_all(vec![
        (borrowed("belum"), l.t("filter-answered-no")),
        ("sudah", l.t("filter-answered-yes")),
    ]);
    let lates = with_all(vec![
        ("lewat", l.t("filter-late-yes")),
        ("dalam", l.t("filter-late-no")),
    ]);
    let choice = |b: Option<bool>, yes: &'static str, no: &'static str| match b {
        Some(true) => yes,
        Some(false) => no,
        None => "",
    };
    let overall = asked.overall.map_or_else(String::new, |n| n.to_string());
    let day = |d: Option<jiff::civil::Date>| d.map_or_else(String::new, |d| d.to_string());
    let (from, to) = (day(asked.from), day(asked.to));
    let few = |name: &str, label: &str, value: &str, all: &[(&'static str, String)]| {
        fields::select(l, Field::new(name, &l.t(label), value).filter(), all, &none)
    };
    let many = |name: &str, label: &str, value: &str, all: &[(String, String)]| {
        let all: Vec<(&str, String)> = all.iter().map(|(v, t)| (v.as_str(), t.clone())).collect();
        fields::select(
            l,
            Field::new(name, &l.t(label), value).filter(),
            &all,
            &none,
        )
    };
    html! {
        div.filters {
            (many("unit", "filter-unit", &choices.unit, &units))
            @if services.len() > 1 { (many("layanan", "filter-service", &asked.service, &services)) }
            (few("jenis", "filter-kind", asked.kind.map_or("", Kind::as_str), &kinds))
            (few("status", "filter-status", asked.status.map_or("", Status::as_str), &statuses))
            (few("jawab", "filter-answered", choice(asked.answered, "sudah", "belum"), &answers))
            (few("tenggat", "filter-late", choice(asked.late, "lewat", "dalam"), &lates))
            (few("nilai", "filter-overall", &overall, &scores))
            (fields::input(l, Field::new("dari", &l.t("filter-from"), &from).filter(), "date", 10, None, &none))
            (fields::input(l, Field::new("sampai", &l.t("filter-to"), &to).filter(), "date", 10, None, &none))
            button { (l.t("filter-go")) }
        }
    }
}

/// The orders, as links; the best first only where there are words.
fn orders(l: Locale, asked: &Asked, now: Sort) -> Markup {
    let usual = if asked.q.is_empty() {
        Sort::Newest
    } else {
        Sort::Best
    };
    let links: Vec<(String, String, bool)> =
        [Sort::Best, Sort::Newest, Sort::Supported, Sort::Waiting]
            .into_iter()
            .filter(|s| *s != Sort::Best || !asked.q.is_empty())
            .map(|sort| {
                let other = asked.but(|a| a.sort = Some(sort).filter(|s| *s != usual));
                let text = l.t(&format!("sort-{}", sort.as_str()));
                (other.address(PATH, None), text, sort == now)
            })
            .collect();
    html! { div.orders { (parts::tabs(&l.t("sort-label"), &links)) } }
}

/// What the search has to say about itself.
fn told(l: Locale, asked: &Asked, list: &List) -> Markup {
    let guessed = list
        .told
        .guessed
        .iter()
        .map(|w| format!("“{w}”"))
        .collect::<Vec<_>>()
        .join(", ");
    html! {
        @if !list.cards.is_empty() && !guessed.is_empty() {
            (parts::notice("", &l.ta("search-guessed", &[("words", guessed.as_str().into())])))
        }
        @if list.told.some { (parts::notice("", &l.ta("search-some", &[("q", asked.q.as_str().into())]))) }
    }
}

/// Nothing was found: what one may do then.
fn nothing(l: Locale, asked: &Asked, list: &List) -> Markup {
    let bare = Asked {
        q: asked.q.clone(),
        ..Asked::default()
    };
    let paged = !asked.older.is_empty() || !asked.newer.is_empty();
    let filtered = bare != asked.but(|a| a.sort = None);
    let (title, text) = if list.told.wordless {
        ("search-wordless", "search-wordless-text")
    } else if asked.q.is_empty() {
        ("threads-empty", "threads-empty-text")
    } else {
        ("search-empty", "search-empty-text")
    };
    let write = match (asked.service.as_str(), asked.unit.as_str()) {
        ("", "") => "/tulis".to_owned(),
        ("", unit) => format!("/tulis?unit={unit}"),
        (service, _) => format!("/tulis?layanan={service}"),
    };
    html! {
        div.empty {
            p { b { (l.t(title)) } }
            p { (l.t(text)) }
            p.actions {
                @if filtered && !asked.q.is_empty() && !paged && !list.told.wordless {
                    a.button href=(bare.address(PATH, None)) { (l.ta("search-everywhere", &[("q", asked.q.as_str().into())])) }
                }
                a.button href=(PATH) { (l.t("threads-all")) }
                a.button.primary href=(write) { (l.t("frame-write")) }
            }
        }
    }
}
