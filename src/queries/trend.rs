//! A trend: how citizens' posts read over a period and the one before it, with what may explain it; of a
//! unit or of the city. From roll-ups, in one statement.

use crate::app::{App, City};
use crate::domain::error::Result;
use crate::domain::ids::{EventId, UnitId};
use crate::domain::period::{Kind, Period};
use crate::domain::share::Share;
use crate::domain::tally;
use crate::domain::veil;
use crate::store::events;
use crate::store::rollups::{self, PeriodFigure, Span};
use jiff::civil::Date;

/// Events beside a trend.
const EVENTS: usize = 15;

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

/// Steps of a period and of the one before, oldest first.
#[derive(Clone, Debug)]
pub struct Trend {
    pub kind: Kind,
    pub steps: Vec<Step>,
    /// Neighbouring steps stand as one, so that no small count is told.
    pub joined: bool,
    pub events: Vec<Event>,
    /// Posts below which no share is told.
    pub minimum: u64,
}

/// The trend of a unit, or of the whole city; small counts only to those inside.
pub async fn of(
    app: &App,
    city: &City,
    unit: Option<UnitId>,
    period: &Period,
    inside: bool,
) -> Result<Trend> {
    let mut steps = steps(app, unit, period).await?;
    let fine = steps.len();
    if !inside {
        steps = veil_steps(&steps);
    }
    Ok(Trend {
        kind: period.kind,
        joined: steps.len() < fine,
        steps,
        events: explained(app, city, unit, period).await?,
        minimum: app.config.min_respondents,
    })
}

async fn steps(app: &App, unit: Option<UnitId>, period: &Period) -> Result<Vec<Step>> {
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
async fn explained(
    app: &App,
    city: &City,
    unit: Option<UnitId>,
    period: &Period,
) -> Result<Vec<Event>> {
    let (first, last) = (period.before().first, period.end);
    let (from, to) = (first.to_string(), last.to_string());
    let noted = match unit {
        Some(unit) => events::of_unit(app.store.read(), unit, (&from, &to), EVENTS as u64).await?,
        None => Vec::new(),
    };
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
