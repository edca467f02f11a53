//! Sentences as counted features, and how telling each feature is.

use crate::text::sentiment::features::{self, Feature, Scratch};
use crate::text::sentiment::lexicon::Lexicon;
use crate::text::sentiment::pairs::Pairs;
use crate::text::sentiment::signals;
use std::collections::BTreeMap;

/// A sentence's features, each once, with how often it occurs.
#[derive(Default)]
pub struct Document {
    pub words: Vec<(u64, f32)>,
    pub parts: Vec<(u64, f32)>,
    pub signals: Vec<(u32, f32)>,
}

impl Document {
    pub fn read(text: &str, pairs: &Pairs, lexicon: &Lexicon, scratch: &mut Scratch) -> Document {
        let mut d = Document::default();
        let mut signals = [0f32; signals::COUNT];
        features::each(text, pairs, lexicon, scratch, |f| match f {
            Feature::Word(hash) | Feature::Tie(hash) => d.words.push((hash, 1.0)),
            Feature::Part(hash) => d.parts.push((hash, 1.0)),
            Feature::Signal(n) => signals[usize::from(n)] += 1.0,
        });
        merge(&mut d.words);
        merge(&mut d.parts);
        d.signals = (0..).zip(signals).filter(|(_, n)| *n > 0.0).collect();
        d
    }
}

/// Sorts features and adds up those that are the same.
pub fn merge<T: Copy + Ord>(all: &mut Vec<(T, f32)>) {
    all.sort_by_key(|(feature, _)| *feature);
    all.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 += later.1;
        }
        same
    });
}

/// Features that occur in two or more sentences, numbered, with a frequency's weight.
pub struct Vocabulary {
    pub index: BTreeMap<u64, u32>,
    /// Inverse document frequency.
    pub rare: Vec<f32>,
}

impl Vocabulary {
    pub fn new<'a>(documents: impl Iterator<Item = &'a [(u64, f32)]>) -> Vocabulary {
        let mut all: Vec<u64> = Vec::new();
        let mut documents_count = 0f32;
        for features in documents {
            documents_count += 1.0;
            all.extend(features.iter().map(|(hash, _)| *hash));
        }
        all.sort_unstable();
        let (mut index, mut rare) = (BTreeMap::new(), Vec::new());
        for run in all.chunk_by(|a, b| a == b).filter(|run| run.len() > 1) {
            index.insert(run[0], rare.len() as u32);
            rare.push(1.0 + ((1.0 + documents_count) / (1.0 + run.len() as f32)).ln());
        }
        Vocabulary { index, rare }
    }

    /// The known features by number.
    pub fn known(&self, features: &[(u64, f32)]) -> Vec<(u32, f32)> {
        features
            .iter()
            .filter_map(|(hash, n)| Some((*self.index.get(hash)?, *n)))
            .collect()
    }
}

/// Scales features by how telling they are, and the whole to length `length`. A feature that occurs
/// n times adds to the length as n features do, which is how the model counts.
pub fn scaled(features: &[(u32, f32)], telling: &[f32], length: f32) -> Vec<(u32, f32)> {
    let square: f32 = features
        .iter()
        .map(|(i, n)| n * telling[*i as usize].powi(2))
        .sum();
    let by = length / square.sqrt().max(1e-6);
    features
        .iter()
        .map(|(i, n)| (*i, n * telling[*i as usize] * by))
        .collect()
}

/// How much likelier each feature is in one class than in the others: the largest of the three
/// log-ratios, in size (Wang and Manning 2012).
pub fn log_ratios(
    documents: &[Vec<(u32, f32)>],
    classes: &[usize],
    weights: &[f32],
    count: usize,
) -> Vec<f32> {
    let mut in_class = vec![[0.5f32; 3]; count];
    for ((features, class), weight) in documents.iter().zip(classes).zip(weights) {
        for (i, _) in features {
            in_class[*i as usize][*class] += weight;
        }
    }
    let mut all = [0f32; 3];
    for row in &in_class {
        for (sum, n) in all.iter_mut().zip(row) {
            *sum += n;
        }
    }
    let whole: f32 = all.iter().sum();
    in_class
        .iter()
        .map(|row| {
            let total: f32 = row.iter().sum();
            (0..3).fold(0f32, |most, c| {
                let inside = row[c] / all[c];
                let outside = (total - row[c]) / (whole - all[c]);
                most.max((inside / outside).ln().abs())
            })
        })
        .collect()
}
