//! Whether what reads as praise is meant as blame: one more linear machine, asked only about praise.
//! Method and figures: `assets/sentiment/README.md`.

use super::features::Feature;
use super::signals;

/// Words, ties and parts share this many weights by their hashes.
const BUCKETS: usize = 1 << 15;
/// What the machine sees: the buckets, then the signals.
pub const DIMENSIONS: usize = BUCKETS + signals::COUNT;
/// The length of the parts of words, where that of the words is 1, and of a signal.
pub const PARTS: f32 = 0.7;
pub const SIGNAL: f32 = 0.2;

fn bucket(hash: u64) -> usize {
    // FNV's high bits are the better mixed ones.
    (hash >> 49) as usize ^ (hash as usize & (BUCKETS - 1))
}

/// What the machine sees of a feature.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    Word(usize),
    Part(usize),
    Signal(usize),
}

impl Seen {
    /// The index among [`DIMENSIONS`] with what kind it is of.
    pub fn of(feature: Feature) -> Seen {
        match feature {
            Feature::Word(hash) | Feature::Tie(hash) => Seen::Word(bucket(hash)),
            Feature::Part(hash) => Seen::Part(bucket(hash)),
            Feature::Signal(n) => Seen::Signal(BUCKETS + usize::from(n)),
        }
    }
}

/// The machine, made small.
pub struct Irony {
    /// [`BUCKETS`] of them, or none.
    buckets: Vec<i8>,
    /// What a step of a bucket is worth.
    step: f32,
    signals: [f32; signals::COUNT],
    bias: f32,
}

/// What has been seen of a text so far.
#[derive(Default)]
pub struct Sum {
    words: i32,
    parts: i32,
    of_words: u32,
    of_parts: u32,
    signals: f32,
}

impl Irony {
    /// Never finds any.
    pub const NONE: Irony = Irony {
        buckets: Vec::new(),
        step: 0.0,
        signals: [0.0; signals::COUNT],
        bias: -100.0,
    };

    fn weight(&self, bucket: usize) -> i32 {
        self.buckets.get(bucket).map_or(0, |w| i32::from(*w))
    }

    /// Of weights for [`DIMENSIONS`] and the bias as the last of them; the score is divided by
    /// `temperature`, then `bias` is added.
    pub fn from_weights(weights: &[f32], temperature: f32, bias: f32) -> Irony {
        let buckets = weights.get(..BUCKETS).unwrap_or_default();
        let step = buckets.iter().fold(1e-6f32, |m, w| m.max(w.abs())) / 127.0;
        let of = |n: usize| weights.get(n).copied().unwrap_or_default();
        Irony {
            buckets: (0..BUCKETS)
                .map(|n| (of(n) / step).round().clamp(-127.0, 127.0) as i8)
                .collect(),
            step: step / temperature,
            signals: std::array::from_fn(|n| of(BUCKETS + n) * SIGNAL / temperature),
            bias: of(DIMENSIONS) / temperature + bias,
        }
    }

    #[inline]
    pub fn add(&self, feature: Feature, sum: &mut Sum) {
        match Seen::of(feature) {
            Seen::Word(n) => {
                sum.words += self.weight(n);
                sum.of_words += 1;
            }
            Seen::Part(n) => {
                sum.parts += self.weight(n);
                sum.of_parts += 1;
            }
            Seen::Signal(n) => sum.signals += self.signals[n - BUCKETS],
        }
    }

    /// The score: of praise, irony is as likely as not at 0.
    pub fn score(&self, sum: &Sum) -> f32 {
        let by = |n: u32| self.step / (n.max(1) as f32).sqrt();
        self.bias
            + sum.signals
            + sum.words as f32 * by(sum.of_words)
            + sum.parts as f32 * by(sum.of_parts) * PARTS
    }

    pub fn write(&self, out: &mut Vec<u8>) {
        for f in [self.step, self.bias].iter().chain(&self.signals) {
            out.extend_from_slice(&f.to_le_bytes());
        }
        out.extend(self.buckets.iter().map(|w| *w as u8));
    }

    /// Takes a machine off the front of some bytes; none if they hold none.
    pub fn read(bytes: &mut &[u8]) -> Option<Irony> {
        let floats = super::model::floats(bytes, 2 + signals::COUNT)?;
        let (buckets, rest) = bytes.split_at_checked(BUCKETS)?;
        *bytes = rest;
        Some(Irony {
            buckets: buckets.iter().map(|b| *b as i8).collect(),
            step: floats[0],
            bias: floats[1],
            signals: std::array::from_fn(|n| floats[2 + n]),
        })
    }
}
