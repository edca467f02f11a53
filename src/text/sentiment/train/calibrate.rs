//! From scores to probabilities that hold: a temperature and a bias for each class, fitted on
//! sentences that the scores were not trained on.

use crate::text::sentiment::eval::PRIOR;

/// Divides scores, then adds a bias.
#[derive(Copy, Clone, Debug)]
pub struct Calibration {
    pub temperature: f32,
    pub bias: [f32; 3],
}

impl Calibration {
    /// Leaves scores as they are.
    pub const NONE: Calibration = Calibration {
        temperature: 1.0,
        bias: [0.0; 3],
    };

    pub fn apply(&self, scores: [f32; 3]) -> [f32; 3] {
        std::array::from_fn(|c| scores[c] / self.temperature + self.bias[c])
    }
}

pub fn softmax(scores: [f32; 3]) -> [f32; 3] {
    let top = scores.iter().fold(f32::MIN, |m, s| m.max(*s));
    let e = scores.map(|s| (s - top).exp());
    let total: f32 = e.iter().sum();
    e.map(|x| x / total)
}

/// The calibration under which the labels are likeliest, if classes are as frequent as [`PRIOR`].
/// Each sentence is its scores, its class, and what share of its class it is.
pub fn fit(scored: &[([f32; 3], usize, f32)]) -> Calibration {
    // Gradient descent on four convex parameters: the inverse temperature and three biases.
    let (mut slope, mut bias) = (1f32, [0f32; 3]);
    for _ in 0..600 {
        let (mut by_slope, mut by_bias) = (0f32, [0f32; 3]);
        for (scores, class, share) in scored {
            let p = softmax(std::array::from_fn(|c| slope * scores[c] + bias[c]));
            for c in 0..3 {
                let truth = f32::from(u8::from(c == *class));
                let g = (p[c] - truth) * share * PRIOR[*class] as f32;
                by_slope += g * scores[c];
                by_bias[c] += g;
            }
        }
        slope -= 2.0 * by_slope;
        for (b, g) in bias.iter_mut().zip(by_bias) {
            *b -= 2.0 * g;
        }
    }
    Calibration {
        temperature: 1.0 / slope.max(0.05),
        bias,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_that_say_too_little_are_made_surer() {
        let mut scored = Vec::new();
        for class in 0..3 {
            let mut scores = [-0.3; 3];
            scores[class] = 0.3;
            scored.push((scores, class, 1.0));
        }
        let c = fit(&scored);
        assert!(c.temperature < 0.5, "{c:?}");
        let p = softmax([0, 1, 2].map(|k| scored[0].0[k] / c.temperature + c.bias[k]));
        assert!(p[0] > 0.8, "{p:?}");
    }
}
