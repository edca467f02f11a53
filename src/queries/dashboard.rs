//! A unit's dashboard: its period against the one before. From roll-ups and a bounded sample, in a fixed
//! number of statements, whatever the number of threads.

use super::marks::Marks;
use super::spoken::{self, ElementRow};
use super::trend::{self, Trend};
use super::words::{self, Words};
use crate::app::{App, City};
use crate::domain::error::{Error, Result};
use crate::domain::ids::UnitId;
use crate::domain::ikm::Element;
use crate::domain::period::{Kind, Period};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::sentiment::Polarity;
use crate::domain::share::Change;
use crate::domain::veil::{self, SMALL, Told, is_small};
use crate::store::rollups::{self, Figures, Span};
use crate::store::threads;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What rose most: so many lines.
const RISEN: usize = 6;

/// The period asked for: `kurun` and `pada`, a day of it.
pub fn period(app: &App, kind: &str, day: &str) -> Period {
    let today = app.now().day(&app.config.zone);
    let kind = Kind::parse(kind).unwrap_or(Kind::Month);
    let day: Option<Date> = day.parse().ok();
    let day = day.filter(|d| (2000..=2200).contains(&d.year()));
    Period::holding(kind, day.unwrap_or(today), today)
}

/// Marks of a span and of the one before it: ratings, answers, limits kept, polarity, elements.
#[derive(Clone, Debug)]
pub struct Compared {
    pub now: Marks,
    pub before: Marks,
}

