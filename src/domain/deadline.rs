//! The legal clock of a case: how long each class may take, and how its clock stands.

use super::calendar::Calendar;
use super::time::Instant;

crate::text_enum! {
    /// What a limit is for.
    pub enum DeadlineClass {
        /// To verify what came in.
        Verify = "verify",
        /// A normative complaint.
        Simple = "simple",
        /// A complaint that needs no supervision.
        Standard = "standard",
        /// A complaint with supervision, which needs examination.
        Supervised = "supervised",
        /// The citizen's response to an official answer, after which the case closes.
        CitizenReply = "citizen_reply",
    }
}

impl DeadlineClass {
    /// The classes that a service may have.
    pub const OF_SERVICES: [DeadlineClass; 3] = [
        DeadlineClass::Simple,
        DeadlineClass::Standard,
        DeadlineClass::Supervised,
    ];

    /// The key of the class's name.
    pub const fn key(self) -> &'static str {
        match self {
            DeadlineClass::Verify => "deadline-verify",
            DeadlineClass::Simple => "deadline-simple",
            DeadlineClass::Standard => "deadline-standard",
            DeadlineClass::Supervised => "deadline-supervised",
            DeadlineClass::CitizenReply => "deadline-citizen-reply",
        }
    }
}

/// Working days that each class may take.
///
/// The defaults are those of SP4N-LAPOR! (Perpres 76/2013, PermenPANRB 62/2018) as units publish
/// them: 5, 14 and 60 days for complaints; 3 to verify and 10 for the citizen are common practice.
/// A city checks them before it goes live.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    pub verify: u32,
    pub simple: u32,
    pub standard: u32,
    pub supervised: u32,
    pub citizen_reply: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            verify: 3,
            simple: 5,
            standard: 14,
            supervised: 60,
            citizen_reply: 10,
        }
    }
}

impl Limits {
    /// The most working days that a limit may be set to: about a year.
    pub const MAX_DAYS: u32 = 250;

    /// Working days for `class`.
    pub const fn days(&self, class: DeadlineClass) -> u32 {
        match class {
            DeadlineClass::Verify => self.verify,
            DeadlineClass::Simple => self.simple,
            DeadlineClass::Standard => self.standard,
            DeadlineClass::Supervised => self.supervised,
            DeadlineClass::CitizenReply => self.citizen_reply,
        }
    }

    /// Whether every limit lies between 1 and [`Limits::MAX_DAYS`].
    pub fn is_valid(&self) -> bool {
        DeadlineClass::ALL
            .iter()
            .all(|c| (1..=Self::MAX_DAYS).contains(&self.days(*c)))
    }

    /// When a case of `class` received at `from` is due.
    pub fn due(&self, class: DeadlineClass, from: Instant, calendar: &Calendar) -> Instant {
        calendar.add_working_days(from, self.days(class))
    }
}

/// The new limit after the clock has stood still from `asked` to `told`: as many working days as
/// were left stay left. What was late when the citizen was asked stays late.
pub fn resumed(due: Instant, asked: Instant, told: Instant, calendar: &Calendar) -> Instant {
    let stood = calendar.working_days_between(calendar.day(asked), calendar.day(told));
    match u32::try_from(stood) {
        Ok(days) if days > 0 && asked <= due => calendar.add_working_days(due, days),
        _ => due,
    }
}

/// How a clock stands, in working days.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum ClockState {
    /// Due on a later day; `days_left` ≥ 1, the due day included and today not.
    Due { days_left: i64 },
    /// Due today, and not yet past.
    DueToday,
    /// Past due and not answered; `days` ≥ 1 counts the working days begun since.
    Late { days: i64 },
    /// It stands still while the citizen is asked; `days_left` as it stood then.
    Paused { days_left: i64 },
    /// Answered in time.
    Met,
    /// Answered, but `days` late, counted as in `Late`.
    MetLate { days: i64 },
}

impl ClockState {
    /// Whether the limit was missed, answered or not.
    pub fn is_late(self) -> bool {
        matches!(self, ClockState::Late { .. } | ClockState::MetLate { .. })
    }
}

/// How the clock stands at `now`. Exactly at `due` is still in time.
pub fn clock(
    due: Instant,
    now: Instant,
    answered: Option<Instant>,
    calendar: &Calendar,
) -> ClockState {
    // The part of a day that is left or begun counts as one.
    let days = |from: Instant, to: Instant| {
        calendar
            .working_days_between(calendar.day(from), calendar.day(to))
            .max(1)
    };
    match answered {
        Some(at) if at <= due => ClockState::Met,
        Some(at) => ClockState::MetLate {
            days: days(due, at),
        },
        None if now > due => ClockState::Late {
            days: days(due, now),
        },
        None if calendar.day(now) == calendar.day(due) => ClockState::DueToday,
        None => ClockState::Due {
            days_left: days(now, due),
        },
    }
}

/// The next instant after `now` at which [`clock`] may say something else, so that a page that
/// shows it can be kept until then. `None` once answered: it never changes again.
pub fn changes_at(
    due: Instant,
    now: Instant,
    answered: Option<Instant>,
    calendar: &Calendar,
) -> Option<Instant> {
    if answered.is_some() {
        return None;
    }
    let midnight = calendar.next_midnight(now);
    let late = due.plus_ms(1);
    Some(if now < late {
        midnight.min(late)
    } else {
        midnight
    })
}

