//! What a unit says it will do by a day ("we will mend it by 12 March"), and how that stands.
//!
//! It is a promise beside the legal clock: the clock asks for an answer, and neither stops nor moves
//! for it. What it moves is the end: an answered case does not close by its author's silence before
//! the promise is kept or given up, since until then there is nothing to be silent about.

use super::calendar::Calendar;
use super::thread::Status;
use super::time::Instant;
use jiff::Span;
use jiff::civil::Date;

crate::text_enum! {
    /// What has become of it.
    pub enum ScheduleState {
        Open = "open",
        /// Done, in time or later.
        Kept = "kept",
        /// Another day was set, with a reason.
        Moved = "moved",
        /// It will not be done, for a reason.
        GivenUp = "given_up",
    }
}

/// How far ahead a day may be: two years, since nobody can hold to what is further.
pub const FAR_MONTHS: i32 = 24;

/// Reads a day as a form sends it: today or later, and not too far.
///
/// # Errors
/// The key of what is wrong.
pub fn read_day(typed: &str, today: Date) -> Result<Date, &'static str> {
    let day: Date = typed.trim().parse().map_err(|_| "fault-day")?;
    if day < today {
        return Err("fault-schedule-past");
    }
    if day > today.saturating_add(Span::new().months(FAR_MONTHS)) {
        return Err("fault-schedule-far");
    }
    Ok(day)
}

/// Whether a unit may set a day in a case that stands so. In one that waits for the citizen it may
/// not: what will be done is known when they have answered.
pub fn may_begin(status: Status) -> bool {
    matches!(
        status,
        Status::Routed | Status::InProgress | Status::Answered
    )
}

/// How a promise stands at `now`, in days of the calendar on the wall.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// So many days ahead; 0 is today.
    Ahead {
        days: i64,
    },
    /// Past by so many days (at least one), and not done: broken until it is.
    Broken {
        days: i64,
    },
    Kept,
    /// Done so many days after the day.
    KeptLate {
        days: i64,
    },
    Moved,
    GivenUp,
}

impl Standing {
    /// Whether the day passed without it being done.
    pub fn is_broken(self) -> bool {
        matches!(self, Standing::Broken { .. } | Standing::KeptLate { .. })
    }
}

/// How a promise for the day that ends at `due` stands. The whole day is in time.
pub fn standing(
    state: ScheduleState,
    due: Instant,
    closed: Option<Instant>,
    now: Instant,
    calendar: &Calendar,
) -> Standing {
    let days =
        |from: Instant, to: Instant| i64::from((calendar.day(to) - calendar.day(from)).get_days());
    match state {
        ScheduleState::Moved => Standing::Moved,
        ScheduleState::GivenUp => Standing::GivenUp,
        ScheduleState::Kept => match closed {
            Some(at) if at > due => Standing::KeptLate {
                days: days(due, at).max(1),
            },
            _ => Standing::Kept,
        },
        ScheduleState::Open if now > due => Standing::Broken {
            days: days(due, now).max(1),
        },
        ScheduleState::Open => Standing::Ahead {
            days: days(now, due).max(0),
        },
    }
}

/// The end of a day: the last millisecond before the next.
pub fn end_of(day: Date, calendar: &Calendar) -> Instant {
    let midnight = calendar.at(day, jiff::civil::Time::midnight());
    calendar.next_midnight(midnight).plus_ms(-1)
}

/// When a page that shows an open promise says something else by itself.
pub fn changes_at(now: Instant, calendar: &Calendar) -> Instant {
    calendar.next_midnight(now)
}

/// What the timeline keeps of a step: the day, and what will be done or why it was moved.
pub fn detail(day: Date, words: &str) -> String {
    format!("{day} {words}")
}

/// The day and the words of [`detail`].
pub fn read_detail(detail: &str) -> Option<(Date, &str)> {
    let (day, words) = detail.split_once(' ')?;
    Some((day.parse().ok()?, words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    fn calendar() -> Calendar {
        Calendar::new([], TimeZone::get("Asia/Jakarta").expect("a zone"))
    }

    #[test]
    fn a_day_is_today_or_later_and_not_too_far() {
        let today = date(2026, 3, 2);
        assert_eq!(read_day(" 2026-03-12 ", today), Ok(date(2026, 3, 12)));
        assert_eq!(read_day("2026-03-02", today), Ok(today));
        assert_eq!(read_day("2026-03-01", today), Err("fault-schedule-past"));
        assert_eq!(read_day("2028-03-03", today), Err("fault-schedule-far"));
        for typed in ["", "besok", "12/03/2026", "2026-02-30"] {
            assert_eq!(read_day(typed, today), Err("fault-day"), "{typed}");
        }
    }

    #[test]
    fn a_promise_is_broken_from_the_day_after() {
        let c = calendar();
        let due = end_of(date(2026, 3, 12), &c);
        let at = |day, hour| c.at(date(2026, 3, day), jiff::civil::time(hour, 0, 0, 0));
        let of = |state, closed, now| standing(state, due, closed, now, &c);
        use ScheduleState::{GivenUp, Kept, Moved, Open};
        assert_eq!(of(Open, None, at(2, 9)), Standing::Ahead { days: 10 });
        assert_eq!(of(Open, None, at(12, 23)), Standing::Ahead { days: 0 });
        assert_eq!(of(Open, None, at(13, 0)), Standing::Broken { days: 1 });
        assert_eq!(of(Kept, Some(at(12, 23)), at(20, 0)), Standing::Kept);
        assert_eq!(
            of(Kept, Some(at(14, 8)), at(20, 0)),
            Standing::KeptLate { days: 2 }
        );
        assert_eq!(of(Moved, Some(at(3, 8)), at(20, 0)), Standing::Moved);
        assert_eq!(of(GivenUp, Some(at(3, 8)), at(20, 0)), Standing::GivenUp);
        // A clock that went back breaks nothing.
        assert!(!of(Open, None, Instant(0)).is_broken());
    }

    proptest! {
        #[test]
        fn what_the_timeline_keeps_is_read_back(days in 0i64..4000, words in "[^\n]{0,60}") {
            let day = date(2026, 1, 1).saturating_add(Span::new().days(days));
            let kept = detail(day, &words);
            prop_assert_eq!(read_detail(&kept), Some((day, words.as_str())));
        }

        #[test]
        fn nothing_changes_before_it_is_said_to(hours in 0i64..2000, within in 0.0f64..1.0) {
            let c = calendar();
            let due = end_of(date(2026, 3, 12), &c);
            let now = c.at(date(2026, 2, 1), jiff::civil::time(9, 0, 0, 0)).plus_ms(hours * 3_600_000);
            let until = changes_at(now, &c);
            let between = now.plus_ms(((until.0 - 1 - now.0) as f64 * within) as i64);
            let of = |at| standing(ScheduleState::Open, due, None, at, &c);
            prop_assert_eq!(of(now), of(between));
        }
    }
}
