//! What the classifier sees of a text: words, pairs of words, negated words, pieces of words, and
//! what the lexicon says of it.

use super::hashed;
use super::lexicon::Lexicon;
use super::pairs::Pairs;
use super::reading::{Kind, Reading};
use super::signals::{self, Scan};
use crate::text::normalise;

/// Words that a negation reaches.
pub const REACH: u8 = 4;

/// Something that a text has.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Feature {
    /// By hash: a word or mark.
    Word(u64),
    /// By hash: two words in a row, a word after a negation, a word before its pair was put in.
    Tie(u64),
    /// By hash: three to five characters of a word with its ends.
    Part(u64),
    /// One of [`signals::COUNT`].
    Signal(u16),
}

/// Kept between texts so that none allocates.
#[derive(Default)]
pub struct Scratch {
    reading: Reading,
    scan: Scan,
    padded: String,
}

impl Scratch {
    /// What was read last.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// How many good and bad words and signs were in it.
    pub fn opinions(&self) -> usize {
        self.scan.hits.len()
    }
}

/// Calls `each` with every feature of the text, as often as it occurs.
pub fn each(
    text: &str,
    pairs: &Pairs,
    lexicon: &Lexicon,
    scratch: &mut Scratch,
    mut each: impl FnMut(Feature),
) {
    let Scratch {
        reading,
        scan,
        padded,
    } = scratch;
    reading.read(text, pairs);
    let mut before = 0u64;
    let mut negated = 0u8;
    for piece in reading.pieces() {
        match piece.kind {
            Kind::Pause | Kind::Stop => {
                negated = 0;
                continue;
            }
            Kind::Mark | Kind::Word => {}
        }
        let word = reading.word(piece);
        each(Feature::Word(piece.hash));
        if before != 0 {
            each(Feature::Tie(hashed::more(before, word.as_bytes())));
        }
        before = hashed::more(piece.hash, b" ");
        if piece.given != 0 {
            each(Feature::Tie(hashed::more(piece.given, b"~")));
        }
        if normalise::negates(word) {
            negated = REACH;
        } else if negated > 0 {
            negated -= 1;
            each(Feature::Tie(hashed::of(b'n', word.as_bytes())));
        }
        padded.clear();
        padded.push('<');
        padded.push_str(word);
        padded.push('>');
        parts(padded, &mut each);
    }
    signals::each(reading, lexicon, scan, |n| each(Feature::Signal(n)));
}

/// Three to five characters of a padded word.
fn parts(padded: &str, each: &mut impl FnMut(Feature)) {
    for (from, _) in padded.char_indices() {
        let mut hash = hashed::of(b'c', b"");
        let rest = &padded[from..];
        for (n, (at, c)) in rest.char_indices().take(5).enumerate() {
            hash = hashed::more(hash, &rest.as_bytes()[at..at + c.len_utf8()]);
            if n >= 2 {
                each(Feature::Part(hash));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Feature> {
        let mut features = Vec::new();
        let lexicon = Lexicon::parse("+ bagus").expect("a lexicon");
        each(
            text,
            &Pairs::default(),
            &lexicon,
            &mut Scratch::default(),
            |f| features.push(f),
        );
        features
    }

    #[test]
    fn informal_spelling_gives_the_same_features() {
        assert_eq!(all("gk bgs"), all("TIDAK bagus"));
        assert_ne!(all("bagus"), all("tidak bagus"));
        assert!(!all("").iter().any(|f| !matches!(f, Feature::Signal(_))));
    }
}
