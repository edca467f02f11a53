//! Mail about what someone follows: by what is followed, each with the way to stop it.

use super::House;
use super::letter::leave_path;
use crate::domain::following::{Item, NewsLetter};
use crate::views::letter::{Link, Part};
use crate::views::locale::Locale;
use crate::views::parts::following;

/// Subject and parts.
pub fn words(house: &House, l: Locale, n: &NewsLetter) -> (String, Vec<Part>) {
    let items = n.groups.iter().map(|g| g.items.len()).sum::<usize>();
    let all = i64::try_from(items)
        .unwrap_or(i64::MAX)
        .saturating_add(n.more);
    let first = n.groups.first().and_then(|g| g.items.first());
    let subject = match first {
        Some(item) if all == 1 => format!("{}: {}", following::what(l, item), item.title),
        _ => l.ta("news-mail-subject", &[("n", all.into())]),
    };
    let hello = l.ta("news-mail-hello", &[("name", n.reader.as_str().into())]);
    let mut parts = vec![Part::Text(hello)];
    for group in &n.groups {
        parts.push(Part::Heading(following::name(l, &group.name)));
        parts.push(Part::Links(
            group.items.iter().map(|i| link(house, l, i)).collect(),
        ));
        let url = house.url(&leave_path(&group.stop));
        parts.push(Part::Quiet(l.ta("news-mail-stop", &[("url", url.into())])));
    }
    if n.more > 0 {
        parts.push(Part::Text(l.ta("news-mail-more", &[("n", n.more.into())])));
    }
    parts.push(Part::Button(
        l.t("news-mail-all"),
        house.url("/pemberitahuan"),
    ));
    parts.push(Part::Button(l.t("news-mail-change"), house.url("/ikuti")));
    (subject, parts)
}

fn link(house: &House, l: Locale, i: &Item) -> Link {
    Link {
        text: i.title.clone(),
        url: house.url(&following::path(i)),
        about: format!(
            "{} · {}",
            following::what(l, i),
            l.date_time(i.at, &house.zone)
        ),
        words: i.excerpt.clone(),
    }
}
