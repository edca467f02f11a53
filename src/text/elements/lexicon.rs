//! The lexicon of elements: a file of lines with word or phrase, element, and what it says.

use super::NAMES;
use super::clauses::Word;
use crate::text::normalise;
use crate::text::sentiment::loose;
use std::collections::HashMap;

/// A line that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("line {line}: needs word, element and perhaps a sign, with tabs between")]
    Columns { line: usize },
    #[error("line {line}: {name:?} is no element ({})", NAMES.join(", "))]
    Element { line: usize, name: String },
    #[error("line {line}: {sign:?} is no sign (+ good, - bad, ? only with an opinion)")]
    Sign { line: usize, sign: String },
    #[error("line {line}: {word:?} has a * within, or nothing but stars")]
    Star { line: usize, word: String },
    #[error("line {line}: {phrase:?} has been there before with another sign")]
    Twice { line: usize, phrase: String },
}

/// What a word or phrase tells.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Sense {
    pub element: usize,
    /// 1 good, -1 bad, 0 neither by itself.
    pub sign: i8,
    /// Counts only with an opinion, and if nothing surer stands beside it.
    pub weak: bool,
}

/// How a word of a phrase is compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Pattern {
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
            (false, false) => Pattern::Whole(normalise::bare(loose::regular(stem)).to_owned()),
            (false, true) => Pattern::Begins(stem.to_owned()),
            (true, false) => Pattern::Ends(stem.to_owned()),
            (true, true) => Pattern::Holds(stem.to_owned()),
        })
    }

    fn fits(&self, word: &Word) -> bool {
        word.forms().any(|form| match self {
            Pattern::Whole(w) => form == w,
            Pattern::Begins(w) => form.starts_with(w.as_str()),
            Pattern::Ends(w) => form.ends_with(w.as_str()),
            Pattern::Holds(w) => form.contains(w.as_str()),
            Pattern::Number => is_number(form),
        })
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

impl Lexicon {
    /// Reads lines of word or phrase, element and perhaps a sign. Empty lines and those that begin
    /// with `#` and a blank are passed over.
    ///
    /// # Errors
    /// Every line that can't be read.
    pub fn parse(content: &str) -> Result<Lexicon, Vec<Fault>> {
        let (mut lexicon, mut faults) = (Lexicon::default(), Vec::new());
        let mut seen: HashMap<(Vec<Pattern>, usize), Sense> = HashMap::new();
        for (n, line) in content.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty() || line.trim_end() == "#" || line.starts_with("# ") {
                continue;
            }
            match entry(line, n + 1) {
                Ok(entry) => {
                    let name = (entry.phrase.clone(), entry.sense.element);
                    match seen.insert(name, entry.sense) {
                        None => lexicon.add(entry),
                        Some(before) if before == entry.sense => {}
                        Some(_) => faults.push(Fault::Twice {
                            line: n + 1,
                            phrase: line.split('\t').next().unwrap_or_default().to_owned(),
                        }),
                    }
                }
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

    /// The longest phrase that the words begin with, and its length in words. Of equally long ones
    /// a whole word goes before one with a star, and of stars the longer stem.
    pub fn longest(&self, words: &[Word]) -> Option<(usize, Sense)> {
        let first = words.first()?;
        let mut best: Option<(usize, usize, Sense)> = None;
        let mut consider = |at: &usize| {
            let Entry { phrase, sense } = &self.entries[*at];
            let fits = phrase.len() <= words.len()
                && phrase
                    .iter()
                    .zip(words)
                    .all(|(p, w)| w.part == first.part && p.fits(w));
            let care = phrase.first().map_or(0, Pattern::care);
            if fits && best.is_none_or(|(n, c, _)| (phrase.len(), care) > (n, c)) {
                best = Some((phrase.len(), care, *sense));
            }
        };
        for form in first.forms() {
            let initial = form.chars().next().unwrap_or_default();
            for list in [self.whole.get(form), self.begins.get(&initial)] {
                list.into_iter().flatten().for_each(&mut consider);
            }
        }
        self.others.iter().for_each(consider);
        best.map(|(length, _, sense)| (length, sense))
    }
}

fn entry(line: &str, number: usize) -> Result<Entry, Fault> {
    let short = |text: &str| text.chars().take(40).collect::<String>();
    let mut columns = line.split('\t').map(str::trim);
    let (Some(phrase), Some(name)) = (columns.next().filter(|p| !p.is_empty()), columns.next())
    else {
        return Err(Fault::Columns { line: number });
    };
    let sign = columns.next().unwrap_or_default();
    if columns.next().is_some() {
        return Err(Fault::Columns { line: number });
    }
    let element = NAMES
        .iter()
        .position(|n| *n == name)
        .ok_or_else(|| Fault::Element {
            line: number,
            name: short(name),
        })?;
    let (sign, weak) = match sign {
        "" => (0, false),
        "+" => (1, false),
        "-" => (-1, false),
        "?" => (0, true),
        _ => {
            return Err(Fault::Sign {
                line: number,
                sign: short(sign),
            });
        }
    };
    let phrase = phrase
        .split_whitespace()
        .map(|word| {
            Pattern::parse(word).ok_or_else(|| Fault::Star {
                line: number,
                word: short(word),
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(Entry {
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
                     ramah\tperilaku\nRamah\tperilaku\nramah\tperilaku\t+\n";
        let faults = Lexicon::parse(lines).err().expect("faults");
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
                    line: 9,
                    phrase: "ramah".into()
                },
            ]
        );
    }
}
