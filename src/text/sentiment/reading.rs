//! A text as the classifier reads it: regular words, Minangkabau ones put into Indonesian where a
//! pair was learnt, and the marks between.

use super::hashed;
use super::loose;
use super::pairs::Pairs;
use crate::text::normalise;
use crate::text::tokens::{self, Token};

/// Characters that are looked at; a post is shorter.
const MAX_CHARS: usize = 10_000;

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Word,
    /// An emoji, `!` or `?`.
    Mark,
    /// Within a sentence.
    Pause,
    /// Between sentences.
    Stop,
}

/// A word or mark.
#[derive(Copy, Clone, Debug)]
pub struct Piece {
    pub kind: Kind,
    from: u32,
    to: u32,
    /// Of the word or mark.
    pub hash: u64,
    /// Of the word as it was written, if its pair stands in its place; else 0.
    pub given: u64,
}

/// Kept between texts so that none allocates.
#[derive(Default)]
pub struct Reading {
    folded: String,
    text: String,
    pieces: Vec<Piece>,
    pub minangkabau: bool,
}

impl Reading {
    /// Reads a text. With no pairs, no word is put into Indonesian.
    pub fn read(&mut self, text: &str, pairs: &Pairs) {
        let Self {
            folded,
            text: out,
            pieces,
            ..
        } = self;
        normalise::fold_into(text, MAX_CHARS, folded);
        out.clear();
        pieces.clear();
        tokens::each(folded, |token| match token {
            Token::Word(word) => {
                let word = word
                    .strip_suffix('2')
                    .filter(|w| w.len() > 2)
                    .unwrap_or(word);
                for word in loose::regular(word).split('_') {
                    push(out, pieces, Kind::Word, normalise::bare(word));
                }
            }
            Token::Mark(mark) => push(out, pieces, Kind::Mark, mark),
            Token::Pause => push(out, pieces, Kind::Pause, ""),
            Token::Stop => push(out, pieces, Kind::Stop, ""),
        });
        self.minangkabau = pairs.speaks(self.words().map(|p| p.hash));
        for piece in &mut self.pieces {
            let pair = (piece.kind == Kind::Word)
                .then(|| pairs.get(piece.hash, self.minangkabau))
                .flatten();
            if let Some(word) = pair {
                piece.given = piece.hash;
                piece.hash = hashed::of(b'w', word.as_bytes());
                piece.from = self.text.len() as u32;
                self.text.push_str(word);
                piece.to = self.text.len() as u32;
            }
        }
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    pub fn words(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().filter(|p| p.kind == Kind::Word)
    }

    /// The word or mark; empty for what is between.
    pub fn word(&self, piece: &Piece) -> &str {
        &self.text[piece.from as usize..piece.to as usize]
    }
}

fn push(out: &mut String, pieces: &mut Vec<Piece>, kind: Kind, word: &str) {
    if kind == Kind::Word && matches!(word, "nya" | "nyo" | "") {
        return;
    }
    let from = out.len() as u32;
    out.push_str(word);
    pieces.push(Piece {
        kind,
        from,
        to: out.len() as u32,
        hash: hashed::of(b'w', word.as_bytes()),
        given: 0,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_regular_words_without_their_endings() {
        let mut r = Reading::default();
        r.read("Tempatnya gk bgs, thx!", &Pairs::default());
        let words: Vec<&str> = r.pieces().iter().map(|p| r.word(p)).collect();
        assert_eq!(
            words,
            ["tempat", "tidak", "bagus", "", "terima", "kasih", "!"]
        );
    }
}
