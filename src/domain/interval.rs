//! How sure a share is.

/// The 97.5th percentile of the normal distribution: for intervals of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// Bounds of the 95 % interval of a share of `n` among `of`, each 0 to 1 (Wilson 1927, without
/// correction for continuity: it holds for few and for extreme shares too). `None` without any to
/// count among, or if `n` is no part of it.
pub fn wilson(n: i64, of: i64) -> Option<(f64, f64)> {
    if of <= 0 || !(0..=of).contains(&n) {
        return None;
    }
    let (n, of) = (n as f64, of as f64);
    let share = n / of;
    let z2 = Z * Z;
    let middle = (share + z2 / (2.0 * of)) / (1.0 + z2 / of);
    let half = Z * (share * (1.0 - share) / of + z2 / (4.0 * of * of)).sqrt() / (1.0 + z2 / of);
    Some(((middle - half).max(0.0), (middle + half).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Worked out by hand from the formula, as in the literature (Newcombe 1998, table I).
    #[test]
    fn gives_the_published_bounds() {
        for (n, of, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
            (29, 29, 0.8830, 1.0),
        ] {
            let (l, h) = wilson(n, of).expect("an interval");
            assert!(
                (l - low).abs() < 5e-5 && (h - high).abs() < 5e-5,
                "{n}/{of}: {l} {h}"
            );
        }
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(-1, 5), None);
        assert_eq!(wilson(6, 5), None);
    }

    proptest! {
        #[test]
        fn holds_the_share_and_narrows(n in 0i64..500, more in 0i64..500) {
            let of = n + more;
            prop_assume!(of > 0);
            let (low, high) = wilson(n, of).expect("an interval");
            let share = n as f64 / of as f64;
            prop_assert!((0.0..=1.0).contains(&low) && (0.0..=1.0).contains(&high));
            prop_assert!(low <= share + 1e-12 && share <= high + 1e-12);
            let (l, h) = wilson(n * 10, of * 10).expect("an interval");
            prop_assert!(h - l < high - low);
        }
    }
}
