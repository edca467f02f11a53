//! Training, in one fixed order, so that the same sentences give the same bytes.
//!
//! Two support-vector machines see each sentence: one its words and parts of words by inverse
//! frequency, the other its words by how telling they are; both the lexicon's signals. Their sum
//! is one linear table.

pub mod calibrate;
pub mod cross;
mod documents;
pub mod folds;
pub mod irony;
mod svm;
pub mod topics;

use super::features::Scratch;
use super::lexicon::Lexicon;
use super::model::Weights;
use super::pairs::{self, Pairs};
use super::reading::Reading;
use super::{Polarity, signals};
use documents::{Document, Vocabulary};
use std::collections::BTreeMap;

/// What is set by hand, and was chosen by cross-validation.
#[derive(Copy, Clone, Debug)]
pub struct Settings {
    /// What an error costs against the size of weights.
    pub cost: f32,
    /// 0: every sentence counts the same; 1: every class does.
    pub balance: f32,
    /// Length of the parts of words, and of a signal, where that of the words is 1.
    pub parts: f32,
    pub signals: f32,
    /// The same for the second machine.
    pub signals_telling: f32,
    pub cost_telling: f32,
    /// Share of the second machine in the sum, 0 to 1.
    pub telling: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            cost: 0.5,
            balance: 1.0,
            parts: 0.7,
            signals: 0.2,
            signals_telling: 0.1,
            cost_telling: 1.0,
            telling: 0.5,
        }
    }
}

/// A labelled sentence and how much it counts (1 for most).
#[derive(Clone, Debug)]
pub struct Sentence {
    pub text: String,
    pub polarity: Polarity,
    pub weight: f32,
}

/// What is learnt from.
pub struct Corpus<'a> {
    pub sentences: Vec<&'a Sentence>,
    /// The same sentence in Minangkabau and in Indonesian.
    pub parallel: Vec<(&'a str, &'a str)>,
}

/// Learns the word pairs of a corpus.
pub fn learn_pairs(corpus: &Corpus) -> Pairs {
    let none = Pairs::default();
    let mut reading = Reading::default();
    let mut words = |text: &str| -> Vec<String> {
        reading.read(text, &none);
        reading
            .words()
            .map(|p| reading.word(p).to_owned())
            .collect()
    };
    let parallel: Vec<(Vec<String>, Vec<String>)> = corpus
        .parallel
        .iter()
        .map(|(m, i)| (words(m), words(i)))
        .collect();
    let minangkabau: std::collections::BTreeSet<&str> =
        corpus.parallel.iter().map(|(m, _)| *m).collect();
    let mut uses: BTreeMap<String, u32> = BTreeMap::new();
    for s in &corpus.sentences {
        if !minangkabau.contains(s.text.as_str()) {
            for word in words(&s.text) {
                *uses.entry(word).or_default() += 1;
            }
        }
    }
    Pairs::new(&pairs::learn(&parallel, &uses))
}

