//! The model: tables of small integers, read whole and checked whole.

use super::features::{self, Feature, Scratch};
use super::irony::{Irony, Sum};
use super::lexicon::Lexicon;
use super::pairs::Pairs;
use super::train::calibrate::{Calibration, softmax};
use super::{Polarity, hashed::Table, signals};
use std::cell::RefCell;

/// The file's first bytes: what it is, and which version of the method made it.
const MAGIC: &[u8; 8] = b"PLNTSENT";
const VERSION: u32 = 3;
const HEADER: usize = 8 + 4 + 4;
/// Scales of the words' six weights and the parts' three, the biases, the signals.
const FLOATS: usize = 6 + 3 + 3 + 3 * signals::COUNT;

/// Below this probability a label is a guess: [`Label::is_uncertain`].
pub const UNCERTAIN_BELOW: f32 = 0.6;

/// A text of whose words the model knows a smaller share is labelled with less certainty, down to
/// scores of a quarter.
const KNOWN: f32 = 0.4;

/// What a text is taken to be, and how sure the model is (0 to 1, calibrated).
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Label {
    pub polarity: Polarity,
    pub probability: f32,
}

impl Label {
    /// The likeliest polarity by calibrated scores. Praise is as much less likely as irony is likely,
    /// unless its writer has said that they mean it: what may be irony is left uncertain, and never
    /// counts as sure blame.
    pub fn of(scores: Scores, sincere: bool) -> Label {
        let p = softmax(scores.polarity);
        let best = (0..3).fold(0, |b, c| if p[c] > p[b] { c } else { b });
        let polarity = Polarity::ALL[best];
        let meant = match polarity {
            Polarity::Positive if !sincere => 1.0 / (1.0 + scores.irony.exp()),
            _ => 1.0,
        };
        Label {
            polarity,
            probability: p[best] * meant,
        }
    }

    /// Whether the label should be shown as uncertain rather than as a finding.
    pub fn is_uncertain(&self) -> bool {
        self.probability < UNCERTAIN_BELOW
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    #[error("the file is no sentiment model of Palanta")]
    NotAModel,
    #[error("the sentiment model has version {0}, this program reads version {VERSION}")]
    Version(u32),
    #[error("the sentiment model has {got} bytes, {wanted} were expected")]
    Size { got: usize, wanted: usize },
}

pub struct Model {
    lexicon: Lexicon,
    pairs: Pairs,
    /// For each word three weights of the first machine and three of the second, then what it adds
    /// to the length under each.
    words: Table<8>,
    /// Three weights, then the length.
    parts: Table<4>,
    word_scale: [f32; 6],
    part_scale: [f32; 3],
    bias: [f32; 3],
    signals: [[f32; 3]; signals::COUNT],
    irony: Irony,
}

/// What a text says before it is made a probability.
#[derive(Copy, Clone, Debug, Default)]
pub struct Scores {
    pub polarity: [f32; 3],
    /// That it is meant as blame if it reads as praise.
    pub irony: f32,
}

/// What training gives, before it is made small.
pub struct Weights {
    /// Hash, weights (of both machines), lengths.
    pub words: Vec<(u64, [f32; 6], [f32; 2])>,
    pub parts: Vec<(u64, [f32; 3], f32)>,
    pub signals: [[f32; 3]; signals::COUNT],
    pub bias: [f32; 3],
}

/// The step of one column, so that its largest value is 127.
fn step(values: impl Iterator<Item = f32>) -> f32 {
    values.fold(1e-6f32, |m, v| m.max(v.abs())) / 127.0
}

fn small(value: f32, step: f32) -> i8 {
    (value / step).round().clamp(-127.0, 127.0) as i8
}

/// Takes so many finite numbers off the front of some bytes.
pub(super) fn floats(bytes: &mut &[u8], count: usize) -> Option<Vec<f32>> {
    let (floats, rest) = bytes.split_at_checked(count * 4)?;
    *bytes = rest;
    let floats: Vec<f32> = floats
        .chunks_exact(4)
        .map(|c| f32::from_le_bytes([c[0], c[1], c[2], c[3]]))
        .collect();
    floats.iter().all(|f| f.is_finite()).then_some(floats)
}

impl Model {
    /// Makes weights small. Lengths are in steps of their own, which cancel out but for the scale.
    pub fn from_weights(
        w: &Weights,
        lexicon: Lexicon,
        pairs: Pairs,
        c: Calibration,
        irony: Irony,
    ) -> Model {
        let word_step: [f32; 6] = std::array::from_fn(|n| step(w.words.iter().map(|x| x.1[n])));
        let length: [f32; 2] = std::array::from_fn(|n| step(w.words.iter().map(|x| x.2[n])));
        let part_step: [f32; 3] = std::array::from_fn(|n| step(w.parts.iter().map(|x| x.1[n])));
        let part_length = step(w.parts.iter().map(|x| x.2));
        let words: Vec<(u64, [i8; 8])> = w
            .words
            .iter()
            .map(|(hash, weights, lengths)| {
                let of = |n: usize| match n.checked_sub(6) {
                    None => small(weights[n], word_step[n]),
                    Some(n) => small(lengths[n], length[n]).max(1),
                };
                (*hash, std::array::from_fn(of))
            })
            .collect();
        let parts: Vec<(u64, [i8; 4])> = w
            .parts
            .iter()
            .map(|(hash, weights, length)| {
                let of = |n: usize| match weights.get(n) {
                    Some(x) => small(*x, part_step[n]),
                    None => small(*length, part_length).max(1),
                };
                (*hash, std::array::from_fn(of))
            })
            .collect();
        let t = c.temperature;
        Model {
            lexicon,
            pairs,
            words: Table::new(&words),
            parts: Table::new(&parts),
            word_scale: std::array::from_fn(|n| word_step[n] / length[n / 3] / t),
            part_scale: part_step.map(|s| s / part_length / t),
            bias: std::array::from_fn(|n| w.bias[n] / t + c.bias[n]),
            signals: w.signals.map(|row| row.map(|x| x / t)),
            irony,
        }
    }

