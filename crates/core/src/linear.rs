//! A small linear model over hashed features: a table of weights, a sum, a probability.
//!
//! It is plain data: the same text gives the same score on every machine, and each feature's share of a score can be
//! told. Weights are trained by `examples/train.rs` and stored as whole numbers.

/// The number of buckets that features are hashed into, as a power of two.
const BUCKET_BITS: u32 = 18;

/// Marks the files of this format.
const MAGIC: &[u8; 4] = b"TRL1";

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

/// Weights for each bucket and label.
#[derive(Clone, Debug)]
pub struct Linear {
    labels: usize,
    weights: Vec<i8>,
    scales: Vec<f32>,
    biases: Vec<f32>,
}

impl Linear {
    /// A model from real-valued weights, `weights[label][bucket]`; each label is scaled to whole numbers.
    #[must_use]
    pub fn quantised(weights: &[Vec<f32>], biases: &[f32]) -> Self {
        let labels = weights.len();
        let largest = |row: &Vec<f32>| row.iter().fold(0f32, |most, weight| most.max(weight.abs()));
        let scales: Vec<f32> = weights.iter().map(|row| (largest(row) / 127.0).max(f32::MIN_POSITIVE)).collect();
        let mut table = vec![0i8; labels * bucket_count()];
        for (label, row) in weights.iter().enumerate() {
            for (bucket, weight) in row.iter().enumerate() {
                // The scale keeps every quotient within -127 to 127.
                table[bucket * labels + label] = (weight / scales[label]).round() as i8;
            }
        }
        Self { labels, weights: table, scales, biases: biases.to_vec() }
    }

    /// The share of one feature in the score of `label`.
    pub(crate) fn weight(&self, hash: u32, label: usize) -> f32 {
        f32::from(self.weights[bucket(hash) * self.labels + label]) * self.scales[label]
    }

    /// The probability of each label for features of equal value; the features are scaled to unit length.
    pub(crate) fn probabilities(&self, hashes: &[u32]) -> Vec<f32> {
        let mut sums = vec![0i32; self.labels];
        for hash in hashes {
            let at = bucket(*hash) * self.labels;
            for (sum, weight) in sums.iter_mut().zip(&self.weights[at..at + self.labels]) {
                *sum += i32::from(*weight);
            }
        }
        let value = unit(hashes.len());
        (0..self.labels)
            .map(|label| sigmoid(self.biases[label] + sums[label] as f32 * self.scales[label] * value))
            .collect()
    }

    /// What the features alone say for each label, in log-odds: the score without the bias that tells how common the
    /// label was in training.
    pub(crate) fn evidence(&self, hashes: &[u32]) -> Vec<f32> {
        let logit = |p: f32| (p / (1.0 - p)).ln();
        self.probabilities(hashes).into_iter().zip(&self.biases).map(|(p, bias)| logit(p) - bias).collect()
    }

    /// The model as bytes: only buckets with a weight are written.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend((self.labels as u32).to_le_bytes());
        for number in self.scales.iter().chain(&self.biases) {
            bytes.extend(number.to_le_bytes());
        }
        for (bucket, row) in self.weights.chunks_exact(self.labels).enumerate() {
            if row.iter().any(|weight| *weight != 0) {
                bytes.extend((bucket as u32).to_le_bytes());
                bytes.extend(row.iter().flat_map(|weight| weight.to_le_bytes()));
            }
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are no such model.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        let damaged = || "the model is damaged".to_owned();
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let (labels, rest) = take_u32(rest).ok_or_else(damaged)?;
        let labels = labels as usize;
        if labels == 0 || labels > 16 || rest.len() < labels * 8 {
            return Err(damaged());
        }
        let (numbers, rows) = rest.split_at(labels * 8);
        let numbers: Vec<f32> =
            numbers.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect();
        let mut weights = vec![0i8; labels * bucket_count()];
        for row in rows.chunks_exact(4 + labels) {
            let (bucket, row) = take_u32(row).ok_or_else(damaged)?;
            let at = bucket as usize * labels;
            let place = weights.get_mut(at..at + labels).ok_or_else(damaged)?;
            for (weight, byte) in place.iter_mut().zip(row) {
                *weight = i8::from_le_bytes([*byte]);
            }
        }
        Ok(Self { labels, weights, scales: numbers[..labels].to_vec(), biases: numbers[labels..].to_vec() })
    }
}

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
        let model = Linear::from_bytes(&Linear::quantised(&weights, &[-1.0, -1.0]).to_bytes()).expect("reads");
        let scores = model.probabilities(&[yes]);
        assert!(scores[0] > 0.85 && scores[1] < 0.3, "{scores:?}");
        assert!(Linear::from_bytes(b"TRL1").is_err());
        assert!(Linear::from_bytes(&[]).is_err());
    }
}
