//! Finding by what one needs: which of many things, each with a name and the words people have for
//! it, a few typed words mean. Words are compared as searches compare them, so Minangkabau finds
//! Indonesian, and a slip of the finger is forgiven.

use crate::domain::near;
use crate::text::terms;
use std::collections::HashMap;

/// Words of one thing's texts that are read.
const WORDS: usize = 400;

/// Something that can be needed.
struct Thing {
    /// Each word with the weight of the weightiest text that holds it.
    words: HashMap<String, f64>,
    /// What people say for it, each as its words.
    phrases: Vec<Vec<String>>,
}

/// Things to be found, by the place they were given in.
#[derive(Default)]
pub struct Needs {
    things: Vec<Thing>,
    /// How many things have a word.
    spread: HashMap<String, usize>,
}

/// The texts of a thing.
pub struct About<'a> {
    pub name: &'a str,
    /// What else people say for it, apart by commas.
    pub synonyms: &'a str,
    /// Whose it is.
    pub owner: &'a str,
    pub description: &'a str,
}

/// A thing that may be meant, by the place it was given in.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub at: usize,
    /// Nothing that was typed names it: words were taken for like ones, or stand only in passing.
    pub guessed: bool,
}

/// How sure a word that is begun is; with less it is a guess.
const BEGUN: f64 = 0.7;
/// The weight of a word that people say for a thing; what weighs less tells of it in passing.
const SAID: f64 = 5.0;

/// Whether what was typed names a thing: by a word that people say for it, or all words being those of
/// its description.
fn is_said(thing: &Thing, asked: &[Vec<(String, f64)>]) -> bool {
    let weight = |meant: &Vec<(String, f64)>| {
        let sure = meant.iter().filter(|(_, sure)| *sure >= BEGUN);
        sure.filter_map(|(word, _)| thing.words.get(word))
            .fold(0.0, |most: f64, w| most.max(*w))
    };
    let weights: Vec<f64> = asked.iter().map(weight).collect();
    weights.iter().any(|w| *w >= SAID) || weights.iter().all(|w| *w > 0.0)
}

fn stems(text: &str) -> Vec<String> {
    terms::terms(text, WORDS)
        .into_iter()
        .map(|t| t.stem)
        .collect()
}

