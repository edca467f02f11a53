//! When a digest goes out: on the weekday its reader wishes, while the offices are open.

use super::period::{Every, Period};
use crate::domain::calendar::Calendar;
use crate::domain::time::{DAY_MS, Instant};
use jiff::ToSpan;
use jiff::civil::{Time, Weekday};

/// What a person wishes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Wishes {
    pub weekly: bool,
    pub monthly: bool,
    pub weekday: Weekday,
    /// Brought within the office hours.
    pub time: Time,
}

/// The working days of the week, as they are stored and sent.
pub const WEEKDAYS: [(&str, Weekday); 5] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
];

/// What someone has set of their own; what they have not set is as the city's.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Own<'a> {
    pub weekly: Option<bool>,
    pub monthly: Option<bool>,
    /// Of [`WEEKDAYS`].
    pub weekday: Option<&'a str>,
    /// 0 to 23.
    pub hour: Option<i64>,
}

/// The whole hours within the office hours.
pub fn hours((opens, closes): (Time, Time)) -> std::ops::Range<i8> {
    let first = opens.hour() + i8::from(opens.minute() > 0);
    let end = closes.hour() + i8::from(closes.minute() > 0);
    first..end
}

/// How long after its moment a digest is still made, if nothing ran then.
pub const MADE_UP_MS: i64 = 7 * DAY_MS;

impl Wishes {
    /// One's own, over the city's weekday and time.
    pub fn of(own: Own, weekday: Weekday, time: Time) -> Wishes {
        let named = own
            .weekday
            .and_then(|name| WEEKDAYS.iter().find(|(n, _)| *n == name));
        let hour = own
            .hour
            .and_then(|h| i8::try_from(h).ok())
            .and_then(|h| Time::new(h, 0, 0, 0).ok());
        Wishes {
            weekly: own.weekly.unwrap_or(true),
            monthly: own.monthly.unwrap_or(true),
            weekday: named.map_or(weekday, |(_, day)| *day),
            time: hour.unwrap_or(time),
        }
    }

    pub fn wants(&self, every: Every) -> bool {
        match every {
            Every::Week => self.weekly,
            Every::Month => self.monthly,
        }
    }
}

/// When the digest of a period is due: on the first wished weekday after the period, or if that is
/// a day off on the next working day, at the wished time, or if that lies outside the office hours
/// at their nearer end.
pub fn moment(period: Period, wishes: &Wishes, calendar: &Calendar) -> Instant {
    let end = period.end();
    let ahead = i64::from(wishes.weekday.since(end.weekday()));
    let day = calendar.working_day_from(end.saturating_add(ahead.days()));
    let last = calendar.closes.saturating_sub(1.minute());
    let time = wishes.time.max(calendar.opens).min(last);
    calendar.at(day, time)
}

/// The latest period whose digest is due by `now`; `None` if its moment lies further back than
/// what is made up for.
pub fn latest_due(
    every: Every,
    wishes: &Wishes,
    calendar: &Calendar,
    now: Instant,
) -> Option<(Period, Instant)> {
    let mut period = Period::before(every, calendar.day(now));
    // Days off may carry a moment beyond the next period's start, so one more is looked at.
    for _ in 0..3 {
        let at = moment(period, wishes, calendar);
        if at <= now {
            return (now.0 - at.0 <= MADE_UP_MS).then_some((period, at));
        }
        period = period.previous();
    }
    None
}

