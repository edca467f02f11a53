//! The city's working days and office hours.

use super::time::Instant;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Included};

/// Which days the city works, where its clock stands, and when offices open and close.
/// Saturdays and Sundays are off, and so are the `holidays`.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub holidays: BTreeSet<Date>,
    pub zone: TimeZone,
    pub opens: Time,
    pub closes: Time,
}

/// The usual office hours of Indonesian offices: 08.00 to 16.00.
pub const OPENS: Time = Time::constant(8, 0, 0, 0);
/// See [`OPENS`].
pub const CLOSES: Time = Time::constant(16, 0, 0, 0);

/// A day off as the calendar's table names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    pub date: Date,
    pub name: String,
}

impl Holiday {
    /// Whether the date is announced as an estimate and still to be confirmed.
    pub fn is_estimate(&self) -> bool {
        self.name.contains("(perkiraan)")
    }

    /// Whether it is joint leave (cuti bersama) rather than a national holiday.
    pub fn is_joint_leave(&self) -> bool {
        self.name.starts_with("Cuti Bersama")
    }
}

/// What is wrong with a line of an imported calendar.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum CsvProblem {
    /// Not text in rows and cells, or fewer than two cells.
    Cells,
    /// The first cell is no date of the form YYYY-MM-DD.
    Date,
    /// The name is empty, or longer than [`NAME_MAX`].
    Name,
    /// The date stands on an earlier line already.
    Duplicate {
        /// That line.
        first: u64,
    },
    /// No line holds a holiday.
    Nothing,
}

impl CsvProblem {
    /// The key of the message; `calendar-fault-duplicate` takes `first`.
    pub const fn key(self) -> &'static str {
        match self {
            CsvProblem::Cells => "calendar-fault-cells",
            CsvProblem::Date => "calendar-fault-date",
            CsvProblem::Name => "calendar-fault-name",
            CsvProblem::Duplicate { .. } => "calendar-fault-duplicate",
            CsvProblem::Nothing => "calendar-fault-nothing",
        }
    }
}

/// A faulty line of an imported calendar.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct CsvFault {
    /// Counted from 1.
    pub line: u64,
    pub problem: CsvProblem,
}

/// The longest name of a holiday, in characters.
pub const NAME_MAX: usize = 200;

impl Calendar {
    /// A calendar with the usual office hours.
    pub fn new(holidays: impl IntoIterator<Item = Date>, zone: TimeZone) -> Self {
        Self {
            holidays: holidays.into_iter().collect(),
            zone,
            opens: OPENS,
            closes: CLOSES,
        }
    }

    /// The local day of `at`.
    pub fn day(&self, at: Instant) -> Date {
        at.day(&self.zone)
    }

    /// Whether offices work on `date`.
    pub fn is_working(&self, date: Date) -> bool {
        !is_weekend(date) && !self.holidays.contains(&date)
    }

    /// Whether any holiday of `year` is known. Without, working days of that year are too many,
    /// and the pages say so.
    pub fn covers(&self, year: i16) -> bool {
        let first = Date::new(year, 1, 1);
        let last = Date::new(year, 12, 31);
        match (first, last) {
            (Ok(first), Ok(last)) => self.holidays.range(first..=last).next().is_some(),
            _ => false,
        }
    }

    /// The first working day on or after `date`; at the end of the calendar, its last day.
    pub fn working_day_from(&self, date: Date) -> Date {
        let mut day = date;
        while !self.is_working(day) && day < Date::MAX {
            day = next(day);
        }
        day
    }

    /// The first working day after `date`.
    pub fn working_day_after(&self, date: Date) -> Date {
        self.working_day_from(next(date))
    }

    /// When something received at `from` is due that may take `n` working days: the close of
    /// office on the nth working day after the day of receipt. What comes in on a day off counts
    /// as received on the next working day.
    pub fn add_working_days(&self, from: Instant, n: u32) -> Instant {
        let mut day = self.working_day_from(self.day(from));
        for _ in 0..n {
            if day == Date::MAX {
                break;
            }
            day = self.working_day_after(day);
        }
        self.at(day, self.closes)
    }

