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
    let promised = count(&r.promised, r.more_promised);
    let (releases, all_late) = (
        i64::try_from(r.releases.len()).unwrap_or(i64::MAX) + r.more_releases,
        r.units.iter().map(|u| u.late).sum::<i64>(),
    );
    let subject = if late + soon > 0 {
        l.ta(
            "mail-reminder-subject",
            &[("late", late.into()), ("soon", soon.into())],
        )
    } else if promised > 0 {
        l.ta("mail-reminder-subject-promised", &[("n", promised.into())])
    } else if releases > 0 {
        l.ta("mail-reminder-subject-releases", &[("n", releases.into())])
    } else {
        l.ta("mail-reminder-units", &[("n", all_late.into())])
    };
    let hello = if late + soon + promised == 0 && releases > 0 {
        "mail-reminder-hello-releases"
    } else if late + soon + promised == 0 {
        "mail-reminder-hello-coordinator"
    } else if late + soon == 0 {
        "mail-reminder-hello-promised"
    } else if r.head {
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
    if !r.promised.is_empty() {
        parts.push(Part::Heading(
            l.ta("mail-reminder-promised", &[("n", promised.into())]),
        ));
        let about = |c: &ReminderCase| match c.days {
            0 => l.t("plan-today"),
            n if n > 0 => l.ta("plan-ahead", &[("n", n.into())]),
            n => l.ta("plan-broken", &[("n", (-n).into())]),
        };
        parts.extend(links(house, l, &r.promised, r.more_promised, &about));
    }
    if releases > 0 {
        parts.push(Part::Heading(
            l.ta("mail-reminder-releases", &[("n", releases.into())]),
        ));
        let waiting = r.releases.iter().map(|d| Link {
            text: named(l, &d.number, &d.title),
            url: house.url(&format!("/petugas/utas/{}", d.number)),
            about: format!(
                "{} · {}",
                d.unit,
                l.ta(
                    "mail-reminder-release",
                    &[("name", d.writer.as_str().into())]
                )
            ),
            words: String::new(),
        });
        parts.push(Part::Links(waiting.collect()));
        left_out(l, &mut parts, r.more_releases);
    }
    if !r.units.is_empty() {
        parts.push(Part::Heading(
            l.ta("mail-reminder-units", &[("n", all_late.into())]),
        ));
        let units = r.units.iter().map(|u| Link {
            text: u.name.clone(),
            url: house.url(&format!("/unit/{}", u.slug)),
            about: l.ta(
                "mail-reminder-unit",
                &[("late", u.late.into()), ("days", u.days.into())],
            ),
            words: String::new(),
        });
        parts.push(Part::Links(units.collect()));
        left_out(l, &mut parts, r.more_units);
        parts.push(Part::Button(
            l.t("mail-reminder-board"),
            house.url("/petugas/koordinasi"),
        ));
    }
    if late + soon + promised + releases > 0 {
        parts.push(Part::Button(
            l.t("mail-digest-inbox"),
            house.url("/petugas"),
        ));
    }
    (subject, parts)
}

fn cases(house: &House, l: Locale, cases: &[ReminderCase], more: i64, days: &str) -> Vec<Part> {
    links(house, l, cases, more, &|c| {
        l.ta(days, &[("n", c.days.into())])
    })
}

fn links(
    house: &House,
    l: Locale,
    cases: &[ReminderCase],
    more: i64,
    about: &dyn Fn(&ReminderCase) -> String,
) -> Vec<Part> {
    let links = cases.iter().map(|c| Link {
        text: named(l, &c.number, &c.title),
        url: house.url(&format!("/petugas/utas/{}", c.number)),
        about: format!("{} · {}", c.unit, about(c)),
        words: String::new(),
    });
    let mut parts = vec![Part::Links(links.collect())];
    left_out(l, &mut parts, more);
    parts
}

fn left_out(l: Locale, parts: &mut Vec<Part>, more: i64) {
    if more > 0 {
        parts.push(Part::Quiet(
            l.ta("mail-reminder-more", &[("n", more.into())]),
        ));
    }
}
