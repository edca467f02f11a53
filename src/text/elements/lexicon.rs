//! The lexicon of elements: a file of lines with word or phrase, element, and what it says.

use super::clauses::Word;
use super::{NAMES, NONE};
use crate::text::normalise;
use crate::text::sentiment::loose;
use std::collections::{HashMap, HashSet};

/// A line that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("line {line}: needs word, element and perhaps a sign, with tabs between")]
    Columns { line: usize },
    #[error("line {line}: {name:?} is no element ({}, or {NONE})", NAMES.join(", "))]
    Element { line: usize, name: String },
    #[error("line {line}: {sign:?} is no sign (+ good, - bad, ? only with an opinion)")]
    Sign { line: usize, sign: String },
    #[error("line {line}: {word:?} has a * within, or nothing but stars")]
    Star { line: usize, word: String },
    #[error("line {line}: {phrase:?} has been there before")]
    Twice { line: usize, phrase: String },
}

impl Fault {
    /// Counted from 1.
    pub fn line(&self) -> usize {
        match self {
            Fault::Columns { line }
            | Fault::Element { line, .. }
            | Fault::Sign { line, .. }
            | Fault::Star { line, .. }
            | Fault::Twice { line, .. } => *line,
        }
    }
}

/// What a word or phrase tells.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Sense {
    /// None of a phrase that looks as if it told of one and doesn't: its words tell nothing.
    pub element: Option<usize>,
    /// 1 good, -1 bad, 0 neither by itself.
    pub sign: i8,
    /// Counts only with an opinion, and if nothing surer stands beside it.
    pub weak: bool,
}

/// How a word of a phrase is compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Pattern {
    Whole(String),
    Begins(String),
    Ends(String),
    Holds(String),
    /// Digits or a word for a number.
    Number,
}

impl Pattern {
    fn parse(word: &str) -> Option<Pattern> {
        if word == "#" {
            return Some(Pattern::Number);
        }
        let word = word.to_lowercase();
        let (first, rest) = match word.strip_prefix('*') {
            Some(rest) => (true, rest),
            None => (false, word.as_str()),
        };
        let (last, stem) = match rest.strip_suffix('*') {
            Some(stem) => (true, stem),
            None => (false, rest),
        };
        if stem.is_empty() || stem.contains('*') {
            return None;
        }
        Some(match (first, last) {
            (false, false) => Pattern::Whole(stem.to_owned()),
            (false, true) => Pattern::Begins(stem.to_owned()),
            (true, false) => Pattern::Ends(stem.to_owned()),
            (true, true) => Pattern::Holds(stem.to_owned()),
        })
    }

    pub(super) fn fits(&self, word: &Word) -> bool {
        word.forms().any(|form| match self {
            Pattern::Whole(w) => form == w,
            Pattern::Begins(w) => form.starts_with(w.as_str()),
            Pattern::Ends(w) => form.ends_with(w.as_str()),
            Pattern::Holds(w) => form.contains(w.as_str()),
            Pattern::Number => is_number(form),
        })
    }

    /// Letters that must be there; `None` of a whole word.
    pub(super) fn stem(&self) -> Option<usize> {
        match self {
            Pattern::Whole(_) => None,
            Pattern::Begins(w) | Pattern::Ends(w) | Pattern::Holds(w) => Some(w.chars().count()),
            Pattern::Number => Some(0),
        }
    }

    /// How closely it says what fits.
    fn care(&self) -> usize {
        match self {
            Pattern::Whole(_) => usize::MAX,
            Pattern::Begins(w) | Pattern::Ends(w) | Pattern::Holds(w) => w.len(),
            Pattern::Number => 0,
        }
    }
}

const NUMBERS: [&str; 23] = [
    "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
    "belas", "puluh", "ratus", "setengah", "beberapa", "duo", "tigo", "ampek", "limo", "anam",
    "tujuah", "salapan", "sapuluah",
];

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || NUMBERS.contains(&word)
}

struct Entry {
    /// As it stands in the file.
    written: String,
    phrase: Vec<Pattern>,
    sense: Sense,
}

/// Words and phrases and what they tell.
#[derive(Default)]
pub struct Lexicon {
    entries: Vec<Entry>,
    /// Entries whose first word is whole, by it.
    whole: HashMap<String, Vec<usize>>,
    /// Entries whose first word begins with a letter, by it.
    begins: HashMap<char, Vec<usize>>,
    /// All others.
    others: Vec<usize>,
}

/// In a few words, whatever its length.
impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lexicon of {} entries", self.entries.len())
    }
}

