//! Words of a text, as names are written in it.

use std::ops::Range;

/// A word: letters, with an apostrophe or a hyphen within.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// In bytes.
    pub(super) span: Range<usize>,
    pub(super) small: String,
    /// A capital and then small letters, or a capital alone as an initial.
    pub(super) capital: bool,
    /// Whether a sentence, or the text, begins with it.
    pub(super) first: bool,
    /// Whether something other than a space stands between it and the next word; an initial's full
    /// stop does not count.
    pub(super) ends: bool,
    /// Whether a full stop follows it, and then a word.
    pub(super) stop: bool,
}

/// Letters of a word that are read; longer ones are no names.
const WORD_MAX: usize = 40;

/// The words of `text`, in order.
pub(super) fn read(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut first = true;
    while let Some((start, c)) = chars.next() {
        if !c.is_alphabetic() {
            if let Some(word) = words.last_mut() {
                part(word, c, chars.peek().map(|(_, c)| *c));
            }
            first |= matches!(c, '.' | '!' | '?' | '\n' | ':');
            continue;
        }
        let mut end = start + c.len_utf8();
        let (mut lowers, mut uppers, mut count) = (0, 0, 1);
        while let Some((at, next)) = chars.peek().copied() {
            let joins = matches!(next, '\'' | '’' | '-')
                && text[at + next.len_utf8()..].starts_with(char::is_alphabetic);
            if !(next.is_alphabetic() || joins) {
                break;
            }
            lowers += usize::from(next.is_lowercase());
            uppers += usize::from(next.is_uppercase());
            count += 1;
            end = at + next.len_utf8();
            chars.next();
        }
        let small = if count > WORD_MAX {
            String::new()
        } else {
            text[start..end].to_lowercase()
        };
        // "McRae", "Abdul-Aziz": more small letters than large.
        let capital = c.is_uppercase() && (count == 1 || (lowers > uppers && count <= WORD_MAX));
        // "Soekarno-Hatta-Jalan" begins no sentence; what follows a number does not either.
        let glued = words.last().is_some_and(|w| w.span.end == start);
        words.push(Word {
            span: start..end,
            small,
            capital: capital && !glued,
            first,
            ends: false,
            stop: false,
        });
        first = false;
    }
    if let Some(last) = words.last_mut() {
        last.ends = true;
    }
    words
}

/// Notes what stands after `word`.
fn part(word: &mut Word, c: char, next: Option<char>) {
    if c == ' ' {
        return;
    }
    let short = word.small.chars().count() <= 4;
    if c == '.' && !word.ends && short && next.is_some_and(|n| n == ' ' || n.is_alphabetic()) {
        word.stop = true;
        // An initial: "Rina M. Putri".
        word.ends = word.small.chars().count() > 1;
    } else {
        word.ends = true;
    }
}
