//! A small linear model over hashed features: a table of weights, a sum, a probability.
//!
//! It is plain data: the same text gives the same score on every machine, and each feature's share of a score can be
//! told. Weights are trained by `examples/train.rs` and stored as whole numbers.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::logistic::sigmoid;

/// The number of buckets that features are hashed into, as a power of two: so many that two features of a model seldom
/// share one, and that a feature which the model does not know seldom meets another's weight.
const BUCKET_BITS: u32 = 22;

/// Marks the files of this format.
const MAGIC: &[u8; 4] = b"TRL3";

/// Mixes numbers into one feature hash (the 32-bit finaliser of MurmurHash3, A. Appleby).
pub(crate) fn mix(parts: &[u32]) -> u32 {
    let mut hash = 0x9E37_79B9u32;
    for part in parts {
        hash ^= part;
        hash = hash.wrapping_mul(0x85EB_CA6B);
        hash ^= hash >> 13;
        hash = hash.wrapping_mul(0xC2B2_AE35);
        hash ^= hash >> 16;
    }
    hash
}

/// A hash of text (FNV-1a, 32 bits).
#[must_use]
pub fn text_hash(text: &str) -> u32 {
    text.bytes().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The bucket of a feature hash.
fn bucket(hash: u32) -> usize {
    (hash >> (32 - BUCKET_BITS)) as usize
}

/// The low bits of a bucket, which its row holds; the others choose the row's group.
const LOW_BITS: u32 = 8;

/// Groups of rows, each with a place in the index.
const GROUPS: usize = 1 << (BUCKET_BITS - LOW_BITS);

/// A value and weights for each bucket that the training has seen, used as they are stored: nothing is unpacked.
///
/// A feature's value says how rare it is, as in tf-idf (Spärck Jones 1972), so that a sentence is judged by what sets it
/// apart. The values of a text are scaled to length 1; a feature without a bucket is not counted.
///
/// A file is the mark, the number of labels, a scale and a bias for each label (`f32`), the number of the first row of
/// each group and of one past the last (`u32`), and the rows, sorted: the low bits of the bucket, its value (`u8`), and a
/// whole number (`i8`) for each label. All numbers are little endian.
#[derive(Clone, Debug)]
pub struct Linear {
    labels: usize,
    scales: Vec<f32>,
    biases: Vec<f32>,
    index: Cow<'static, [u8]>,
    rows: Cow<'static, [u8]>,
}

/// What some features bring to a score, before all that is scored together is scaled to length 1.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// One sum of values times weights for each label.
    products: Vec<i64>,
    /// The sum of the squares of the values.
    squares: u64,
}

/// What a model knows of a bucket.
#[derive(Clone, Copy)]
struct Row<'a> {
    value: u8,
    /// One byte for each label.
    weights: &'a [u8],
}

impl Linear {
    /// Trains one logistic regression for each label; its weights are scaled to whole numbers. A feature of fewer samples
    /// than [`Training::fewest`] is left out.
    #[must_use]
    pub fn train(samples: &[&Sample], training: Training) -> Self {
        let values = values(samples, training);
        let matrix = Matrix::of(samples, &values);
        let labels = samples.first().map_or(0, |sample| sample.labels.len());
        let costs: Vec<f32> = samples.iter().map(|sample| sample.weight * training.cost).collect();
        let mut biases = Vec::new();
        let mut weights: Vec<Vec<f32>> = Vec::new();
        for label in 0..labels {
            let wanted: Vec<bool> = samples.iter().map(|one| one.labels[label] == Some(true)).collect();
            let known = samples.iter().zip(&costs).map(|(one, cost)| one.labels[label].map_or(0.0, |_| *cost));
            let mut trained = matrix.regression(&wanted, &known.collect::<Vec<_>>());
            biases.extend(trained.pop());
            weights.push(trained);
        }
        let largest = |row: &Vec<f32>| row.iter().fold(0f32, |most, weight| most.max(weight.abs()));
        let scales: Vec<f32> = weights.iter().map(|row| (largest(row) / 127.0).max(f32::MIN_POSITIVE)).collect();
        let (mut index, mut rows, mut count) = (Vec::new(), Vec::new(), 0);
        for (bucket, value) in values.iter().enumerate() {
            if bucket % (1 << LOW_BITS) == 0 {
                index.extend((count as u32).to_le_bytes());
            }
            if *value > 0 {
                rows.extend([(bucket % (1 << LOW_BITS)) as u8, *value]);
                // The scale keeps every quotient within -127 to 127.
                let whole = weights.iter().zip(&scales).map(|(row, scale)| (row[count] / scale).round() as i8);
                rows.extend(whole.flat_map(i8::to_le_bytes));
                count += 1;
            }
        }
        index.extend((count as u32).to_le_bytes());
        Self { labels, scales, biases, index: index.into(), rows: rows.into() }
    }

