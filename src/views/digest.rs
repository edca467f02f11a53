//! What a digest says, in words: for the mail, and for the page where it is kept.

use super::letter::{Link, Part, Shares};
use super::locale::Locale;
use crate::domain::digest::{
    Candidate, Edition, Every, Figures, LateCase, Period, PlanLine, Reason, Thing, Voice,
};
use crate::domain::share::{self, Interval, Share};
use crate::domain::time::Instant;
use crate::domain::veil::Told;
use crate::views::parts::sure::{self, Figure};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// What the words need to know of the service.
pub struct Around<'a> {
    pub zone: &'a TimeZone,
    /// Makes an address out of a path.
    pub url: &'a dyn Fn(&str) -> String,
}

/// The path of a unit's digests.
pub fn archive(slug: &str) -> String {
    format!("/kinerja/unit/{slug}/surat")
}

/// The path of one of them.
pub fn path(slug: &str, period: Period) -> String {
    format!("{}/{}", archive(slug), period.name())
}

/// "16 – 22 November 2026", "November 2026".
pub fn days(l: Locale, p: Period) -> String {
    let (first, last) = (p.first, p.last());
    match p.every {
        Every::Month => format!("{} {}", l.month(first.month()), first.year()),
        Every::Week if first.month() == last.month() => {
            format!("{} – {}", first.day(), l.day(last))
        }
        Every::Week => format!("{} – {}", l.day(first), l.day(last)),
    }
}

/// The same of a digest; of a period that is not over, up to which day.
fn told(l: Locale, e: &Edition) -> String {
    let whole = days(l, e.period);
    match e.until {
        Some(day) => l.ta(
            "insight-until",
            &[("period", whole.into()), ("date", l.day(day).into())],
        ),
        None => whole,
    }
}

/// A day written as an ISO date, in the reader's language.
pub fn day(l: Locale, iso: &str) -> String {
    iso.parse::<Date>()
        .map_or_else(|_| iso.to_owned(), |d| l.day(d))
}

/// What a thing is called.
pub fn thing(l: Locale, thing: Thing) -> String {
    match thing.element() {
        Some(element) => l.t(element.key()),
        None => l.t(&format!("thing-{}", thing.as_str())),
    }
}

pub fn subject(l: Locale, e: &Edition) -> String {
    let key = match e.period.every {
        Every::Week => "digest-subject-week",
        Every::Month => "digest-subject-month",
    };
    l.ta(
        key,
        &[
            ("unit", e.unit.as_str().into()),
            ("days", told(l, e).into()),
        ],
    )
}

/// The digest, without greeting.
pub fn parts(l: Locale, around: &Around, e: &Edition) -> Vec<Part> {
    let here = (around.url)(&path(&e.slug, e.period));
    if e.is_quiet() {
        return vec![
            Part::Text(l.ta("digest-quiet", &[("days", told(l, e).into())])),
            Part::Text(quiet_second(l, e)),
        ];
    }
    let mut parts = vec![Part::Heading(l.t("digest-one"))];
    parts.extend(one_thing(l, e));
    parts.push(Part::Button(l.t("digest-plan"), format!("{here}#rencana")));
    parts.push(Part::Heading(l.t("digest-figures")));
    parts.push(figures(l, e));
    if e.now.posts() + e.before.posts() > 0 {
        parts.push(Part::Shares(vec![
            shares(l, l.t("digest-tone-now"), &e.now),
            shares(l, l.t("digest-tone-before"), &e.before),
        ]));
    }
    parts.push(Part::Heading(l.t("digest-praise")));
    parts.push(Part::Text(praise(l, e)));
    if !e.voices.is_empty() {
        parts.push(Part::Heading(l.t("digest-voices")));
        parts.push(voices(l, around, &e.voices));
    }
    if e.covered > 0 {
        let n = i64::try_from(e.covered).unwrap_or(i64::MAX);
        parts.push(Part::Quiet(l.ta("digest-covered", &[("n", n.into())])));
    }
    if e.late > 0 {
        parts.push(Part::Heading(l.t("digest-late")));
        parts.push(late(l, around, e));
    }
    parts.push(Part::Heading(l.t("digest-plans")));
    parts.extend(plans(l, &e.plans));
    let made = l.date_time(Instant(e.made_ms), around.zone);
    parts.push(Part::Quiet(l.ta("digest-made", &[("at", made.into())])));
    parts
}

