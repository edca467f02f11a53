//! A linear support-vector machine with squared hinge loss, by dual coordinate descent (Hsieh,
//! Chang, Lin, Keerthi and Sundararajan 2008), in one fixed order.

use super::shuffle;

/// A sparse vector: index and value.
pub type Vector = Vec<(u32, f32)>;

/// Passes over the sentences at most.
const PASSES: usize = 40;
/// Stops when no gradient of a pass is larger.
const ENOUGH: f32 = 0.02;

/// Weights, and the bias as the last of them, that tell `positive` vectors from the others. Each
/// vector costs `cost` times its error.
pub fn fit(vectors: &[Vector], positive: &[bool], cost: &[f32], dimensions: usize) -> Vec<f32> {
    let mut w = vec![0f32; dimensions + 1];
    let mut alpha = vec![0f32; vectors.len()];
    // The bias is one more feature, of value 1.
    let square: Vec<f32> = vectors
        .iter()
        .map(|v| 1.0 + v.iter().map(|(_, x)| x * x).sum::<f32>())
        .collect();
    let mut order: Vec<usize> = (0..vectors.len()).collect();
    let mut random = 0x5eed_u64;
    for _ in 0..PASSES {
        shuffle(&mut order, &mut random);
        let mut largest = 0f32;
        for &n in &order {
            let y = if positive[n] { 1.0 } else { -1.0 };
            let soft = 0.5 / cost[n];
            let dot: f32 = w[dimensions]
                + vectors[n]
                    .iter()
                    .map(|(i, x)| w[*i as usize] * x)
                    .sum::<f32>();
            let gradient = y * dot - 1.0 + soft * alpha[n];
            let projected = if alpha[n] == 0.0 {
                gradient.min(0.0)
            } else {
                gradient
            };
            if projected.abs() < 1e-6 {
                continue;
            }
            largest = largest.max(projected.abs());
            let before = alpha[n];
            alpha[n] = (before - gradient / (square[n] + soft)).max(0.0);
            let step = (alpha[n] - before) * y;
            for (i, x) in &vectors[n] {
                w[*i as usize] += step * x;
            }
            w[dimensions] += step;
        }
        if largest < ENOUGH {
            break;
        }
    }
    w
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separates_what_can_be_separated() {
        let vectors = vec![
            vec![(0, 1.0)],
            vec![(0, 0.8), (1, 0.1)],
            vec![(1, 1.0)],
            vec![(1, 0.9)],
        ];
        let positive = [true, true, false, false];
        let w = fit(&vectors, &positive, &[10.0; 4], 2);
        for (v, p) in vectors.iter().zip(positive) {
            let score: f32 = w[2] + v.iter().map(|(i, x)| w[*i as usize] * x).sum::<f32>();
            assert_eq!(score > 0.0, p);
        }
    }
}