impl Lexicon {
    /// Reads lines of word or phrase, element and perhaps a sign. Empty lines and remarks are passed
    /// over.
    ///
    /// # Errors
    /// Every line that can't be read.
    pub fn parse(content: &str) -> Result<Lexicon, Vec<Fault>> {
        let (mut lexicon, mut faults) = (Lexicon::default(), Vec::new());
        let mut seen: HashSet<Vec<Pattern>> = HashSet::new();
        for (n, line) in content.trim_start_matches('\u{feff}').lines().enumerate() {
            if passed_over(line) {
                continue;
            }
            match entry(line, n + 1) {
                Ok(entry) if seen.insert(entry.phrase.clone()) => lexicon.add(entry),
                Ok(entry) => faults.push(Fault::Twice {
                    line: n + 1,
                    phrase: entry.written,
                }),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() {
            Ok(lexicon)
        } else {
            Err(faults)
        }
    }

    fn add(&mut self, entry: Entry) {
        let at = self.entries.len();
        match entry.phrase.first() {
            Some(Pattern::Whole(w)) => self.whole.entry(w.clone()).or_default().push(at),
            Some(Pattern::Begins(w)) => {
                let first = w.chars().next().unwrap_or_default();
                self.begins.entry(first).or_default().push(at);
            }
            _ => self.others.push(at),
        }
        self.entries.push(entry);
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// A phrase as it stands in the file, by its number.
    pub fn written(&self, entry: usize) -> &str {
        self.entries.get(entry).map_or("", |e| &e.written)
    }

    /// The longest phrase that the words begin with: its length in words, its number, and what it
    /// tells. Of equally long ones a whole word goes before one with a star, and of stars the longer
    /// stem.
    pub fn longest(&self, words: &[Word]) -> Option<(usize, usize, Sense)> {
        let first = words.first()?;
        let mut best: Option<(usize, usize, usize)> = None;
        let mut consider = |at: &usize| {
            let phrase = &self.entries[*at].phrase;
            let care = phrase.first().map_or(0, Pattern::care);
            if fits(phrase, words) && best.is_none_or(|(n, c, _)| (phrase.len(), care) > (n, c)) {
                best = Some((phrase.len(), care, *at));
            }
        };
        for form in first.forms() {
            let initial = form.chars().next().unwrap_or_default();
            for list in [self.whole.get(form), self.begins.get(&initial)] {
                list.into_iter().flatten().for_each(&mut consider);
            }
        }
        self.others.iter().for_each(consider);
        best.map(|(length, _, at)| (length, at, self.entries[at].sense))
    }
}

/// Whether a line is empty or a remark: a `#` and a blank, and no tab, since a phrase may begin with
/// a number.
pub(super) fn passed_over(line: &str) -> bool {
    let remark = line.trim_end() == "#" || line.starts_with("# ");
    line.trim().is_empty() || remark && !line.contains('\t')
}

/// Whether words of one part begin with a phrase.
fn fits(phrase: &[Pattern], words: &[Word]) -> bool {
    let part = words.first().map(|w| w.part);
    phrase.len() <= words.len()
        && phrase
            .iter()
            .zip(words)
            .all(|(p, w)| Some(w.part) == part && p.fits(w))
}

/// What is compared with words, or the word with a star in the wrong place.
pub(super) fn patterns(phrase: &str) -> Result<Vec<Pattern>, &str> {
    let mut all = Vec::new();
    for word in phrase.split_whitespace() {
        match word.contains(['*', '#']) {
            true => all.push(Pattern::parse(word).ok_or(word)?),
            false => {
                let lower = word.to_lowercase();
                all.extend(regular_words(&lower).map(|w| Pattern::Whole(w.to_owned())));
            }
        }
    }
    Ok(all)
}

/// A word as it is compared; some are short for two.
fn regular_words(word: &str) -> impl Iterator<Item = &str> {
    loose::regular(word).split('_').map(normalise::bare)
}

/// A phrase in the spelling by which words are compared.
pub fn regular(phrase: &str) -> String {
    let words = phrase
        .split_whitespace()
        .map(|word| match word.contains('*') {
            true => word.to_owned(),
            false => regular_words(word).collect::<Vec<_>>().join(" "),
        });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether two phrases are compared alike, however they are spelled.
pub fn same(a: &str, b: &str) -> bool {
    patterns(a).is_ok_and(|a| patterns(b).is_ok_and(|b| a == b))
}

fn entry(line: &str, number: usize) -> Result<Entry, Fault> {
    let short = |text: &str| text.chars().take(40).collect::<String>();
    let mut columns = line.split('\t').map(str::trim);
    let (Some(written), Some(name)) = (columns.next().filter(|p| !p.is_empty()), columns.next())
    else {
        return Err(Fault::Columns { line: number });
    };
    let sign = columns.next().unwrap_or_default();
    if columns.next().is_some() {
        return Err(Fault::Columns { line: number });
    }
    let element = NAMES.iter().position(|n| *n == name);
    if element.is_none() && name != NONE {
        return Err(Fault::Element {
            line: number,
            name: short(name),
        });
    }
    let (sign, weak) = match (sign, element) {
        ("", _) => (0, false),
        ("+", Some(_)) => (1, false),
        ("-", Some(_)) => (-1, false),
        ("?", Some(_)) => (0, true),
        _ => {
            return Err(Fault::Sign {
                line: number,
                sign: short(sign),
            });
        }
    };
    let phrase = patterns(written).map_err(|word| Fault::Star {
        line: number,
        word: short(word),
    })?;
    Ok(Entry {
        written: written.to_owned(),
        phrase,
        sense: Sense {
            element,
            sign,
            weak,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_every_broken_line() {
        let lines = "# remark\n\nramah\nramah\tkeramahan\nra*mah\tperilaku\nramah\tperilaku\tx\n\
                     ramah\tperilaku\nramah\tperilaku\t+\nlama\tbukan\t-\n";
        let faults = Lexicon::parse(lines).expect_err("faults");
        assert_eq!(
            faults,
            [
                Fault::Columns { line: 3 },
                Fault::Element {
                    line: 4,
                    name: "keramahan".into()
                },
                Fault::Star {
                    line: 5,
                    word: "ra*mah".into()
                },
                Fault::Sign {
                    line: 6,
                    sign: "x".into()
                },
                Fault::Twice {
                    line: 8,
                    phrase: "ramah".into()
                },
                Fault::Sign {
                    line: 9,
                    sign: "-".into()
                },
            ]
        );
    }
}