/// The parts of a digest that is not kept: no link leads to where it would be.
pub fn preview(parts: Vec<Part>) -> Vec<Part> {
    parts
        .into_iter()
        .filter(|p| !matches!(p, Part::Button(..)))
        .collect()
}

fn quiet_second(l: Locale, e: &Edition) -> String {
    match e.plans.first() {
        Some(plan) => l.ta(
            if plan.overdue {
                "digest-quiet-overdue"
            } else {
                "digest-quiet-plan"
            },
            &[
                ("plan", plan.action.as_str().into()),
                ("day", day(l, &plan.due).into()),
            ],
        ),
        None => l.ta("digest-quiet-open", &[("open", e.open.into())]),
    }
}

fn one_thing(l: Locale, e: &Edition) -> Vec<Part> {
    let Some(choice) = &e.choice else {
        return vec![
            Part::Strong(l.t("digest-nothing")),
            Part::Text(l.t("digest-nothing-why")),
        ];
    };
    let mut parts = vec![
        Part::Strong(thing(l, choice.thing)),
        Part::Points(
            choice
                .reasons
                .iter()
                .map(|r| reason(l, r, e.minimum))
                .collect(),
        ),
    ];
    let others: Vec<String> = e.others.iter().map(|c| ranked(l, c)).collect();
    let points = i64::from(choice.points);
    parts.push(Part::Quiet(if others.is_empty() {
        l.ta("digest-rank-alone", &[("points", points.into())])
    } else {
        l.ta(
            "digest-rank",
            &[
                ("points", points.into()),
                ("others", others.join("; ").into()),
            ],
        )
    }));
    parts
}

fn ranked(l: Locale, c: &Candidate) -> String {
    format!("{} ({})", thing(l, c.thing), c.points)
}

/// The evidence in a sentence, and how sure it is.
fn reason(l: Locale, r: &Reason, minimum: u64) -> String {
    let counted = |key: &str, negative: i64, total: i64| {
        let said = l.ta(
            key,
            &[
                ("negative", l.integer(negative).into()),
                ("total", l.integer(total).into()),
            ],
        );
        format!("{said} {}", of_all(l, negative, total, minimum))
    };
    let marked = |key: &str, mean: f64, n: i64, between: &Option<Interval>| {
        let said = l.ta(
            key,
            &[
                ("mean", l.decimal(mean, 2).into()),
                ("n", l.integer(n).into()),
            ],
        );
        // Editions of before intervals were kept have none for these.
        match between.or_else(|| share::around_mean(mean, n)) {
            Some(i) => {
                let bounds = [
                    ("low", l.decimal(i.low, 2).into()),
                    ("high", l.decimal(i.high, 2).into()),
                ];
                format!("{said} {}", l.ta("digest-between", &bounds))
            }
            None => said,
        }
    };
    match r {
        Reason::Late { late, open, days } => l.ta(
            "digest-why-late",
            &[
                ("late", l.integer(*late).into()),
                ("open", l.integer(*open).into()),
                ("days", l.integer(*days).into()),
            ],
        ),
        Reason::Negative { negative, total } => counted("digest-why-negative", *negative, *total),
        Reason::MoreThanBefore { negative, total } => counted("digest-why-more", *negative, *total),
        Reason::Rated { mean, n, between } => marked("digest-why-rated", *mean, *n, between),
        Reason::LateAnswers { late, answered } => {
            let said = l.ta(
                "digest-why-late-answers",
                &[
                    ("late", l.integer(*late).into()),
                    ("answered", l.integer(*answered).into()),
                ],
            );
            format!("{said} {}", of_all(l, *late, *answered, minimum))
        }
        Reason::Marks { mean, n, between } => marked("digest-why-marks", *mean, *n, between),
        Reason::MarksBefore { mean, n, between } => {
            marked("digest-why-marks-before", *mean, *n, between)
        }
    }
}

/// What share that is and between what bounds, or that there are too few to say.
fn of_all(l: Locale, part: i64, whole: i64, minimum: u64) -> String {
    match Share::published(part, whole, minimum) {
        Some(s) => l.ta(
            "digest-share",
            &[
                ("share", l.percent(s.n, s.of).into()),
                ("bounds", sure::bounds(l, &s).into()),
            ],
        ),
        None => l.t("digest-few"),
    }
}

