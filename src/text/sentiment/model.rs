//! The model: one table of small integers, read whole and checked whole.

use super::Polarity;
use super::features::{self, BUCKETS, Scratch};
use std::cell::RefCell;

/// The file's first bytes: what it is, and which version of the method made it.
const MAGIC: &[u8; 8] = b"PLNTSENT";
const VERSION: u32 = 1;
const HEADER: usize = 8 + 4 + 4 + 4 * 4 + 3 * 4;

/// What a text is taken to be, and how sure the model is (0 to 1, calibrated).
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Label {
    pub polarity: Polarity,
    pub probability: f32,
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

/// For each bucket a weight a class, and how telling the bucket is (its inverse document
/// frequency), all in steps of a scale.
pub struct Model {
    weight_scale: [f32; 3],
    idf_scale: f32,
    bias: [f32; 3],
    /// Four bytes a bucket: three weights, then the idf.
    table: Vec<[i8; 4]>,
}

/// What training gives, before it is made small.
pub struct Weights {
    pub weights: Vec<[f32; 3]>,
    pub idf: Vec<f32>,
    pub bias: [f32; 3],
    /// Scores are divided by it, so that probabilities are calibrated.
    pub temperature: f32,
}

impl Model {
    /// Makes weights small.
    pub fn from_weights(w: &Weights) -> Model {
        let largest = |class: usize| {
            w.weights
                .iter()
                .fold(1e-6f32, |m, row| m.max(row[class].abs()))
        };
        let scale = [0, 1, 2].map(|c| largest(c) / 127.0);
        let idf_scale = w.idf.iter().fold(1e-6f32, |m, i| m.max(*i)) / 127.0;
        let table = w
            .weights
            .iter()
            .zip(&w.idf)
            .map(|(row, idf)| {
                let q = |c: usize| (row[c] / scale[c]).round() as i8;
                [q(0), q(1), q(2), (idf / idf_scale).round() as i8]
            })
            .collect();
        Model {
            weight_scale: scale.map(|s| s / w.temperature),
            idf_scale,
            bias: w.bias.map(|b| b / w.temperature),
            table,
        }
    }

    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEADER + self.table.len() * 4);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&(self.table.len() as u32).to_le_bytes());
        for f in self
            .weight_scale
            .iter()
            .chain([&self.idf_scale])
            .chain(&self.bias)
        {
            out.extend_from_slice(&f.to_le_bytes());
        }
        for row in &self.table {
            out.extend(row.map(|b| b as u8));
        }
        out
    }

    /// # Errors
    /// [`ModelError`] if the bytes are no model, of another version, or cut.
    pub fn read(bytes: &[u8]) -> Result<Model, ModelError> {
        if bytes.len() < HEADER || &bytes[..8] != MAGIC {
            return Err(ModelError::NotAModel);
        }
        let word = |at: usize| [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
        let version = u32::from_le_bytes(word(8));
        if version != VERSION {
            return Err(ModelError::Version(version));
        }
        let wanted = HEADER + BUCKETS * 4;
        if u32::from_le_bytes(word(12)) as usize != BUCKETS || bytes.len() != wanted {
            return Err(ModelError::Size {
                got: bytes.len(),
                wanted,
            });
        }
        let float = |n: usize| f32::from_le_bytes(word(16 + n * 4));
        if (0..7).any(|n| !float(n).is_finite()) {
            return Err(ModelError::NotAModel);
        }
        Ok(Model {
            weight_scale: [float(0), float(1), float(2)],
            idf_scale: float(3),
            bias: [float(4), float(5), float(6)],
            table: bytes[HEADER..]
                .as_chunks::<4>()
                .0
                .iter()
                .map(|c| c.map(|b| b as i8))
                .collect(),
        })
    }

    /// Labels a text. One with no feature at all is neutral with probability 0.
    pub fn classify(&self, text: &str) -> Label {
        thread_local!(static SCRATCH: RefCell<Scratch> = RefCell::default());
        let mut sums = [0i64; 3];
        let mut square = 0i64;
        SCRATCH.with_borrow_mut(|scratch| {
            features::each(text, scratch, |bucket| {
                let [a, b, c, idf] = self.table[bucket as usize];
                let idf = i64::from(idf);
                sums[0] += i64::from(a) * idf;
                sums[1] += i64::from(b) * idf;
                sums[2] += i64::from(c) * idf;
                square += idf * idf;
            });
        });
        if square == 0 {
            return Label {
                polarity: Polarity::Neutral,
                probability: 0.0,
            };
        }
        // The idf's scale stands in both the sum and its norm, and cancels out.
        let norm = (square as f32).sqrt();
        let mut scores = [0f32; 3];
        for (c, score) in scores.iter_mut().enumerate() {
            *score = self.bias[c] + sums[c] as f32 * self.weight_scale[c] / norm;
        }
        let best = (0..3).fold(0, |b, c| if scores[c] > scores[b] { c } else { b });
        let total: f32 = scores.iter().map(|s| (s - scores[best]).exp()).sum();
        Label {
            polarity: Polarity::ALL[best],
            probability: 1.0 / total,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Model {
        let mut weights = vec![[0.0; 3]; BUCKETS];
        weights[7] = [1.0, -0.5, 0.25];
        Model::from_weights(&Weights {
            weights,
            idf: vec![1.0; BUCKETS],
            bias: [0.0, 0.1, 0.0],
            temperature: 1.0,
        })
    }

    #[test]
    fn a_model_is_read_as_it_was_written() {
        let bytes = small().write();
        let again = Model::read(&bytes).expect("a model").write();
        assert_eq!(bytes, again);
    }

    #[test]
    fn another_version_is_refused_by_its_name() {
        let mut bytes = small().write();
        bytes[8] = 9;
        assert_eq!(Model::read(&bytes).err(), Some(ModelError::Version(9)));
        bytes[8] = 1;
        bytes.pop();
        assert!(matches!(
            Model::read(&bytes).err(),
            Some(ModelError::Size { .. })
        ));
        assert_eq!(Model::read(b"GIF89a").err(), Some(ModelError::NotAModel));
    }
}
