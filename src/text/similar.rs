//! How alike two texts are, for finding the same thing said twice.
//!
//! Two measures over the same pieces, which are each word with the next: [`Sketch::simhash`], 64 bits
//! that can be stored and compared fast, and [`Sketch::likeness`], exact for two texts at hand. Both
//! are the same on every machine and in every run, as long as this file stays as it is: a stored
//! simhash is compared only with one of the same [`VERSION`].

use super::{normalise, tokens};

/// Changes when simhashes of the same text change.
pub const VERSION: u8 = 1;

/// Characters that are read; a post is shorter.
const MAX_CHARS: usize = 10_000;

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// The pieces of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Hashes of the pieces, in order, each once.
    pieces: Vec<u64>,
}

impl Sketch {
    /// Of the first 10,000 characters of `text`: regular forms of its words, without case, signs and
    /// numbers, so that "tgl 3" and "tanggal 4" are much alike.
    pub fn new(text: &str) -> Self {
        let mut folded = String::new();
        normalise::fold_into(text, MAX_CHARS, &mut folded);
        let mut pieces = Vec::new();
        let mut before = fnv(SEED, b"<");
        tokens::words(&folded, |word| {
            if word.starts_with(char::is_alphabetic) {
                let word = normalise::regular(word);
                pieces.push(mixed(fnv(before, word.as_bytes())));
                before = fnv(fnv(SEED, word.as_bytes()), b" ");
            }
        });
        pieces.sort_unstable();
        pieces.dedup();
        Self { pieces }
    }

    /// How many different pieces there are: of a short text too few to say anything.
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The share of pieces that two texts have in common of all pieces that either has (Jaccard), 0
    /// to 1. Two texts without words are not alike.
    pub fn likeness(&self, other: &Self) -> f64 {
        let (mut a, mut b) = (
            self.pieces.iter().peekable(),
            other.pieces.iter().peekable(),
        );
        let mut common = 0_u32;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => {
                    a.next();
                }
                std::cmp::Ordering::Greater => {
                    b.next();
                }
                std::cmp::Ordering::Equal => {
                    common += 1;
                    a.next();
                    b.next();
                }
            }
        }
        let count = |pieces: &[u64]| u32::try_from(pieces.len()).unwrap_or(u32::MAX);
        let all = count(&self.pieces).saturating_add(count(&other.pieces)) - common;
        if all == 0 {
            0.0
        } else {
            f64::from(common) / f64::from(all)
        }
    }

    /// 64 bits of which alike texts have most in common (Charikar 2002). Of a text without words, 0.
    pub fn simhash(&self) -> u64 {
        let mut votes = [0_i32; 64];
        for piece in &self.pieces {
            for (bit, vote) in votes.iter_mut().enumerate() {
                *vote += if piece >> bit & 1 == 1 { 1 } else { -1 };
            }
        }
        let set = votes.iter().enumerate().filter(|(_, vote)| **vote > 0);
        set.fold(0, |hash, (bit, _)| hash | 1 << bit)
    }
}

/// In how many of 64 bits two simhashes differ. Of texts that share nothing it is about 32.
pub const fn distance(a: u64, b: u64) -> u32 {
    (a ^ b).count_ones()
}

fn fnv(mut hash: u64, bytes: &[u8]) -> u64 {
    for b in bytes {
        hash = (hash ^ u64::from(*b)).wrapping_mul(PRIME);
    }
    hash
}

/// Spreads a hash over all its bits (the finalizer of SplitMix64).
const fn mixed(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const A: &str = "Lampu jalan di Jl. Khatib Sulaiman mati sejak tanggal 3, gelap sekali kalau malam, \
        mohon segera diperbaiki karena rawan kecelakaan.";
    const B: &str = "lampu jalan di jl khatib sulaiman MATI sejak tanggal 4 gelap sekali klo malam!! \
        mohon segera diperbaiki krn rawan kecelakaan, terima kasih";
    const C: &str = "Petugas loket Dukcapil ramah, KTP selesai sepuluh menit, terima kasih banyak.";

    #[test]
    fn the_same_said_twice_is_alike() {
        let [a, b, c] = [A, B, C].map(Sketch::new);
        assert!(a.likeness(&b) > 0.6, "{}", a.likeness(&b));
        assert!(a.likeness(&c) < 0.1 && b.likeness(&c) < 0.2);
        assert!(distance(a.simhash(), b.simhash()) <= 16);
        assert!(distance(a.simhash(), c.simhash()) > 16);
        let nothing = Sketch::new(" 12 … ");
        assert!(nothing.likeness(&nothing) < 0.1);
        assert_eq!(nothing.simhash(), 0);
    }

    #[test]
    fn stored_simhashes_stay_what_they_are() {
        assert_eq!(
            (
                VERSION,
                Sketch::new("Lampu jalan mati sejak kemarin").simhash()
            ),
            (1, 6_642_327_471_050_784_200)
        );
    }

    proptest! {
        #[test]
        fn a_text_is_like_itself_and_likeness_goes_both_ways(a in any::<String>(), b in "[a-d ]{0,40}") {
            let (a, b) = (Sketch::new(&a), Sketch::new(&b));
            prop_assert!((a.likeness(&b) - b.likeness(&a)).abs() < 1e-12);
            if !b.pieces.is_empty() {
                prop_assert!((b.likeness(&b) - 1.0).abs() < 1e-12);
            }
            prop_assert_eq!(distance(b.simhash(), b.simhash()), 0);
        }
    }
}
