//! Figures for programs: of the units that a token covers, from the roll-ups, each with its count.
//! What stands in these structures is the answer, field by field.

use super::marks::Marks;
use crate::app::{App, City};
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::UnitId;
use crate::domain::ikm::Element;
use crate::domain::message::Message;
use crate::domain::person::{Covers, Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::share::{self, Interval};
use crate::domain::tally;
use crate::domain::time::HOUR_MS;
use crate::keys::Purpose;
use crate::store::entity::unit;
use crate::store::rollups::{self, Figures, Span};
use crate::store::threads::open_counts;
use crate::store::tokens;
use jiff::civil::Date;
use serde::Serialize;

/// Longest span of sums, in days: five years.
const DAYS_OF_SUMS: i32 = 1_830;
/// Longest span of figures by day.
const DAYS_BY_DAY: i32 = 366;

/// Who shows this token: a viewer that may do what the token covers and nothing else; one that
/// may do nothing if it is no token in force.
///
/// # Errors
/// What the database says.
pub async fn viewer(app: &App, token: &str) -> Result<Viewer> {
    // Nothing else can be one; a longer text is not even hashed.
    if token.len() > 200 || token.is_empty() {
        return Ok(Viewer::default());
    }
    let hash = app.keys.hash(Purpose::ApiToken, token);
    let Some(found) = tokens::by_hash(app.store.read(), &hash).await? else {
        return Ok(Viewer::default());
    };
    let now = app.now();
    // To the hour is enough to see which are in use, and costs a write an hour.
    if found.used_ms.is_none_or(|at| now >= at.plus_ms(HOUR_MS)) {
        tokens::used(app.store.write(), found.id, now).await?;
    }
    let covers = match found.unit_id {
        None => Covers::City,
        Some(unit) => Covers::Units(app.city().await?.directory.with_descendants(unit)),
    };
    Ok(Viewer {
        token: Some(covers),
        ..Viewer::default()
    })
}

#[derive(Clone, Debug, Serialize)]
pub struct Place {
    pub slug: String,
    pub name: String,
}

/// A unit and its services.
#[derive(Clone, Debug, Serialize)]
pub struct Unit {
    #[serde(flatten)]
    pub place: Place,
    /// The slug of the unit above it.
    pub parent: Option<String>,
    pub services: Vec<Place>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Units {
    pub units: Vec<Unit>,
}

/// How often, with the bounds of its 95 % interval (Wilson), all from 0 to 1.
#[derive(Clone, Debug, Serialize)]
pub struct Share {
    pub n: i64,
    /// Among how many.
    pub of: i64,
    /// `null` of fewer cases than the minimum.
    pub share: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Sentiment {
    pub posts: i64,
    pub negative: Share,
    pub neutral: Share,
    pub positive: Share,
    /// Posts whose polarity is a guess; they count as none of the three.
    pub uncertain: i64,
}

/// An average of answers from 1 to 4, with the bounds of its 95 % interval.
#[derive(Clone, Debug, Serialize)]
pub struct Mean {
    pub n: i64,
    /// `null` of fewer answers than the minimum.
    pub mean: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

impl Mean {
    fn of(n: i64, found: Option<(f64, Interval)>) -> Mean {
        Mean {
            n,
            mean: found.map(|(mean, _)| mean),
            low: found.map(|(_, i)| i.low),
            high: found.map(|(_, i)| i.high),
        }
    }
}

/// One of the nine elements: what people answered, and how posts speak of it.
#[derive(Clone, Debug, Serialize)]
pub struct OfElement {
    pub element: &'static str,
    pub answers: Mean,
    pub mentions: Mentions,
}

/// Posts that speak of an element, by the polarity towards it.
#[derive(Clone, Debug, Serialize)]
pub struct Mentions {
    pub negative: i64,
    pub neutral: i64,
    pub positive: i64,
}

/// The index of PermenPANRB 14/2017, 25 to 100.
#[derive(Clone, Debug, Serialize)]
pub struct Index {
    pub value: f64,
    pub class: &'static str,
    /// Bounds of its 95 % interval.
    pub low: f64,
    pub high: f64,
}

#[derive(Clone, Debug, Serialize)]
pub struct Answers {
    pub n: i64,
    pub office_hours: Hours,
    pub on_time: Share,
}

/// The middle one of the office hours that first answers took, with the bounds of its 95 % interval.
#[derive(Clone, Debug, Serialize)]
pub struct Hours {
    /// Answers whose office hours are known.
    pub n: i64,
    /// `null` of fewer answers than the minimum.
    pub median: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// The figures of a unit or service over a span.
#[derive(Clone, Debug, Serialize)]
pub struct Sums {
    pub threads: i64,
    pub sentiment: Sentiment,
    pub respondents: u64,
    /// `null` under the minimum of respondents.
    pub ikm: Option<Index>,
    pub overall: Mean,
    pub elements: Vec<OfElement>,
    pub answers: Answers,
}

#[derive(Clone, Debug, Serialize)]
pub struct Span0 {
    pub unit: String,
    /// First and last day, ISO dates of the city's zone.
    pub from: String,
    pub to: String,
    /// Cases below which there is no share, mean, median or index.
    pub minimum: u64,
}

#[derive(Clone, Debug, Serialize)]
pub struct OfUnit {
    #[serde(flatten)]
    pub span: Span0,
    #[serde(flatten)]
    pub sums: Sums,
    /// Cases that wait for an answer now, and those of them past their limit.
    pub open_now: i64,
    pub late_now: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct Day {
    pub day: String,
    #[serde(flatten)]
    pub sums: Sums,
}

#[derive(Clone, Debug, Serialize)]
pub struct ByDay {
    #[serde(flatten)]
    pub span: Span0,
    /// Days on which nothing happened are left out.
    pub days: Vec<Day>,
}

#[derive(Clone, Debug, Serialize)]
pub struct OfService {
    pub service: String,
    pub name: String,
    #[serde(flatten)]
    pub sums: Sums,
}

#[derive(Clone, Debug, Serialize)]
pub struct ByService {
    #[serde(flatten)]
    pub span: Span0,
    pub services: Vec<OfService>,
}

fn sums(f: &Figures, minimum: u64) -> Sums {
    let m = Marks::of(f, minimum);
    let share = |n: i64, of: i64| {
        let found = share::Share::published(n, of, minimum);
        Share {
            n,
            of,
            share: found.map(|s| s.value),
            low: found.map(|s| s.interval.low),
            high: found.map(|s| s.interval.high),
        }
    };
    let marks = |n: i64, sum: i64| {
        let mean = (n > 0 && m.enough(n)).then(|| sum as f64 / n as f64);
        Mean::of(n, mean.and_then(|m| Some((m, share::around_mean(m, n)?))))
    };
    let median = m.hours(0.5);
    let read = m.negative + m.neutral + m.positive;
    Sums {
        threads: m.threads,
        sentiment: Sentiment {
            posts: m.posts,
            negative: share(m.negative, read),
            neutral: share(m.neutral, read),
            positive: share(m.positive, read),
            uncertain: f.n(tally::UNCERTAIN),
        },
        respondents: m.respondents,
        ikm: m.ikm.map(|i| Index {
            value: i.rounded,
            class: i.class.as_str(),
            low: i.interval().low,
            high: i.interval().high,
        }),
        overall: Mean::of(m.overall_n, m.overall()),
        elements: Element::ALL
            .iter()
            .zip(tally::ELEMENTS)
            .zip(tally::SPOKEN)
            .map(
                |((element, measure), [negative, neutral, positive])| OfElement {
                    mentions: Mentions {
                        negative: f.n(negative),
                        neutral: f.n(neutral),
                        positive: f.n(positive),
                    },
                    element: element.as_str(),
                    answers: marks(f.n(measure), f.total(measure)),
                },
            )
            .collect(),
        answers: Answers {
            n: m.answered,
            office_hours: Hours {
                n: m.timed(),
                median: median.map(|q| q.value),
                low: median.map(|q| q.interval.low),
                high: median.map(|q| q.interval.high),
            },
            on_time: share(m.on_time, m.answered),
        },
    }
}

/// What is asked: a unit that the token covers, and days.
struct Asked<'a> {
    unit: &'a unit::Model,
    span: Span0,
}

/// Reads the unit and the days of a request; a request without days is of the last thirty.
fn asked<'a>(
    app: &App,
    viewer: &Viewer,
    city: &'a City,
    slug: &str,
    (from, to): (&str, &str),
    most: i32,
) -> Result<Asked<'a>> {
    // Also for a unit that is not there: what a token doesn't cover, it doesn't learn of.
    let unit = city.directory.unit_by_slug(slug);
    allowed(viewer, unit.map(|u| u.id))?;
    let unit = unit.ok_or(Error::NotFound)?;
    let mut errors = FieldErrors::default();
    let today = app.now().day(&app.config.zone);
    let mut read = |field: &'static str, typed: &str, otherwise: Date| match typed {
        "" => otherwise,
        typed => typed.parse().unwrap_or_else(|_| {
            errors.add(field, Message::new("fault-day"));
            otherwise
        }),
    };
    let to = read("to", to, today);
    let before = to.checked_sub(jiff::Span::new().days(29)).unwrap_or(to);
    let from = read("from", from, before);
    let days = from.until(to).map_or(i32::MAX, |s| s.get_days());
    if days < 0 || days >= most {
        errors.add("from", Message::new("fault-span"));
    }
    errors.into_result()?;
    Ok(Asked {
        unit,
        span: Span0 {
            unit: unit.slug.clone(),
            from: from.to_string(),
            to: to.to_string(),
            minimum: app.config.min_respondents,
        },
    })
}

fn allowed(viewer: &Viewer, unit: Option<UnitId>) -> Result<()> {
    if policy::may(Action::UseApi, viewer, &Subject { unit, own: false }) {
        Ok(())
    } else {
        Err(Error::Forbidden)
    }
}

/// The units that the token covers.
///
/// # Errors
/// What the database says.
pub async fn units(app: &App, viewer: &Viewer) -> Result<Units> {
    let city = app.city().await?;
    let d = &city.directory;
    Ok(Units {
        units: d
            .units
            .iter()
            .filter(|u| u.active && allowed(viewer, Some(u.id)).is_ok())
            .map(|u| Unit {
                place: Place {
                    slug: u.slug.clone(),
                    name: u.name.clone(),
                },
                parent: u.parent_id.and_then(|p| d.unit(p)).map(|p| p.slug.clone()),
                services: d
                    .services_of(u.id)
                    .map(|s| Place {
                        slug: s.slug.clone(),
                        name: s.name.clone(),
                    })
                    .collect(),
            })
            .collect(),
    })
}

/// Sums of a unit over a span.
///
/// # Errors
/// Forbidden for a unit that the token doesn't cover; invalid days, or too many.
pub async fn figures(app: &App, viewer: &Viewer, slug: &str, days: (&str, &str)) -> Result<OfUnit> {
    let city = app.city().await?;
    let Asked { unit, span } = asked(app, viewer, &city, slug, days, DAYS_OF_SUMS)?;
    let db = app.store.read();
    let found = rollups::of_unit(db, unit.id, Span::Days(&span.from, &span.to)).await?;
    let (open_now, late_now) = open_counts(db, unit.id, app.now()).await?;
    Ok(OfUnit {
        sums: sums(&found, app.config.min_respondents),
        span,
        open_now,
        late_now,
    })
}

/// Figures of a unit by day.
///
/// # Errors
/// As [`figures`].
pub async fn by_day(app: &App, viewer: &Viewer, slug: &str, days: (&str, &str)) -> Result<ByDay> {
    let city = app.city().await?;
    let Asked { unit, span } = asked(app, viewer, &city, slug, days, DAYS_BY_DAY)?;
    let db = app.store.read();
    let found = rollups::by_day(db, unit.id, &span.from, &span.to).await?;
    Ok(ByDay {
        span,
        days: found
            .into_iter()
            .map(|(day, f)| Day {
                day,
                sums: sums(&f, app.config.min_respondents),
            })
            .collect(),
    })
}

/// Figures of a unit's services over a span.
///
/// # Errors
/// As [`figures`].
pub async fn by_service(
    app: &App,
    viewer: &Viewer,
    slug: &str,
    days: (&str, &str),
) -> Result<ByService> {
    let city = app.city().await?;
    let Asked { unit, span } = asked(app, viewer, &city, slug, days, DAYS_OF_SUMS)?;
    let span_of_days = Span::Days(&span.from, &span.to);
    let found = rollups::of_services(app.store.read(), unit.id, span_of_days).await?;
    let none = Figures::default();
    Ok(ByService {
        services: city
            .directory
            .services_of(unit.id)
            .map(|s| OfService {
                service: s.slug.clone(),
                name: s.name.clone(),
                sums: sums(
                    found.get(&s.id).unwrap_or(&none),
                    app.config.min_respondents,
                ),
            })
            .collect(),
        span,
    })
}