    /// Working days after `from` up to and including `to`; negative if `to` is the earlier one.
    pub fn working_days_between(&self, from: Date, to: Date) -> i64 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        let holidays = self
            .holidays
            .range((Excluded(from), Included(to)))
            .filter(|d| !is_weekend(**d))
            .count();
        weekdays_up_to(to) - weekdays_up_to(from) - i64::try_from(holidays).unwrap_or(i64::MAX)
    }

    /// Office hours between two moments, in milliseconds; 0 if `to` is the earlier one. Counted by
    /// the clock on the wall, so that a change of it at night neither adds nor takes any.
    pub fn working_ms_between(&self, from: Instant, to: Instant) -> i64 {
        let (first, last) = (self.day(from), self.day(to));
        let office = ms_of(self.closes).saturating_sub(ms_of(self.opens)).max(0);
        // Working days from `first` on, up to and without `last`.
        let days = self.working_days_between(first, last) + i64::from(self.is_working(first))
            - i64::from(self.is_working(last));
        let within = |at: Instant| {
            let local = self.zone.to_datetime(at.to_jiff());
            if self.is_working(local.date()) {
                (ms_of(local.time()) - ms_of(self.opens)).clamp(0, office)
            } else {
                0
            }
        };
        (days * office + within(to) - within(from)).max(0)
    }

    /// Whether offices are open at `at`.
    pub fn is_open(&self, at: Instant) -> bool {
        let local = self.zone.to_datetime(at.to_jiff());
        self.is_working(local.date()) && (self.opens..self.closes).contains(&local.time())
    }

    /// The instant of a local time of day. Where the zone's clock skips it, the later reading.
    pub fn at(&self, date: Date, time: Time) -> Instant {
        let instant = self.zone.to_timestamp(date.to_datetime(time));
        // Fails only at the very ends of time, where any bound will do.
        Instant::from_jiff(instant.unwrap_or(if date.year() < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        }))
    }

    /// The next local midnight after `at`.
    pub fn next_midnight(&self, at: Instant) -> Instant {
        self.at(next(self.day(at)), Time::midnight())
    }

    /// Reads a table of holidays: a date (YYYY-MM-DD) and a name a line, in CSV with commas or
    /// semicolons; a first line of headings is passed over. The result is in order of date.
    ///
    /// # Errors
    /// Every faulty line, with its number.
    pub fn parse_csv(text: &str) -> Result<Vec<Holiday>, Vec<CsvFault>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // Spreadsheets in Indonesian write semicolons.
        let first_line = text.lines().next().unwrap_or("");
        let delimiter = match (first_line.contains(';'), first_line.contains(',')) {
            (true, false) => b';',
            _ => b',',
        };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());

        let mut found: BTreeMap<Date, (u64, Holiday)> = BTreeMap::new();
        let mut faults = Vec::new();
        for (row, record) in reader.records().enumerate() {
            let Ok(record) = record else {
                let line = row as u64 + 1;
                faults.push(CsvFault {
                    line,
                    problem: CsvProblem::Cells,
                });
                continue;
            };
            let line = record.position().map_or(row as u64 + 1, |p| p.line());
            if row == 0 && record.get(0).is_some_and(is_heading) {
                continue;
            }
            match read_row(&record) {
                Err(problem) => faults.push(CsvFault { line, problem }),
                Ok(holiday) => {
                    if let Some((first, _)) = found.get(&holiday.date) {
                        let problem = CsvProblem::Duplicate { first: *first };
                        faults.push(CsvFault { line, problem });
                    } else {
                        found.insert(holiday.date, (line, holiday));
                    }
                }
            }
        }
        if found.is_empty() && faults.is_empty() {
            faults.push(CsvFault {
                line: 1,
                problem: CsvProblem::Nothing,
            });
        }
        if faults.is_empty() {
            Ok(found.into_values().map(|(_, holiday)| holiday).collect())
        } else {
            Err(faults)
        }
    }
}

fn is_heading(cell: &str) -> bool {
    ["date", "tanggal"]
        .iter()
        .any(|h| cell.eq_ignore_ascii_case(h))
}

fn read_row(record: &csv::StringRecord) -> Result<Holiday, CsvProblem> {
    let (Some(date), Some(name)) = (record.get(0), record.get(1)) else {
        return Err(CsvProblem::Cells);
    };
    let date = iso_date(date).ok_or(CsvProblem::Date)?;
    if name.is_empty() || name.chars().count() > NAME_MAX || name.contains(char::is_control) {
        return Err(CsvProblem::Name);
    }
    Ok(Holiday {
        date,
        name: name.to_owned(),
    })
}

