//! How much of a text insults, hates, threatens, advertises or is obscene, by weighted phrases.
//!
//! Pure, and linear in the length of the text. Harsh words about work ("buruk sekali", "pungli") are
//! no abuse and stand in no list; animals count where somebody is called one. The phrases are data
//! ([`BUILT_IN`]), which admins may edit; what a score leads to is decided elsewhere.

pub mod edits;
mod lexicon;
mod words;

pub use lexicon::{Class, Fault, Lexicon, Wrong};

use lexicon::{Kind, Part};
use std::collections::HashSet;
use std::ops::Range;
use words::Word;

/// The phrases that come with the program; `assets/moderation/LICENSE.md` says whose they are.
pub const BUILT_IN: &str = include_str!("../../assets/moderation/words.tsv");

/// Words that a `..` in a phrase may stand for.
const GAP_WORDS: usize = 3;

/// Words after "saya dikatai" and the like that are told of somebody else.
const TOLD_WORDS: usize = 5;

/// What was found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// From 0, nothing found, to 1. Two phrases of weight a and b make 1 − (1 − a)(1 − b); a phrase
    /// that is found again adds nothing.
    pub total: f64,
    /// In order, without overlaps.
    pub hits: Vec<Hit>,
}

/// A phrase found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub class: Class,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Above 0 and up to 1.
    pub weight: f64,
    /// Which of the lexicon's phrases it is.
    phrase: usize,
}

impl Score {
    /// As [`Score::total`], of one class only.
    pub fn of(&self, class: Class) -> f64 {
        joint(self.hits.iter().filter(|h| h.class == class))
    }

    /// The class with the highest score of its own; of equals, the first of [`Class::ALL`].
    pub fn worst(&self) -> Option<Class> {
        let mut worst: Option<(Class, f64)> = None;
        for class in Class::ALL {
            let score = self.of(class);
            if score > worst.map_or(0.0, |(_, highest)| highest) {
                worst = Some((class, score));
            }
        }
        worst.map(|(class, _)| class)
    }
}

/// The words of a text as they are meant: in small letters, letters of other scripts and digits read
/// as those they look like.
pub fn plain_words(text: &str) -> Vec<String> {
    words::read(text).into_iter().map(|w| w.form).collect()
}

fn joint<'a>(hits: impl Iterator<Item = &'a Hit>) -> f64 {
    let mut seen = HashSet::new();
    let new = hits.filter(|hit| seen.insert(hit.phrase));
    1.0 - new.fold(1.0, |rest, hit| rest * (1.0 - hit.weight))
}

/// A phrase found, by the numbers of its words.
struct Found {
    phrase: usize,
    kind: Kind,
    words: Range<usize>,
}

/// Scores `text` by the phrases of `lexicon`.
pub fn score(text: &str, lexicon: &Lexicon) -> Score {
    let words = words::read(text);
    let known: Vec<Vec<u32>> = words.iter().map(|w| lexicon.known(w)).collect();
    let mut found = Vec::new();
    for i in 0..words.len() {
        for (n, phrase) in known[i].iter().flat_map(|id| lexicon.beginning_with(*id)) {
            if let Some(end) = matched(&phrase.parts, &words, &known, i) {
                found.push(Found {
                    phrase: n,
                    kind: phrase.kind,
                    words: i..end,
                });
            }
        }
    }
    let hits = counted(&found, &words);
    Score {
        total: joint(hits.iter()),
        hits,
    }
}

/// Where the words end, from `at` on, that `parts` stand for. A phrase holds at most
/// [`lexicon::PARTS_MAX`] parts and two gaps, so the ways to try are few.
fn matched(parts: &[Part], words: &[Word], known: &[Vec<u32>], at: usize) -> Option<usize> {
    let Some((part, rest)) = parts.split_first() else {
        return Some(at);
    };
    // A phrase does not reach past its sentence.
    let goes_on = |at: usize| at == 0 || !words[at - 1].ends;
    match part {
        Part::End => (at > 0 && words[at - 1].ends)
            .then(|| matched(rest, words, known, at))
            .flatten(),
        Part::Gap => (at..=at + GAP_WORDS)
            .take_while(|j| *j <= words.len() && (*j == at || goes_on(*j)))
            .find_map(|j| matched(rest, words, known, j)),
        Part::Word(any) => {
            let here = known
                .get(at)?
                .iter()
                .any(|id| any.binary_search(id).is_ok());
            if !here {
                return None;
            }
            let last = rest.is_empty() || matches!(rest[0], Part::End);
            (last || goes_on(at + 1))
                .then(|| matched(rest, words, known, at + 1))
                .flatten()
        }
    }
}

/// What of the phrases found counts: nothing that is allowed, told of others or turned round; and
/// of those that overlap, the heaviest.
fn counted(found: &[Found], words: &[Word]) -> Vec<Hit> {
    let mut allowed = vec![false; words.len()];
    let mut told = vec![false; words.len()];
    let mut turned = vec![false; words.len() + 1];
    for f in found {
        match f.kind {
            Kind::Allow => allowed[f.words.clone()].fill(true),
            Kind::Told => {
                for i in f.words.start..(f.words.end + TOLD_WORDS).min(words.len()) {
                    told[i] = true;
                    if i + 1 >= f.words.end && words[i].ends {
                        break;
                    }
                }
            }
            Kind::Not => turned[f.words.end] = !words[f.words.end - 1].ends,
            Kind::Class(..) => {}
        }
    }
    let void = |class: Class, span: &Range<usize>| {
        let of_others = matches!(class, Class::Insult | Class::Hate | Class::Threat);
        (of_others && told[span.start]) || turned[span.start] || span.clone().any(|i| allowed[i])
    };
    let mut heaviest: Vec<(Class, f64, &Found)> = found
        .iter()
        .filter_map(|f| match f.kind {
            Kind::Class(class, weight) => (!void(class, &f.words)).then_some((class, weight, f)),
            _ => None,
        })
        .collect();
    heaviest.sort_by(|(_, a, in_a), (_, b, in_b)| {
        b.total_cmp(a)
            .then(in_b.words.len().cmp(&in_a.words.len()))
            .then(in_a.words.start.cmp(&in_b.words.start))
    });
    let mut taken = vec![false; words.len()];
    let mut hits: Vec<Hit> = Vec::new();
    for (class, weight, f) in heaviest {
        let span = f.words.clone();
        if !span.clone().any(|i| taken[i]) {
            taken[span.clone()].fill(true);
            hits.push(Hit {
                class,
                range: words[span.start].span.start..words[span.end - 1].span.end,
                weight,
                phrase: f.phrase,
            });
        }
    }
    hits.sort_by_key(|hit| hit.range.start);
    hits
}

#[cfg(test)]
mod tests;
