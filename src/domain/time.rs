//! Points in time as they are stored: whole milliseconds, UTC.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Milliseconds since the Unix epoch, UTC. Both databases hold it as a plain
/// 64-bit integer, so that ordering and precision are the same on each.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(pub i64);

/// One second, in milliseconds.
pub const SECOND_MS: i64 = 1_000;
/// One minute, in milliseconds.
pub const MINUTE_MS: i64 = 60 * SECOND_MS;
/// One hour, in milliseconds.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Twenty-four hours, in milliseconds (not a calendar day).
pub const DAY_MS: i64 = 24 * HOUR_MS;

impl Instant {
    /// Drops what is finer than a millisecond.
    pub fn from_jiff(t: Timestamp) -> Self {
        Self(t.as_millisecond())
    }

    /// Out of jiff's range (year -9999 to 9999) the nearest bound is returned.
    pub fn to_jiff(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }

    /// Saturates at the ends of `i64`.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// The calendar day in `zone`.
    pub fn day(self, zone: &TimeZone) -> Date {
        zone.to_datetime(self.to_jiff()).date()
    }
}