/// How a clock stands that was stopped at `asked`, while the citizen is asked.
pub fn paused(due: Instant, asked: Instant, calendar: &Calendar) -> ClockState {
    match clock(due, asked, None, calendar) {
        ClockState::Due { days_left } => ClockState::Paused { days_left },
        ClockState::DueToday => ClockState::Paused { days_left: 0 },
        late => late,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Time, date};
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    fn calendar() -> Calendar {
        let zone = TimeZone::get("Asia/Jakarta").unwrap();
        Calendar::new([date(2026, 12, 24), date(2026, 12, 25)], zone)
    }

    fn at(day: i8, hour: i8) -> Instant {
        calendar().at(date(2026, 12, day), Time::constant(hour, 0, 0, 0))
    }

    #[test]
    fn the_defaults_are_the_published_limits() {
        let limits = Limits::default();
        let days: Vec<_> = DeadlineClass::ALL.iter().map(|c| limits.days(*c)).collect();
        assert_eq!(days, [3, 5, 14, 60, 10]);
        assert!(limits.is_valid());
        assert!(
            !Limits {
                simple: 0,
                ..limits
            }
            .is_valid()
        );
        assert!(
            !Limits {
                verify: 251,
                ..limits
            }
            .is_valid()
        );
        let due = limits.due(DeadlineClass::Simple, at(21, 9), &calendar());
        assert_eq!(due, at(30, 16));
    }

    #[test]
    fn a_clock_runs_from_due_to_late() {
        // Due on Wednesday the 23rd at 16.00; two days off and a weekend follow.
        let due = at(23, 16);
        let states = [
            (at(21, 9), ClockState::Due { days_left: 2 }),
            (at(22, 23), ClockState::Due { days_left: 1 }),
            (at(23, 0), ClockState::DueToday),
            (due, ClockState::DueToday),
            (due.plus_ms(1), ClockState::Late { days: 1 }),
            (at(27, 12), ClockState::Late { days: 1 }),
            (at(28, 8), ClockState::Late { days: 1 }),
            (at(29, 8), ClockState::Late { days: 2 }),
        ];
        for (now, state) in states {
            assert_eq!(clock(due, now, None, &calendar()), state, "at {now:?}");
        }
    }

    #[test]
    fn an_answer_stops_the_clock() {
        let (due, cal, later) = (at(23, 16), calendar(), at(31, 9));
        assert_eq!(clock(due, later, Some(due), &cal), ClockState::Met);
        let late = clock(due, later, Some(at(29, 8)), &cal);
        assert_eq!(late, ClockState::MetLate { days: 2 });
        assert!(late.is_late() && !ClockState::Met.is_late());
        assert_eq!(changes_at(due, later, Some(due), &cal), None);
    }

    #[test]
    fn a_page_is_kept_until_midnight_or_the_deadline() {
        let (due, cal) = (at(23, 16), calendar());
        assert_eq!(changes_at(due, at(22, 9), None, &cal), Some(at(23, 0)));
        assert_eq!(changes_at(due, at(23, 9), None, &cal), Some(due.plus_ms(1)));
        assert_eq!(changes_at(due, at(23, 17), None, &cal), Some(at(24, 0)));
    }

    proptest! {
        #[test]
        fn nothing_changes_before_it_is_said_to(
            due_in in -40_i64..60, hours in 0_i64..1_500, within in 0.0_f64..1.0,
        ) {
            let cal = calendar();
            let now = at(1, 0).plus_ms(hours * 3_599_999);
            let due = cal.at(
                cal.day(now).saturating_add(jiff::Span::new().days(due_in)),
                cal.closes,
            );
            let state = clock(due, now, None, &cal);
            let until = changes_at(due, now, None, &cal).unwrap();
            prop_assert!(until > now);
            let between = now.plus_ms(((until.0 - 1 - now.0) as f64 * within) as i64);
            prop_assert_eq!(clock(due, between, None, &cal), state);
            prop_assert_eq!(clock(due, until.plus_ms(-1), None, &cal), state);
        }
    }

    mod standing_still {
        use super::super::*;
        use jiff::civil::date;
        use jiff::tz::TimeZone;
        use proptest::prelude::*;

        fn calendar() -> Calendar {
            let zone = TimeZone::get("Asia/Jakarta").expect("a zone");
            Calendar::new(
                [date(2026, 3, 19), date(2026, 3, 20), date(2026, 5, 1)],
                zone,
            )
        }

        proptest! {
            /// Whatever is asked and whenever it is answered, as many working days are left after as
            /// before; and what was late is neither later nor earlier.
            #[test]
            fn as_many_days_stay_left(class in 0usize..3, asked_h in 0i64..24 * 90, wait_h in 0i64..24 * 60) {
                const HOUR: i64 = 3_600_000;
                let c = calendar();
                let start = c.at(date(2026, 2, 2), jiff::civil::time(9, 0, 0, 0));
                let due = Limits::default().due(DeadlineClass::OF_SERVICES[class], start, &c);
                let asked = start.plus_ms(asked_h * HOUR);
                let told = asked.plus_ms(wait_h * HOUR);
                let after = resumed(due, asked, told, &c);
                if asked > due {
                    prop_assert_eq!(after, due);
                } else {
                    let left = |now: Instant, due: Instant| c.working_days_between(c.day(now), c.day(due));
                    prop_assert_eq!(left(told, after), left(asked, due));
                    prop_assert!(after >= due);
                }
                prop_assert_eq!(paused(due, asked, &c).is_late(), asked > due);
            }
        }

        /// The clock may have gone back between the question and the answer.
        #[test]
        fn a_clock_that_went_back_changes_nothing() {
            let c = calendar();
            let (due, asked) = (Instant(2_000_000_000_000), Instant(1_900_000_000_000));
            assert_eq!(resumed(due, asked, asked.plus_ms(-1), &c), due);
            assert_eq!(resumed(due, asked, Instant(0), &c), due);
        }
    }
}
