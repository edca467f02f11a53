//! Phrases with their weights, read from text. `assets/moderation/words.tsv` says how a line is
//! written.

use super::words::{Word, folded};
use std::collections::HashMap;
use std::fmt;

/// Parts of a phrase: words, gaps and the end.
pub(super) const PARTS_MAX: usize = 6;

/// Gaps in a phrase.
const GAPS_MAX: usize = 2;

/// Letters that are given, at least, of a word that stands for all that begin so.
const STEM_MIN: usize = 3;

/// What a phrase is a sign of.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    Insult,
    Hate,
    Threat,
    Spam,
    Sexual,
}

impl Class {
    pub const ALL: [Class; 5] = [
        Class::Threat,
        Class::Hate,
        Class::Insult,
        Class::Sexual,
        Class::Spam,
    ];

    /// The class's name in data.
    pub const fn code(self) -> &'static str {
        match self {
            Class::Insult => "insult",
            Class::Hate => "hate",
            Class::Threat => "threat",
            Class::Spam => "spam",
            Class::Sexual => "sexual",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }
}

/// What a phrase does.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// Counts, with a weight above 0 and up to 1.
    Class(Class, f64),
    /// Nothing in it counts.
    Allow,
    /// What follows is told of somebody else.
    Told,
    /// The word right after it is turned round.
    Not,
}

#[derive(Clone, Debug)]
pub(super) enum Part {
    /// One of these words, by their numbers in order.
    Word(Vec<u32>),
    /// Any words, up to three.
    Gap,
    /// The end of a sentence.
    End,
}

#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pub(super) kind: Kind,
    pub(super) parts: Vec<Part>,
}

/// Phrases, ready to be looked for.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    phrases: Vec<Phrase>,
    /// The phrases that begin with a word, by the word's number.
    first: HashMap<u32, Vec<usize>>,
    whole: HashMap<String, u32>,
    stems: HashMap<String, u32>,
    /// Whole words by how many letters they have, for words with stars in them.
    by_length: HashMap<usize, Vec<(String, u32)>>,
    longest_stem: usize,
}

/// What is wrong with a line.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    pub wrong: Wrong,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Not three fields, parted by tabs.
    Fields,
    /// No class of this name.
    Class,
    /// No number above 0 and up to 1; or none is due, and it is not `-`.
    Weight,
    /// No words, or a phrase that begins with a gap or an end.
    Empty,
    /// More than six parts, or more than two gaps.
    Long,
    /// A word that is not made of letters and digits, or a stem of fewer than three letters.
    Word,
    /// A set that is not there (yet), or is there already.
    Set,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.wrong {
            Wrong::Fields => "three fields are needed, parted by tabs",
            Wrong::Class => "no such class",
            Wrong::Weight => "the weight is above 0 and up to 1, or - where there is none",
            Wrong::Empty => "a phrase begins with a word",
            Wrong::Long => "a phrase has up to six parts and two gaps",
            Wrong::Word => "words are letters and digits, and have three of them before *",
            Wrong::Set => "a set is named once, before it is used",
        };
        write!(f, "line {}: {what}", self.line)
    }
}

impl std::error::Error for Fault {}

impl Lexicon {
    /// Reads phrases from text.
    ///
    /// # Errors
    /// Every faulty line.
    pub fn parse(text: &str) -> Result<Self, Vec<Fault>> {
        let mut lexicon = Self::default();
        let mut sets = HashMap::new();
        let mut faults = Vec::new();
        for (n, line) in text.lines().enumerate() {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Err(wrong) = lexicon.read(line, &mut sets) {
                faults.push(Fault { line: n + 1, wrong });
            }
        }
        if faults.is_empty() {
            Ok(lexicon)
        } else {
            Err(faults)
        }
    }