    pub fn write(&self) -> Vec<u8> {
        let mut rest = Vec::new();
        let floats = self.word_scale.iter().chain(&self.part_scale);
        for f in floats
            .chain(&self.bias)
            .chain(self.signals.iter().flatten())
        {
            rest.extend_from_slice(&f.to_le_bytes());
        }
        self.lexicon.write(&mut rest);
        self.pairs.write(&mut rest);
        self.words.write(&mut rest);
        self.parts.write(&mut rest);
        self.irony.write(&mut rest);
        let mut out = Vec::with_capacity(HEADER + rest.len());
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&((HEADER + rest.len()) as u32).to_le_bytes());
        out.extend_from_slice(&rest);
        out
    }

    /// # Errors
    /// [`ModelError`] if the bytes are no model, of another version, or cut.
    pub fn read(bytes: &[u8]) -> Result<Model, ModelError> {
        let word = |at: usize| {
            bytes
                .get(at..)?
                .first_chunk()
                .copied()
                .map(u32::from_le_bytes)
        };
        if !bytes.starts_with(MAGIC) {
            return Err(ModelError::NotAModel);
        }
        let version = word(8).ok_or(ModelError::NotAModel)?;
        if version != VERSION {
            return Err(ModelError::Version(version));
        }
        let wanted = word(12).ok_or(ModelError::NotAModel)? as usize;
        if wanted != bytes.len() {
            let got = bytes.len();
            return Err(ModelError::Size { got, wanted });
        }
        Self::read_body(&bytes[HEADER..]).ok_or(ModelError::NotAModel)
    }

    fn read_body(mut rest: &[u8]) -> Option<Model> {
        let floats = floats(&mut rest, FLOATS)?;
        let model = Model {
            lexicon: Lexicon::read(&mut rest)?,
            pairs: Pairs::read(&mut rest)?,
            words: Table::read(&mut rest)?,
            parts: Table::read(&mut rest)?,
            irony: Irony::read(&mut rest)?,
            word_scale: std::array::from_fn(|n| floats[n]),
            part_scale: std::array::from_fn(|n| floats[6 + n]),
            bias: std::array::from_fn(|n| floats[9 + n]),
            signals: std::array::from_fn(|n| std::array::from_fn(|c| floats[12 + 3 * n + c])),
        };
        rest.is_empty().then_some(model)
    }

    /// Words that are good or bad by themselves.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Minangkabau words and the Indonesian ones that stand for them.
    pub fn pairs(&self) -> &Pairs {
        &self.pairs
    }