impl Needs {
    pub fn new<'a>(all: impl IntoIterator<Item = About<'a>>) -> Needs {
        let mut needs = Needs::default();
        for about in all {
            let phrases: Vec<Vec<String>> = std::iter::once(about.name)
                .chain(about.synonyms.split(','))
                .map(stems)
                .filter(|p| !p.is_empty())
                .collect();
            let mut words: HashMap<String, f64> = HashMap::new();
            let mut add = |text: Vec<String>, weight: f64| {
                for word in text {
                    let most = words.entry(word).or_default();
                    *most = most.max(weight);
                }
            };
            add(stems(about.name), SAID + 1.0);
            add(phrases.concat(), SAID);
            add(stems(about.owner), 2.0);
            add(stems(about.description), 1.5);
            for word in words.keys() {
                *needs.spread.entry(word.clone()).or_default() += 1;
            }
            needs.things.push(Thing { words, phrases });
        }
        needs
    }

    /// The things that are meant, best first, of equals the earlier first; what is only guessed comes
    /// after what is said.
    pub fn find(&self, typed: &str) -> Vec<Found> {
        let asked: Vec<Vec<(String, f64)>> = terms::terms(typed, terms::QUERY_MAX)
            .into_iter()
            .map(|t| self.meant(&t.stem))
            .collect();
        let mut found: Vec<(Found, f64)> = self
            .things
            .iter()
            .enumerate()
            .map(|(at, thing)| {
                let guessed = !is_said(thing, &asked);
                (Found { at, guessed }, self.score(thing, &asked))
            })
            .filter(|(_, score)| *score > 0.0)
            .collect();
        found.sort_by(|(a, x), (b, y)| {
            let said = a.guessed.cmp(&b.guessed);
            said.then(y.total_cmp(x)).then(a.at.cmp(&b.at))
        });
        found.into_iter().map(|(found, _)| found).collect()
    }

    /// The known words that a typed one may be, with how sure that is: itself; those that it begins;
    /// else those that are a slip away.
    fn meant(&self, word: &str) -> Vec<(String, f64)> {
        if self.spread.contains_key(word) {
            return vec![(word.to_owned(), 1.0)];
        }
        let long = word.chars().count();
        let begun = self
            .spread
            .keys()
            .filter(|known| long >= 3 && known.starts_with(word));
        // A short word begins many that are another matter.
        let sure = if long >= 4 { BEGUN } else { 0.65 };
        let begun: Vec<(String, f64)> = begun.map(|known| (known.clone(), sure)).collect();
        if !begun.is_empty() {
            return begun;
        }
        let most = match long {
            0..4 => return Vec::new(),
            4..7 => 1,
            _ => 2,
        };
        let near = self.spread.keys().filter_map(|known| {
            let far = near::distance(word, known, most)?;
            (known.chars().count() >= 4).then(|| (known.clone(), 0.6 / (far.max(1) as f64)))
        });
        near.collect()
    }

    fn rarity(&self, word: &str) -> f64 {
        let n = self.spread.get(word).copied().unwrap_or(0);
        (((self.things.len() + 1) as f64) / (n as f64 + 0.5))
            .ln()
            .max(0.1)
    }

    fn score(&self, thing: &Thing, asked: &[Vec<(String, f64)>]) -> f64 {
        let words: f64 = asked
            .iter()
            .map(|meant| {
                meant
                    .iter()
                    .filter_map(|(word, sure)| {
                        let weight = thing.words.get(word)?;
                        Some(weight * sure * self.rarity(word))
                    })
                    .fold(0.0, f64::max)
            })
            .sum();
        // What people say, said whole, is what they mean: the more of it, the surer.
        let holds = |word: &String| {
            asked
                .iter()
                .any(|m| m.iter().any(|(w, sure)| w == word && *sure >= 0.6))
        };
        let said = thing
            .phrases
            .iter()
            .filter(|p| p.iter().all(holds))
            .map(|p| p.iter().map(|w| 4.0 * self.rarity(w)).sum::<f64>())
            .fold(0.0, f64::max);
        if words > 0.0 { words + said } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn needs() -> Needs {
        let all = [
            ("KTP elektronik", "KTP hilang, katepe", "Dukcapil"),
            ("Kartu identitas anak", "KTP anak", "Dukcapil"),
            ("Lampu jalan", "lampu mati, kalam", "Dishub"),
            ("Jalan rusak", "jalan berlubang, labuah rusak", "PUPR"),
        ];
        Needs::new(all.map(|(name, synonyms, owner)| About {
            name,
            synonyms,
            owner,
            description: "",
        }))
    }

    #[test]
    fn needs_lead_to_things() {
        let needs = needs();
        for (typed, first) in [
            ("ktp hilang", 0),
            ("katepe ilang", 0),
            ("ktp anak", 1),
            ("lampu di jalan mati", 2),
            ("jalan berlubang", 3),
            ("jalan balubang", 3),
            ("lmapu mati", 2),
            ("lamp", 2),
        ] {
            let found = needs.find(typed);
            assert_eq!(found.first().map(|f| f.at), Some(first), "{typed}");
        }
        assert!(needs.find("helikopter").is_empty());
        assert!(needs.find("").is_empty());
    }

    #[test]
    fn guesses_are_told_apart_and_come_last() {
        let needs = needs();
        for (typed, guessed) in [
            ("ktp", false),
            ("lamp", false),
            ("lmapu mati", false),
            ("jalan di depan rumah", false),
            // None of them is there; a like word, or one that begins so, is.
            ("kat", true),
            ("lmapu", true),
            ("katape", true),
        ] {
            let first = needs.find(typed).first().copied();
            assert_eq!(first.map(|f| f.guessed), Some(guessed), "{typed}");
        }
        let mixed = needs.find("lampu kat");
        assert!(mixed.is_sorted_by_key(|f| f.guessed), "{mixed:?}");
        assert!(mixed.iter().any(|f| f.guessed) && mixed.iter().any(|f| !f.guessed));
    }

    proptest! {
        #[test]
        fn anything_may_be_typed(typed in any::<String>()) {
            let found = needs().find(&typed);
            prop_assert!(found.len() <= 4);
        }
    }
}
