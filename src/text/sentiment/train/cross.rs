//! Cross-validation: what a model says of sentences that it was not trained on.

use super::calibrate::{self, Calibration};
use super::{Corpus, Sentence, Settings, folds, learn_pairs, train};
use crate::text::sentiment::features::Scratch;
use crate::text::sentiment::irony::Irony;
use crate::text::sentiment::lexicon::Lexicon;
use crate::text::sentiment::model::Model;
use std::collections::{BTreeMap, BTreeSet};

/// Folds.
pub const FOLDS: usize = 5;

/// All sentences, with what belongs together.
pub struct Whole<'a> {
    pub sentences: &'a [Sentence],
    /// The set of each sentence, counted from 0.
    pub sets: &'a [usize],
    /// Numbers of the same sentence in Minangkabau and in Indonesian.
    pub parallel: &'a [(usize, usize)],
}

impl Whole<'_> {
    /// The part of which `keep` holds. A pair of sentences is kept whole or not at all.
    pub fn corpus(&self, keep: impl Fn(usize) -> bool) -> Corpus<'_> {
        let text = |n: usize| self.sentences[n].text.as_str();
        Corpus {
            sentences: (0..self.sentences.len())
                .filter(|n| keep(*n))
                .map(|n| &self.sentences[n])
                .collect(),
            parallel: self
                .parallel
                .iter()
                .filter(|(m, i)| keep(*m) && keep(*i))
                .map(|(m, i)| (text(*m), text(*i)))
                .collect(),
        }
    }

    /// The fold of each sentence. Near-equal sentences share one.
    pub fn folds(&self) -> Vec<usize> {
        let texts: Vec<&str> = self.sentences.iter().map(|s| s.text.as_str()).collect();
        let groups = folds::groups(&texts, self.parallel);
        let kinds: Vec<usize> = self
            .sentences
            .iter()
            .zip(self.sets)
            .map(|(s, set)| set * 3 + s.polarity.index())
            .collect();
        folds::deal(&groups, &kinds, FOLDS, 1)
    }

    /// Scores of each sentence by a model trained on the other folds, not calibrated.
    pub fn scores(&self, lexicon: &str, settings: Settings) -> Vec<[f32; 3]> {
        let fold = self.folds();
        let mut scores = vec![[0f32; 3]; self.sentences.len()];
        let mut scratch = Scratch::default();
        for k in 0..FOLDS {
            let Ok(lexicon) = Lexicon::parse(lexicon) else {
                continue;
            };
            let corpus = self.corpus(|n| fold[n] != k);
            let pairs = learn_pairs(&corpus);
            let weights = train(&corpus, &lexicon, &pairs, settings);
            let model =
                Model::from_weights(&weights, lexicon, pairs, Calibration::NONE, Irony::NONE);
            for (n, s) in self
                .sentences
                .iter()
                .enumerate()
                .filter(|(n, _)| fold[*n] == k)
            {
                scores[n] = model
                    .scores(&s.text, &mut scratch)
                    .map(|s| s.polarity)
                    .unwrap_or_default();
            }
        }
        scores
    }

    /// The calibration under which the labels of the sets that `counts` tells are likeliest. Each
    /// set counts the same, and each sentence of a class of a set by its weight.
    pub fn calibration(&self, scores: &[[f32; 3]], counts: impl Fn(usize) -> bool) -> Calibration {
        let class = |n: usize| self.sentences[n].polarity.index();
        let mut sizes: BTreeMap<(usize, usize), f32> = BTreeMap::new();
        let mut sets = BTreeSet::new();
        for (n, set) in self.sets.iter().enumerate().filter(|(_, s)| counts(**s)) {
            *sizes.entry((*set, class(n))).or_default() += self.sentences[n].weight;
            sets.insert(*set);
        }
        let scored: Vec<([f32; 3], usize, f32)> = scores
            .iter()
            .enumerate()
            .filter_map(|(n, s)| {
                let of_class = sizes.get(&(self.sets[n], class(n)))? * sets.len() as f32;
                let share = self.sentences[n].weight / of_class.max(1e-6);
                Some((*s, class(n), share))
            })
            .collect();
        calibrate::fit(&scored)
    }
}
