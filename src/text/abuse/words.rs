//! The words of a text as they are meant: without disguise.

use crate::text::clean::is_invisible;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters of a word that are read; what is longer is no word of a lexicon.
pub(super) const WORD_MAX: usize = 40;

/// From how many single letters on they are taken for one word: "g o b l o k".
const SPREAD_MIN: usize = 4;

/// Ends of words that change no meaning here; the longer come first.
const CLITICS: &[&str] = &["nya", "nyo", "lah", "kah", "pun", "mu", "ku", "ny"];

/// A word of a text.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Where it stands, in bytes.
    pub(super) span: Range<usize>,
    /// In small letters, each once where it is repeated, with letters for the digits and signs that
    /// stand for some. `*` is any letter.
    pub(super) form: String,
    /// Whether a sentence ends after it.
    pub(super) ends: bool,
}

impl Word {
    /// Its form without an end like -nya, if it has one.
    pub(super) fn bare(&self) -> Option<&str> {
        CLITICS
            .iter()
            .find_map(|c| self.form.strip_suffix(c))
            .filter(|bare| bare.len() >= 3)
    }
}

/// The words of `text`, in order.
pub(super) fn read(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut chars = text.char_indices().filter(|(_, c)| is_seen(*c)).peekable();
    let mut raw = String::new();
    let mut start = 0;
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, c)| *c);
        let inside = c.is_alphanumeric()
            || (!raw.is_empty() && is_disguise(c) && (next.is_alphanumeric() || next == '*'))
            || (c == '*' && raw.is_empty() && next.is_alphabetic() && before.is_whitespace());
        if inside {
            if raw.is_empty() {
                start = at;
            }
            raw.push(c);
        } else {
            push(&mut words, &mut raw, start..at);
            if let Some(last) = words.last_mut()
                && (c == '\n'
                    || (matches!(c, '.' | '!' | '?' | ';' | '…') && !next.is_alphanumeric()))
            {
                last.ends = true;
            }
        }
        before = c;
    }
    push(&mut words, &mut raw, start..text.len());
    if let Some(last) = words.last_mut() {
        last.ends = true;
    }
    gathered(words, text)
}

fn push(words: &mut Vec<Word>, raw: &mut String, span: Range<usize>) {
    // Stars after a word are no letters: "**word**".
    let stars = raw.len() - raw.trim_end_matches('*').len();
    raw.truncate(raw.len() - stars);
    if !raw.is_empty() {
        words.push(Word {
            span: span.start..span.end - stars,
            form: folded(raw),
            ends: false,
        });
        raw.clear();
    }
}

/// Makes one word of single letters that stand in a row.
fn gathered(words: Vec<Word>, text: &str) -> Vec<Word> {
    let single = |w: &Word| w.form.chars().count() == 1 && w.form.chars().all(char::is_alphabetic);
    let near = |a: &Word, b: &Word| {
        // One sign or two between: "a.n.j", "a n j", "a - n".
        text.get(a.span.end..b.span.start)
            .is_some_and(|gap| gap.len() <= 3 && !gap.contains('\n'))
    };
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    for run in words.chunk_by(|a, b| single(a) && single(b) && near(a, b)) {
        if run.len() < SPREAD_MIN {
            out.extend(run.iter().cloned());
            continue;
        }
        let letters: String = run.iter().map(|w| w.form.as_str()).collect();
        out.push(Word {
            span: run[0].span.start..run[run.len() - 1].span.end,
            form: folded(&letters),
            ends: run[run.len() - 1].ends,
        });
    }
    out
}

/// A word's form: see [`Word::form`]. Empty if it is too long.
pub(super) fn folded(raw: &str) -> String {
    let mut form = String::new();
    let has_letter = raw.chars().any(char::is_alphabetic);
    let mut last = '\0';
    let small = raw
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !is_combining_mark(*c));
    for (n, c) in small.enumerate() {
        if n >= WORD_MAX {
            return String::new();
        }
        let c = if has_letter { letter(c) } else { c };
        // Digits are repeated to some purpose, letters for feeling.
        if c != last || !c.is_alphabetic() {
            form.push(c);
        }
        last = c;
    }
    form
}

/// The letter that a digit, a sign or a letter of another script stands for.
fn letter(c: char) -> char {
    match c {
        '0' | 'о' | 'ο' => 'o',
        '1' | '!' | 'і' => 'i',
        '3' | 'е' => 'e',
        '4' | '@' | 'а' | 'α' => 'a',
        '5' | '$' | 'ѕ' => 's',
        '6' | '9' => 'g',
        '7' => 't',
        '8' => 'b',
        'р' => 'p',
        'с' => 'c',
        'х' => 'x',
        'у' => 'y',
        _ => c,
    }
}

/// Signs that may stand for a letter inside a word.
fn is_disguise(c: char) -> bool {
    matches!(c, '@' | '$' | '*' | '!' | '\'' | '’')
}

fn is_seen(c: char) -> bool {
    c.is_ascii() || !(is_invisible(c) || is_combining_mark(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<String> {
        read(text).into_iter().map(|w| w.form).collect()
    }

    #[test]
    fn disguises_are_taken_off() {
        assert_eq!(forms("G0BL0OOK!!! b4ngs@t"), ["goblok", "bangsat"]);
        assert_eq!(forms("a.n.j.i.n.g g o b l o k"), ["anjingoblok"]);
        assert_eq!(forms("a.n.j.i.n.g, kau"), ["anjing", "kau"]);
        assert_eq!(forms("ｂｏｄｏｈ bo\u{200b}doh"), ["bodoh", "bodoh"]);
        assert_eq!(
            forms("an*ing **tebal** RT 02"),
            ["an*ing", "tebal", "rt", "02"]
        );
    }

    #[test]
    fn sentences_end_where_they_do() {
        let ends: Vec<bool> = read("Buruk. Jl.Melati 3.5 ya?\ntidak")
            .iter()
            .map(|w| w.ends)
            .collect();
        assert_eq!(ends, [true, false, false, false, false, true, true]);
    }
}
