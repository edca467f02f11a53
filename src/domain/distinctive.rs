//! What sets one lot of texts apart from another: log-odds with an informative Dirichlet prior
//! (Monroe, Colaresi, Quinn 2008, "Fightin' Words"). Plain counts would name what is always said,
//! and ratios what was said once.

use std::collections::HashMap;
use std::hash::Hash;

/// Something said, and how far it sets the present apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Distinct<T> {
    pub what: T,
    /// Texts that say it: now, and before.
    pub now: u64,
    pub before: u64,
    /// The log-odds ratio divided by its deviation; from 1.96 on it is more than chance.
    pub z: f64,
}

/// How much the prior weighs, as a count of things said.
const PRIOR: f64 = 200.0;

/// What is said clearly more now than before, the clearest first: in at least `least` texts, and
/// with a `z` of at least 1.96. The prior is what is said in both together.
pub fn distinctive<T: Hash + Eq + Ord + Clone>(
    now: &HashMap<T, u64>,
    before: &HashMap<T, u64>,
    least: u64,
) -> Vec<Distinct<T>> {
    let all = |counts: &HashMap<T, u64>| counts.values().sum::<u64>() as f64;
    let (n_now, n_before) = (all(now), all(before));
    if n_now == 0.0 || n_before == 0.0 {
        return Vec::new();
    }
    let mut found: Vec<Distinct<T>> = now
        .iter()
        .filter(|(_, n)| **n >= least)
        .map(|(what, n)| {
            let (a, b) = (*n as f64, before.get(what).copied().unwrap_or(0) as f64);
            let prior = PRIOR * (a + b) / (n_now + n_before);
            let odds = |y: f64, n: f64| ((y + prior) / (n + PRIOR - y - prior).max(1e-9)).ln();
            let delta = odds(a, n_now) - odds(b, n_before);
            let deviation = (1.0 / (a + prior) + 1.0 / (b + prior)).sqrt();
            Distinct {
                what: what.clone(),
                now: *n,
                before: b as u64,
                z: delta / deviation,
            }
        })
        .filter(|d| d.z >= 1.96)
        .collect();
    found.sort_by(|a, b| b.z.total_cmp(&a.z).then_with(|| a.what.cmp(&b.what)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counts(all: &[(&'static str, u64)]) -> HashMap<&'static str, u64> {
        all.iter().copied().collect()
    }

    #[test]
    fn what_is_always_said_sets_nothing_apart() {
        let now = counts(&[
            ("pelayanan", 200),
            ("banjir", 40),
            ("loket", 60),
            ("aneh", 1),
        ]);
        let before = counts(&[("pelayanan", 210), ("banjir", 2), ("loket", 66)]);
        let found = distinctive(&now, &before, 3);
        let words: Vec<_> = found.iter().map(|d| d.what).collect();
        assert_eq!(words, ["banjir"]);
        assert_eq!((found[0].now, found[0].before), (40, 2));
        assert!(distinctive(&now, &now, 1).is_empty());
        assert!(distinctive(&now, &HashMap::new(), 1).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_said_breaks_it(now in proptest::collection::hash_map("[a-c]{1,2}", 0u64..1000, 0..9),
                                  before in proptest::collection::hash_map("[a-c]{1,2}", 0u64..1000, 0..9)) {
            for d in distinctive(&now, &before, 1) {
                prop_assert!(d.z.is_finite() && d.now >= 1);
                prop_assert!(d.z >= 1.96);
            }
        }
    }
}
