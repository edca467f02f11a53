//! Chance that falls the same every time: a small generator, seeded by what it decides about.

/// SplitMix64 (Steele, Lea, Flood 2014): enough for a demonstration, and one line of state.
pub struct Chance(u64);

impl Chance {
    /// The same `about` and `n` give the same falls.
    pub fn new(about: &str, n: u64) -> Self {
        let mut seed = 0xcbf2_9ce4_8422_2325_u64;
        for b in about.bytes() {
            seed = (seed ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
        }
        Self(seed ^ n.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 up to, not including, `n`; 0 if `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 {
            0
        } else {
            (self.bits() % n as u64) as usize
        }
    }

    /// From `a` to `b`, both in it.
    pub fn between(&mut self, a: i64, b: i64) -> i64 {
        let width = usize::try_from(b.saturating_sub(a)).unwrap_or(0) + 1;
        a + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// True so many times in a thousand.
    pub fn falls(&mut self, in_a_thousand: u64) -> bool {
        self.bits() % 1_000 < in_a_thousand
    }

    /// One of several; `None` of nothing.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.below(from.len());
        from.get(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_falls_the_same_every_time() {
        let mut a = Chance::new("thread", 7);
        let mut b = Chance::new("thread", 7);
        assert!((0..100).all(|_| a.bits() == b.bits()));
        assert!((0..100).all(|_| (3..=5).contains(&a.between(3, 5))));
        assert_eq!(a.below(0), 0);
    }
}