    /// How many labels it has.
    pub(crate) fn labels(&self) -> usize {
        self.labels
    }

    fn row(&self, hash: u32) -> Option<Row<'_>> {
        let width = 2 + self.labels;
        let (group, low) = (bucket(hash) >> LOW_BITS, (bucket(hash) % (1 << LOW_BITS)) as u8);
        let (first, end) = (self.first_row(group), self.first_row(group + 1));
        let mut rows = self.rows.get(first * width..end * width).unwrap_or_default().chunks_exact(width);
        rows.find(|row| row[0] == low).map(|row| Row { value: row[1], weights: &row[2..] })
    }

    fn first_row(&self, group: usize) -> usize {
        take_u32(&self.index[group * 4..]).map_or(0, |(row, _)| row as usize)
    }

    /// The share of each feature in the score of `label`.
    pub(crate) fn shares(&self, hashes: &[u32], label: usize) -> Vec<f32> {
        let rows: Vec<Option<Row<'_>>> = hashes.iter().map(|hash| self.row(*hash)).collect();
        let squares: u64 = rows.iter().flatten().map(|row| u64::from(row.value).pow(2)).sum();
        let unit = self.scales[label] / (squares.max(1) as f32).sqrt();
        let share = |row: &Option<Row<'_>>| row.map_or(0, |row| row.product(label)) as f32 * unit;
        rows.iter().map(share).collect()
    }

    /// The probability of each label for features with these hashes.
    #[must_use]
    pub fn probabilities(&self, hashes: &[u32]) -> Vec<f32> {
        self.probabilities_of(&[&self.part(hashes)])
    }

    /// The probability of each label for the features of all `parts`.
    pub(crate) fn probabilities_of(&self, parts: &[&Part]) -> Vec<f32> {
        self.evidence_of(parts).into_iter().zip(&self.biases).map(|(odds, bias)| sigmoid(odds + bias)).collect()
    }

    /// What the features alone say for each label, in log-odds: the score without the bias that tells how common the
    /// label was in training.
    #[must_use]
    pub fn evidence(&self, hashes: &[u32]) -> Vec<f32> {
        self.evidence_of(&[&self.part(hashes)])
    }

    fn evidence_of(&self, parts: &[&Part]) -> Vec<f32> {
        let length = (parts.iter().map(|part| part.squares).sum::<u64>().max(1) as f32).sqrt();
        let sum = |label: usize| parts.iter().map(|part| part.products[label]).sum::<i64>() as f32;
        self.scales.iter().enumerate().map(|(label, scale)| sum(label) * scale / length).collect()
    }

    /// What features with these hashes bring to a score.
    pub(crate) fn part(&self, hashes: &[u32]) -> Part {
        let mut part = Part { products: vec![0; self.labels], squares: 0 };
        for row in hashes.iter().filter_map(|hash| self.row(*hash)) {
            part.squares += u64::from(row.value).pow(2);
            for (label, product) in part.products.iter_mut().enumerate() {
                *product += i64::from(row.product(label));
            }
        }
        part
    }

    /// The model as a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend((self.labels as u32).to_le_bytes());
        for number in self.scales.iter().chain(&self.biases) {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend_from_slice(&self.index);
        bytes.extend_from_slice(&self.rows);
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are no such model.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Self, String> {
        let damaged = || "the model is damaged".to_owned();
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let (labels, rest) = take_u32(rest).ok_or_else(damaged)?;
        let labels = labels as usize;
        let index_length = (GROUPS + 1) * 4;
        if labels == 0 || labels > MOST_LABELS || rest.len() < labels * 8 + index_length {
            return Err(damaged());
        }
        let (numbers, rest) = rest.split_at(labels * 8);
        let (index, rows) = rest.split_at(index_length);
        let numbers: Vec<f32> =
            numbers.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect();
        let model = Self {
            labels,
            scales: numbers[..labels].to_vec(),
            biases: numbers[labels..].to_vec(),
            index: Cow::Borrowed(index),
            rows: Cow::Borrowed(rows),
        };
        if model.first_row(GROUPS) * (2 + labels) == rows.len() { Ok(model) } else { Err(damaged()) }
    }
}

impl Row<'_> {
    /// Value times weight.
    fn product(self, label: usize) -> i32 {
        i32::from(self.value) * i32::from(i8::from_le_bytes([self.weights[label]]))
    }
}

/// A model has at most this many labels.
const MOST_LABELS: usize = 16;

