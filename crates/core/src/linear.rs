//! A small linear model over hashed features: a table of weights, a sum, a probability.
//!
//! It is plain data: the same text gives the same score on every machine, and each feature's share of a score can be
//! told. Weights are trained by `examples/train.rs` and stored as whole numbers.

use std::borrow::Cow;

/// The number of buckets that features are hashed into, as a power of two.
const BUCKET_BITS: u32 = 18;

/// Marks the files of this format.
const MAGIC: &[u8; 4] = b"TRL2";

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
#[must_use]
pub fn bucket(hash: u32) -> usize {
    (hash >> (32 - BUCKET_BITS)) as usize
}

/// How many buckets there are.
#[must_use]
pub fn bucket_count() -> usize {
    1 << BUCKET_BITS
}

/// The low bits of a bucket, which its row holds; the others choose the row's group.
const LOW_BITS: u32 = 6;

/// Groups of rows, each with a place in the index.
const GROUPS: usize = 1 << (BUCKET_BITS - LOW_BITS);

/// Weights for each bucket and label, used as they are stored: nothing is unpacked.
///
/// A file is the mark, the number of labels, a scale and a bias for each label (`f32`), the number of the first row of
/// each group and of one past the last (`u32`), and the rows, sorted: the low bits of the bucket, and a whole number
/// (`i8`) for each label. All numbers are little endian; buckets without weights have no row.
#[derive(Clone, Debug)]
pub struct Linear {
    labels: usize,
    scales: Vec<f32>,
    biases: Vec<f32>,
    index: Cow<'static, [u8]>,
    rows: Cow<'static, [u8]>,
}

impl Linear {
    /// A model from real-valued weights, `weights[label][bucket]`; each label is scaled to whole numbers.
    #[must_use]
    pub fn quantised(weights: &[Vec<f32>], biases: &[f32]) -> Self {
        let largest = |row: &Vec<f32>| row.iter().fold(0f32, |most, weight| most.max(weight.abs()));
        let scales: Vec<f32> = weights.iter().map(|row| (largest(row) / 127.0).max(f32::MIN_POSITIVE)).collect();
        let (mut index, mut rows, mut count) = (Vec::new(), Vec::new(), 0u32);
        for bucket in 0..bucket_count() {
            if bucket % (1 << LOW_BITS) == 0 {
                index.extend(count.to_le_bytes());
            }
            // The scale keeps every quotient within -127 to 127.
            let whole: Vec<i8> =
                weights.iter().zip(&scales).map(|(row, scale)| (row[bucket] / scale).round() as i8).collect();
            if whole.iter().any(|weight| *weight != 0) {
                rows.push((bucket % (1 << LOW_BITS)) as u8);
                rows.extend(whole.iter().flat_map(|weight| weight.to_le_bytes()));
                count += 1;
            }
        }
        index.extend(count.to_le_bytes());
        Self { labels: weights.len(), scales, biases: biases.to_vec(), index: index.into(), rows: rows.into() }
    }

    /// The weights of a bucket, one byte for each label; empty if it has none.
    fn row(&self, bucket: usize) -> &[u8] {
        let width = 1 + self.labels;
        let group = bucket >> LOW_BITS;
        let low = (bucket % (1 << LOW_BITS)) as u8;
        let (first, end) = (self.first_row(group), self.first_row(group + 1));
        let rows = self.rows.get(first * width..end * width).unwrap_or_default();
        rows.chunks_exact(width).find(|row| row[0] == low).map_or(&[], |row| &row[1..])
    }

    fn first_row(&self, group: usize) -> usize {
        take_u32(&self.index[group * 4..]).map_or(0, |(row, _)| row as usize)
    }

    /// The share of one feature in the score of `label`.
    pub(crate) fn weight(&self, hash: u32, label: usize) -> f32 {
        let whole = self.row(bucket(hash)).get(label).map_or(0, |byte| i8::from_le_bytes([*byte]));
        f32::from(whole) * self.scales[label]
    }

    /// The probability of each label for features of equal value; the features are scaled to unit length.
    pub(crate) fn probabilities(&self, hashes: &[u32]) -> Vec<f32> {
        self.evidence(hashes).into_iter().zip(&self.biases).map(|(odds, bias)| sigmoid(odds + bias)).collect()
    }

