//! The weekly digest: the one thing to mend first, then figures beside those of the week before.

use super::House;
use super::page::{Link, Part};
use crate::domain::ikm::Class;
use crate::domain::notice::{Digest, DigestThread};
use crate::views::locale::Locale;
use jiff::civil::Date;

/// Subject and parts.
pub fn words(house: &House, l: Locale, d: &Digest) -> (String, Vec<Part>) {
    let day = |iso: &str| {
        iso.parse::<Date>()
            .map_or_else(|_| iso.to_owned(), |d| l.day(d))
    };
    let subject = l.ta(
        "mail-digest-subject",
        &[
            ("unit", d.unit.as_str().into()),
            ("from", day(&d.from).into()),
            ("to", day(&d.to).into()),
        ],
    );
    let inbox = Part::Button(l.t("mail-digest-inbox"), house.url("/petugas"));
    let unit = house.url(&format!("/unit/{}", d.unit_slug));
    let mut parts = vec![
        Part::Text(l.ta("mail-digest-hello", &[("head", d.head.as_str().into())])),
        Part::Heading(l.t("mail-digest-one")),
        Part::Strong(one_thing(l, d)),
        inbox,
        Part::Heading(l.t("mail-digest-figures")),
        figures(l, d),
        Part::Text(index(l, d)),
        Part::Text(l.ta(
            "mail-digest-standing",
            &[("open", d.open.into()), ("late", d.late.into())],
        )),
    ];
    let links = |threads: &[DigestThread], about: &dyn Fn(&DigestThread) -> String| {
        let links = threads.iter().map(|t| Link {
            text: named(l, &t.number, &t.title),
            url: house.url(&format!("/utas/{}", t.number)),
            about: about(t),
        });
        Part::Links(links.collect())
    };
    if !d.late_threads.is_empty() {
        parts.push(Part::Heading(l.t("mail-digest-late")));
        parts.push(links(&d.late_threads, &|t| {
            l.ta("mail-digest-late-days", &[("n", t.late_days.into())])
        }));
    }
    if !d.worth_reading.is_empty() {
        parts.push(Part::Heading(l.t("mail-digest-worth")));
        parts.push(links(&d.worth_reading, &|t| {
            let supports = l.ta("mail-digest-supports", &[("n", t.supports.into())]);
            format!("{} · {supports}", t.excerpt)
        }));
    }
    parts.push(Part::Button(l.t("mail-digest-unit"), unit));
    parts.push(Part::Quiet(l.t("mail-digest-machine")));
    (subject, parts)
}

/// A thread's number and title, or that it is confidential.
pub(super) fn named(l: Locale, number: &str, title: &str) -> String {
    if title.is_empty() {
        format!("{number} · {}", l.t("visibility-confidential"))
    } else {
        format!("{number} · {title}")
    }
}

/// What the head should mend first: a legal duty before a weak element before a bad mood.
fn one_thing(l: Locale, d: &Digest) -> String {
    if let Some(first) = d.late_threads.first().filter(|_| d.late > 0) {
        return l.ta(
            "mail-digest-one-late",
            &[
                ("late", d.late.into()),
                ("number", first.number.as_str().into()),
                ("days", first.late_days.into()),
            ],
        );
    }
    if let Some((element, score)) = &d.weakest {
        let (element, score) = (l.t(element), l.decimal(*score, 2));
        return l.ta(
            "mail-digest-one-weak",
            &[("element", element.into()), ("score", score.into())],
        );
    }
    let total = d.now.negative + d.now.neutral + d.now.positive;
    if d.now.negative > 0 {
        return l.ta(
            "mail-digest-one-negative",
            &[("n", d.now.negative.into()), ("total", total.into())],
        );
    }
    l.t("mail-digest-one-quiet")
}

fn figures(l: Locale, d: &Digest) -> Part {
    let (now, before) = (&d.now, &d.before);
    let row = |key: &str, a: String, b: String| vec![l.t(key), a, b];
    let mood = |f: &crate::domain::notice::DigestFigures| {
        format!(
            "{} / {} / {}",
            l.integer(f.negative),
            l.integer(f.neutral),
            l.integer(f.positive)
        )
    };
    let took = |hours: Option<f64>| {
        hours.map_or_else(
            || "–".to_owned(),
            |h| l.ta("mail-digest-days", &[("n", l.decimal(h / 24.0, 1).into())]),
        )
    };
    let mark = |m: Option<f64>| m.map_or_else(|| "–".to_owned(), |m| l.decimal(m, 1));
    Part::Table(
        vec![
            l.t("mail-digest-measure"),
            l.t("mail-digest-now"),
            l.t("mail-digest-before"),
        ],
        vec![
            row(
                "mail-digest-threads",
                l.integer(now.threads),
                l.integer(before.threads),
            ),
            row("mail-digest-posts", mood(now), mood(before)),
            row(
                "mail-digest-answered",
                l.integer(now.answered),
                l.integer(before.answered),
            ),
            row(
                "mail-digest-on-time",
                l.percent(now.on_time, now.answered),
                l.percent(before.on_time, before.answered),
            ),
            row(
                "mail-digest-took",
                took(now.answer_hours),
                took(before.answer_hours),
            ),
            row(
                "mail-digest-ratings",
                l.integer(now.ratings),
                l.integer(before.ratings),
            ),
            row(
                "mail-digest-overall",
                mark(now.overall),
                mark(before.overall),
            ),
        ],
    )
}

fn index(l: Locale, d: &Digest) -> String {
    let count = |n: u64| l.integer(i64::try_from(n).unwrap_or(i64::MAX));
    match &d.ikm {
        Some((score, letter, n)) => {
            let class = Class::parse(letter).map_or("", Class::key);
            l.ta(
                "mail-digest-ikm",
                &[
                    ("score", l.decimal(*score, 2).into()),
                    ("class", l.t(class).into()),
                    ("letter", letter.as_str().into()),
                    ("n", count(*n).into()),
                ],
            )
        }
        None => l.ta(
            "mail-digest-no-ikm",
            &[
                ("n", count(d.respondents).into()),
                ("min", count(d.minimum).into()),
            ],
        ),
    }
}
