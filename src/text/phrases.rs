//! Which words and pairs of words texts say, each text once, so that who repeats themselves counts
//! as one; and how they are mostly written.

use super::terms;
use std::collections::{HashMap, HashSet};

/// Words of a text that count.
const WORDS: usize = 200;

/// Texts that say a word or a pair of words, by its regular form.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    texts: HashMap<String, u64>,
    written: HashMap<String, HashMap<String, u64>>,
}

impl Phrases {
    /// Counts a text.
    pub fn add(&mut self, text: &str) {
        let terms = terms::terms(text, WORDS);
        let mut said: HashSet<&str> = HashSet::new();
        let mut pairs: HashSet<String> = HashSet::new();
        for (n, term) in terms.iter().enumerate() {
            if term.stem.chars().count() < 3 || term.stem.chars().all(char::is_numeric) {
                continue;
            }
            if said.insert(&term.stem) {
                self.count(term.stem.clone(), &text[term.at.clone()]);
            }
            // Two words are a phrase if nothing but a blank stands between them.
            let Some(next) = terms
                .get(n + 1)
                .filter(|t| text[term.at.end..t.at.start] == *" ")
            else {
                continue;
            };
            let pair = format!("{} {}", term.stem, next.stem);
            if !pairs.contains(&pair) {
                self.count(pair.clone(), &text[term.at.start..next.at.end]);
                pairs.insert(pair);
            }
        }
    }

    fn count(&mut self, regular: String, written: &str) {
        let written = written.to_lowercase();
        *self
            .written
            .entry(regular.clone())
            .or_default()
            .entry(written)
            .or_default() += 1;
        *self.texts.entry(regular).or_default() += 1;
    }

    /// How many texts say what.
    pub fn texts(&self) -> &HashMap<String, u64> {
        &self.texts
    }

    /// How it is mostly written; of two as frequent, the first by alphabet.
    pub fn written(&self, regular: &str) -> String {
        let Some(forms) = self.written.get(regular) else {
            return regular.to_owned();
        };
        let most = forms
            .iter()
            .max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        most.map_or_else(|| regular.to_owned(), |(form, _)| form.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_text_counts_once_for_what_it_says() {
        let mut p = Phrases::default();
        p.add("Antrean panjang, antrean panjang sekali di loket 12");
        p.add("antrean panjang!");
        p.add("Loket tutup. Antrean pendek");
        let of = |p: &Phrases, said: &str| p.texts().get(said).copied().unwrap_or(0);
        let queue = &terms::terms("antrean", 1)[0].stem;
        let long = &terms::terms("panjang", 1)[0].stem;
        assert_eq!(of(&p, queue), 3);
        assert_eq!(of(&p, &format!("{queue} {long}")), 2);
        assert_eq!(p.written(&format!("{queue} {long}")), "antrean panjang");
        assert_eq!(of(&p, "12"), 0);
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in ".{0,200}") {
            let mut p = Phrases::default();
            p.add(&text);
            for (said, n) in p.texts() {
                prop_assert_eq!(*n, 1);
                prop_assert!(!p.written(said).is_empty());
            }
        }
    }
}
