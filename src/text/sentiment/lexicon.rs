//! Words and phrases that are good or bad by themselves. Written by hand; each stem stands for the
//! forms that Indonesian makes of it.

use super::hashed::{self, Table};
use super::loose;
use crate::text::normalise;
use std::collections::BTreeMap;

/// A line that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {text:?} begins with none of + (good), - (bad), 0 (neither), # (remark)")]
pub struct Fault {
    pub line: usize,
    pub text: String,
}

/// Words of a phrase at most.
pub const PHRASE_MAX: usize = 4;

/// The kind of hash by which entries are looked up.
const KIND: u8 = b'l';

/// The hash of a phrase's first word.
pub fn start(word: &str) -> u64 {
    hashed::of(KIND, word.as_bytes())
}

/// Puts the next word of a phrase to its hash.
pub fn join(hash: u64, word: &str) -> u64 {
    hashed::more(hashed::more(hash, b"_"), word.as_bytes())
}

/// What is looked up: polarity (1, -1, 0) and the longest phrase that begins with the word.
pub struct Lexicon {
    table: Table<2>,
}

impl Lexicon {
    /// Reads lines of a sign and words; a low line joins the words of a phrase. A word in a line of
    /// `0` has no polarity, although it may be a form of one that has.
    ///
    /// # Errors
    /// The first line that begins with no sign.
    pub fn parse(content: &str) -> Result<Lexicon, Fault> {
        let mut given: BTreeMap<String, i8> = BTreeMap::new();
        for (n, line) in content.lines().enumerate() {
            let mut words = line.split_whitespace();
            let sign = match words.next() {
                Some("+") => 1,
                Some("-") => -1,
                Some("0") => 0,
                None => continue,
                Some(first) if first.starts_with('#') => continue,
                Some(_) => {
                    return Err(Fault {
                        line: n + 1,
                        text: line.chars().take(40).collect(),
                    });
                }
            };
            for word in words {
                let phrase: Vec<&str> = word
                    .split('_')
                    .filter(|w| !w.is_empty())
                    .map(|w| normalise::bare(loose::regular(w)))
                    .collect();
                given.insert(phrase.join("_"), sign);
            }
        }
        Ok(Lexicon {
            table: table(&given),
        })
    }

    /// Polarity of the word, and how many words the phrases that begin with it have at most.
    pub fn word(&self, word: &str) -> (i8, u8) {
        match self.table.get(start(word)) {
            Some([polarity, longest]) => (*polarity, *longest as u8),
            None => (0, 0),
        }
    }

    /// Polarity of a phrase, by the hash that [`start`] and [`join`] make.
    pub fn phrase(&self, hash: u64) -> Option<i8> {
        self.table
            .get(hash)
            .map(|[polarity, _]| *polarity)
            .filter(|p| *p != 0)
    }

    pub fn write(&self, out: &mut Vec<u8>) {
        self.table.write(out);
    }

    pub fn read(bytes: &mut &[u8]) -> Option<Lexicon> {
        Table::read(bytes).map(|table| Lexicon { table })
    }
}

fn table(given: &BTreeMap<String, i8>) -> Table<2> {
    let mut all: BTreeMap<String, [i8; 2]> = BTreeMap::new();
    for (word, sign) in given.iter().filter(|(_, sign)| **sign != 0) {
        all.insert(word.clone(), [*sign, 0]);
        if !word.contains('_') {
            for form in forms(word) {
                if !given.contains_key(&form) {
                    all.entry(form).or_insert([*sign, 0]);
                }
            }
        }
    }
    for phrase in given.keys() {
        let mut words = phrase.split('_');
        let (Some(first), more) = (words.next(), words.count()) else {
            continue;
        };
        if more > 0 {
            let entry = all.entry(first.to_owned()).or_insert([0, 0]);
            entry[1] = entry[1].max((more + 1).min(PHRASE_MAX) as i8);
        }
    }
    let entries: Vec<(u64, [i8; 2])> = all.iter().map(|(word, v)| (start(word), *v)).collect();
    Table::new(&entries)
}

/// The forms of a stem: prefixes, suffixes, and both.
fn forms(stem: &str) -> Vec<String> {
    let mut out: Vec<String> = ["ter", "ke", "se", "ber", "di", "ta", "ba"]
        .iter()
        .map(|p| format!("{p}{stem}"))
        .collect();
    if stem.len() >= 4 && stem.is_ascii() {
        for (before, after) in [
            ("ke", "an"),
            ("ka", "an"),
            ("di", "kan"),
            ("ter", "kan"),
            ("", "kan"),
            ("", "an"),
            ("", "i"),
            ("di", "i"),
        ] {
            out.push(format!("{before}{stem}{after}"));
        }
        let nasal = nasal(stem);
        for after in ["", "kan", "i"] {
            out.push(format!("{nasal}{after}"));
        }
        out.push(format!("pe{}", &nasal[2..]));
        // Minangkabau: ma- for me-, and -an for -kan.
        out.push(format!("ma{}", &nasal[2..]));
        out.push(format!("ma{}an", &nasal[2..]));
    }
    for word in [stem].map(str::to_owned).into_iter().chain(out.clone()) {
        out.push(format!("{word}lah"));
    }
    out
}

/// The stem with the nasal prefix: kecewa → mengecewa, puas → memuas.
fn nasal(stem: &str) -> String {
    let rest = &stem[1..];
    match stem.as_bytes()[0] {
        b'a' | b'e' | b'i' | b'o' | b'u' | b'g' | b'h' => format!("meng{stem}"),
        b'k' => format!("meng{rest}"),
        b's' => format!("meny{rest}"),
        b'p' => format!("mem{rest}"),
        b't' => format!("men{rest}"),
        b'b' | b'f' => format!("mem{stem}"),
        b'c' | b'd' | b'j' => format!("men{stem}"),
        _ => format!("me{stem}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_forms_phrases_and_exceptions() {
        let l = Lexicon::parse("# remark\n+ puas baik\n- biasa_saja kecewa\n0 perbaikan\n")
            .expect("a lexicon");
        assert_eq!(l.word("memuaskan").0, 1);
        assert_eq!(l.word("mengecewakan").0, -1);
        assert_eq!(l.word("perbaikan").0, 0);
        assert_eq!(l.word("meja"), (0, 0));
        assert_eq!(l.word("biasa"), (0, 2));
        let hash = join(start("biasa"), "saja");
        assert_eq!(l.phrase(hash), Some(-1));
    }

    #[test]
    fn a_line_without_a_sign_is_named() {
        let fault = Lexicon::parse("+ baik\nburuk\n").err().expect("a fault");
        assert_eq!((fault.line, fault.text.as_str()), (2, "buruk"));
    }
}
