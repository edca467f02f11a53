//! How sure a figure is: intervals of shares, means and quantiles, and whether a count has risen.
//! All at 95 in a hundred.

use serde::{Deserialize, Serialize};

/// The two-sided 95 % point of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Whether so many cases are as many as must be for a figure.
pub fn is_enough(n: i64, minimum: u64) -> bool {
    u64::try_from(n).unwrap_or(0) >= minimum
}

/// Between what bounds the truth lies, as far as so many cases can tell.
#[derive(Copy, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

impl Interval {
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    pub fn overlaps(&self, other: &Interval) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

/// `n` of `of`, with what else the share may be.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Share {
    pub n: i64,
    pub of: i64,
    /// 0 to 1.
    pub value: f64,
    pub interval: Interval,
}

impl Share {
    /// Wilson's score interval (E. B. Wilson 1927); `None` of nothing, or if more than all are
    /// counted.
    pub fn new(n: i64, of: i64) -> Option<Share> {
        if of <= 0 || !(0..=of).contains(&n) {
            return None;
        }
        let value = n as f64 / of as f64;
        Some(Share {
            n,
            of,
            value,
            interval: wilson(value, of as f64),
        })
    }

    /// As [`Share::new`], but nothing of fewer than `minimum`.
    pub fn published(n: i64, of: i64, minimum: u64) -> Option<Share> {
        Share::new(n, of).filter(|s| is_enough(s.of, minimum))
    }

    /// The difference from `before`, and between what bounds it lies.
    pub fn minus(&self, before: &Share) -> (f64, Interval) {
        difference((self.value, self.interval), (before.value, before.interval))
    }
}

/// The difference of two figures from their intervals, and between what bounds it lies (R. G. Newcombe
/// 1998, method 10, for shares; the same holds for means).
pub fn difference(now: (f64, Interval), before: (f64, Interval)) -> (f64, Interval) {
    let ((a, i), (b, j)) = (now, before);
    let d = a - b;
    let interval = Interval {
        low: d - ((a - i.low).powi(2) + (j.high - b).powi(2)).sqrt(),
        high: d + ((i.high - a).powi(2) + (b - j.low).powi(2)).sqrt(),
    };
    (d, interval)
}

/// Wilson's score interval of a share among so many; never of no width.
fn wilson(value: f64, all: f64) -> Interval {
    let z2 = Z * Z;
    let middle = (value + z2 / (2.0 * all)) / (1.0 + z2 / all);
    let half = Z / (1.0 + z2 / all) * (value * (1.0 - value) / all + z2 / (4.0 * all * all)).sqrt();
    Interval {
        low: (middle - half).clamp(0.0, value),
        high: (middle + half).clamp(value, 1.0),
    }
}

/// How a figure moved.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Rose,
    Fell,
    /// No more than chance would have it.
    Alike,
}

impl Change {
    pub fn of_difference(interval: &Interval) -> Change {
        if interval.low > 0.0 {
            Change::Rose
        } else if interval.high < 0.0 {
            Change::Fell
        } else {
            Change::Alike
        }
    }

    /// Of a count in so many days against one in as many or other days before: whether the share
    /// of the present days in both is more than their share of the time.
    pub fn of_counts(now: i64, before: i64, days: i64, days_before: i64) -> Change {
        let expected = days as f64 / (days + days_before).max(1) as f64;
        match Share::new(now, now + before) {
            Some(s) if s.interval.low > expected => Change::Rose,
            Some(s) if s.interval.high < expected => Change::Fell,
            _ => Change::Alike,
        }
    }
}

/// The least and the most that a mark can be.
const MARKS: (f64, f64) = (1.0, 4.0);

/// The interval of a mean of marks of 1 to 4 whose spread is not known: as wide as marks of that mean
/// can lie apart (Bhatia and Davis 2000), so never too narrow. `None` of nothing.
pub fn around_mean(mean: f64, n: i64) -> Option<Interval> {
    within(mean, n, MARKS)
}

