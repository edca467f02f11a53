//! What is followed and what happened in it, in words.

use super::{fields, icon, labels};
use crate::domain::following::Named;
use crate::domain::following::{Every, Item, Name, Search};
use crate::views::locale::Locale;
use maud::{Markup, html};

/// What happened, as a short sentence without the thread's title.
pub fn what(l: Locale, i: &Item) -> String {
    let unit = ("unit", i.unit.as_str().into());
    l.ta(&format!("news-what-{}", i.what.as_str()), &[unit])
}

/// The entry of the timeline that tells it.
pub fn path(i: &Item) -> String {
    format!("/utas/{}/pos/{}", i.number, i.post)
}

/// What is followed.
pub fn name(l: Locale, name: &Name) -> String {
    match name {
        Name::Thread { title, .. } => {
            l.ta("follow-name-thread", &[("title", title.as_str().into())])
        }
        Name::Unit { name, .. } => l.ta("follow-name-unit", &[("name", name.as_str().into())]),
        Name::Service { name, unit, .. } => l.ta(
            "follow-name-service",
            &[
                ("name", name.as_str().into()),
                ("unit", unit.as_str().into()),
            ],
        ),
        Name::Search(search) => l.ta("follow-name-search", &[("what", asked(l, search).into())]),
        Name::Gone => l.t("follow-name-gone"),
    }
}

/// A search, in words.
fn asked(l: Locale, s: &Search) -> String {
    let mut all = Vec::new();
    if !s.words.is_empty() {
        all.push(format!("“{}”", s.words));
    }
    for place in [&s.service, &s.unit] {
        if !place.is_empty() {
            all.push(place.clone());
        }
    }
    all.extend(s.kind.map(|k| labels::kind_text(l, k)));
    all.extend(s.status.map(|k| labels::status_text(l, k)));
    if s.more > 0 {
        let n = i64::try_from(s.more).unwrap_or(i64::MAX);
        all.push(l.ta("follow-name-more", &[("n", n.into())]));
    }
    match all.is_empty() {
        true => l.t("follow-name-all"),
        false => all.join(", "),
    }
}

/// The page of what is followed.
pub fn href(name: &Name) -> Option<String> {
    match name {
        Name::Thread { number, .. } => Some(format!("/utas/{number}")),
        Name::Unit { slug, .. } => Some(format!("/unit/{slug}")),
        Name::Service { path, .. } => Some(format!("/utas?layanan={path}")),
        Name::Search(s) if s.query.is_empty() => Some("/utas".to_owned()),
        Name::Search(s) => Some(format!("/utas?{}", s.query)),
        Name::Gone => None,
    }
}

/// Follow, or follow no more. For visitors, whose page holds nothing personal, a link to sign in by;
/// without script a form.
pub fn control(l: Locale, csrf: Option<&str>, named: &Named, every: Option<Every>) -> Markup {
    let Some(csrf) = csrf else {
        return html! { a.button href=(address(named)) rel="nofollow" { (icon::bell()) (l.t("follow")) } };
    };
    html! {
        form.follow method="post" action="/ikuti" {
            (fields::csrf(csrf))
            (fields::hidden("kind", &named.kind))
            (fields::hidden("what", &named.what))
            @if every.is_some() {
                (fields::hidden("end", "1"))
                button { (icon::bell()) (l.t("unfollow")) }
                a.quiet href=(address(named)) { (l.t("follow-change")) }
            } @else {
                button { (icon::bell()) (l.t("follow")) }
            }
        }
    }
}

/// Where one says how one wants to follow it.
pub fn address(named: &Named) -> String {
    let pairs = [("jenis", &named.kind), ("apa", &named.what)];
    // Pairs of texts can always be written.
    format!(
        "/ikuti?{}",
        serde_urlencoded::to_string(pairs).unwrap_or_default()
    )
}

/// How soon one may be told.
pub fn choices(l: Locale) -> Vec<(&'static str, String)> {
    Every::ALL
        .iter()
        .map(|e| (e.as_str(), l.t(&format!("follow-every-{}", e.as_str()))))
        .collect()
}
