//! What a unit's head reads about a period: figures, late cases, threads worth reading.

use super::cards;
use super::marks::{Marks, last_twelve_months};
use crate::app::App;
use crate::domain::deadline::ClockState;
use crate::domain::error::{Error, Result};
use crate::domain::ids::UnitId;
use crate::domain::notice::{Digest, DigestFigures, DigestThread};
use crate::domain::thread::{Status, Visibility};
use crate::domain::time::HOUR_MS;
use crate::store::rollups::{self, Span};
use crate::store::{posts, threads};
use jiff::ToSpan;
use jiff::civil::Date;

/// A week, Monday to Sunday, by its first day.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Week {
    pub first: Date,
}

impl Week {
    /// The last whole week before the one that holds `today`.
    pub fn before(today: Date) -> Week {
        let back = i64::from(today.weekday().to_monday_zero_offset()) + 7;
        Week {
            first: today.saturating_sub(back.days()),
        }
    }

    pub fn last(self) -> Date {
        self.first.saturating_add(6.days())
    }

    fn previous(self) -> Week {
        Week {
            first: self.first.saturating_sub(7.days()),
        }
    }

    /// Such as `2026-W47`.
    pub fn name(self) -> String {
        let iso = self.first.iso_week_date();
        format!("{:04}-W{:02}", iso.year(), iso.week())
    }
}

fn figures(m: &Marks) -> DigestFigures {
    DigestFigures {
        threads: m.threads,
        negative: m.negative,
        neutral: m.neutral,
        positive: m.positive,
        answered: m.answered,
        on_time: m.on_time,
        answer_hours: m.answer_ms.map(|ms| ms / HOUR_MS as f64),
        ratings: m.overall_n,
        overall: m.overall_mean,
    }
}

/// The digest of a unit for a week, addressed to `head`.
///
/// # Errors
/// [`Error::NotFound`] for an unknown unit.
pub async fn digest(app: &App, unit: UnitId, head: &str, week: Week) -> Result<Digest> {
    let city = app.city().await?;
    let place = city.directory.unit(unit).ok_or(Error::NotFound)?;
    let db = app.store.read();
    let minimum = app.config.min_respondents;
    let (from, to) = (week.first.to_string(), week.last().to_string());
    let before = week.previous();
    let (from_before, to_before) = (before.first.to_string(), before.last().to_string());
    let now_sums = rollups::of_unit(db, unit, Span::Days(&from, &to)).await?;
    let before_sums = rollups::of_unit(db, unit, Span::Days(&from_before, &to_before)).await?;
    let (month_from, month_to) = last_twelve_months(week.last());
    let year = rollups::of_unit(db, unit, Span::Months(&month_from, &month_to)).await?;
    let year = Marks::of(&year, minimum);
    let now = app.now();
    let (open, late) = threads::open_counts(db, unit, now).await?;
    let waiting = threads::inbox(
        db,
        &[unit],
        &[Status::Routed, Status::InProgress],
        None,
        None,
        5,
    )
    .await?;
    let midnight = |d: Date| city.calendar.at(d, jiff::civil::Time::midnight());
    let worth = posts::most_supported(
        db,
        unit,
        midnight(week.first),
        midnight(week.last().saturating_add(1.day())),
        3,
    )
    .await?;
    Ok(Digest {
        head: head.to_owned(),
        unit: place.name.clone(),
        unit_slug: place.slug.clone(),
        from,
        to,
        now: figures(&Marks::of(&now_sums, minimum)),
        before: figures(&Marks::of(&before_sums, minimum)),
        weakest: year.ikm.as_ref().and_then(|i| {
            let weakest = i.weakest(1).into_iter().next()?;
            Some((weakest.element.key().to_owned(), weakest.rounded))
        }),
        ikm: year
            .ikm
            .as_ref()
            .map(|i| (i.rounded, i.class.as_str().to_owned(), i.respondents)),
        respondents: year.respondents,
        minimum,
        open,
        late,
        late_threads: waiting
            .into_iter()
            .filter_map(|t| match cards::clock(&t, now, &city) {
                Some(ClockState::Late { days }) => Some(DigestThread {
                    number: t.number,
                    // Mail travels as mail does.
                    title: match t.visibility {
                        Visibility::Confidential => String::new(),
                        _ => t.title,
                    },
                    excerpt: String::new(),
                    supports: t.supports,
                    late_days: days,
                }),
                _ => None,
            })
            .collect(),
        worth_reading: worth
            .into_iter()
            .map(|p| DigestThread {
                number: p.number,
                title: p.title,
                excerpt: p.excerpt,
                supports: p.supports,
                late_days: 0,
            })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_week_before_is_whole_and_named_by_iso() {
        for day in 23..=29 {
            let week = Week::before(date(2026, 11, day));
            assert_eq!(week.first, date(2026, 11, 16));
            assert_eq!(week.last(), date(2026, 11, 22));
            assert_eq!(week.name(), "2026-W47");
        }
        assert_eq!(Week::before(date(2027, 1, 4)).name(), "2026-W53");
    }
}
