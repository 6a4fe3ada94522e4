//! Logistic regression over a few numbers.

/// Something to learn from.
#[derive(Clone, Debug)]
pub struct Example {
    /// What describes it, at most 256 numbers.
    pub numbers: Vec<f32>,
    /// The answer.
    pub yes: bool,
    /// What an error on it costs.
    pub weight: f32,
}

/// The logistic function: the probability with these log-odds.
#[must_use]
pub(crate) fn sigmoid(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

/// The log-odds of a probability, kept from running off.
pub(crate) fn log_odds(probability: f32) -> f32 {
    const EDGE: f32 = 1e-4;
    ((probability + EDGE) / (1.0 - probability + EDGE)).ln()
}

/// The weights of the numbers that describe `examples`, all as many, and a bias after them: by gradient descent on the
/// numbers brought to mean 0 and deviation 1.
#[must_use]
pub(crate) fn train(examples: &[&Example]) -> Vec<f32> {
    const STEPS: usize = 600;
    const RATE: f32 = 0.5;
    const L2: f32 = 1e-3;
    let numbers = examples.first().map_or(0, |one| one.numbers.len());
    let cost: f32 = examples.iter().map(|one| one.weight).sum::<f32>().max(1.0);
    let share = |one: &Example| one.weight / cost;
    let mean: Vec<f32> =
        (0..numbers).map(|at| examples.iter().map(|one| share(one) * one.numbers[at]).sum::<f32>()).collect();
    let deviation: Vec<f32> = (0..numbers)
        .map(|at| {
            let squares = examples.iter().map(|one| share(one) * (one.numbers[at] - mean[at]).powi(2)).sum::<f32>();
            squares.sqrt().max(1e-6)
        })
        .collect();
    let standard: Vec<Vec<f32>> = examples
        .iter()
        .map(|one| (0..numbers).map(|at| (one.numbers[at] - mean[at]) / deviation[at]).collect())
        .collect();
    let mut weights = vec![0f32; numbers];
    let mut bias = 0f32;
    for _ in 0..STEPS {
        let mut slope = vec![0f32; numbers];
        let mut bias_slope = 0f32;
        for (numbers, one) in standard.iter().zip(examples) {
            let sum: f32 = numbers.iter().zip(&weights).map(|(value, weight)| value * weight).sum();
            let error = share(one) * (sigmoid(sum + bias) - f32::from(u8::from(one.yes)));
            bias_slope += error;
            for (slope, value) in slope.iter_mut().zip(numbers) {
                *slope += error * value;
            }
        }
        bias -= RATE * bias_slope;
        for (weight, slope) in weights.iter_mut().zip(&slope) {
            *weight -= RATE * (slope + L2 * *weight);
        }
    }
    let mut row: Vec<f32> = weights.iter().zip(&deviation).map(|(weight, deviation)| weight / deviation).collect();
    row.push(bias - row.iter().zip(&mean).map(|(weight, mean)| weight * mean).sum::<f32>());
    row
}