/// Trains a model whose scores are not calibrated yet.
pub fn train(corpus: &Corpus, lexicon: &Lexicon, pairs: &Pairs, s: Settings) -> Weights {
    let mut scratch = Scratch::default();
    let classes: Vec<usize> = corpus
        .sentences
        .iter()
        .map(|s| s.polarity.index())
        .collect();
    let mut sizes = [0f32; 3];
    for sentence in &corpus.sentences {
        sizes[sentence.polarity.index()] += sentence.weight;
    }
    let all: f32 = sizes.iter().sum();
    let class_weight = sizes.map(|n| (all / (3.0 * n.max(1.0))).powf(s.balance));
    let weights: Vec<f32> = corpus
        .sentences
        .iter()
        .map(|s| s.weight * class_weight[s.polarity.index()])
        .collect();
    let documents: Vec<Document> = corpus
        .sentences
        .iter()
        .map(|s| Document::read(&s.text, pairs, lexicon, &mut scratch))
        .collect();
    let words = Vocabulary::new(documents.iter().map(|d| d.words.as_slice()));
    let parts = Vocabulary::new(documents.iter().map(|d| d.parts.as_slice()));
    let known: Vec<Vec<(u32, f32)>> = documents.iter().map(|d| words.known(&d.words)).collect();
    let telling = documents::log_ratios(&known, &classes, &weights, words.rare.len());

    let (w, p) = (words.rare.len(), parts.rare.len());
    let mut first = Vec::with_capacity(documents.len());
    let mut second = Vec::with_capacity(documents.len());
    for (d, known) in documents.iter().zip(&known) {
        let mut v = documents::scaled(known, &words.rare, 1.0);
        let of_parts = documents::scaled(&parts.known(&d.parts), &parts.rare, s.parts);
        v.extend(of_parts.iter().map(|(i, x)| (i + w as u32, *x)));
        let at = (w + p) as u32;
        v.extend(d.signals.iter().map(|(i, n)| (i + at, n * s.signals)));
        first.push(v);
        let mut v = documents::scaled(known, &telling, 1.0);
        let at = w as u32;
        v.extend(
            d.signals
                .iter()
                .map(|(i, n)| (i + at, n * s.signals_telling)),
        );
        second.push(v);
    }
    let mut out = Weights {
        words: words
            .index
            .into_keys()
            .zip(words.rare.iter().zip(&telling))
            .map(|(hash, (rare, telling))| (hash, [0.0; 6], [*rare, *telling]))
            .collect(),
        parts: parts
            .index
            .into_keys()
            .zip(&parts.rare)
            .map(|(hash, rare)| (hash, [0.0; 3], *rare))
            .collect(),
        signals: [[0.0; 3]; signals::COUNT],
        bias: [0.0; 3],
    };
    for c in 0..3 {
        let positive: Vec<bool> = classes.iter().map(|k| *k == c).collect();
        let cost = |by: f32| -> Vec<f32> { weights.iter().map(|w| w * by).collect() };
        let a = svm::fit(&first, &positive, &cost(s.cost), w + p + signals::COUNT);
        let b = svm::fit(
            &second,
            &positive,
            &cost(s.cost_telling),
            w + signals::COUNT,
        );
        let (of_first, of_second) = (1.0 - s.telling, s.telling);
        for (n, (_, weights, lengths)) in out.words.iter_mut().enumerate() {
            let [rare, telling] = *lengths;
            weights[c] = a[n] * rare * of_first;
            weights[3 + c] = b[n] * telling * of_second;
        }
        for (n, (_, weights, rare)) in out.parts.iter_mut().enumerate() {
            weights[c] = a[w + n] * *rare * s.parts * of_first;
        }
        for (n, signal) in out.signals.iter_mut().enumerate() {
            signal[c] =
                a[w + p + n] * s.signals * of_first + b[w + n] * s.signals_telling * of_second;
        }
        out.bias[c] = a[w + p + signals::COUNT] * of_first + b[w + signals::COUNT] * of_second;
    }
    out
}

/// Fisher–Yates by splitmix64, the same on every machine.
pub fn shuffle<T>(items: &mut [T], state: &mut u64) {
    for i in (1..items.len()).rev() {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        items.swap(i, (z % (i as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::calibrate::Calibration;
    use super::*;
    use crate::text::sentiment::irony::Irony;
    use crate::text::sentiment::model::Model;

    #[test]
    fn the_same_sentences_give_the_same_bytes_and_are_learnt() {
        let sentences: Vec<Sentence> = [
            ("bagus sekali", Polarity::Positive),
            ("ramah dan bagus", Polarity::Positive),
            ("buruk sekali", Polarity::Negative),
            ("kasar dan buruk", Polarity::Negative),
            ("kantor di jalan sudirman", Polarity::Neutral),
            ("kantor di simpang haru", Polarity::Neutral),
        ]
        .map(|(text, polarity)| Sentence {
            text: text.to_owned(),
            polarity,
            weight: 1.0,
        })
        .to_vec();
        let make = || {
            let corpus = Corpus {
                sentences: sentences.iter().collect(),
                parallel: vec![("kantua rancak", "kantor bagus"), ("rancak", "bagus")],
            };
            let lexicon = Lexicon::parse("+ ramah\n- kasar").expect("a lexicon");
            let pairs = learn_pairs(&corpus);
            let weights = train(&corpus, &lexicon, &pairs, Settings::default());
            Model::from_weights(&weights, lexicon, pairs, Calibration::NONE, Irony::NONE)
        };
        let model = make();
        assert!(model.write() == make().write());
        for s in &sentences {
            assert_eq!(model.classify(&s.text).polarity, s.polarity, "{}", s.text);
        }
        assert_eq!(model.classify("rancak sakali").polarity, Polarity::Positive);
    }
}
