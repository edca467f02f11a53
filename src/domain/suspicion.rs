//! Whether a service's ratings of a short time look made rather than given: many at one end of the
//! scale from one place, unlike what the service got before. A pure rule; it only asks a moderator
//! to look, and changes no figure.

/// Ratings of one service within the last hours.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct Recent {
    /// Ratings with an overall mark from the address that is looked at.
    pub from_place: i64,
    /// Of these: with the lowest mark (1), and with the highest (4).
    pub lowest: i64,
    pub highest: i64,
    /// Ratings of the service from everywhere in the same time.
    pub all: i64,
}

/// Overall marks of the service over the months before: how many, and their sum (1 to 4 each).
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct History {
    pub n: i64,
    pub total: i64,
}

crate::text_enum! {
    pub enum Suspicion {
        /// Many lowest marks.
        Down = "ratings-down",
        /// Many highest marks.
        Up = "ratings-up",
    }
}

/// Ratings from one place under which nothing is suspected: a family at a counter, a classroom.
pub const LEAST: i64 = 8;
/// Share of them at one end of the scale, in hundredths.
const AT_ONE_END: i64 = 90;
/// Share of the service's ratings of that time that come from the place, in hundredths.
const OF_ALL: i64 = 50;
/// How far the mean of the service's history must be from that end, in hundredths of a mark.
const UNLIKE: i64 = 100;

/// What is suspected, if anything is. A service without history has none to be unlike: its first
/// ratings are suspected by the other signs alone, from twice as many on.
pub fn suspect(recent: Recent, history: History) -> Option<Suspicion> {
    let least = if history.n >= LEAST { LEAST } else { 2 * LEAST };
    if recent.from_place < least || recent.from_place * 100 < recent.all * OF_ALL {
        return None;
    }
    let mostly = |n: i64| n * 100 >= recent.from_place * AT_ONE_END;
    // The mean in hundredths of a mark.
    let mean = if history.n >= LEAST {
        Some(history.total * 100 / history.n)
    } else {
        None
    };
    if mostly(recent.lowest) && mean.is_none_or(|m| m >= 100 + UNLIKE) {
        return Some(Suspicion::Down);
    }
    if mostly(recent.highest) && mean.is_none_or(|m| m <= 400 - UNLIKE) {
        return Some(Suspicion::Up);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GOOD: History = History { n: 100, total: 330 };
    const POOR: History = History { n: 100, total: 180 };

    fn recent(lowest: i64, highest: i64, other: i64, all: i64) -> Recent {
        Recent {
            from_place: lowest + highest + other,
            lowest,
            highest,
            all,
        }
    }

    #[test]
    fn made_ratings_stand_out() {
        let down = recent(10, 0, 0, 12);
        assert_eq!(suspect(down, GOOD), Some(Suspicion::Down));
        assert_eq!(
            suspect(down, POOR),
            None,
            "a service that is rated so anyway"
        );
        let up = recent(0, 10, 0, 12);
        assert_eq!(suspect(up, POOR), Some(Suspicion::Up));
        assert_eq!(suspect(up, GOOD), None);
    }

    #[test]
    fn people_who_rate_stay_unsuspected() {
        assert_eq!(
            suspect(recent(LEAST - 1, 0, 0, LEAST), GOOD),
            None,
            "a family"
        );
        assert_eq!(
            suspect(recent(8, 0, 4, 12), GOOD),
            None,
            "marks of all kinds"
        );
        assert_eq!(
            suspect(recent(10, 0, 0, 60), GOOD),
            None,
            "a bad day, from everywhere"
        );
        assert_eq!(
            suspect(recent(10, 0, 0, 10), History::default()),
            None,
            "a new service"
        );
        let many = recent(20, 0, 0, 20);
        assert_eq!(suspect(many, History::default()), Some(Suspicion::Down));
    }

    proptest! {
        #[test]
        fn few_ratings_are_never_suspected(lowest in 0i64..4, highest in 0i64..4, n in 0i64..1000, mean in 1i64..=4) {
            let recent = recent(lowest, highest, 0, lowest + highest);
            prop_assert_eq!(suspect(recent, History { n, total: n * mean }), None);
        }
    }
}
