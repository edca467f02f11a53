//! What the classifier sees of a text: words, pairs of words, pieces of words, negated words;
//! each hashed to a bucket.

use crate::text::{normalise, tokens};

/// Buckets, a power of two.
pub const BUCKETS: usize = 1 << 19;

/// Characters that are looked at; a post is shorter.
const MAX_CHARS: usize = 10_000;
/// Words that a negation reaches.
const REACH: u8 = 3;

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

fn fnv(mut hash: u64, bytes: &[u8]) -> u64 {
    for b in bytes {
        hash = (hash ^ u64::from(*b)).wrapping_mul(PRIME);
    }
    hash
}

fn bucket(hash: u64) -> u32 {
    // FNV's low bits are weak; mix them with the high ones.
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> (64 - BUCKETS.trailing_zeros())) as u32
}

/// Kept between texts so that none allocates.
#[derive(Default)]
pub struct Scratch {
    folded: String,
    padded: String,
}

/// Calls `each` with the bucket of every feature of the text, as often as it occurs.
pub fn each(text: &str, scratch: &mut Scratch, mut each: impl FnMut(u32)) {
    let Scratch { folded, padded } = scratch;
    normalise::fold_into(text, MAX_CHARS, folded);
    let mut before = SEED;
    let mut negated = 0u8;
    tokens::words(folded, |word| {
        let word = normalise::regular(word);
        let hash = fnv(fnv(SEED, b"w "), word.as_bytes());
        each(bucket(hash));
        each(bucket(fnv(before, word.as_bytes())));
        before = fnv(fnv(SEED, b"p "), word.as_bytes());
        if normalise::negates(word) {
            negated = REACH;
        } else if negated > 0 {
            negated -= 1;
            each(bucket(fnv(fnv(SEED, b"n "), word.as_bytes())));
        }
        padded.clear();
        padded.push('<');
        padded.push_str(word);
        padded.push('>');
        pieces(padded, &mut each);
    });
}

/// Pieces of two to five characters of a padded word.
fn pieces(padded: &str, each: &mut impl FnMut(u32)) {
    for (from, _) in padded.char_indices() {
        let mut hash = fnv(SEED, b"c ");
        let rest = &padded[from..];
        for (n, (at, c)) in rest.char_indices().take(5).enumerate() {
            hash = fnv(hash, &rest.as_bytes()[at..at + c.len_utf8()]);
            if n > 0 {
                each(bucket(hash));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<u32> {
        let mut features = Vec::new();
        each(text, &mut Scratch::default(), |b| features.push(b));
        features
    }

    #[test]
    fn informal_spelling_gives_the_same_features() {
        assert_eq!(all("gk bgs"), all("TIDAK bagus"));
        assert_ne!(all("bagus"), all("tidak bagus"));
        assert!(all("").is_empty());
        assert!(all("bagus").iter().all(|b| (*b as usize) < BUCKETS));
    }
}
