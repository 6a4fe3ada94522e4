//! Logistic regressions over a few numbers, for the readings that weigh what patterns and scorers found.

/// A weight for each number and a bias, for each question that is asked of the numbers.
#[derive(Clone, Debug, Default)]
pub struct Logistic {
    rows: Vec<Vec<f32>>,
}

impl Logistic {
    /// Rows that [`train`] gave, one for each question.
    #[must_use]
    pub fn new(rows: Vec<Vec<f32>>) -> Self {
        Self { rows }
    }

    /// Reads what [`Self::to_bytes`] wrote of `questions` questions about `numbers` numbers, and returns the bytes after
    /// it; `None` when there are too few.
    pub(crate) fn from_bytes(bytes: &[u8], questions: usize, numbers: usize) -> Option<(Self, &[u8])> {
        let row = (numbers + 1) * size_of::<f32>();
        let (own, rest) = bytes.split_at_checked(questions * row)?;
        let number = |four: &[u8]| f32::from_le_bytes([four[0], four[1], four[2], four[3]]);
        let rows = own.chunks_exact(row).map(|row| row.chunks_exact(4).map(number).collect()).collect();
        Some((Self { rows }, rest))
    }

    /// The rows as little-endian `f32`, the bias last in each.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.rows.iter().flatten().flat_map(|weight| weight.to_le_bytes()).collect()
    }

    /// The probability of a yes to `question`; .5 without a row for it.
    #[must_use]
    pub fn probability(&self, question: usize, numbers: &[f32]) -> f32 {
        let row = self.rows.get(question).map_or(&[][..], Vec::as_slice);
        sigmoid(row.iter().zip(numbers.iter().chain(&[1.0])).map(|(weight, number)| weight * number).sum())
    }
}

/// The logistic function.
#[must_use]
pub(crate) fn sigmoid(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

/// The log-odds of a probability, kept from running off.
pub(crate) fn log_odds(probability: f32) -> f32 {
    const EDGE: f32 = 1e-4;
    ((probability + EDGE) / (1.0 - probability + EDGE)).ln()
}

/// Trains one question by gradient descent on the standardised numbers of `samples`, all of the same length; returns the
/// weights for the numbers as they are, the bias last.
#[must_use]
pub fn train(samples: &[(&[f32], bool)]) -> Vec<f32> {
    const STEPS: usize = 600;
    const RATE: f32 = 0.5;
    const L2: f32 = 1e-3;
    let numbers = samples.first().map_or(0, |(numbers, _)| numbers.len());
    let count = samples.len().max(1) as f32;
    let mean: Vec<f32> =
        (0..numbers).map(|at| samples.iter().map(|(numbers, _)| numbers[at]).sum::<f32>() / count).collect();
    let deviation: Vec<f32> = (0..numbers)
        .map(|at| {
            let squares = samples.iter().map(|(numbers, _)| (numbers[at] - mean[at]).powi(2)).sum::<f32>();
            (squares / count).sqrt().max(1e-6)
        })
        .collect();
    let standard: Vec<Vec<f32>> = samples
        .iter()
        .map(|(sample, _)| (0..numbers).map(|at| (sample[at] - mean[at]) / deviation[at]).collect())
        .collect();
    let mut weights = vec![0f32; numbers];
    let mut bias = 0f32;
    for _ in 0..STEPS {
        let mut slope = vec![0f32; numbers];
        let mut bias_slope = 0f32;
        for (numbers, (_, yes)) in standard.iter().zip(samples) {
            let sum: f32 = numbers.iter().zip(&weights).map(|(value, weight)| value * weight).sum();
            let error = sigmoid(sum + bias) - f32::from(u8::from(*yes));
            bias_slope += error;
            for (slope, value) in slope.iter_mut().zip(numbers) {
                *slope += error * value;
            }
        }
        bias -= RATE * bias_slope / count;
        for (weight, slope) in weights.iter_mut().zip(&slope) {
            *weight -= RATE * (slope / count + L2 * *weight);
        }
    }
    let mut row: Vec<f32> = weights.iter().zip(&deviation).map(|(weight, deviation)| weight / deviation).collect();
    row.push(bias - row.iter().zip(&mean).map(|(weight, mean)| weight * mean).sum::<f32>());
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trained_question_tells_its_samples_apart_and_survives_its_file() {
        let (calm, harsh) = ([-1.0, 0.0], [2.0, 0.0]);
        let row = train(&[(&calm, false), (&harsh, true), (&calm, false), (&harsh, true)]);
        let bytes = Logistic::new(vec![row.clone(), row]).to_bytes();
        let (again, rest) = Logistic::from_bytes(&bytes, 2, 2).expect("reads");
        assert!(again.probability(1, &harsh) > 0.9 && again.probability(1, &calm) < 0.1);
        assert!(rest.is_empty() && Logistic::from_bytes(&bytes, 3, 2).is_none());
    }
}