/// What has risen: an element spoken of, or a service written about.
#[derive(Clone, Debug, PartialEq)]
pub enum Topic {
    Element(Element, Polarity),
    Service(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Risen {
    pub what: Topic,
    /// None if they are not for this reader.
    pub now: Option<i64>,
    pub before: Option<i64>,
}

/// A service's row.
#[derive(Clone, Debug)]
pub struct ServiceRow {
    pub name: String,
    pub path: String,
    /// None if they are not for this reader.
    pub posts: Option<i64>,
    pub before: Option<i64>,
    /// None if it would tell a small count, or of too few posts.
    pub change: Option<Change>,
    pub tone: Told,
    pub on_time: Told,
}

#[derive(Clone, Debug)]
pub struct UnitDashboard {
    pub slug: String,
    pub name: String,
    pub period: Period,
    pub earlier: Period,
    pub later: Option<Period>,
    pub marks: Compared,
    /// Posts that praise, of those whose polarity is known: now, and before.
    pub tone: (Told, Told),
    pub on_time: (Told, Told),
    pub open: i64,
    pub late: i64,
    pub trend: Trend,
    pub elements: Vec<ElementRow>,
    pub risen: Vec<Risen>,
    /// Whether something may have risen that is not for this reader.
    pub risen_veiled: bool,
    /// The loudest first.
    pub services: Vec<ServiceRow>,
    pub words: Words,
    /// Whether small counts are shown, and what is withheld: to those who work there.
    pub inside: bool,
    /// Whether the viewer has the unit's cases in their inbox, and can put its posts right.
    pub may_correct: bool,
    pub may_note: bool,
    pub may_read_digests: bool,
}

/// # Errors
/// [`Error::NotFound`] for an unknown unit.
pub async fn unit(app: &App, viewer: &Viewer, slug: &str, period: Period) -> Result<UnitDashboard> {
    let city = app.city().await?;
    let place = city.directory.unit_by_slug(slug).ok_or(Error::NotFound)?;
    let subject = Subject {
        unit: Some(place.id),
        own: false,
    };
    let minimum = app.config.min_respondents;
    let earlier = period.before();
    let now = services(app, place.id, &period).await?;
    let before = services(app, place.id, &earlier).await?;
    let total = |all: &BTreeMap<_, Figures>| {
        let mut sum = Figures::default();
        all.values().for_each(|f| sum.add(f));
        Marks::of(&sum, minimum)
    };
    let marks = Compared {
        now: total(&now),
        before: total(&before),
    };
    let inside = policy::may(Action::SeeInside, viewer, &subject);
    let services = service_rows(
        &city,
        place,
        (&now, &before),
        (&period, &earlier),
        (inside, minimum),
    );
    let elements = spoken::rows(&marks, inside);
    let trend = trend::of(app, &city, Some(place.id), &period, inside).await?;
    let (open, late) = threads::open_counts(app.store.read(), place.id, app.now()).await?;
    Ok(UnitDashboard {
        slug: place.slug.clone(),
        name: place.name.clone(),
        later: period.after(app.now().day(&app.config.zone)),
        risen_veiled: elements
            .iter()
            .any(|e| e.change.is_none() || e.praise.is_none())
            || services
                .iter()
                .any(|s| s.posts.is_none() || s.before.is_none()),
        risen: risen(&elements, &services, inside),
        words: words::words(app, place.id, &place.slug, &period).await?,
        period,
        earlier,
        tone: (tone(&marks.now, inside), tone(&marks.before, inside)),
        on_time: (on_time(&marks.now, inside), on_time(&marks.before, inside)),
        marks,
        open,
        late,
        trend,
        elements,
        services,
        inside,
        may_correct: viewer.work_units().contains(&place.id),
        may_note: policy::may(Action::NoteEvent, viewer, &subject),
        may_read_digests: policy::may(Action::SeeDigests, viewer, &subject),
    })
}

async fn services(
    app: &App,
    unit: UnitId,
    p: &Period,
) -> Result<BTreeMap<crate::domain::ids::ServiceId, Figures>> {
    let (from, to) = (p.first.to_string(), p.last.to_string());
    rollups::of_services(app.store.read(), unit, Span::Days(&from, &to)).await
}

pub(super) fn known(m: &Marks) -> i64 {
    m.negative + m.neutral + m.positive
}

/// The share of praise.
fn tone(m: &Marks, inside: bool) -> Told {
    if inside {
        Told::inside(m.positive, known(m), m.minimum)
    } else {
        Told::parts(m.positive, known(m), m.minimum)
    }
}

/// The share of answers within the limit: the unit's performance, so late ones are told however few.
fn on_time(m: &Marks, inside: bool) -> Told {
    if inside {
        Told::inside(m.on_time, m.answered, m.minimum)
    } else {
        Told::cases(m.on_time, m.answered, m.minimum)
    }
}

type OfServices = BTreeMap<crate::domain::ids::ServiceId, Figures>;

/// A unit's services, the loudest first; those whose posts are veiled as if they had none.
fn service_rows(
    city: &City,
    unit: &crate::store::entity::unit::Model,
    (now, before): (&OfServices, &OfServices),
    periods: (&Period, &Period),
    (inside, minimum): (bool, u64),
) -> Vec<ServiceRow> {
    let none = Figures::default();
    let all: Vec<_> = city
        .directory
        .services
        .iter()
        .filter(|s| s.unit_id == unit.id && (s.active || now.contains_key(&s.id)))
        .map(|s| {
            let here = Marks::of(now.get(&s.id).unwrap_or(&none), minimum);
            let there = Marks::of(before.get(&s.id).unwrap_or(&none), minimum);
            (s, here, there)
        })
        .collect();
    let veiled = |cells: Vec<[i64; 3]>| -> Vec<bool> {
        let rows = veil::rows(&cells);
        rows.into_iter().map(|v| v && !inside).collect()
    };
    let count = |n: i64| [n, 0, 0];
    let posts = veiled(all.iter().map(|(_, m, _)| count(m.posts)).collect());
    let earlier = veiled(all.iter().map(|(_, _, m)| count(m.posts)).collect());
    let answers = veiled(all.iter().map(|(_, m, _)| count(m.answered)).collect());
    let tones = veiled(
        all.iter()
            .map(|(_, m, _)| [m.posts, m.positive, known(m) - m.positive])
            .collect(),
    );
    let mut rows: Vec<ServiceRow> = all
        .iter()
        .enumerate()
        .map(|(i, (s, here, there))| {
            let is = |flags: &[bool]| flags.get(i).copied().unwrap_or(true);
            let change =
                |a: i64, b: i64| Change::of_counts(a, b, periods.0.days(), periods.1.days());
            let told = (!is(&posts)).then_some(here.posts);
            let before = (!is(&earlier)).then_some(there.posts);
            ServiceRow {
                name: s.name.clone(),
                path: format!("{}/{}", unit.slug, s.slug),
                posts: told,
                before,
                change: match (told, before) {
                    _ if !here.enough(here.posts + there.posts) => None,
                    (Some(a), Some(b)) => Some(change(a, b)),
                    _ => veil::sure(here.posts, there.posts, change),
                },
                tone: if is(&tones) {
                    Told::Veiled
                } else {
                    tone(here, true)
                },
                on_time: if is(&answers) {
                    Told::Veiled
                } else {
                    on_time(here, true)
                },
            }
        })
        .collect();
    rows.sort_by_key(|s| std::cmp::Reverse(s.posts.unwrap_or(0)));
    rows
}

/// What rose more than chance would have it, the most first: by the changes that the page shows.
fn risen(elements: &[ElementRow], services: &[ServiceRow], inside: bool) -> Vec<Risen> {
    let told = |n: i64| (inside || !is_small(n)).then_some(n);
    let mut all: Vec<(Risen, Option<Change>)> = Vec::new();
    for row in elements {
        for (polarity, change) in [
            (Polarity::Negative, row.change),
            (Polarity::Positive, row.praise),
        ] {
            let risen = Risen {
                what: Topic::Element(row.element, polarity),
                now: Some(row.now.of(polarity)).filter(|n| *n >= SMALL),
                before: told(row.before.of(polarity)),
            };
            // Of so few nothing is said.
            let change = change.filter(|_| risen.now.is_some());
            all.push((risen, change));
        }
    }
    all.extend(services.iter().map(|s| {
        let risen = Risen {
            what: Topic::Service(s.name.clone()),
            now: s.posts,
            before: s.before,
        };
        (
            risen,
            s.change.filter(|_| s.posts.is_none_or(|n| n >= SMALL)),
        )
    }));
    all.retain(|(_, change)| *change == Some(Change::Rose));
    let mut all: Vec<Risen> = all.into_iter().map(|(r, _)| r).collect();
    // By how many times over, a few more counted to each so that one from none is not without end. What
    // is veiled comes last.
    let times = |r: &Risen| {
        let now = r.now.unwrap_or(0);
        (now + 2) * 1_000 / (r.before.unwrap_or(SMALL / 2) + 2)
    };
    all.sort_by_key(|r| std::cmp::Reverse(times(r)));
    all.truncate(RISEN);
    all
}
