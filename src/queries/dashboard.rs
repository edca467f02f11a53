//! A unit's dashboard: its period against the one before. From roll-ups and a bounded sample, in a fixed
//! number of statements, whatever the number of threads.

use super::marks::{Marks, Spoken};
use super::words::{self, Words};
use crate::app::{App, City};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{EventId, UnitId};
use crate::domain::ikm::Element;
use crate::domain::period::{Kind, Period};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::sentiment::Polarity;
use crate::domain::share::{Change, Share};
use crate::domain::tally;
use crate::domain::veil::{self, SMALL, Told, is_small};
use crate::store::rollups::{self, Figures, PeriodFigure, Span};
use crate::store::{events, threads};
use jiff::civil::Date;
use std::collections::BTreeMap;

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
    /// Its counts are not for this reader, and are none here.
    pub veiled: bool,
    pub negative: i64,
    pub neutral: i64,
    pub positive: i64,
    pub uncertain: i64,
}

impl Step {
    /// Takes the step after it in.
    fn add(&mut self, next: &Step) {
        self.last = next.last;
        self.negative += next.negative;
        self.neutral += next.neutral;
        self.positive += next.positive;
        self.uncertain += next.uncertain;
    }

    /// Posts of all polarities, from below.
    pub fn parts(&self) -> [i64; 4] {
        [self.positive, self.neutral, self.uncertain, self.negative]
    }

    /// Posts whose polarity is known.
    pub fn known(&self) -> i64 {
        self.negative + self.neutral + self.positive
    }

    /// The share of negative posts among them; none of fewer than the minimum.
    pub fn share(&self, minimum: u64) -> Option<Share> {
        Share::published(self.negative, self.known(), minimum)
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
    /// None if they are not for this reader.
    pub now: Option<i64>,
    pub before: Option<i64>,
}

/// An element's row of the heat map.
#[derive(Clone, Debug)]
pub struct ElementRow {
    pub element: Element,
    pub now: Spoken,
    pub before: Spoken,
    /// How the share of posts that blame it has moved; none if that would tell a small count.
    pub change: Option<Change>,
    /// The same of those that praise it.
    pub praise: Option<Change>,
    /// There are too few posts, now or before, to say whether they moved.
    pub few: bool,
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
    pub steps: Vec<Step>,
    /// Neighbouring steps stand as one, so that no small count is told.
    pub joined: bool,
    pub events: Vec<Event>,
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
    let elements: Vec<ElementRow> = Element::ALL
        .iter()
        .map(|e| {
            let (now, before) = (marks.now.spoken(*e), marks.before.spoken(*e));
            let posts = (marks.now.posts, marks.before.posts);
            let few = u64::try_from(posts.0.min(posts.1)).unwrap_or(0) < minimum;
            let moved = |p: Polarity| match few {
                true => Some(Change::Alike),
                false => moved((now.of(p), before.of(p)), posts, inside),
            };
            ElementRow {
                element: *e,
                now,
                before,
                change: moved(Polarity::Negative),
                praise: moved(Polarity::Positive),
                few,
            }
        })
        .collect();
    let mut steps = steps(app, place.id, &period).await?;
    let fine = steps.len();
    if !inside {
        steps = veil_steps(&steps);
    }
    let events = explained(app, &city, place.id, &period).await?;
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
        joined: steps.len() < fine,
        words: words::words(app, place.id, &place.slug, &period).await?,
        period,
        earlier,
        tone: (tone(&marks.now, inside), tone(&marks.before, inside)),
        on_time: (on_time(&marks.now, inside), on_time(&marks.before, inside)),
        marks,
        open,
        late,
        steps,
        events,
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

/// How a share of all posts has moved from before to now, as counts `(now, before)`; to those
/// outside only if it would have whatever a small count is.
fn moved((now, before): (i64, i64), of: (i64, i64), inside: bool) -> Option<Change> {
    let change = |a: i64, b: i64| match (Share::new(a, of.0), Share::new(b, of.1)) {
        (Some(now), Some(before)) => Change::of_difference(&now.minus(&before).1),
        _ => Change::Alike,
    };
    if inside {
        Some(change(now, before))
    } else {
        veil::sure(now, before, change)
    }
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

/// Steps as they are for those outside: joined with their neighbours until none tells a small count; of
/// each period, since its sums may be known. What can't be told as a whole either is veiled.
fn veil_steps(steps: &[Step]) -> Vec<Step> {
    let (before, present) = steps.split_at(steps.partition_point(|s| !s.present));
    let parts = [before, present].map(|part| part.iter().map(Step::parts).collect::<Vec<_>>());
    let many = veil::join(&[&parts[0], &parts[1]]);
    let mut all = Vec::new();
    let parts = [before, present].into_iter().zip(&parts).zip(many);
    for ((part, counts), many) in parts {
        let flags = veil::rows(&veil::joined(counts, many));
        let mut wide: Vec<Step> = Vec::new();
        for (n, step) in part.iter().enumerate() {
            let group = veil::group(n, part.len(), many);
            match wide.get_mut(group) {
                Some(sum) => sum.add(step),
                None => wide.push(step.clone()),
            }
        }
        for (step, veiled) in wide.iter_mut().zip(flags) {
            if veiled {
                *step = Step {
                    veiled,
                    negative: 0,
                    neutral: 0,
                    positive: 0,
                    uncertain: 0,
                    ..step.clone()
                };
            }
        }
        all.extend(wide);
    }
    all
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
                    _ if u64::try_from(here.posts + there.posts).unwrap_or(0) < minimum => None,
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
            veiled: false,
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
        assert_eq!(week.share(6).map(|s| (s.n, s.of)), Some((4, 6)));
        assert_eq!(steps.last().map(|s| s.uncertain), Some(3));
        assert_eq!(week.share(7), None);
        let all: i64 = steps.iter().map(|s| s.negative).sum();
        assert_eq!(all, 5, "what lies outside is left out");
    }

    #[test]
    fn neighbours_are_joined_until_none_is_small() {
        let day = |n: i64| date(2026, 11, 1).saturating_add(jiff::Span::new().days(n));
        let step = |n: i64, negative: i64| Step {
            first: day(n),
            last: day(n),
            present: n >= 4,
            veiled: false,
            negative,
            neutral: 0,
            positive: 9,
            uncertain: 0,
        };
        let fine: Vec<Step> = [2, 3, 0, 6, 9, 9, 3, 4]
            .into_iter()
            .zip(0..)
            .map(|(c, n)| step(n, c))
            .collect();
        let told = veil_steps(&fine);
        assert!(told.iter().all(|s| !s.veiled), "{told:?}");
        let what: Vec<_> = told
            .iter()
            .map(|s| (s.first, s.last, s.negative, s.present))
            .collect();
        assert_eq!(
            what,
            [
                (day(0), day(1), 5, false),
                (day(2), day(3), 6, false),
                (day(4), day(5), 18, true),
                (day(6), day(7), 7, true)
            ]
        );
        let few: Vec<Step> = [1, 0, 1, 0, 0, 1, 0, 1]
            .into_iter()
            .zip(0..)
            .map(|(c, n)| step(n, c))
            .collect();
        let told = veil_steps(&few);
        assert_eq!(told.len(), 2);
        assert!(
            told.iter().all(|s| s.veiled && s.parts() == [0; 4]),
            "{told:?}"
        );
    }
}