/// A sample to train on: the hashes of its features, and which labels it has.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Hashes of its features.
    pub hashes: Vec<u32>,
    /// Hashes of what surrounds it, which counts for less ([`Training::surroundings`]).
    pub surroundings: Vec<u32>,
    /// Whether it has each label; a sample of which nobody knows teaches nothing about it.
    pub labels: Vec<Option<bool>>,
    /// What an error on it costs against one on others.
    pub weight: f32,
}

impl Sample {
    /// A sample like any other, without surroundings.
    #[must_use]
    pub fn new(hashes: Vec<u32>, labels: Vec<Option<bool>>) -> Self {
        Self { hashes, surroundings: Vec::new(), labels, weight: 1.0 }
    }

    fn all_hashes(&self) -> impl Iterator<Item = u32> {
        self.hashes.iter().chain(&self.surroundings).copied()
    }
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Training {
    /// What an error costs against the size of the weights (C of LIBLINEAR).
    pub cost: f32,
    /// How much more a rare feature counts: the power of its inverse document frequency; 0 for all alike.
    pub rarity: f32,
    /// What a feature of the surroundings counts for against one of the sample's own.
    pub surroundings: f32,
    /// A feature of fewer samples has no bucket: it says too little for the room that it takes.
    pub fewest: u32,
}

/// The value of each bucket, from 1 for the most common feature to 255 for the rarest; 0 for one of fewer than
/// [`Training::fewest`] samples.
fn values(samples: &[&Sample], training: Training) -> Vec<u8> {
    const LARGEST: f32 = 255.0;
    let mut counts = vec![0u32; 1 << BUCKET_BITS];
    let mut factors = vec![1.0; 1 << BUCKET_BITS];
    for sample in samples {
        let buckets: BTreeSet<usize> = sample.all_hashes().map(bucket).collect();
        buckets.into_iter().for_each(|bucket| counts[bucket] += 1);
        sample.surroundings.iter().for_each(|hash| factors[bucket(*hash)] = training.surroundings);
    }
    let all = samples.len() as f32 + 1.0;
    let inverse = |count: u32| (all / (count as f32 + 1.0)).ln().powf(training.rarity);
    let value =
        |count: u32, factor: f32| (LARGEST * factor * inverse(count) / inverse(training.fewest)).round().max(1.0) as u8;
    counts
        .iter()
        .zip(&factors)
        .map(|(count, factor)| if *count < training.fewest { 0 } else { value(*count, *factor) })
        .collect()
}

/// The samples as rows of columns and values. A column stands for a bucket that has a value, in their order; the last
/// one is 1 in each row, and its weight is the bias.
struct Matrix {
    rows: Vec<Vec<(u32, f32)>>,
    columns: usize,
}

impl Matrix {
    fn of(samples: &[&Sample], values: &[u8]) -> Self {
        let mut columns = 0;
        let mut column_of = vec![0; values.len()];
        for (bucket, _) in values.iter().enumerate().filter(|(_, value)| **value > 0) {
            column_of[bucket] = columns;
            columns += 1;
        }
        let row = |sample: &&Sample| {
            let buckets = sample.all_hashes().map(bucket).filter(|bucket| values[*bucket] > 0);
            let mut row: Vec<(u32, f32)> = buckets.map(|at| (column_of[at], f32::from(values[at]))).collect();
            let length = row.iter().map(|(_, value)| value * value).sum::<f32>().max(1.0).sqrt();
            row.iter_mut().for_each(|(_, value)| *value /= length);
            row.push((columns, 1.0));
            row
        };
        Self { rows: samples.iter().map(row).collect(), columns: columns as usize + 1 }
    }

