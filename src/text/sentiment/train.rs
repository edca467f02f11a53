//! Training: multinomial logistic regression by AdaGrad, in one fixed order, so that the same
//! sentences give the same bytes.

use super::features::{self, BUCKETS, Scratch};
use super::model::{Model, Weights};
use super::{Example, Polarity};

/// What is set by hand, and was chosen on the valid sentences.
#[derive(Copy, Clone, Debug)]
pub struct Settings {
    pub epochs: u32,
    pub rate: f32,
    /// Pull of every weight towards zero, at each of its steps.
    pub decay: f32,
    /// 0: every sentence counts the same; 1: every class does.
    pub balance: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            epochs: 10,
            rate: 0.1,
            decay: 3e-5,
            balance: 0.6,
        }
    }
}

struct Document {
    features: Vec<u32>,
    class: usize,
    weight: f32,
}

/// A sentence and how much it counts (1 for most).
pub type Weighted<'a> = (&'a Example, f32);

/// Trains on `train`; the temperature is fitted on `valid`.
pub fn train(train: &[Weighted<'_>], valid: &[Example], settings: Settings) -> Model {
    let mut scratch = Scratch::default();
    let mut read = |text: &str| {
        let mut found = Vec::new();
        features::each(text, &mut scratch, |b| found.push(b));
        found
    };
    let mut sizes = [0f32; 3];
    for ((_, polarity), weight) in train {
        sizes[polarity.index()] += weight;
    }
    let all: f32 = sizes.iter().sum();
    let class_weight = sizes.map(|s| (all / (3.0 * s.max(1.0))).powf(settings.balance));
    let documents: Vec<Document> = train
        .iter()
        .map(|((text, polarity), weight)| Document {
            features: read(text),
            class: polarity.index(),
            weight: weight * class_weight[polarity.index()],
        })
        .collect();
    let idf = inverse_frequencies(&documents);
    let mut w = fit(&documents, idf, settings);
    let valid: Vec<(Vec<u32>, usize)> = valid
        .iter()
        .map(|(text, polarity)| (read(text), polarity.index()))
        .collect();
    w.temperature = temperature(&w, &valid);
    Model::from_weights(&w)
}

fn inverse_frequencies(documents: &[Document]) -> Vec<f32> {
    let mut seen_in = vec![0u32; BUCKETS];
    let mut last = vec![u32::MAX; BUCKETS];
    for (n, d) in documents.iter().enumerate() {
        for f in &d.features {
            if last[*f as usize] != n as u32 {
                last[*f as usize] = n as u32;
                seen_in[*f as usize] += 1;
            }
        }
    }
    let all = documents.len() as f32;
    seen_in
        .iter()
        // What was never seen says nothing, and must not weigh in the norm either.
        .map(|n| {
            if *n == 0 {
                0.0
            } else {
                1.0 + ((1.0 + all) / (1.0 + *n as f32)).ln()
            }
        })
        .collect()
}

fn norm(features: &[u32], idf: &[f32]) -> f32 {
    features
        .iter()
        .map(|f| idf[*f as usize].powi(2))
        .sum::<f32>()
        .sqrt()
        .max(1e-6)
}

fn scores(w: &Weights, features: &[u32]) -> [f32; 3] {
    let norm = norm(features, &w.idf);
    let mut scores = [0f32; 3];
    for f in features {
        let (row, idf) = (w.weights[*f as usize], w.idf[*f as usize]);
        for c in 0..3 {
            scores[c] += row[c] * idf;
        }
    }
    [0, 1, 2].map(|c| w.bias[c] + scores[c] / norm)
}

fn softmax(scores: [f32; 3]) -> [f32; 3] {
    let top = scores.iter().fold(f32::MIN, |m, s| m.max(*s));
    let e = scores.map(|s| (s - top).exp());
    let total: f32 = e.iter().sum();
    e.map(|x| x / total)
}

fn fit(documents: &[Document], idf: Vec<f32>, s: Settings) -> Weights {
    let mut w = Weights {
        weights: vec![[0f32; 3]; BUCKETS],
        idf,
        bias: [0.0; 3],
        temperature: 1.0,
    };
    let mut history = vec![[1e-4f32; 3]; BUCKETS];
    let mut order: Vec<usize> = (0..documents.len()).collect();
    let mut random = 0x5eed_u64;
    for _ in 0..s.epochs {
        shuffle(&mut order, &mut random);
        for n in &order {
            let d = &documents[*n];
            let p = softmax(scores(&w, &d.features));
            let norm = norm(&d.features, &w.idf);
            let gradient = [0, 1, 2].map(|c| (p[c] - f32::from(u8::from(c == d.class))) * d.weight);
            for (bias, g) in w.bias.iter_mut().zip(gradient) {
                *bias -= 0.02 * g;
            }
            for f in &d.features {
                let at = *f as usize;
                let x = w.idf[at] / norm;
                for c in 0..3 {
                    let g = gradient[c] * x + s.decay * w.weights[at][c];
                    history[at][c] += g * g;
                    w.weights[at][c] -= s.rate * g / history[at][c].sqrt();
                }
            }
        }
    }
    w
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

/// The divisor of scores under which the valid sentences' labels are likeliest.
fn temperature(w: &Weights, valid: &[(Vec<u32>, usize)]) -> f32 {
    let scored: Vec<([f32; 3], usize)> = valid.iter().map(|(f, c)| (scores(w, f), *c)).collect();
    let loss = |t: f32| -> f32 {
        scored
            .iter()
            .map(|(s, c)| -softmax(s.map(|x| x / t))[*c].max(1e-9).ln())
            .sum()
    };
    let mut best = (f32::INFINITY, 1.0);
    for step in 0..120 {
        let t = 0.2 * 1.04f32.powi(step);
        let l = loss(t);
        if l < best.0 {
            best = (l, t);
        }
    }
    best.1
}

/// Splits sentences into `k` folds: sentence `n` of a fixed shuffle is in fold `n % k`.
pub fn folds(count: usize, k: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    shuffle(&mut order, &mut 0xf01d_u64);
    let mut fold = vec![0; count];
    for (n, at) in order.into_iter().enumerate() {
        fold[at] = n % k.max(1);
    }
    fold
}

/// Counts by class.
pub fn counts(examples: &[Example]) -> [usize; 3] {
    let mut n = [0; 3];
    for (_, p) in examples {
        n[Polarity::index(*p)] += 1;
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_sentences_give_the_same_bytes_and_are_learnt() {
        let examples: Vec<Example> = [
            ("bagus sekali", Polarity::Positive),
            ("ramah dan bagus", Polarity::Positive),
            ("buruk sekali", Polarity::Negative),
            ("kasar dan buruk", Polarity::Negative),
            ("kantor di jalan sudirman", Polarity::Neutral),
            ("jadwal hari senin", Polarity::Neutral),
        ]
        .map(|(t, p)| (t.to_owned(), p))
        .to_vec();
        let weighted: Vec<Weighted> = examples.iter().map(|e| (e, 1.0)).collect();
        let one = train(&weighted, &examples, Settings::default());
        let two = train(&weighted, &examples, Settings::default());
        assert!(one.write() == two.write());
        for (text, polarity) in &examples {
            assert_eq!(one.classify(text).polarity, *polarity, "{text}");
        }
    }
}
