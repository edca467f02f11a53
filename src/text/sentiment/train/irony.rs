//! The machine that tells irony from praise, and how likely irony is at each of its scores.

use super::cross::FOLDS;
use super::documents::merge;
use super::svm;
use crate::text::sentiment::features::{self, Scratch};
use crate::text::sentiment::irony::{DIMENSIONS, Irony, PARTS, SIGNAL, Seen, Sum};
use crate::text::sentiment::lexicon::Lexicon;
use crate::text::sentiment::pairs::Pairs;

/// Of what reads as praise in a citizens' forum, this share is taken to be irony. Nobody has counted;
/// taken rather too high, since a false praise is worse than one that is left uncertain.
pub const SHARE: f32 = 0.1;

/// What an error costs against the size of weights.
const COST: f32 = 1.0;

/// Something that reads as praise.
pub struct Praise<'a> {
    pub text: &'a str,
    pub ironic: bool,
    /// How much it counts among its kind.
    pub weight: f32,
    /// In which fold it is left out.
    pub fold: usize,
}

/// A text as [`Irony::score`] weighs it: words and ties together have length 1 or less, parts as well.
fn vector(seen: &[Seen]) -> svm::Vector {
    let count = |of: fn(&Seen) -> bool| seen.iter().filter(|s| of(s)).count().max(1) as f32;
    let word = 1.0 / count(|s| matches!(s, Seen::Word(_))).sqrt();
    let part = PARTS / count(|s| matches!(s, Seen::Part(_))).sqrt();
    let mut all: svm::Vector = seen
        .iter()
        .map(|s| match *s {
            Seen::Word(n) => (n as u32, word),
            Seen::Part(n) => (n as u32, part),
            Seen::Signal(n) => (n as u32, SIGNAL),
        })
        .collect();
    merge(&mut all);
    all
}

/// Trains the machine, and gives the score of each text by one that was trained on the other folds.
pub fn train(all: &[Praise], lexicon: &Lexicon, pairs: &Pairs) -> (Irony, Vec<f32>) {
    let mut scratch = Scratch::default();
    let vectors: Vec<svm::Vector> = all
        .iter()
        .map(|p| {
            let mut seen = Vec::new();
            features::each(p.text, pairs, lexicon, &mut scratch, |f| {
                seen.push(Seen::of(f))
            });
            vector(&seen)
        })
        .collect();
    let fit = |keep: &dyn Fn(usize) -> bool| {
        let kept: Vec<usize> = (0..all.len()).filter(|n| keep(*n)).collect();
        let of_kind = |ironic: bool| -> f32 {
            let kind = kept.iter().filter(|n| all[**n].ironic == ironic);
            kind.map(|n| all[*n].weight).sum()
        };
        let sizes = [of_kind(false), of_kind(true)];
        let vectors: Vec<svm::Vector> = kept.iter().map(|n| vectors[*n].clone()).collect();
        let ironic: Vec<bool> = kept.iter().map(|n| all[*n].ironic).collect();
        let cost: Vec<f32> = kept
            .iter()
            .map(|n| {
                let size = sizes[usize::from(all[*n].ironic)].max(1.0);
                COST * all[*n].weight * (sizes[0] + sizes[1]) / (2.0 * size)
            })
            .collect();
        svm::fit(&vectors, &ironic, &cost, DIMENSIONS)
    };
    let mut scores = vec![0f32; all.len()];
    for k in 0..FOLDS {
        let machine = Irony::from_weights(&fit(&|n| all[n].fold != k), 1.0, 0.0);
        for (n, p) in all.iter().enumerate().filter(|(_, p)| p.fold == k) {
            let mut sum = Sum::default();
            features::each(p.text, pairs, lexicon, &mut scratch, |f| {
                machine.add(f, &mut sum);
            });
            scores[n] = machine.score(&sum);
        }
    }
    let (slope, bias) = calibrate(all, &scores);
    for score in &mut scores {
        *score = *score * slope + bias;
    }
    (
        Irony::from_weights(&fit(&|_| true), 1.0 / slope.max(0.05), bias),
        scores,
    )
}

/// Slope and bias under which the kinds are likeliest, if irony is as frequent as [`SHARE`].
fn calibrate(all: &[Praise], scores: &[f32]) -> (f32, f32) {
    let of_kind = |ironic: bool| -> f32 {
        let kind = all.iter().filter(|p| p.ironic == ironic);
        kind.map(|p| p.weight).sum()
    };
    let shares = [
        (1.0 - SHARE) / of_kind(false).max(1e-6),
        SHARE / of_kind(true).max(1e-6),
    ];
    let (mut slope, mut bias) = (1f32, 0f32);
    for _ in 0..2_000 {
        let (mut by_slope, mut by_bias) = (0f32, 0f32);
        for (p, score) in all.iter().zip(scores) {
            let likely = 1.0 / (1.0 + (-(slope * score + bias)).exp());
            let truth = f32::from(u8::from(p.ironic));
            let g = (likely - truth) * p.weight * shares[usize::from(p.ironic)];
            by_slope += g * score;
            by_bias += g;
        }
        slope -= 2.0 * by_slope;
        bias -= 2.0 * by_bias;
    }
    (slope, bias)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn irony_is_told_from_praise_and_the_same_every_time() {
        let texts = [
            ("hebat, tiga jam baru dipanggil", true),
            ("mantap, dua bulan baru jadi", true),
            ("hebat, lima hari baru datang", true),
            ("hebat, ramah dan cepat", false),
            ("mantap, bersih dan nyaman", false),
            ("hebat, cepat dan mudah", false),
        ];
        let all: Vec<Praise> = (0..10)
            .flat_map(|round| {
                texts
                    .iter()
                    .enumerate()
                    .map(move |(n, (text, ironic))| Praise {
                        text,
                        ironic: *ironic,
                        weight: 1.0,
                        fold: (round + n) % FOLDS,
                    })
            })
            .collect();
        let lexicon = Lexicon::parse("+ hebat mantap ramah cepat bersih nyaman mudah");
        let lexicon = lexicon.expect("a lexicon");
        let (machine, scores) = train(&all, &lexicon, &Pairs::default());
        for (p, score) in all.iter().zip(&scores) {
            assert_eq!(*score > 0.0, p.ironic, "{}: {score}", p.text);
        }
        let written = |machine: &Irony| {
            let mut bytes = Vec::new();
            machine.write(&mut bytes);
            bytes
        };
        let (again, _) = train(&all, &lexicon, &Pairs::default());
        assert!(written(&machine) == written(&again));
    }
}
