//! The weeks and months that digests are about, by days in the city's zone.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

crate::text_enum! {
    /// How long a period is.
    pub enum Every {
        /// Monday to Sunday (ISO 8601).
        Week = "week",
        /// A calendar month.
        Month = "month",
    }
}

/// A whole week or month.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    pub every: Every,
    /// Its first day.
    pub first: Date,
}

impl Period {
    /// The period that holds `day`.
    pub fn of(every: Every, day: Date) -> Period {
        let first = match every {
            Every::Week => {
                let back = i64::from(day.weekday().to_monday_zero_offset());
                day.saturating_sub(back.days())
            }
            Every::Month => day.first_of_month(),
        };
        Period { every, first }
    }

    /// The last whole period before the one that holds `today`.
    pub fn before(every: Every, today: Date) -> Period {
        Period::of(every, today).previous()
    }

    pub fn last(self) -> Date {
        match self.every {
            Every::Week => self.first.saturating_add(6.days()),
            Every::Month => self.first.last_of_month(),
        }
    }

    /// The first day after it.
    pub fn end(self) -> Date {
        self.last().saturating_add(1.day())
    }

    /// The days of it that are told on `today`, and those of the one before beside which they stand:
    /// all of both, or of one that is not over as many days as it has had (no more than the one before
    /// has).
    pub fn told(self, today: Date) -> [(Date, Date); 2] {
        let before = self.previous();
        let last = self.last().min(today).max(self.first);
        let until = if last < self.last() {
            let days = self.first.until(last).map_or(0, |s| s.get_days());
            before.first.saturating_add(days.days()).min(before.last())
        } else {
            before.last()
        };
        [(self.first, last), (before.first, until)]
    }

    pub fn previous(self) -> Period {
        Period::of(self.every, self.first.saturating_sub(1.day()))
    }

    /// Such as `2026-W47` or `2026-11`.
    pub fn name(self) -> String {
        match self.every {
            Every::Week => {
                let iso = self.first.iso_week_date();
                format!("{:04}-W{:02}", iso.year(), iso.week())
            }
            Every::Month => format!("{:04}-{:02}", self.first.year(), self.first.month()),
        }
    }

    /// Reads [`Period::name`].
    pub fn parse(name: &str) -> Option<Period> {
        let (year, rest) = name.split_once('-')?;
        let (every, number) = match rest.strip_prefix('W') {
            Some(week) => (Every::Week, week),
            None => (Every::Month, rest),
        };
        let plain = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
        if !plain(year, 4) || !plain(number, 2) {
            return None;
        }
        let (year, number): (i16, i8) = (year.parse().ok()?, number.parse().ok()?);
        let first = match every {
            Every::Week => ISOWeekDate::new(year, number, Weekday::Monday).ok()?.date(),
            Every::Month => Date::new(year, number, 1).ok()?,
        };
        Some(Period { every, first })
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.name())
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let name = String::deserialize(d)?;
        Period::parse(&name).ok_or_else(|| serde::de::Error::custom("no period"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn the_week_before_is_whole_and_named_by_iso() {
        for day in 23..=29 {
            let week = Period::before(Every::Week, date(2026, 11, day));
            assert_eq!(week.first, date(2026, 11, 16));
            assert_eq!(week.last(), date(2026, 11, 22));
            assert_eq!(week.name(), "2026-W47");
        }
        let week = Period::before(Every::Week, date(2027, 1, 4));
        assert_eq!(week.name(), "2026-W53");
    }

    #[test]
    fn the_month_before_is_whole() {
        let month = Period::before(Every::Month, date(2027, 1, 31));
        assert_eq!(
            (month.first, month.last()),
            (date(2026, 12, 1), date(2026, 12, 31))
        );
        assert_eq!(month.name(), "2026-12");
        assert_eq!(month.previous().name(), "2026-11");
        let leap = Period::of(Every::Month, date(2028, 2, 10));
        assert_eq!(leap.end(), date(2028, 3, 1));
    }

    #[test]
    fn names_that_are_none_are_refused() {
        for bad in [
            "",
            "2026",
            "2026-",
            "2026-W",
            "2026-W54",
            "2026-13",
            "2026-0",
            "2026-+1",
            "W47",
            "x-Wy",
            "2026-W4",
            "12026-11",
            "2026-11-01",
            "2026-W1é",
        ] {
            assert_eq!(Period::parse(bad), None, "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn periods_meet_without_gap_and_are_read_as_named(days in 0i64..80_000, month: bool) {
            let every = if month { Every::Month } else { Every::Week };
            let day = date(1900, 1, 1).saturating_add(days.days());
            let period = Period::of(every, day);
            prop_assert!(period.first <= day && day <= period.last());
            prop_assert_eq!(period.previous().end(), period.first);
            prop_assert_eq!(Period::parse(&period.name()), Some(period));
        }
    }
}
