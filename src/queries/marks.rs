//! A unit's marks: IKM, polarity, ratings and answers, from the roll-ups.

use crate::domain::ikm::{Element, ElementTally, Ikm};
use crate::domain::sentiment::Polarity;
use crate::domain::share::{self, Interval, Quantile};
use crate::domain::tally;
use crate::store::rollups::Figures;

/// How many posts speak of an element, by the polarity towards it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    pub negative: i64,
    pub neutral: i64,
    pub positive: i64,
}

impl Spoken {
    pub fn of(&self, polarity: Polarity) -> i64 {
        match polarity {
            Polarity::Negative => self.negative,
            Polarity::Neutral => self.neutral,
            Polarity::Positive => self.positive,
        }
    }
}

/// Marks over a span. Every figure has its count beside it.
#[derive(Clone, Debug)]
pub struct Marks {
    /// `None` under the minimum of respondents.
    pub ikm: Option<Ikm>,
    pub respondents: u64,
    pub minimum: u64,
    pub overall_n: i64,
    pub threads: i64,
    pub posts: i64,
    pub negative: i64,
    pub neutral: i64,
    pub positive: i64,
    /// Posts whose polarity is a guess: none of the three.
    pub uncertain: i64,
    /// By element, U1 to U9.
    pub elements: [Spoken; 9],
    /// Posts that speak of any element.
    pub speaking: i64,
    pub answered: i64,
    pub on_time: i64,
    /// Answers by the office hours they took, in the bins of [`tally::ANSWER_HOURS`].
    pub answer_hours: [i64; tally::ANSWER_HOURS.len()],
    /// Posts that wait for a moderator, or were refused or hidden.
    pub withheld: i64,
    /// Posts that a person has corrected.
    pub corrected: i64,
    pub overall_sum: i64,
    pub overall_squares: i64,
}

/// What units are set side by side by: marks made of these alone have no elements spoken of and no
/// hours.
pub const SIDE_BY_SIDE: [&str; 18] = [
    tally::THREADS,
    tally::POSTS,
    tally::NEGATIVE,
    tally::NEUTRAL,
    tally::POSITIVE,
    tally::ANSWERED,
    tally::ON_TIME,
    tally::OVERALL,
    tally::RESPONDENTS,
    tally::ELEMENTS[0],
    tally::ELEMENTS[1],
    tally::ELEMENTS[2],
    tally::ELEMENTS[3],
    tally::ELEMENTS[4],
    tally::ELEMENTS[5],
    tally::ELEMENTS[6],
    tally::ELEMENTS[7],
    tally::ELEMENTS[8],
];

impl Marks {
    /// The mean overall mark, 1 to 4, with its interval; `None` under the minimum.
    pub fn overall(&self) -> Option<(f64, Interval)> {
        self.enough(self.overall_n)
            .then(|| share::mean(self.overall_n, self.overall_sum, self.overall_squares))
            .flatten()
    }

    /// Answers whose office hours are known.
    pub fn timed(&self) -> i64 {
        self.answer_hours.iter().sum()
    }

    /// A quantile of the office hours to the first answer; `None` under the minimum.
    pub fn hours(&self, q: f64) -> Option<Quantile> {
        let bounds = tally::HOURS.map(|h| h as f64);
        self.enough(self.timed())
            .then(|| share::quantile(&self.answer_hours, &bounds, q))
            .flatten()
    }

    /// Whether so many are enough for a figure.
    pub fn enough(&self, n: i64) -> bool {
        share::is_enough(n, self.minimum)
    }

    pub fn spoken(&self, element: Element) -> Spoken {
        self.elements[element.index()]
    }

    pub fn of(f: &Figures, minimum: u64) -> Marks {
        let tallies = tally::ELEMENTS.map(|m| ElementTally {
            n: u64::try_from(f.n(m)).unwrap_or(0),
            sum: u64::try_from(f.total(m)).unwrap_or(0),
        });
        let respondents = u64::try_from(f.n(tally::RESPONDENTS)).unwrap_or(0);
        Marks {
            ikm: Ikm::published(&tallies, respondents, minimum),
            respondents,
            minimum,
            overall_n: f.n(tally::OVERALL),
            threads: f.n(tally::THREADS),
            posts: f.n(tally::POSTS),
            negative: f.n(tally::NEGATIVE),
            neutral: f.n(tally::NEUTRAL),
            positive: f.n(tally::POSITIVE),
            uncertain: f.n(tally::UNCERTAIN),
            elements: std::array::from_fn(|i| {
                let n = |p: Polarity| f.n(tally::SPOKEN[i][p as usize]);
                Spoken {
                    negative: n(Polarity::Negative),
                    neutral: n(Polarity::Neutral),
                    positive: n(Polarity::Positive),
                }
            }),
            speaking: f.n(tally::SPEAKING),
            answered: f.n(tally::ANSWERED),
            on_time: f.n(tally::ON_TIME),
            answer_hours: tally::ANSWER_HOURS.map(|m| f.n(m)),
            withheld: f.n(tally::WITHHELD),
            corrected: f.n(tally::CORRECTED),
            overall_sum: f.total(tally::OVERALL),
            overall_squares: f.total(tally::OVERALL_SQUARE),
        }
    }
}

/// The first and last month of the twelve that end with `today`'s, as `YYYY-MM`.
pub fn last_twelve_months(today: jiff::civil::Date) -> (String, String) {
    let month = |d: jiff::civil::Date| format!("{:04}-{:02}", d.year(), d.month());
    let first = today
        .first_of_month()
        .checked_sub(jiff::Span::new().months(11))
        .unwrap_or(today);
    (month(first), month(today))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn twelve_months_end_with_this_one() {
        let (from, to) = last_twelve_months(date(2026, 11, 24));
        assert_eq!((from.as_str(), to.as_str()), ("2025-12", "2026-11"));
        let (from, to) = last_twelve_months(date(2026, 12, 31));
        assert_eq!((from.as_str(), to.as_str()), ("2026-01", "2026-12"));
    }
}