/// The same of the mean of values from `least` to `most`.
pub fn within(mean: f64, n: i64, (least, most): (f64, f64)) -> Option<Interval> {
    if n <= 0 || !(least..=most).contains(&mean) {
        return None;
    }
    let spread = most - least;
    let share = wilson((mean - least) / spread, n as f64);
    Some(Interval {
        low: (least + spread * share.low).min(mean),
        high: (least + spread * share.high).max(mean),
    })
}

/// The mean of `n` marks of 1 to 4, from their sum and the sum of their squares, and its interval. The
/// spread is taken as if one more had been the least and one more the most, so that marks which happen
/// to be alike don't pass for certain. `None` of fewer than two.
pub fn mean(n: i64, sum: i64, squares: i64) -> Option<(f64, Interval)> {
    if n < 2 {
        return None;
    }
    let (least, most) = MARKS;
    let mean = sum as f64 / n as f64;
    let (all, sum) = (n as f64 + 2.0, sum as f64 + least + most);
    let squares = squares as f64 + least * least + most * most;
    let variance = ((squares - sum * sum / all) / (all - 1.0)).max(0.0);
    let half = Z * (variance / n as f64).sqrt();
    let interval = Interval {
        low: (mean - half).max(least),
        high: (mean + half).min(most),
    };
    Some((mean, interval))
}

/// A quantile read from a histogram, with its interval.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Quantile {
    pub value: f64,
    pub interval: Interval,
    /// Whether it lies past the last bound, so that it is at least `value`.
    pub beyond: bool,
}

/// The value below which a share `q` of the values lies. `counts` has one more place than `bounds`
/// (ascending upper bounds, the first bin from 0); within a bin, values count as evenly spread. The
/// interval is that of the order statistics (binomial, normal approximation). `None` of nothing.
pub fn quantile(counts: &[i64], bounds: &[f64], q: f64) -> Option<Quantile> {
    let all: i64 = counts.iter().map(|n| (*n).max(0)).sum();
    if all == 0 || counts.len() != bounds.len() + 1 {
        return None;
    }
    let n = all as f64;
    let half = Z * (n * q * (1.0 - q)).sqrt();
    let (value, beyond) = at_rank(counts, bounds, n * q);
    let interval = Interval {
        low: at_rank(counts, bounds, (n * q - half).max(0.0)).0,
        high: at_rank(counts, bounds, (n * q + half).min(n)).0,
    };
    Some(Quantile {
        value,
        interval,
        beyond,
    })
}

