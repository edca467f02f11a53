//! The dashboards: a unit's period against the one before, and the city's units side by side. From
//! roll-ups and a bounded sample, in a fixed number of statements, whatever the number of threads.

use super::marks::{Marks, SIDE_BY_SIDE, Spoken};
use super::words::{self, Words};
use crate::app::{App, City};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{EventId, UnitId};
use crate::domain::ikm::Element;
use crate::domain::period::{Kind, Period};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::sentiment::Polarity;
use crate::domain::share::{Change, Interval, Share};
use crate::domain::tally;
use crate::store::rollups::{self, Figures, PeriodFigure, Span};
use crate::store::{events, threads};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A count of fewer things of one kind is not shown to everyone, so that it points at nobody.
pub const SMALL: i64 = 5;
/// Events beside a trend.
const EVENTS: usize = 15;
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

/// A step of a trend.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub first: Date,
    pub last: Date,
    /// Whether it is of the present period.
    pub present: bool,
    pub negative: i64,
    pub neutral: i64,
    pub positive: i64,
    pub uncertain: i64,
}

impl Step {
    /// The share of negative posts among those whose polarity is known; none of too few.
    pub fn share(&self) -> Option<Share> {
        let known = self.negative + self.neutral + self.positive;
        Share::new(self.negative, known).filter(|s| s.of >= SMALL)
    }
}

/// Something that may explain a rise or fall.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// None of a holiday.
    pub id: Option<EventId>,
    pub day: Date,
    pub words: String,
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
    pub now: i64,
    pub before: i64,
}

/// An element's row of the heat map.
#[derive(Clone, Debug)]
pub struct ElementRow {
    pub element: Element,
    pub now: Spoken,
    pub before: Spoken,
    /// How the share of posts that blame it has moved.
    pub change: Change,
}

/// A service's row.
#[derive(Clone, Debug)]
pub struct ServiceRow {
    pub name: String,
    pub path: String,
    pub posts: i64,
    pub before: i64,
    pub change: Change,
    pub marks: Marks,
}