/// Whether mail may disturb someone at work: a working day, within the office hours.
pub fn is_working_time(calendar: &Calendar, now: Instant) -> bool {
    let today = calendar.day(now);
    calendar.is_working(today)
        && calendar.at(today, calendar.opens) <= now
        && now < calendar.at(today, calendar.closes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::{HOUR_MS, MINUTE_MS};
    use jiff::civil::{Date, date, time};
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    fn calendar(zone: &str, off: &[Date]) -> Calendar {
        let zone = TimeZone::get(zone).expect("a zone");
        Calendar::new(off.iter().copied(), zone)
    }

    fn wishes(weekday: Weekday, hour: i8) -> Wishes {
        Wishes {
            weekly: true,
            monthly: true,
            weekday,
            time: time(hour, 0, 0, 0),
        }
    }

    const WEEK: Period = Period {
        every: Every::Week,
        first: date(2026, 11, 16),
    };

    #[test]
    fn it_comes_on_the_wished_weekday_within_office_hours() {
        let c = calendar("Asia/Jakarta", &[]);
        for (weekday, hour, day, at) in [
            (Weekday::Monday, 9, 23, 9),
            (Weekday::Friday, 9, 27, 9),
            (Weekday::Monday, 6, 23, 8),
        ] {
            let m = moment(WEEK, &wishes(weekday, hour), &c);
            assert_eq!(m, c.at(date(2026, 11, day), time(at, 0, 0, 0)));
        }
        let late = moment(WEEK, &wishes(Weekday::Monday, 20), &c);
        assert_eq!(late, c.at(date(2026, 11, 23), time(15, 59, 0, 0)));
        let weekend = moment(WEEK, &wishes(Weekday::Saturday, 9), &c);
        assert_eq!(weekend, c.at(date(2026, 11, 30), time(9, 0, 0, 0)));
    }

    #[test]
    fn ones_own_goes_over_the_citys() {
        let (day, at) = (Weekday::Monday, time(7, 30, 0, 0));
        let usual = Wishes::of(Own::default(), day, at);
        assert_eq!((usual.weekday, usual.time), (day, at));
        assert!(usual.weekly && usual.monthly);
        let own = Own {
            weekly: Some(false),
            weekday: Some("friday"),
            hour: Some(14),
            ..Own::default()
        };
        let own = Wishes::of(own, day, at);
        assert_eq!(
            (own.weekday, own.time),
            (Weekday::Friday, time(14, 0, 0, 0))
        );
        assert!(!own.wants(Every::Week) && own.wants(Every::Month));
        let odd = Own {
            weekday: Some("sunday"),
            hour: Some(99),
            ..Own::default()
        };
        assert_eq!(Wishes::of(odd, day, at), usual);
        assert_eq!(hours((time(7, 30, 0, 0), time(16, 0, 0, 0))), 8..16);
        assert_eq!(hours((time(8, 0, 0, 0), time(15, 30, 0, 0))), 8..16);
    }

    #[test]
    fn a_day_off_puts_it_off() {
        let c = calendar("Asia/Jakarta", &[date(2026, 11, 23), date(2026, 11, 24)]);
        let m = moment(WEEK, &wishes(Weekday::Monday, 9), &c);
        assert_eq!(m, c.at(date(2026, 11, 25), time(9, 0, 0, 0)));
    }

    #[test]
    fn the_monthly_comes_on_the_first_such_weekday() {
        let c = calendar("Asia/Jakarta", &[]);
        let month = Period::parse("2026-11").expect("a month");
        let m = moment(month, &wishes(Weekday::Monday, 9), &c);
        assert_eq!(m, c.at(date(2026, 12, 7), time(9, 0, 0, 0)));
        let m = moment(month, &wishes(Weekday::Tuesday, 9), &c);
        assert_eq!(m, c.at(date(2026, 12, 1), time(9, 0, 0, 0)));
    }

    #[test]
    fn a_missed_one_is_made_up_for_until_the_next() {
        let c = calendar("Asia/Jakarta", &[]);
        let w = wishes(Weekday::Friday, 9);
        let on = |d: Date, h: i8| latest_due(Every::Week, &w, &c, c.at(d, time(h, 0, 0, 0)));
        let name = |found: Option<(Period, Instant)>| found.map(|(p, _)| p.name());
        assert_eq!(name(on(date(2026, 11, 27), 8)), Some("2026-W46".into()));
        assert_eq!(name(on(date(2026, 11, 27), 9)), Some("2026-W47".into()));
        assert_eq!(name(on(date(2026, 12, 3), 9)), Some("2026-W47".into()));
        assert_eq!(name(on(date(2026, 12, 4), 9)), Some("2026-W48".into()));
        // A month that was over long ago is not sent any more.
        let m = latest_due(
            Every::Month,
            &w,
            &c,
            c.at(date(2026, 11, 24), time(9, 0, 0, 0)),
        );
        assert_eq!(m, None);
    }

    #[test]
    fn a_clock_that_jumps_names_the_same_week() {
        // Summer time ends in New York on 1 November 2026: the day has 25 hours.
        let c = calendar("America/New_York", &[]);
        let w = wishes(Weekday::Monday, 8);
        let week = Period::parse("2026-W44").expect("a week");
        let at = moment(week, &w, &c);
        assert_eq!(
            at.0 - c.at(date(2026, 10, 26), time(8, 0, 0, 0)).0,
            7 * DAY_MS + HOUR_MS
        );
        assert_eq!(latest_due(Every::Week, &w, &c, at), Some((week, at)));
        // The same instant in a zone further east may be another week already, never two at once.
        let east = calendar("Asia/Jayapura", &[]);
        let there = latest_due(Every::Week, &w, &east, at).expect("a week");
        assert_eq!(there.0, week);
    }

    #[test]
    fn nobody_is_written_to_at_night_or_on_days_off() {
        let c = calendar("Asia/Jakarta", &[date(2026, 12, 25)]);
        let at = |d: Date, h: i8, m: i8| is_working_time(&c, c.at(d, time(h, m, 0, 0)));
        assert!(at(date(2026, 11, 24), 8, 0) && at(date(2026, 11, 24), 15, 59));
        assert!(!at(date(2026, 11, 24), 7, 59) && !at(date(2026, 11, 24), 16, 0));
        assert!(!at(date(2026, 11, 22), 10, 0) && !at(date(2026, 12, 25), 10, 0));
    }

    proptest! {
        /// Whatever is due was over before, is due at a working time, and stays due a while.
        #[test]
        fn what_is_due_is_over(
            ms in 0i64..4_000_000_000_000,
            day in 0i8..7,
            hour in 0i8..24,
            month: bool,
        ) {
            let every = if month { Every::Month } else { Every::Week };
            let c = calendar("America/New_York", &[]);
            let weekday = Weekday::from_monday_zero_offset(day).expect("a weekday");
            let w = wishes(weekday, hour);
            if let Some((period, at)) = latest_due(every, &w, &c, Instant(ms)) {
                prop_assert!(period.last() < c.day(at));
                prop_assert!(is_working_time(&c, at));
                prop_assert!(at.0 <= ms && ms - at.0 <= MADE_UP_MS);
                let later = Instant(at.0 + MINUTE_MS);
                prop_assert_eq!(latest_due(every, &w, &c, later), Some((period, at)));
            }
        }
    }
}