    /// The weights of an L2-regularised logistic regression, by Newton's method with conjugate gradients (Lin, Weng and
    /// Keerthi 2008) and steps that are halved until the loss falls.
    fn regression(&self, labels: &[bool], costs: &[f32]) -> Vec<f32> {
        const MOST_STEPS: usize = 30;
        const ENOUGH: f64 = 1e-5;
        let loss = |weights: &[f32], scores: &[f32]| {
            let errors = scores.iter().zip(labels).zip(costs).map(|((score, label), cost)| {
                let against = f64::from(if *label { -*score } else { *score });
                f64::from(*cost) * (against.max(0.0) + (-against.abs()).exp().ln_1p())
            });
            0.5 * dot(weights, weights) + errors.sum::<f64>()
        };
        let mut weights = vec![0.0; self.columns];
        let mut scores = vec![0.0; self.rows.len()];
        let mut lost = loss(&weights, &scores);
        for _ in 0..MOST_STEPS {
            let chances: Vec<f32> = scores.iter().map(|score| sigmoid(*score)).collect();
            let error = |((chance, label), cost): ((&f32, &bool), &f32)| cost * (chance - f32::from(u8::from(*label)));
            let errors: Vec<f32> = chances.iter().zip(labels).zip(costs).map(error).collect();
            let curves: Vec<f32> =
                chances.iter().zip(costs).map(|(chance, cost)| cost * chance * (1.0 - chance)).collect();
            let mut downhill = self.times_transposed(&errors);
            downhill.iter_mut().zip(&weights).for_each(|(slope, weight)| *slope = -*slope - weight);
            let mut step = self.newton_step(&downhill, &curves);
            let mut score_step = self.times(&step);
            let next = loop {
                let weights = sum(&weights, &step);
                let scores = sum(&scores, &score_step);
                let lost_then = loss(&weights, &scores);
                if lost_then <= lost || dot(&step, &step) < f64::EPSILON {
                    break (weights, scores, lost_then);
                }
                step.iter_mut().chain(&mut score_step).for_each(|size| *size /= 2.0);
            };
            let gain = lost - next.2;
            (weights, scores, lost) = next;
            if gain < ENOUGH * lost {
                break;
            }
        }
        weights
    }

    /// Solves (I + XᵀDX) step = `downhill` roughly, with D the `curves`, by conjugate gradients.
    fn newton_step(&self, downhill: &[f32], curves: &[f32]) -> Vec<f32> {
        const MOST_STEPS: usize = 40;
        const ENOUGH: f64 = 0.1;
        let mut step = vec![0.0; self.columns];
        let mut rest = downhill.to_vec();
        let mut direction = downhill.to_vec();
        let begin = dot(&rest, &rest);
        let mut left = begin;
        for _ in 0..MOST_STEPS {
            let mut curved = self.times(&direction);
            curved.iter_mut().zip(curves).for_each(|(value, curve)| *value *= curve);
            let bent = sum(&self.times_transposed(&curved), &direction);
            let size = (left / dot(&direction, &bent).max(f64::MIN_POSITIVE)) as f32;
            step.iter_mut().zip(&direction).for_each(|(value, to)| *value += size * to);
            rest.iter_mut().zip(&bent).for_each(|(value, to)| *value -= size * to);
            let still = dot(&rest, &rest);
            if still <= ENOUGH * ENOUGH * begin {
                break;
            }
            let again = (still / left) as f32;
            direction.iter_mut().zip(&rest).for_each(|(value, rest)| *value = rest + again * *value);
            left = still;
        }
        step
    }

    fn times(&self, vector: &[f32]) -> Vec<f32> {
        let row = |row: &Vec<(u32, f32)>| row.iter().map(|(column, value)| vector[*column as usize] * value).sum();
        self.rows.iter().map(row).collect()
    }

    fn times_transposed(&self, vector: &[f32]) -> Vec<f32> {
        let mut product = vec![0.0; self.columns];
        for (row, factor) in self.rows.iter().zip(vector) {
            for (column, value) in row {
                product[*column as usize] += factor * value;
            }
        }
        product
    }
}

fn dot(one: &[f32], other: &[f32]) -> f64 {
    one.iter().zip(other).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}

fn sum(one: &[f32], other: &[f32]) -> Vec<f32> {
    one.iter().zip(other).map(|(a, b)| a + b).collect()
}

fn take_u32(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*head), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_survives_its_bytes_and_scores_by_its_features() {
        let (yes, no, both) = (text_hash("ja"), text_hash("nej"), text_hash("og"));
        let sample = |hash: u32| Sample::new(vec![both, hash], vec![Some(hash == yes), Some(hash == no)]);
        let samples: Vec<Sample> = [yes, no].into_iter().cycle().take(40).map(sample).collect();
        let training = Training { cost: 30.0, rarity: 1.5, surroundings: 1.0, fewest: 3 };
        let trained = Linear::train(&samples.iter().collect::<Vec<_>>(), training);
        let model = Linear::from_bytes(trained.to_bytes().leak()).expect("reads");
        let scores = model.probabilities(&[yes, text_hash("ukendt")]);
        assert!(scores[0] > 0.85 && scores[1] < 0.15, "{scores:?}");
        assert_eq!(scores, trained.probabilities(&[yes]));
        let shares = model.shares(&[both, yes, text_hash("ukendt")], 0);
        assert!(shares[1] > shares[0].abs() && shares[2] == 0.0, "{shares:?}");
        assert!(Linear::from_bytes(b"TRL3").is_err());
        assert!(Linear::from_bytes(&[]).is_err());
    }
}
