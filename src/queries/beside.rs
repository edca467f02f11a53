//! The city as a whole, and its units side by side, with intervals and without ranks. From roll-ups, in
//! three statements.

use super::dashboard::{Compared, known};
use super::marks::{Marks, SIDE_BY_SIDE};
use super::spoken::{self, ElementRow};
use super::trend::{self, Trend};
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::UnitId;
use crate::domain::period::Period;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::share::{Interval, Share};
use crate::domain::tally;
use crate::domain::veil::{self, is_small};
use crate::store::rollups::{self, Figures, Span};
use std::collections::BTreeMap;

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
    /// Not for this reader.
    Veiled,
}

#[derive(Clone, Debug)]
pub struct CityRow {
    pub name: String,
    pub slug: String,
    /// Of 100, with its interval; none below the minimum.
    pub value: Option<(f64, Interval)>,
    /// Cases counted; none if they are not for this reader.
    pub n: Option<i64>,
    /// The same of the period before, and its cases.
    pub before: Option<(f64, Interval, i64)>,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct CityDashboard {
    pub period: Period,
    pub earlier: Period,
    pub later: Option<Period>,
    pub measure: Measure,
    /// The whole city's.
    pub marks: Compared,
    /// The whole city's value, of 100.
    pub value: Option<(f64, Interval)>,
    /// Cases that it is of; none if that would tell a small count.
    pub n: Option<i64>,
    pub trend: Trend,
    pub elements: Vec<ElementRow>,
    /// In the directory's order within each place, never in an order of merit.
    pub rows: Vec<CityRow>,
    pub minimum: u64,
}

/// The counts that a unit's value and number of cases would tell.
fn cells(m: &Marks, measure: Measure) -> [i64; 2] {
    match measure {
        Measure::Deadlines => [m.answered, 0],
        Measure::Tone => [m.positive, known(m) - m.positive],
        // How many have answered is told on each unit's page.
        Measure::Ikm => [0, 0],
    }
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
        Measure::Tone => of_share(m.positive, known(m)),
        Measure::Ikm => {
            let ikm = m.ikm.as_ref().map(|i| (i.rounded, i.interval()));
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

/// The whole, and every active unit.
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
    let marks = Compared {
        now: total(&now),
        before: total(&before),
    };
    // Nobody works in every unit, so the whole is veiled for all.
    let told = !cells(&marks.now, measure).into_iter().any(is_small);
    let (of_city, cases) = value(&marks.now, measure, minimum);
    let (of_city, cases) = (of_city.filter(|_| told), told.then_some(cases));
    let none = Figures::default();
    let all: Vec<_> = city
        .directory
        .units
        .iter()
        .filter(|u| u.active)
        .map(|u| {
            let here = Marks::of(now.get(&u.id).unwrap_or(&none), minimum);
            let there = Marks::of(before.get(&u.id).unwrap_or(&none), minimum);
            (u, here, there)
        })
        .collect();
    let veiled: Vec<[i64; 2]> = all.iter().map(|(_, m, _)| cells(m, measure)).collect();
    let earlier_veiled: Vec<[i64; 2]> = all.iter().map(|(_, _, m)| cells(m, measure)).collect();
    let (veiled, earlier_veiled) = (veil::rows(&veiled), veil::rows(&earlier_veiled));
    let mut rows: Vec<CityRow> = all
        .iter()
        .zip(veiled.into_iter().zip(earlier_veiled))
        .map(|((u, here, there), (veiled, earlier_veiled))| {
            let subject = Subject {
                unit: Some(u.id),
                own: false,
            };
            let inside = policy::may(Action::SeeInside, viewer, &subject);
            let (of_unit, n) = value(here, measure, minimum);
            let told = inside || !veiled;
            let of_unit = of_unit.filter(|_| told);
            let (before, before_n) = value(there, measure, minimum);
            CityRow {
                name: u.name.clone(),
                slug: u.slug.clone(),
                value: of_unit,
                n: told.then_some(n),
                before: before
                    .filter(|_| inside || !earlier_veiled)
                    .map(|(value, i)| (value, i, before_n)),
                place: if told {
                    place(of_unit, of_city)
                } else {
                    Place::Veiled
                },
            }
        })
        .collect();
    rows.sort_by_key(|r| r.place);
    Ok(CityDashboard {
        trend: trend::of(app, &city, None, &period, false).await?,
        elements: spoken::rows(&marks, false),
        marks,
        later: period.after(app.now().day(&app.config.zone)),
        period,
        earlier,
        measure,
        value: of_city,
        n: cases,
        rows,
        minimum,
    })
}

/// What units are set side by side by, and what the city's posts speak of.
async fn all_units(app: &App, p: &Period) -> Result<BTreeMap<UnitId, Figures>> {
    let (from, to) = (p.first.to_string(), p.last.to_string());
    let spoken = tally::SPOKEN.iter().flatten().chain([&tally::SPEAKING]);
    let measures: Vec<&'static str> = SIDE_BY_SIDE.iter().chain(spoken).copied().collect();
    rollups::of_all_units(app.store.read(), Span::Days(&from, &to), &measures).await
}

#[cfg(test)]
mod tests {
    use super::*;

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
