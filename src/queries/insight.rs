//! A unit's figures over a span of days, beside those of as many days before.

use super::marks::Marks;
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::UnitId;
use crate::store::rollups::{self, Span};
use jiff::ToSpan;
use jiff::civil::Date;

/// Marks of a span and of the one before it: ratings, answers, limits kept, polarity, elements.
#[derive(Clone, Debug)]
pub struct Compared {
    pub now: Marks,
    pub before: Marks,
}

/// The span of as many days that ends on the day before `first`.
pub fn days_before(first: Date, last: Date) -> (Date, Date) {
    let days = first.duration_until(last).as_hours() / 24;
    let end = first.saturating_sub(1.day());
    (end.saturating_sub(days.days()), end)
}

/// A unit's marks from `first` to `last`, both in it, and those of the span before; from roll-ups,
/// in two statements.
pub async fn compared(app: &App, unit: UnitId, first: Date, last: Date) -> Result<Compared> {
    let (first_before, last_before) = days_before(first, last);
    Ok(Compared {
        now: marks(app, unit, first, last).await?,
        before: marks(app, unit, first_before, last_before).await?,
    })
}

async fn marks(app: &App, unit: UnitId, first: Date, last: Date) -> Result<Marks> {
    let (from, to) = (first.to_string(), last.to_string());
    let sums = rollups::of_unit(app.store.read(), unit, Span::Days(&from, &to)).await?;
    Ok(Marks::of(&sums, app.config.min_respondents))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_span_before_is_as_long_and_ends_the_day_before() {
        let week = days_before(date(2026, 11, 16), date(2026, 11, 22));
        assert_eq!(week, (date(2026, 11, 9), date(2026, 11, 15)));
        let day = days_before(date(2026, 3, 1), date(2026, 3, 1));
        assert_eq!(day, (date(2026, 2, 28), date(2026, 2, 28)));
    }
}
