//! Absences: from a day to a day, with somebody who stands in.

use super::calendar::Calendar;
use super::person::Role;
use super::schedule::end_of;
use super::time::Instant;
use jiff::Span;
use jiff::civil::Date;

/// How long somebody may be away at a time, in days: a year.
pub const LONGEST_DAYS: i64 = 366;

/// Whether who holds a role on a unit may stand in for somebody who works there.
pub fn may_stand_in(role: Role) -> bool {
    role.works_cases() || role == Role::Deputy
}

/// What a stand-in is lent of a role on a unit while its holder is away: work on the cases as staff
/// does, and of a head what a deputy may besides (release answers, the board). What only a head decides,
/// such as who is invited, waits: who acts day by day takes no decisions that bind.
pub fn lent(role: Role) -> &'static [Role] {
    match role {
        Role::Staff => &[Role::Staff],
        Role::UnitHead => &[Role::Staff, Role::Deputy],
        _ => &[],
    }
}

/// The position of who stands in, as it is shown beside an answer: "Plh." (pelaksana harian) is what
/// who acts for a head is called.
pub fn position(role: Role, of: &str) -> String {
    match role {
        Role::UnitHead => format!("Plh. {of}"),
        _ => format!("Pengganti {of}"),
    }
}

/// The first moment of the first day, and the first after the last.
///
/// # Errors
/// The field (`from` or `until`) and the key of what is wrong with it.
pub fn span(
    from: &str,
    until: &str,
    today: Date,
    calendar: &Calendar,
) -> Result<(Date, Date, Instant, Instant), (&'static str, &'static str)> {
    let first: Date = from.trim().parse().map_err(|_| ("from", "fault-day"))?;
    let last: Date = until.trim().parse().map_err(|_| ("until", "fault-day"))?;
    if last < today {
        return Err(("until", "fault-absence-past"));
    }
    if last < first {
        return Err(("until", "fault-absence-order"));
    }
    if last > first.saturating_add(Span::new().days(LONGEST_DAYS)) {
        return Err(("until", "fault-absence-long"));
    }
    let begins = calendar.at(first, jiff::civil::Time::midnight());
    Ok((first, last, begins, end_of(last, calendar).plus_ms(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    #[test]
    fn days_are_whole_and_in_order() {
        let c = Calendar::new([], TimeZone::get("Asia/Jakarta").expect("a zone"));
        let today = date(2026, 3, 10);
        let of = |from, until| span(from, until, today, &c).map(|(_, _, a, b)| b.0 - a.0);
        assert_eq!(of("2026-03-12", "2026-03-12"), Ok(86_400_000), "one day");
        assert_eq!(
            of("2026-03-01", "2026-03-10").map(|ms| ms / 86_400_000),
            Ok(10),
            "begun already"
        );
        assert_eq!(
            of("2026-03-12", "2026-03-11"),
            Err(("until", "fault-absence-order"))
        );
        assert_eq!(
            of("2026-02-12", "2026-03-09"),
            Err(("until", "fault-absence-past"))
        );
        assert_eq!(
            of("2026-03-12", "2028-03-12"),
            Err(("until", "fault-absence-long"))
        );
        assert_eq!(of("besok", "2026-03-12"), Err(("from", "fault-day")));
        assert_eq!(of("2026-03-12", ""), Err(("until", "fault-day")));
    }
}
