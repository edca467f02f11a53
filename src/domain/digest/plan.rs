//! Follow-up plans: what a head will do about what a digest said, and what became of it.

use jiff::ToSpan;
use jiff::civil::Date;

crate::text_enum! {
    /// What can happen to a plan.
    pub enum PlanStep {
        Made = "made",
        /// The day was changed, with a reason.
        Moved = "moved",
        Done = "done",
        /// Given up, with a reason.
        Dropped = "dropped",
    }
}

impl PlanStep {
    /// Whether the plan is over then.
    pub fn ends(self) -> bool {
        matches!(self, PlanStep::Done | PlanStep::Dropped)
    }

    /// Whether it must be said why.
    pub fn needs_note(self) -> bool {
        matches!(self, PlanStep::Moved | PlanStep::Dropped)
    }
}

/// What is wrong with a plan's day.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum DueFault {
    /// No date.
    NoDate,
    Past,
    /// More than a year ahead: a plan that nobody will remember.
    TooFar,
}

/// Reads the day by which something will be done, seen from `today`.
///
/// # Errors
/// What is wrong with it.
pub fn due(typed: &str, today: Date) -> Result<Date, DueFault> {
    let day: Date = typed.trim().parse().map_err(|_| DueFault::NoDate)?;
    if day < today {
        return Err(DueFault::Past);
    }
    if day > today.saturating_add(1.year()) {
        return Err(DueFault::TooFar);
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_today_or_within_a_year() {
        let today = date(2026, 11, 24);
        assert_eq!(due(" 2026-11-24 ", today), Ok(today));
        assert_eq!(due("2027-11-24", today), Ok(date(2027, 11, 24)));
        assert_eq!(due("2027-11-25", today), Err(DueFault::TooFar));
        assert_eq!(due("2026-11-23", today), Err(DueFault::Past));
        for bad in ["", "besok", "2026-02-30", "24-11-2026"] {
            assert_eq!(due(bad, today), Err(DueFault::NoDate), "{bad}");
        }
    }
}
