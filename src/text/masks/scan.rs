//! Looking around in a text.

use super::digits;
use crate::text::clean::is_invisible;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters that a word may have to be looked at; what is longer is no word we know.
const WORD_MAX: usize = 24;

/// A text by the characters that can be seen, in their plain form, and what can be asked about a
/// place in it. Places are counted in these characters.
pub(super) struct Scan<'a> {
    text: &'a str,
    chars: Vec<Seen>,
}

/// One character of a text.
struct Seen {
    /// Where it begins, in bytes.
    byte: usize,
    /// As ASCII if it is only wider, bolder or otherwise dressed.
    plain: char,
    /// The digit that it stands for, also by looking like one in a run of digits.
    digit: Option<char>,
}

impl<'a> Scan<'a> {
    /// Zero-width characters and marks on letters are passed over.
    pub(super) fn new(text: &'a str) -> Self {
        let visible = text
            .char_indices()
            .filter(|(_, c)| c.is_ascii() || !(is_invisible(*c) || is_joiner(*c)));
        let chars = visible.map(|(byte, c)| Seen {
            byte,
            plain: plain(c),
            digit: digits::value(c),
        });
        let mut scan = Self {
            text,
            chars: chars.collect(),
        };
        scan.read_lookalikes();
        scan
    }

    /// Takes letters for digits in words that are otherwise digits: "O8I2", but not "SOS".
    fn read_lookalikes(&mut self) {
        let word = |c: &Seen| c.digit.is_some() || c.plain.is_alphanumeric();
        for part in self.chars.chunk_by_mut(|a, b| word(a) == word(b)) {
            let digits = part.iter().filter(|c| c.digit.is_some()).count();
            let read = |c: &Seen| c.digit.or_else(|| digits::lookalike(c.plain));
            if digits > 0
                && digits < part.len()
                && digits * 3 >= part.len()
                && part.iter().all(|c| read(c).is_some())
            {
                for c in part {
                    c.digit = read(c);
                }
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    pub(super) fn at(&self, i: usize) -> Option<char> {
        self.chars.get(i).map(|c| c.plain)
    }

    pub(super) fn before(&self, i: usize) -> Option<char> {
        i.checked_sub(1).and_then(|i| self.at(i))
    }

    /// Where the character at `i` begins in the text, in bytes.
    pub(super) fn byte(&self, i: usize) -> usize {
        self.chars.get(i).map_or(self.text.len(), |c| c.byte)
    }

    /// The digit at `i`: of any script, or a letter that looks like one in a run of digits.
    pub(super) fn digit(&self, i: usize) -> Option<char> {
        self.chars.get(i).and_then(|c| c.digit)
    }

    /// Whether a letter stands at `i`, and none that is read as a digit.
    pub(super) fn is_letter(&self, i: usize) -> bool {
        self.chars
            .get(i)
            .is_some_and(|c| c.digit.is_none() && c.plain.is_alphabetic())
    }

    /// Whether a space stands at `i`; a line's end is none.
    pub(super) fn is_blank(&self, i: usize) -> bool {
        self.at(i).is_some_and(|c| c.is_whitespace() && c != '\n')
    }

    /// Whether the characters from `i` on are `word`, in large or small letters.
    pub(super) fn is_here(&self, i: usize, word: &str) -> bool {
        word.chars()
            .enumerate()
            .all(|(j, c)| self.at(i + j).is_some_and(|d| d.eq_ignore_ascii_case(&c)))
    }

    /// The letters from `i` on, in small letters; none if they are too many for a word.
    pub(super) fn letters(&self, i: usize) -> Vec<char> {
        let run = (i..i + WORD_MAX * 4).take_while(|j| self.is_letter(*j));
        let letters: Vec<char> = run.filter_map(|j| self.at(j)).map(lower).collect();
        if letters.len() == WORD_MAX * 4 {
            Vec::new()
        } else {
            letters
        }
    }

    /// The word that begins at `i`, in small letters; empty if none does.
    pub(super) fn word(&self, i: usize) -> String {
        if i > 0 && self.is_letter(i - 1) {
            return String::new();
        }
        let run = (i..i + WORD_MAX).take_while(|j| self.is_letter(*j));
        run.filter_map(|j| self.at(j)).map(lower).collect()
    }

    /// The word that begins at `i`, or after one space there.
    pub(super) fn word_after(&self, i: usize) -> String {
        self.word(i + usize::from(self.is_blank(i)))
    }

    /// Whether two places hold the same characters.
    pub(super) fn same(&self, a: &Range<usize>, b: &Range<usize>) -> bool {
        a.len() == b.len()
            && a.clone()
                .zip(b.clone())
                .all(|(i, j)| self.at(i) == self.at(j))
    }

    /// Whether the characters of `range` are `text`.
    pub(super) fn is_text(&self, range: &Range<usize>, text: &str) -> bool {
        text.chars().eq(range.clone().filter_map(|i| self.at(i)))
    }
}

/// What joins or dresses the character before it: marks, emoji's variants, key caps.
fn is_joiner(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{20e3}')
}

/// The ASCII character that `c` is a wider or otherwise dressed form of, else `c`.
fn plain(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    if matches!(c, '。' | '｡' | '․') {
        return '.';
    }
    let mut form = std::iter::once(c).nfkc();
    match (form.next(), form.next()) {
        (Some(one), None) if one.is_ascii() => one,
        _ => c,
    }
}

fn lower(c: char) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}
