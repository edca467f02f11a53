//! The daily reminder to those who owe an answer.

use super::House;
use crate::domain::notice::{Reminder, ReminderCase};
use crate::views::digest::named;
use crate::views::letter::{Link, Part};
use crate::views::locale::Locale;

/// Subject and parts.
pub fn words(house: &House, l: Locale, r: &Reminder) -> (String, Vec<Part>) {
    let count = |listed: &[ReminderCase], more: i64| {
        i64::try_from(listed.len())
            .unwrap_or(i64::MAX)
            .saturating_add(more)
    };
    let (late, soon) = (count(&r.late, r.more_late), count(&r.soon, r.more_soon));
    let subject = l.ta(
        "mail-reminder-subject",
        &[("late", late.into()), ("soon", soon.into())],
    );
    let hello = if r.head {
        "mail-reminder-hello-head"
    } else {
        "mail-reminder-hello"
    };
    let mut parts = vec![Part::Text(l.ta(hello, &[("name", r.name.as_str().into())]))];
    if late > 0 {
        parts.push(Part::Heading(
            l.ta("mail-reminder-late", &[("n", late.into())]),
        ));
        parts.extend(cases(
            house,
            l,
            &r.late,
            r.more_late,
            "mail-digest-late-days",
        ));
    }
    if soon > 0 {
        parts.push(Part::Heading(
            l.ta("mail-reminder-soon", &[("n", soon.into())]),
        ));
        parts.extend(cases(
            house,
            l,
            &r.soon,
            r.more_soon,
            "mail-reminder-days-left",
        ));
    }
    parts.push(Part::Button(
        l.t("mail-digest-inbox"),
        house.url("/petugas"),
    ));
    (subject, parts)
}

fn cases(house: &House, l: Locale, cases: &[ReminderCase], more: i64, days: &str) -> Vec<Part> {
    let links = cases.iter().map(|c| Link {
        text: named(l, &c.number, &c.title),
        url: house.url(&format!("/petugas/utas/{}", c.number)),
        about: format!("{} · {}", c.unit, l.ta(days, &[("n", c.days.into())])),
        words: String::new(),
    });
    let mut parts = vec![Part::Links(links.collect())];
    if more > 0 {
        parts.push(Part::Quiet(
            l.ta("mail-reminder-more", &[("n", more.into())]),
        ));
    }
    parts
}