    fn read<'a>(
        &mut self,
        line: &'a str,
        sets: &mut HashMap<&'a str, &'a str>,
    ) -> Result<(), Wrong> {
        let mut fields = line.split('\t');
        let (Some(class), Some(weight), Some(phrase), None) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return Err(Wrong::Fields);
        };
        if class == "set" {
            return match sets.insert(weight, phrase) {
                None if !phrase.trim().is_empty() && !phrase.contains(['{', ' ']) => Ok(()),
                None => Err(Wrong::Word),
                Some(_) => Err(Wrong::Set),
            };
        }
        let kind = match (class, weight) {
            ("allow", "-") => Kind::Allow,
            ("told", "-") => Kind::Told,
            ("not", "-") => Kind::Not,
            ("allow" | "told" | "not", _) => return Err(Wrong::Weight),
            _ => {
                let class = Class::parse(class).ok_or(Wrong::Class)?;
                let weight = weight.parse::<f64>().map_err(|_| Wrong::Weight)?;
                if !(weight > 0.0 && weight <= 1.0) {
                    return Err(Wrong::Weight);
                }
                Kind::Class(class, weight)
            }
        };
        let parts = self.parts(phrase, sets)?;
        let Some(Part::Word(first)) = parts.first() else {
            return Err(Wrong::Empty);
        };
        for word in first {
            self.first
                .entry(*word)
                .or_default()
                .push(self.phrases.len());
        }
        self.phrases.push(Phrase { kind, parts });
        Ok(())
    }

    fn parts(&mut self, phrase: &str, sets: &HashMap<&str, &str>) -> Result<Vec<Part>, Wrong> {
        let mut parts = Vec::new();
        for part in phrase.split_whitespace() {
            parts.push(match part {
                ".." => Part::Gap,
                "$" => Part::End,
                _ => {
                    let mut any = Vec::new();
                    for word in part.split('|') {
                        match word.strip_prefix('{').and_then(|w| w.strip_suffix('}')) {
                            None => any.push(self.number(word)?),
                            Some(set) => {
                                for word in sets.get(set).ok_or(Wrong::Set)?.split('|') {
                                    any.push(self.number(word)?);
                                }
                            }
                        }
                    }
                    any.sort_unstable();
                    any.dedup();
                    Part::Word(any)
                }
            });
        }
        let gaps = parts.iter().filter(|p| matches!(p, Part::Gap)).count();
        if parts.len() > PARTS_MAX || gaps > GAPS_MAX {
            return Err(Wrong::Long);
        }
        Ok(parts)
    }

    /// The number of a word, which may be new.
    fn number(&mut self, word: &str) -> Result<u32, Wrong> {
        let (word, stem) = match word.strip_suffix('*') {
            Some(stem) => (stem, true),
            None => (word, false),
        };
        let form = folded(word);
        let letters = form.chars().count();
        let written = !form.is_empty() && form.chars().all(char::is_alphanumeric);
        if !written || (stem && letters < STEM_MIN) {
            return Err(Wrong::Word);
        }
        let next = u32::try_from(self.whole.len() + self.stems.len()).map_err(|_| Wrong::Long)?;
        if stem {
            self.longest_stem = self.longest_stem.max(letters);
            return Ok(*self.stems.entry(form).or_insert(next));
        }
        if let Some(number) = self.whole.get(&form) {
            return Ok(*number);
        }
        self.whole.insert(form.clone(), next);
        self.by_length
            .entry(letters)
            .or_default()
            .push((form, next));
        Ok(next)
    }

    /// The numbers of the words that `word` may be.
    pub(super) fn known(&self, word: &Word) -> Vec<u32> {
        if word.form.contains('*') {
            return self.starred(&word.form);
        }
        let mut known: Vec<u32> = self.whole.get(&word.form).copied().into_iter().collect();
        known.extend(word.bare().and_then(|bare| self.whole.get(bare)));
        let ends = word.form.char_indices().map(|(at, c)| at + c.len_utf8());
        for end in ends
            .skip(STEM_MIN - 1)
            .take(self.longest_stem.saturating_sub(STEM_MIN - 1))
        {
            known.extend(self.stems.get(&word.form[..end]));
        }
        known
    }

    /// The words of four letters and more that a word with stars may be, of which at least half
    /// the letters are written.
    fn starred(&self, form: &str) -> Vec<u32> {
        let length = form.chars().count();
        let stars = form.matches('*').count();
        if length < 4 || stars * 2 > length {
            return Vec::new();
        }
        let same = |word: &str| {
            form.chars()
                .zip(word.chars())
                .all(|(a, b)| a == '*' || a == b)
        };
        let words = self.by_length.get(&length).into_iter().flatten();
        let words = words.filter(|(word, _)| same(word)).map(|(_, n)| *n);
        // A stem may be written whole, too.
        let stems = self
            .stems
            .iter()
            .filter(|(stem, _)| stem.chars().count() == length && same(stem));
        let mut known: Vec<u32> = words.chain(stems.map(|(_, n)| *n)).collect();
        known.sort_unstable();
        known
    }

    /// The phrases that begin with the word of a number, each with its own number.
    pub(super) fn beginning_with(&self, word: u32) -> impl Iterator<Item = (usize, &Phrase)> {
        let phrases = self.first.get(&word).into_iter().flatten();
        phrases.filter_map(|n| Some((*n, self.phrases.get(*n)?)))
    }

    /// How many phrases there are.
    pub fn len(&self) -> usize {
        self.phrases.len()
    }

    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_by_their_lines() {
        let text = "# words\n\ninsult\t0.5\tgoblok\ninsult\t2\tx\nrude\t0.5\tx\ninsult\tx\nallow\t0.5\tx\n\
            hate\t0.5\t.. x\nspam\t0.5\ta .. b .. c .. d\nspam\t0.5\tab*\nspam\t0.5\t{no}\nset\tme\tsaya|aku\n\
            set\tme\taku\nspam\t0.5\ta-b\nthreat\tNaN\tx\ninsult\t0.5\t\n";
        let faults = Lexicon::parse(text).unwrap_err();
        let got: Vec<(usize, Wrong)> = faults.iter().map(|f| (f.line, f.wrong)).collect();
        assert_eq!(
            got,
            [
                (4, Wrong::Weight),
                (5, Wrong::Class),
                (6, Wrong::Fields),
                (7, Wrong::Weight),
                (8, Wrong::Empty),
                (9, Wrong::Long),
                (10, Wrong::Word),
                (11, Wrong::Set),
                (13, Wrong::Set),
                (14, Wrong::Word),
                (15, Wrong::Weight),
                (16, Wrong::Fields),
            ]
        );
        assert_eq!(
            faults[0].to_string(),
            "line 4: the weight is above 0 and up to 1, or - where there is none"
        );
    }

    #[test]
    fn the_built_in_phrases_can_be_read() {
        let lexicon = Lexicon::parse(super::super::BUILT_IN).unwrap();
        assert!(lexicon.len() > 150 && !lexicon.is_empty());
    }
}