    /// The scores of a text before they are made a probability; none for a text without a word or
    /// sign that the model knows, and for mere numbers.
    pub fn scores(&self, text: &str, scratch: &mut Scratch) -> Option<Scores> {
        let mut sums = [0i32; 9];
        let mut squares = [0i32; 3];
        let (mut words, mut known) = (0u32, 0u32);
        let mut scores = self.bias;
        let mut irony = Sum::default();
        let (pairs, lexicon) = (&self.pairs, &self.lexicon);
        features::each(text, pairs, lexicon, scratch, |f| {
            self.irony.add(f, &mut irony);
            match f {
                Feature::Word(hash) | Feature::Tie(hash) => {
                    let alone = u32::from(matches!(f, Feature::Word(_)));
                    words += alone;
                    if let Some(values) = self.words.get(hash) {
                        known += alone;
                        for n in 0..6 {
                            sums[n] += i32::from(values[n]);
                        }
                        for n in 0..2 {
                            squares[n] += i32::from(values[6 + n]).pow(2);
                        }
                    }
                }
                Feature::Part(hash) => {
                    if let Some(values) = self.parts.get(hash) {
                        for n in 0..3 {
                            sums[6 + n] += i32::from(values[n]);
                        }
                        squares[2] += i32::from(values[3]).pow(2);
                    }
                }
                Feature::Signal(n) => {
                    for (score, x) in scores.iter_mut().zip(self.signals[usize::from(n)]) {
                        *score += x;
                    }
                }
            }
        });
        // Numbers alone say nothing.
        let reading = scratch.reading();
        let mut pieces = reading.pieces().iter().map(|p| reading.word(p));
        let opinions = u32::try_from(scratch.opinions()).unwrap_or(u32::MAX);
        let known = known.max(opinions);
        if (squares == [0; 3] && opinions == 0)
            || pieces.all(|word| word.bytes().all(|b| b.is_ascii_digit()))
        {
            return None;
        }
        let by = squares.map(|s| 1.0 / (s.max(1) as f32).sqrt());
        for (c, score) in scores.iter_mut().enumerate() {
            *score += sums[c] as f32 * self.word_scale[c] * by[0]
                + sums[3 + c] as f32 * self.word_scale[3 + c] * by[1]
                + sums[6 + c] as f32 * self.part_scale[c] * by[2];
        }
        // Who knows few of the words had better not be sure.
        let doubt = (known as f32 / words.max(1) as f32 / KNOWN).clamp(0.25, 1.0);
        Some(Scores {
            polarity: scores.map(|s| s * doubt),
            irony: self.irony.score(&irony),
        })
    }

    fn ask<T>(&self, text: &str, of: impl FnOnce(Scores) -> T) -> Option<T> {
        thread_local!(static SCRATCH: RefCell<Scratch> = RefCell::default());
        SCRATCH.with_borrow_mut(|scratch| self.scores(text, scratch).map(of))
    }

    /// The probability of each polarity by the words alone, irony not looked for; none as with
    /// [`Model::scores`].
    pub fn probabilities(&self, text: &str) -> Option<[f32; 3]> {
        self.ask(text, |s| softmax(s.polarity))
    }

    /// Labels a text. One in another script, or without words, is neutral with probability 0.
    pub fn classify(&self, text: &str) -> Label {
        self.label(text, false)
    }

    /// The same of a writer who has said that they mean praise: irony is not looked for.
    pub fn classify_sincere(&self, text: &str) -> Label {
        self.label(text, true)
    }

    fn label(&self, text: &str, sincere: bool) -> Label {
        self.ask(text, |s| Label::of(s, sincere)).unwrap_or(Label {
            polarity: Polarity::Neutral,
            probability: 0.0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes() -> Vec<u8> {
        let weights = Weights {
            words: vec![(7, [1.0, -0.5, 0.25, 0.0, 0.0, 1.0], [2.0, 1.0])],
            parts: vec![(9, [0.1, 0.2, 0.3], 1.5)],
            signals: [[0.01; 3]; signals::COUNT],
            bias: [0.0, 0.1, 0.0],
        };
        let lexicon = Lexicon::parse("+ ramah").expect("a lexicon");
        let pairs = Pairs::new(&[("rancak".into(), "bagus".into(), false)]);
        let irony = Irony::from_weights(&[0.5; 40_000], 2.0, -1.0);
        Model::from_weights(&weights, lexicon, pairs, Calibration::NONE, irony).write()
    }

    #[test]
    fn a_model_is_read_as_it_was_written() {
        let again = Model::read(&bytes()).expect("a model").write();
        assert_eq!(bytes(), again);
    }

    #[test]
    fn another_version_is_refused_by_its_name() {
        let mut other = bytes();
        other[8] = 1;
        let refused = Model::read(&other).err();
        assert_eq!(refused, Some(ModelError::Version(1)));
        let said = refused.map(|e| e.to_string()).unwrap_or_default();
        assert!(said.contains("version 1") && said.contains("version 3"));
        assert_eq!(Model::read(b"GIF89a").err(), Some(ModelError::NotAModel));
        assert_eq!(Model::read(b"PLNTSENT").err(), Some(ModelError::NotAModel));
    }

    #[test]
    fn a_cut_or_changed_file_is_refused_and_never_panics() {
        let whole = bytes();
        for length in 0..whole.len() {
            assert!(Model::read(&whole[..length]).is_err());
        }
        let mut longer = whole.clone();
        longer.push(0);
        assert!(matches!(
            Model::read(&longer).err(),
            Some(ModelError::Size { .. })
        ));
        // Every slot taken: looking would never end.
        let mut full = whole;
        for byte in &mut full[HEADER + FLOATS * 4 + 4..] {
            *byte |= 1;
        }
        assert!(Model::read(&full).is_err());
    }
}
