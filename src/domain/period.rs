//! Periods that are compared: a week, a month, a quarter or a year, and the one before.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

crate::text_enum! {
    /// In addresses as people read them.
    pub enum Kind {
        Week = "minggu",
        Month = "bulan",
        Quarter = "triwulan",
        Year = "tahun",
    }
}

/// A period of the calendar. A period that has not ended is told up to today, and the one before
/// up to the same day of it, so that both are as long.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Period {
    pub kind: Kind,
    pub first: Date,
    /// The last day told.
    pub last: Date,
    /// The period's own last day.
    pub end: Date,
}

impl Kind {
    fn begin(self, day: Date) -> Date {
        match self {
            Kind::Week => {
                let back = i64::from(day.weekday().to_monday_zero_offset());
                day.saturating_sub(back.days())
            }
            Kind::Month => day.first_of_month(),
            Kind::Quarter => {
                let back = (day.month() - 1) % 3;
                day.first_of_month()
                    .saturating_sub(i64::from(back).months())
            }
            Kind::Year => day.first_of_year(),
        }
    }

    fn length(self) -> Span {
        match self {
            Kind::Week => 1.week(),
            Kind::Month => 1.month(),
            Kind::Quarter => 3.months(),
            Kind::Year => 1.year(),
        }
    }
}

impl Period {
    /// The period that holds `day`, told up to `today`.
    pub fn holding(kind: Kind, day: Date, today: Date) -> Period {
        let first = kind.begin(day.min(today));
        let end = first.saturating_add(kind.length()).saturating_sub(1.day());
        Period {
            kind,
            first,
            last: end.min(today),
            end,
        }
    }

    /// Whether it has not ended yet.
    pub fn is_running(&self) -> bool {
        self.last < self.end
    }

    /// Days told.
    pub fn days(&self) -> i64 {
        self.first.duration_until(self.last).as_hours() / 24 + 1
    }

    /// The period before; if this one is running, as many days of it (no more than it has).
    pub fn before(&self) -> Period {
        let first = self.kind.begin(self.first.saturating_sub(1.day()));
        let end = self.first.saturating_sub(1.day());
        let last = if self.is_running() {
            first.saturating_add((self.days() - 1).days()).min(end)
        } else {
            end
        };
        Period {
            kind: self.kind,
            first,
            last,
            end,
        }
    }

    /// The period after, told up to `today`; `None` if it has not begun.
    pub fn after(&self, today: Date) -> Option<Period> {
        let first = self.end.saturating_add(1.day());
        (first <= today && first > self.end).then(|| Period::holding(self.kind, first, today))
    }

    /// The steps of its trend, with those of the period before: days of two weeks, weeks of two
    /// months or quarters, months of two years; first and last day of each, oldest first. Weeks
    /// begin on Monday; at the ends of a period they may be shorter.
    pub fn steps(&self) -> Vec<(Date, Date)> {
        let kind = match self.kind {
            Kind::Week => None,
            Kind::Month | Kind::Quarter => Some(Kind::Week),
            Kind::Year => Some(Kind::Month),
        };
        let mut steps = Vec::new();
        let mut first = self.before().first;
        // Two years have 24 months, two quarters 27 weeks.
        while first <= self.last && steps.len() < 64 {
            let last = match kind {
                None => first,
                Some(kind) => Period::holding(kind, first, Date::MAX).end,
            }
            .min(if first < self.first {
                self.first.saturating_sub(1.day())
            } else {
                self.last
            });
            steps.push((first, last));
            first = last.saturating_add(1.day());
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn told(p: Period) -> (Date, Date) {
        (p.first, p.last)
    }

    #[test]
    fn a_running_period_is_compared_with_as_many_days() {
        let today = date(2026, 11, 24);
        let month = Period::holding(Kind::Month, today, today);
        assert_eq!(told(month), (date(2026, 11, 1), today));
        assert_eq!(
            told(month.before()),
            (date(2026, 10, 1), date(2026, 10, 24))
        );
        let quarter = Period::holding(Kind::Quarter, today, today);
        assert_eq!(told(quarter), (date(2026, 10, 1), today));
        assert_eq!(quarter.before().first, date(2026, 7, 1));
        let year = Period::holding(Kind::Year, today, today);
        assert_eq!(
            told(year.before()),
            (date(2025, 1, 1), today.saturating_sub(1.year()))
        );
        let week = Period::holding(Kind::Week, today, today);
        assert_eq!(told(week), (date(2026, 11, 23), today));
        assert_eq!(
            told(week.before()),
            (date(2026, 11, 16), date(2026, 11, 17))
        );
    }

    #[test]
    fn a_whole_period_is_compared_with_a_whole_one() {
        let today = date(2026, 11, 24);
        let month = Period::holding(Kind::Month, date(2026, 3, 31), today);
        assert!(!month.is_running());
        assert_eq!(told(month.before()), (date(2026, 2, 1), date(2026, 2, 28)));
        assert_eq!(
            month.after(today).map(told),
            Some((date(2026, 4, 1), date(2026, 4, 30)))
        );
        assert_eq!(
            Period::holding(Kind::Month, today, today).after(today),
            None
        );
        // The thirtieth day of a month after one of 28.
        let march = Period::holding(Kind::Month, date(2026, 3, 30), date(2026, 3, 30));
        assert_eq!(march.before().last, date(2026, 2, 28));
    }

    proptest! {
        #[test]
        fn steps_cover_both_periods_without_a_gap(kind in 0usize..4, day in 0i32..20_000, more in 0i32..900) {
            let day = date(1999, 12, 27).saturating_add(i64::from(day).days());
            let today = day.saturating_add(i64::from(more).days());
            let p = Period::holding(Kind::ALL[kind], day, today);
            prop_assert!(p.first <= day && day <= p.last);
            prop_assert!(p.before().last < p.first);
            prop_assert!(p.before().days() <= p.days() || !p.is_running());
            let steps = p.steps();
            prop_assert!(steps.len() <= 40);
            prop_assert_eq!(steps.first().map(|s| s.0), Some(p.before().first));
            prop_assert_eq!(steps.last().map(|s| s.1), Some(p.last));
            for pair in steps.windows(2) {
                prop_assert_eq!(pair[0].1.saturating_add(1.day()), pair[1].0);
            }
        }
    }
}