    /// What the features alone say for each label, in log-odds: the score without the bias that tells how common the
    /// label was in training.
    pub(crate) fn evidence(&self, hashes: &[u32]) -> Vec<f32> {
        let mut sums = vec![0i32; self.labels];
        for hash in hashes {
            for (sum, byte) in sums.iter_mut().zip(self.row(bucket(*hash))) {
                *sum += i32::from(i8::from_le_bytes([*byte]));
            }
        }
        let value = unit(hashes.len());
        sums.iter().zip(&self.scales).map(|(sum, scale)| *sum as f32 * scale * value).collect()
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
        if model.first_row(GROUPS) * (1 + labels) == rows.len() { Ok(model) } else { Err(damaged()) }
    }
}

/// A model has at most this many labels.
const MOST_LABELS: usize = 16;

/// A sample to train on: the buckets of its features, and which labels it has.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Buckets of its features.
    pub buckets: Vec<u32>,
    /// One entry for each label.
    pub labels: Vec<bool>,
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Training {
    /// Passes over the samples.
    pub epochs: usize,
    /// The step of Adagrad.
    pub rate: f32,
    /// The pull of each weight towards zero.
    pub l2: f32,
}

/// Trains one logistic regression for each label by Adagrad (Duchi, Hazan and Singer 2011) over a fixed order of
/// samples; returns weights by label and bucket, and biases. A feature of a single sample is left out.
#[must_use]
pub fn train(samples: &[&Sample], training: Training) -> (Vec<Vec<f32>>, Vec<f32>) {
    let mut seen = vec![0u8; bucket_count()];
    for bucket in samples.iter().flat_map(|sample| &sample.buckets) {
        seen[*bucket as usize] = seen[*bucket as usize].saturating_add(1);
    }
    let labels = samples.first().map_or(0, |sample| sample.labels.len());
    let trained = (0..labels).map(|label| train_label(samples, label, &seen, training));
    trained.unzip()
}

fn train_label(samples: &[&Sample], label: usize, seen: &[u8], training: Training) -> (Vec<f32>, f32) {
    const START: f32 = 1e-6;
    let mut weights = vec![0f32; bucket_count()];
    let mut squares = vec![START; bucket_count()];
    let (mut bias, mut bias_square) = (0f32, START);
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut random = 0x2545_F491u32;
    for _ in 0..training.epochs {
        for at in (1..order.len()).rev() {
            // A linear congruential generator (Numerical Recipes): the same order every time.
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            order.swap(at, (random >> 8) as usize % (at + 1));
        }
        for index in &order {
            let sample = samples[*index];
            let value = unit(sample.buckets.len());
            let sum: f32 = sample.buckets.iter().map(|bucket| weights[*bucket as usize]).sum();
            let error = sigmoid(bias + sum * value) - f32::from(u8::from(sample.labels[label]));
            bias_square += error * error;
            bias -= training.rate * error / bias_square.sqrt();
            for bucket in sample.buckets.iter().map(|bucket| *bucket as usize).filter(|bucket| seen[*bucket] > 1) {
                let gradient = error * value + training.l2 * weights[bucket];
                squares[bucket] += gradient * gradient;
                weights[bucket] -= training.rate * gradient / squares[bucket].sqrt();
            }
        }
    }
    (weights, bias)
}

fn take_u32(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*head), rest))
}

/// The value of each of `count` features, so that all of them together have length 1.
#[must_use]
pub fn unit(count: usize) -> f32 {
    1.0 / (count.max(1) as f32).sqrt()
}

/// The logistic function.
#[must_use]
pub fn sigmoid(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_survives_its_bytes_and_scores_by_its_features() {
        let mut weights = vec![vec![0f32; bucket_count()]; 2];
        let (yes, no) = (text_hash("ja"), text_hash("nej"));
        weights[0][bucket(yes)] = 3.0;
        weights[1][bucket(no)] = 2.0;
        let bytes: &'static [u8] = Linear::quantised(&weights, &[-1.0, -1.0]).to_bytes().leak();
        let model = Linear::from_bytes(bytes).expect("reads");
        let scores = model.probabilities(&[yes]);
        assert!(scores[0] > 0.85 && scores[1] < 0.3, "{scores:?}");
        assert!(Linear::from_bytes(b"TRL2").is_err());
        assert!(Linear::from_bytes(&[]).is_err());
    }
}