fn figures(l: Locale, e: &Edition) -> Part {
    let minimum = e.minimum.max(1);
    let of = |part: i64, whole: i64| match Told::inside(part, whole, minimum) {
        // A head may know the few there are.
        Told::Few(_) if whole > 0 => Figure {
            value: l.ta(
                "digest-of",
                &[
                    ("part", l.integer(part).into()),
                    ("whole", l.integer(whole).into()),
                ],
            ),
            about: l.t("digest-few"),
        },
        told => sure::share(l, &told, minimum),
    };
    let mark = |f: &Figures| {
        let enough = share::is_enough(f.ratings, minimum);
        let between = |mean| {
            f.overall_between
                .or_else(|| share::around_mean(mean, f.ratings))
        };
        let found = f.overall.filter(|_| enough);
        match found.and_then(|mean| Some((mean, between(mean)?))) {
            Some(found) => sure::mean(l, found, f.ratings),
            None => sure::none(sure::few(l, f.ratings, minimum, true)),
        }
    };
    let row =
        |key: &str, of: &dyn Fn(&Figures) -> Figure| (l.t(key), vec![of(&e.now), of(&e.before)]);
    Part::Table(
        vec![
            l.t("digest-measure"),
            l.t("digest-now"),
            l.t("digest-before"),
        ],
        vec![
            row("digest-posts", &|f| of(f.negative, f.known())),
            row("digest-answers", &|f| of(f.on_time, f.answered)),
            row("digest-marks", &mark),
        ],
    )
}

fn shares(l: Locale, label: String, f: &Figures) -> Shares {
    Shares {
        label,
        counts: [f.negative, f.neutral, f.positive],
        words: l.ta(
            "digest-tone",
            &[
                ("negative", l.integer(f.negative).into()),
                ("neutral", l.integer(f.neutral).into()),
                ("positive", l.integer(f.positive).into()),
                ("uncertain", l.integer(f.uncertain).into()),
            ],
        ),
    }
}

fn praise(l: Locale, e: &Edition) -> String {
    match &e.praise {
        Some(p) => l.ta(
            "digest-praised",
            &[
                ("thing", thing(l, p.thing).into()),
                ("positive", l.integer(p.positive).into()),
                ("total", l.integer(p.total).into()),
                ("sure", of_all(l, p.positive, p.total, e.minimum).into()),
            ],
        ),
        None if e.now.positive > 0 => l.ta(
            "digest-praise-some",
            &[
                ("n", l.integer(e.now.positive).into()),
                ("whole", l.integer(e.now.known()).into()),
                (
                    "sure",
                    of_all(l, e.now.positive, e.now.known(), e.minimum).into(),
                ),
            ],
        ),
        None => l.t("digest-praise-none"),
    }
}

fn voices(l: Locale, around: &Around, voices: &[Voice]) -> Part {
    let links = voices.iter().map(|v| Link {
        text: format!("{} · {}", v.number, v.title),
        url: (around.url)(&format!("/utas/{}", v.number)),
        about: l.ta("digest-supports", &[("n", v.supports.into())]),
        words: v.words.clone(),
    });
    Part::Links(links.collect())
}

fn late(l: Locale, around: &Around, e: &Edition) -> Part {
    let link = |c: &LateCase| Link {
        text: named(l, &c.number, &c.title),
        url: (around.url)(&format!("/petugas/utas/{}", c.number)),
        about: l.ta("mail-digest-late-days", &[("n", c.days.into())]),
        words: String::new(),
    };
    let mut links: Vec<Link> = e.late_cases.iter().map(link).collect();
    let listed = i64::try_from(links.len()).unwrap_or(i64::MAX);
    if e.late > listed {
        links.push(Link {
            text: l.ta("digest-late-more", &[("n", (e.late - listed).into())]),
            url: (around.url)("/petugas"),
            about: String::new(),
            words: String::new(),
        });
    }
    Part::Links(links)
}

fn plans(l: Locale, plans: &[PlanLine]) -> Vec<Part> {
    if plans.is_empty() {
        return vec![Part::Text(l.t("digest-no-plan"))];
    }
    let line = |p: &PlanLine| {
        let key = if p.overdue {
            "digest-plan-overdue"
        } else {
            "digest-plan-due"
        };
        l.ta(
            key,
            &[
                ("plan", p.action.as_str().into()),
                ("day", day(l, &p.due).into()),
            ],
        )
    };
    vec![Part::Points(plans.iter().map(line).collect())]
}

/// A thread's number and title, or that not everyone may read it.
pub fn named(l: Locale, number: &str, title: &str) -> String {
    if title.is_empty() {
        format!("{number} · {}", l.t("digest-not-public"))
    } else {
        format!("{number} · {title}")
    }
}