#[derive(Clone, Debug)]
pub struct UnitDashboard {
    pub slug: String,
    pub name: String,
    pub period: Period,
    pub earlier: Period,
    pub later: Option<Period>,
    pub marks: Compared,
    pub open: i64,
    pub late: i64,
    pub steps: Vec<Step>,
    pub events: Vec<Event>,
    pub elements: Vec<ElementRow>,
    pub risen: Vec<Risen>,
    /// The loudest first.
    pub services: Vec<ServiceRow>,
    pub words: Words,
    /// Whether small counts are shown, and what is withheld: to those who work there.
    pub inside: bool,
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
    let none = Figures::default();
    let mut services: Vec<ServiceRow> = city
        .directory
        .services
        .iter()
        .filter(|s| s.unit_id == place.id && (s.active || now.contains_key(&s.id)))
        .map(|s| {
            let here = Marks::of(now.get(&s.id).unwrap_or(&none), minimum);
            let there = Marks::of(before.get(&s.id).unwrap_or(&none), minimum);
            ServiceRow {
                name: s.name.clone(),
                path: format!("{}/{}", place.slug, s.slug),
                posts: here.posts,
                before: there.posts,
                change: Change::of_counts(here.posts, there.posts, period.days(), earlier.days()),
                marks: here,
            }
        })
        .collect();
    services.sort_by_key(|s| std::cmp::Reverse(s.posts));
    let elements: Vec<ElementRow> = Element::ALL
        .iter()
        .map(|e| ElementRow {
            element: *e,
            now: marks.now.spoken(*e),
            before: marks.before.spoken(*e),
            change: moved(
                (marks.now.spoken(*e).negative, marks.now.posts),
                (marks.before.spoken(*e).negative, marks.before.posts),
            ),
        })
        .collect();
    let inside = policy::may(Action::SeeInside, viewer, &subject);
    let steps = steps(app, place.id, &period).await?;
    let events = explained(app, &city, place.id, &period).await?;
    let (open, late) = threads::open_counts(app.store.read(), place.id, app.now()).await?;
    Ok(UnitDashboard {
        slug: place.slug.clone(),
        name: place.name.clone(),
        later: period.after(app.now().day(&app.config.zone)),
        risen: risen(&elements, &services, &period, &earlier),
        words: words::words(app, place.id, &place.slug, &period).await?,
        period,
        earlier,
        marks,
        open,
        late,
        steps,
        events,
        elements,
        services,
        inside,
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

/// How a share has moved from before to now.
fn moved(now: (i64, i64), before: (i64, i64)) -> Change {
    match (Share::new(now.0, now.1), Share::new(before.0, before.1)) {
        (Some(now), Some(before)) => Change::of_difference(&now.minus(&before).1),
        _ => Change::Alike,
    }
}

async fn steps(app: &App, unit: UnitId, period: &Period) -> Result<Vec<Step>> {
    let steps = period.steps();
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else {
        return Ok(Vec::new());
    };
    let month = |d: Date| d.to_string().chars().take(7).collect::<String>();
    let figures = if period.kind == Kind::Year {
        let (from, to) = (month(first.0), month(last.1));
        rollups::trend(app.store.read(), unit, Span::Months(&from, &to)).await?
    } else {
        let (from, to) = (first.0.to_string(), last.1.to_string());
        rollups::trend(app.store.read(), unit, Span::Days(&from, &to)).await?
    };
    Ok(fill(&steps, figures, period))
}

/// Puts figures of days or months into the steps that hold them.
fn fill(steps: &[(Date, Date)], figures: Vec<PeriodFigure>, period: &Period) -> Vec<Step> {
    use tally::{NEGATIVE, NEUTRAL, POSITIVE, UNCERTAIN};
    let mut filled: Vec<Step> = steps
        .iter()
        .map(|(first, last)| Step {
            first: *first,
            last: *last,
            present: *first >= period.first,
            negative: 0,
            neutral: 0,
            positive: 0,
            uncertain: 0,
        })
        .collect();
    for f in figures {
        let day = match f.period.len() {
            7 => format!("{}-01", f.period),
            _ => f.period,
        };
        let Ok(day) = day.parse::<Date>() else {
            continue;
        };
        let at = filled.partition_point(|s| s.last < day);
        let Some(step) = filled.get_mut(at).filter(|s| s.first <= day) else {
            continue;
        };
        match f.measure.as_str() {
            NEGATIVE => step.negative += f.n,
            NEUTRAL => step.neutral += f.n,
            POSITIVE => step.positive += f.n,
            UNCERTAIN => step.uncertain += f.n,
            _ => {}
        }
    }
    filled
}

/// What the unit has noted, and holidays, oldest first. Over years, holidays would be too many to
/// tell anything.
async fn explained(app: &App, city: &City, unit: UnitId, period: &Period) -> Result<Vec<Event>> {
    let (first, last) = (period.before().first, period.end);
    let (from, to) = (first.to_string(), last.to_string());
    let noted = events::of_unit(app.store.read(), unit, (&from, &to), EVENTS as u64).await?;
    let mut all: Vec<Event> = noted
        .into_iter()
        .filter_map(|e| {
            Some(Event {
                id: Some(e.id),
                day: e.day.parse().ok()?,
                words: e.words,
            })
        })
        .collect();
    if period.kind != Kind::Year {
        let holidays = city.directory.holidays.iter().filter_map(|h| {
            let day: Date = h.day.parse().ok()?;
            (first <= day && day <= period.last).then(|| Event {
                id: None,
                day,
                words: h.name.clone(),
            })
        });
        let room = EVENTS.saturating_sub(all.len());
        let mut holidays: Vec<Event> = holidays.collect();
        holidays.sort_by_key(|e| std::cmp::Reverse(e.day));
        all.extend(holidays.into_iter().take(room));
    }
    all.sort_by_key(|e| e.day);
    Ok(all)
}

/// What rose more than chance would have it, the most first.
fn risen(
    elements: &[ElementRow],
    services: &[ServiceRow],
    now: &Period,
    before: &Period,
) -> Vec<Risen> {
    let mut all: Vec<Risen> = Vec::new();
    for row in elements {
        for polarity in [Polarity::Negative, Polarity::Positive] {
            let (a, b) = (row.now.of(polarity), row.before.of(polarity));
            all.push(Risen {
                what: Topic::Element(row.element, polarity),
                now: a,
                before: b,
            });
        }
    }
    all.extend(services.iter().map(|s| Risen {
        what: Topic::Service(s.name.clone()),
        now: s.posts,
        before: s.before,
    }));
    all.retain(|r| {
        r.now >= SMALL
            && Change::of_counts(r.now, r.before, now.days(), before.days()) == Change::Rose
    });
    // By how many times over, a few more counted to each so that one from none is not without end.
    let times = |r: &Risen| (r.now + 2) * 1_000 / (r.before + 2);
    all.sort_by_key(|r| std::cmp::Reverse(times(r)));
    all.truncate(RISEN);
    all
}

crate::text_enum! {
    /// By what units are set side by side.
    pub enum Measure {
        /// Answers within the limit.
        Deadlines = "tenggat",
        /// Posts that praise, of those whose polarity is known.
        Tone = "nada",
        /// The satisfaction index.
        Ikm = "ikm",
    }
}

/// How a unit stands to the city as a whole.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Above,
    Alike,
    Below,
    /// Too few to say.
    Unknown,
}

#[derive(Clone, Debug)]
pub struct CityRow {
    pub name: String,
    pub slug: String,
    /// Of 100, with its interval; none below the minimum.
    pub value: Option<(f64, Interval)>,
    /// Cases counted.
    pub n: i64,
    pub before: Option<f64>,
    pub place: Place,
    pub posts: i64,
}

#[derive(Clone, Debug)]
pub struct CityDashboard {
    pub period: Period,
    pub earlier: Period,
    pub later: Option<Period>,
    pub measure: Measure,
    pub city: Marks,
    pub before: Marks,
    /// The whole city's value, of 100.
    pub value: Option<(f64, Interval)>,
    /// In the directory's order within each place, never in an order of merit.
    pub rows: Vec<CityRow>,
    pub minimum: u64,
    /// Whether the viewer may go on to what is inside.
    pub inside: bool,
}

fn value(m: &Marks, measure: Measure, minimum: u64) -> (Option<(f64, Interval)>, i64) {
    let of_share = |n: i64, of: i64| {
        let share = Share::published(n, of, minimum).map(|s| {
            let interval = Interval {
                low: s.interval.low * 100.0,
                high: s.interval.high * 100.0,
            };
            (s.value * 100.0, interval)
        });
        (share, of)
    };
    match measure {
        Measure::Deadlines => of_share(m.on_time, m.answered),
        Measure::Tone => of_share(m.positive, m.negative + m.neutral + m.positive),
        Measure::Ikm => {
            let ikm = m.ikm.as_ref().map(|i| {
                let interval = Interval {
                    low: (i.rounded - i.margin()).max(25.0),
                    high: (i.rounded + i.margin()).min(100.0),
                };
                (i.rounded, interval)
            });
            (ikm, i64::try_from(m.respondents).unwrap_or(i64::MAX))
        }
    }
}

fn place(unit: Option<(f64, Interval)>, city: Option<(f64, Interval)>) -> Place {
    match (unit, city) {
        (Some((_, unit)), Some((city, _))) if unit.low > city => Place::Above,
        (Some((_, unit)), Some((city, _))) if unit.high < city => Place::Below,
        (Some(_), Some(_)) => Place::Alike,
        _ => Place::Unknown,
    }
}

/// Every active unit, in two statements.
pub async fn city(
    app: &App,
    viewer: &Viewer,
    period: Period,
    measure: &str,
) -> Result<CityDashboard> {
    let city = app.city().await?;
    let measure = Measure::parse(measure).unwrap_or(Measure::Deadlines);
    let minimum = app.config.min_respondents;
    let earlier = period.before();
    let now = all_units(app, &period).await?;
    let before = all_units(app, &earlier).await?;
    let total = |all: &BTreeMap<UnitId, Figures>| {
        let mut sum = Figures::default();
        all.values().for_each(|f| sum.add(f));
        Marks::of(&sum, minimum)
    };
    let (whole, whole_before) = (total(&now), total(&before));
    let (of_city, _) = value(&whole, measure, minimum);
    let none = Figures::default();
    let mut rows: Vec<CityRow> = city
        .directory
        .units
        .iter()
        .filter(|u| u.active)
        .map(|u| {
            let here = Marks::of(now.get(&u.id).unwrap_or(&none), minimum);
            let there = Marks::of(before.get(&u.id).unwrap_or(&none), minimum);
            let (of_unit, n) = value(&here, measure, minimum);
            CityRow {
                name: u.name.clone(),
                slug: u.slug.clone(),
                value: of_unit,
                n,
                before: value(&there, measure, minimum).0.map(|v| v.0),
                place: place(of_unit, of_city),
                posts: here.posts,
            }
        })
        .collect();
    rows.sort_by_key(|r| r.place);
    Ok(CityDashboard {
        later: period.after(app.now().day(&app.config.zone)),
        period,
        earlier,
        measure,
        city: whole,
        before: whole_before,
        value: of_city,
        rows,
        minimum,
        inside: policy::could(Action::SeeInside, viewer),
    })
}

async fn all_units(app: &App, p: &Period) -> Result<BTreeMap<UnitId, Figures>> {
    let (from, to) = (p.first.to_string(), p.last.to_string());
    rollups::of_all_units(app.store.read(), Span::Days(&from, &to), &SIDE_BY_SIDE).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn figures_fall_into_the_step_of_their_day() {
        let period = Period::holding(Kind::Month, date(2026, 11, 24), date(2026, 11, 24));
        let figure = |period: &str, measure: &str, n| PeriodFigure {
            period: period.into(),
            measure: measure.into(),
            n,
        };
        let steps = fill(
            &period.steps(),
            vec![
                figure("2026-10-01", "polarity.negative", 1),
                figure("2026-11-02", "polarity.negative", 4),
                figure("2026-11-08", "polarity.positive", 2),
                figure("2026-11-24", "polarity.uncertain", 3),
                figure("2026-12-01", "polarity.negative", 9),
            ],
            &period,
        );
        assert_eq!(steps[0].negative, 1);
        let week = steps
            .iter()
            .find(|s| s.first == date(2026, 11, 2))
            .expect("a week");
        assert_eq!((week.negative, week.positive, week.present), (4, 2, true));
        assert_eq!(week.share().map(|s| (s.n, s.of)), Some((4, 6)));
        assert_eq!(steps.last().map(|s| s.uncertain), Some(3));
        let all: i64 = steps.iter().map(|s| s.negative).sum();
        assert_eq!(all, 5, "what lies outside is left out");
    }

    #[test]
    fn a_unit_is_told_from_the_city_only_if_its_interval_says_so() {
        let of = |value: f64, half: f64| {
            let interval = Interval {
                low: value - half,
                high: value + half,
            };
            Some((value, interval))
        };
        let city = of(60.0, 1.0);
        assert_eq!(place(of(80.0, 10.0), city), Place::Above);
        assert_eq!(place(of(65.0, 10.0), city), Place::Alike);
        assert_eq!(place(of(40.0, 10.0), city), Place::Below);
        assert_eq!(place(None, city), Place::Unknown);
    }
}