fn at_rank(counts: &[i64], bounds: &[f64], rank: f64) -> (f64, bool) {
    let mut below = 0.0;
    let mut low = 0.0;
    for (n, high) in counts.iter().zip(bounds) {
        let n = (*n).max(0) as f64;
        if n > 0.0 && below + n >= rank {
            return (
                low + (high - low) * ((rank - below) / n).clamp(0.0, 1.0),
                false,
            );
        }
        below += n;
        low = *high;
    }
    (bounds.last().copied().unwrap_or(0.0), true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 5e-4
    }

    /// Newcombe's published examples: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    #[test]
    fn wilson_gives_the_published_intervals() {
        for (n, of, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let s = Share::new(n, of).expect("a share").interval;
            assert!(near(s.low, low) && near(s.high, high), "{n}/{of}: {s:?}");
        }
        assert_eq!(Share::new(0, 0), None);
        assert_eq!(Share::new(3, 2), None);
        assert_eq!(Share::published(9, 9, 10), None);
    }

    /// Newcombe 1998, table II (a): 56/70 against 48/80, by method 10.
    #[test]
    fn a_difference_has_the_published_interval() {
        let (a, b) = (
            Share::new(56, 70).expect("a"),
            Share::new(48, 80).expect("b"),
        );
        let (d, i) = a.minus(&b);
        assert!(
            near(d, 0.2) && near(i.low, 0.0524) && near(i.high, 0.3339),
            "{i:?}"
        );
        assert_eq!(Change::of_difference(&i), Change::Rose);
    }

    #[test]
    fn a_count_rises_against_the_days_it_had() {
        assert_eq!(Change::of_counts(30, 10, 7, 7), Change::Rose);
        assert_eq!(Change::of_counts(30, 10, 21, 7), Change::Alike);
        assert_eq!(Change::of_counts(2, 0, 7, 7), Change::Alike);
        assert_eq!(Change::of_counts(0, 40, 7, 7), Change::Fell);
        assert_eq!(Change::of_counts(0, 0, 0, 0), Change::Alike);
    }

    #[test]
    fn quantiles_lie_where_the_values_do() {
        let bounds = [1.0, 2.0, 4.0];
        let median = quantile(&[10, 10, 0, 0], &bounds, 0.5).expect("a median");
        assert!(near(median.value, 1.0) && !median.beyond);
        let p90 = quantile(&[0, 0, 0, 5], &bounds, 0.9).expect("a quantile");
        assert!(p90.beyond && near(p90.value, 4.0));
        assert_eq!(quantile(&[0, 0, 0, 0], &bounds, 0.5), None);
    }

    #[test]
    fn a_mean_is_as_sure_as_its_marks_are_alike() {
        // 1, 2, 3, 4 with 1 and 4 beside them: a variance of 1.9.
        let (m, i) = mean(4, 10, 30).expect("a mean");
        assert!(near(m, 2.5) && near(i.high - m, 1.3508), "{i:?}");
        assert_eq!(mean(1, 4, 16), None);
        let (m, alike) = mean(10, 40, 160).expect("a mean");
        assert!(
            near(m, 4.0) && alike.high == 4.0 && alike.low < 3.6,
            "{alike:?}"
        );
        // Half of the marks 1 and half 4 lie as far apart as any: nothing is wider.
        let (m, far) = mean(100, 250, 850).expect("a mean");
        let any = around_mean(m, 100).expect("an interval");
        assert!(
            far.low >= any.low - 0.02 && far.high <= any.high + 0.02,
            "{far:?} {any:?}"
        );
        assert_eq!(around_mean(2.0, 0), None);
        assert_eq!(around_mean(4.5, 9), None);
        assert_eq!(around_mean(f64::NAN, 9), None);
    }

    proptest! {
        #[test]
        fn a_share_lies_in_its_interval(of in 1i64..100_000, part in 0.0f64..=1.0) {
            let n = (of as f64 * part) as i64;
            let s = Share::new(n, of).expect("a share");
            prop_assert!(s.interval.holds(s.value));
            prop_assert!(s.interval.low >= 0.0 && s.interval.high <= 1.0);
        }

        #[test]
        fn a_mean_lies_in_its_intervals(marks in proptest::collection::vec(1i64..=4, 2..200)) {
            let n = marks.len() as i64;
            let (m, spread) = mean(n, marks.iter().sum(), marks.iter().map(|x| x * x).sum()).expect("a mean");
            let widest = around_mean(m, n).expect("an interval");
            for i in [spread, widest] {
                prop_assert!(i.holds(m) && i.low >= 1.0 && i.high <= 4.0 && i.low < i.high, "{i:?}");
            }
        }

        #[test]
        fn a_quantile_lies_in_its_interval_and_grows(counts in proptest::collection::vec(0i64..50, 4), q in 0.01f64..0.98) {
            let bounds = [1.0, 3.0, 10.0];
            if let Some(a) = quantile(&counts, &bounds, q) {
                prop_assert!(a.interval.low <= a.value && a.value <= a.interval.high);
                let b = quantile(&counts, &bounds, q + 0.01).expect("the same values");
                prop_assert!(a.value <= b.value + 1e-9);
            }
        }
    }
}
