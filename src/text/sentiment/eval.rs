//! Counting how often a model is right, and how often it says so.

use super::Polarity;
pub use super::labelled::{Fault, Faults, read};

/// How frequent the polarities (negative, neutral, positive) are taken to be among posts: two
/// fifths each good and bad, a fifth neither. Probabilities are calibrated for it, and figures are
/// also given for it, since the labelled sentences lean to praise.
pub const PRIOR: [f64; 3] = [0.4, 0.2, 0.4];

/// How often each true label (row) was given each label (column).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confusion(pub [[u64; 3]; 3]);

impl Confusion {
    pub fn count(&mut self, truth: Polarity, given: Polarity) {
        self.0[truth.index()][given.index()] += 1;
    }

    pub fn add(&mut self, other: &Confusion) {
        for (row, others) in self.0.iter_mut().zip(other.0) {
            for (n, m) in row.iter_mut().zip(others) {
                *n += m;
            }
        }
    }

    pub fn total(&self) -> u64 {
        self.0.iter().flatten().sum()
    }

    /// Share of right labels, 0 to 1; 0 of nothing.
    pub fn accuracy(&self) -> f64 {
        let right: u64 = (0..3).map(|c| self.0[c][c]).sum();
        right as f64 / self.total().max(1) as f64
    }

    /// The same counts as if the polarities were as frequent as `prior`.
    pub fn macro_f1_under(&self, prior: [f64; 3]) -> f64 {
        let weight: [f64; 3] =
            std::array::from_fn(|c| prior[c] / (self.0[c].iter().sum::<u64>() as f64).max(1.0));
        let f1 = |c: usize| {
            let right = self.0[c][c] as f64 * weight[c];
            let given: f64 = (0..3).map(|t| self.0[t][c] as f64 * weight[t]).sum();
            2.0 * right / (prior[c] + given).max(1e-9)
        };
        (0..3).map(f1).sum::<f64>() / 3.0
    }

    /// Mean over the classes of the harmonic mean of precision and recall, 0 to 1.
    pub fn macro_f1(&self) -> f64 {
        let f1 = |c: usize| {
            let right = self.0[c][c] as f64;
            let truth: u64 = self.0[c].iter().sum();
            let given: u64 = self.0.iter().map(|row| row[c]).sum();
            2.0 * right / ((truth + given) as f64).max(1.0)
        };
        (0..3).map(f1).sum::<f64>() / 3.0
    }
}

/// How well probabilities hold: labels by tenths of their probability.
#[derive(Clone, Debug, Default)]
pub struct Reliability {
    bins: [Bin; 10],
}

/// Labels of about the same probability.
#[derive(Copy, Clone, Debug, Default)]
pub struct Bin {
    pub count: u64,
    pub right: u64,
    /// Sum of the probabilities.
    pub claimed: f64,
}

impl Reliability {
    pub fn count(&mut self, probability: f32, right: bool) {
        let bin = &mut self.bins[((probability * 10.0) as usize).min(9)];
        bin.count += 1;
        bin.right += u64::from(right);
        bin.claimed += f64::from(probability);
    }

    pub fn add(&mut self, other: &Reliability) {
        for (bin, more) in self.bins.iter_mut().zip(other.bins) {
            bin.count += more.count;
            bin.right += more.right;
            bin.claimed += more.claimed;
        }
    }

    /// From the least sure tenth to the surest.
    pub fn bins(&self) -> &[Bin; 10] {
        &self.bins
    }

    /// Expected calibration error: the mean distance between what is claimed and what is right,
    /// 0 to 1.
    pub fn error(&self) -> f64 {
        let all: u64 = self.bins.iter().map(|b| b.count).sum();
        let apart = |b: &Bin| (b.claimed - b.right as f64).abs();
        self.bins.iter().map(apart).sum::<f64>() / all.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_is_that_of_the_books() {
        let mut c = Confusion::default();
        for (truth, given, n) in [(0, 0, 8), (0, 2, 2), (1, 1, 5), (2, 2, 4), (2, 0, 1)] {
            for _ in 0..n {
                c.count(Polarity::ALL[truth], Polarity::ALL[given]);
            }
        }
        assert!((c.accuracy() - 0.85).abs() < 1e-9);
        let expected = (16.0 / 19.0 + 1.0 + 8.0 / 11.0) / 3.0;
        assert!((c.macro_f1() - expected).abs() < 1e-9);
    }

    #[test]
    fn a_prior_weighs_the_rows() {
        let mut c = Confusion::default();
        for (truth, given, n) in [(0, 0, 90), (0, 2, 10), (1, 1, 3), (2, 2, 8), (2, 0, 2)] {
            for _ in 0..n {
                c.count(Polarity::ALL[truth], Polarity::ALL[given]);
            }
        }
        // Rows of 100, 3 and 10 become 40, 20 and 40: 36 and 4; 20; 32 and 8.
        let expected = (72.0 / (40.0 + 44.0) + 1.0 + 64.0 / (40.0 + 36.0)) / 3.0;
        assert!((c.macro_f1_under(PRIOR) - expected).abs() < 1e-9);
    }

    #[test]
    fn calibration_error_is_the_distance_of_claim_and_truth() {
        let mut r = Reliability::default();
        for n in 0..10 {
            r.count(0.85, n < 6);
        }
        assert_eq!(r.bins()[8].count, 10);
        assert!((r.error() - 0.25).abs() < 1e-6);
        assert!(Reliability::default().error() == 0.0);
    }
}