/// Strictly YYYY-MM-DD: jiff alone would take other forms of ISO 8601 too.
fn iso_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| match i {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        });
    shaped.then(|| text.parse().ok()).flatten()
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The day after; the last day of all is its own successor.
fn next(date: Date) -> Date {
    date.saturating_add(1.day())
}

/// Days from Monday to Friday since a fixed Monday long ago, `date` included.
fn weekdays_up_to(date: Date) -> i64 {
    const MONDAY: Date = Date::constant(1, 1, 1);
    let days = date.duration_since(MONDAY).as_hours().div_euclid(24);
    let (weeks, rest) = (days.div_euclid(7), days.rem_euclid(7));
    weeks * 5 + (rest + 1).min(5)
}

/// Milliseconds since midnight.
fn ms_of(time: Time) -> i64 {
    let seconds =
        i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    seconds * 1_000 + i64::from(time.millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TABLE: &str = include_str!("../../assets/calendar/indonesia.csv");

    fn indonesia() -> Calendar {
        let zone = TimeZone::get("Asia/Jakarta").unwrap();
        let holidays = Calendar::parse_csv(TABLE).unwrap();
        Calendar::new(holidays.into_iter().map(|h| h.date), zone)
    }

    fn due(received: (Date, i8, i8), n: u32) -> String {
        let cal = indonesia();
        let from = cal.at(received.0, Time::constant(received.1, received.2, 0, 0));
        let due = cal.add_working_days(from, n);
        cal.zone.to_datetime(due.to_jiff()).to_string()
    }

    #[test]
    fn the_bundled_table_is_sound() {
        let all = Calendar::parse_csv(TABLE).unwrap();
        assert_eq!(all.len(), 125);
        assert!(all.iter().any(Holiday::is_estimate));
        assert!(all.iter().filter(|h| h.is_joint_leave()).count() > 20);
        let cal = indonesia();
        assert!((2024..=2028).all(|y| cal.covers(y)));
        assert!(!cal.covers(2023) && !cal.covers(2029));
    }

    #[test]
    fn due_at_the_close_of_office() {
        // Tuesday 24 November 2026; the 28th and 29th are a weekend.
        let tuesday = date(2026, 11, 24);
        assert_eq!(due((tuesday, 9, 30), 3), "2026-11-27T16:00:00");
        assert_eq!(due((tuesday, 23, 59), 3), "2026-11-27T16:00:00");
        assert_eq!(due((tuesday, 9, 30), 5), "2026-12-01T16:00:00");
        assert_eq!(due((tuesday, 9, 30), 0), "2026-11-24T16:00:00");
        // Over Christmas and its joint leave, and New Year.
        assert_eq!(due((date(2026, 12, 22), 10, 0), 3), "2026-12-29T16:00:00");
        // A Saturday counts as the Monday after it.
        assert_eq!(due((date(2026, 11, 28), 10, 0), 1), "2026-12-01T16:00:00");
        // The nine days of Idul Fitri 2025.
        assert_eq!(due((date(2025, 3, 27), 10, 0), 1), "2025-04-08T16:00:00");
    }

    #[test]
    fn office_hours_are_local() {
        let cal = indonesia();
        let tuesday = date(2026, 11, 24);
        assert!(cal.is_open(cal.at(tuesday, OPENS)));
        assert!(!cal.is_open(cal.at(tuesday, CLOSES)));
        assert!(!cal.is_open(cal.at(date(2026, 12, 25), Time::constant(10, 0, 0, 0))));
        let midnight = cal.next_midnight(cal.at(tuesday, CLOSES));
        assert_eq!(midnight.to_jiff().to_string(), "2026-11-24T17:00:00Z");
    }

    #[test]
    fn a_table_with_faults_names_every_line() {
        let text = "tanggal;nama\n2027-01-01;Tahun Baru\n01/02/2027;Imlek\n2027-01-01;Lagi\n\
                    2027-05-01\n2027-06-01;\n2027-02-30;Tiada\n";
        let faults = Calendar::parse_csv(text).unwrap_err();
        let expected = [
            (3, CsvProblem::Date),
            (4, CsvProblem::Duplicate { first: 2 }),
            (5, CsvProblem::Cells),
            (6, CsvProblem::Name),
            (7, CsvProblem::Date),
        ];
        assert_eq!(
            faults,
            expected.map(|(line, problem)| CsvFault { line, problem })
        );
        assert_eq!(
            Calendar::parse_csv("date,name\n").unwrap_err()[0].problem,
            CsvProblem::Nothing
        );
    }

    #[test]
    fn a_table_may_be_quoted_and_start_with_a_mark() {
        let text = "\u{feff}date,name\r\n2027-01-02,\"Libur, kota\"\r\n2027-01-01,Satu\r\n";
        let names: Vec<_> = Calendar::parse_csv(text)
            .unwrap()
            .into_iter()
            .map(|h| h.name)
            .collect();
        assert_eq!(names, ["Satu", "Libur, kota"]);
    }

    #[test]
    fn the_ends_of_time_are_safe() {
        let mut cal = indonesia();
        cal.holidays.insert(Date::MAX);
        for at in [Instant(i64::MIN), Instant(i64::MAX)] {
            let _ = cal.add_working_days(at, 1_000);
            let _ = cal.next_midnight(at);
        }
        assert_eq!(cal.working_day_after(Date::MAX), Date::MAX);
        assert!(cal.working_days_between(Date::MIN, Date::MAX) > 0);
        assert!(!cal.covers(i16::MAX));
    }

    proptest! {
        #[test]
        fn counting_agrees_with_walking(start in 0_i64..2_500, length in 0_i64..900) {
            let cal = indonesia();
            let from = date(2023, 1, 1).saturating_add(start.days());
            let to = from.saturating_add(length.days());
            let mut walked = 0;
            let mut day = from;
            while day < to {
                day = next(day);
                walked += i64::from(cal.is_working(day));
            }
            prop_assert_eq!(cal.working_days_between(from, to), walked);
            prop_assert_eq!(cal.working_days_between(to, from), -walked);
        }

        #[test]
        fn due_is_n_working_days_on(start in 0_i64..150_000_000, n in 0_u32..70) {
            let cal = indonesia();
            let from = Instant(1_700_000_000_000 + start * 1_000);
            let day = cal.day(cal.add_working_days(from, n));
            prop_assert!(cal.is_working(day));
            // Walk back: n working days before it lies the day of receipt, or the next working one.
            let mut left = n;
            let mut back = day;
            while left > 0 {
                back = back.yesterday().unwrap();
                left -= u32::from(cal.is_working(back));
            }
            prop_assert_eq!(back, cal.working_day_from(cal.day(from)));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
            let _ = Calendar::parse_csv(&text);
        }
    }

    #[test]
    fn office_hours_are_counted_and_no_others() {
        let zone = TimeZone::get("Asia/Jakarta").expect("a zone");
        let c = Calendar::new([date(2026, 11, 25)], zone);
        let at = |d: i8, h: i8, m: i8| c.at(date(2026, 11, d), Time::constant(h, m, 0, 0));
        let hours = |from, to| c.working_ms_between(from, to) as f64 / 3_600_000.0;
        // Tuesday the 24th to Thursday the 26th, over a holiday.
        assert_eq!(hours(at(24, 9, 30), at(24, 11, 0)), 1.5);
        assert_eq!(hours(at(24, 15, 0), at(26, 9, 0)), 2.0);
        assert_eq!(hours(at(24, 20, 0), at(25, 12, 0)), 0.0);
        // Friday night to Monday morning; a whole week.
        assert_eq!(hours(at(20, 23, 0), at(23, 8, 30)), 0.5);
        assert_eq!(hours(at(16, 0, 0), at(22, 23, 0)), 40.0);
        assert_eq!(hours(at(24, 11, 0), at(24, 9, 0)), 0.0);
    }

    #[test]
    fn a_clock_that_is_changed_at_night_changes_no_office_hours() {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        let c = Calendar::new([], zone);
        let at = |d: i8, h: i8| c.at(date(2026, 3, d), Time::constant(h, 0, 0, 0));
        // Friday noon to Monday noon, with an hour less in between.
        assert_eq!(c.working_ms_between(at(27, 12), at(30, 12)), 8 * 3_600_000);
    }

    proptest! {
        #[test]
        fn office_hours_add_up(a in 0i64..4_000_000_000, b in 0i64..4_000_000_000, c in 0i64..4_000_000_000) {
            let zone = TimeZone::get("Asia/Jakarta").expect("a zone");
            let calendar = Calendar::new([date(1970, 1, 8)], zone);
            let mut all = [Instant(a), Instant(b), Instant(c)];
            all.sort();
            let between = |x: usize, y: usize| calendar.working_ms_between(all[x], all[y]);
            prop_assert_eq!(between(0, 1) + between(1, 2), between(0, 2));
        }
    }
}
