//! Gradient-boosted trees over a few numbers, for the readings that weigh what patterns and scorers found.
//!
//! A logistic regression comes first: it holds for letters unlike any example. Then each tree is a small correction of
//! what is before it (Friedman, "Greedy function approximation: a gradient boosting machine", 2001), since what a hint
//! means depends on what stands around it. Trees are grown leaf by leaf on histograms, as in Ke et al., "LightGBM" (2017).

use serde::{Deserialize, Serialize};

pub use crate::logistic::Example;
use crate::logistic::{self, sigmoid};

/// How trees are grown.
#[derive(Clone, Copy, Debug)]
pub struct Growth {
    /// How many trees correct the regression.
    pub trees: usize,
    /// How many leaves a tree may have: 1 to 128.
    pub leaves: usize,
    /// How much of its correction a tree makes.
    pub rate: f64,
    /// How many examples a leaf holds at least: 1 or more.
    pub fewest: usize,
}

/// What holds the values of small leaves back: added to the second derivatives in a leaf (λ in the papers).
const L2: f64 = 5.0;

/// How many ranges the values of a number are cut into, at most.
const BINS: usize = 255;

/// A regression and the trees that correct it: weighted numbers and the values of trees add up to log-odds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Boosted {
    /// One for each number, and a bias after them.
    weights: Vec<f32>,
    trees: Vec<Tree>,
}

/// Questions as the tree grew: the first is asked first, and each comes after the one that leads to it. A tree without any
/// has one leaf.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Tree {
    questions: Vec<Question>,
    leaves: Vec<f32>,
}

/// Whether `number` is at most `most`, and where to go when it is not and when it is: to a later question of the tree,
/// or, with [`LEAF`] added, to a leaf of it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Question {
    number: u8,
    most: f32,
    next: [u8; 2],
}

/// Tells leaves from questions.
const LEAF: u8 = 128;

impl Tree {
    fn value(&self, numbers: &[f32]) -> f32 {
        let mut next = if self.questions.is_empty() { LEAF } else { 0 };
        while next < LEAF {
            let question = &self.questions[usize::from(next)];
            next = question.next[usize::from(numbers[usize::from(question.number)] <= question.most)];
        }
        self.leaves[usize::from(next - LEAF)]
    }

    /// Whether every way through it ends in a leaf, for so many numbers.
    fn is_whole(&self, numbers: usize) -> bool {
        let leads_on = |at: usize, next: u8| match next.checked_sub(LEAF) {
            Some(leaf) => usize::from(leaf) < self.leaves.len(),
            None => at < usize::from(next) && usize::from(next) < self.questions.len(),
        };
        let is_whole = |(at, question): (usize, &Question)| {
            usize::from(question.number) < numbers && question.next.iter().all(|next| leads_on(at, *next))
        };
        !self.leaves.is_empty() && self.questions.iter().enumerate().all(is_whole)
    }

    /// Lets an answer lead on.
    fn lead(&mut self, from: Option<Answer>, next: u8) {
        if let Some(Answer { question, yes }) = from {
            self.questions[question].next[usize::from(yes)] = next;
        }
    }
}

impl Boosted {
    /// The probability of a yes for `numbers`, as many as it was trained on; .5 before any training.
    #[must_use]
    pub fn probability(&self, numbers: &[f32]) -> f32 {
        sigmoid(weigh(&self.weights, numbers) + self.trees.iter().map(|tree| tree.value(numbers)).sum::<f32>())
    }

    /// Whether it can weigh so many numbers.
    pub(crate) fn reads(&self, numbers: usize) -> bool {
        [0, numbers + 1].contains(&self.weights.len()) && self.trees.iter().all(|tree| tree.is_whole(numbers))
    }

    /// Learns from `examples`, all described by as many numbers. The same examples give the same trees; none give what
    /// knows nothing.
    ///
    /// # Panics
    /// When numbers are not finite, are more than 256 or not as many everywhere, or when `growth` goes past its limits.
    #[must_use]
    pub fn train(examples: &[&Example], growth: Growth) -> Self {
        let Some(numbers) = examples.first().map(|one| one.numbers.len()) else { return Self::default() };
        assert!(numbers <= 1 << u8::BITS && examples.iter().all(|one| one.numbers.len() == numbers));
        assert!(examples.iter().flat_map(|one| &one.numbers).all(|number| number.is_finite()));
        assert!((1..=usize::from(LEAF)).contains(&growth.leaves) && growth.fewest > 0);
        let weights = logistic::train(examples);
        let binned = Binned::new(examples);
        let mut odds: Vec<f32> = examples.iter().map(|one| weigh(&weights, &one.numbers)).collect();
        let mut trees = Vec::with_capacity(growth.trees);
        for _ in 0..growth.trees {
            let slopes: Vec<Slope> = odds.iter().zip(examples).map(|(odds, one)| Slope::new(*odds, one)).collect();
            let (tree, leaves) = grow(&binned, &slopes, growth);
            for (rows, value) in leaves.iter().zip(&tree.leaves) {
                rows.iter().for_each(|row| odds[*row as usize] += value);
            }
            trees.push(tree);
        }
        Self { weights, trees }
    }
}

/// The sum of `numbers` by their weights, and the bias.
fn weigh(weights: &[f32], numbers: &[f32]) -> f32 {
    weights.iter().zip(numbers.iter().chain(&[1.0])).map(|(weight, number)| weight * number).sum()
}

/// First and second derivative of the loss by the log-odds, of one example or summed over many.
#[derive(Clone, Copy, Debug, Default)]
struct Slope {
    first: f64,
    second: f64,
    count: usize,
}

impl Slope {
    fn new(odds: f32, example: &Example) -> Self {
        let chance = f64::from(sigmoid(odds));
        let weight = f64::from(example.weight);
        let first = chance - f64::from(u8::from(example.yes));
        Self { first: weight * first, second: weight * chance * (1.0 - chance), count: 1 }
    }

    fn add(&mut self, other: &Self) {
        self.first += other.first;
        self.second += other.second;
        self.count += other.count;
    }

    fn without(&self, other: &Self) -> Self {
        Self { first: self.first - other.first, second: self.second - other.second, count: self.count - other.count }
    }

    /// How much of the loss one correction for all of it takes away.
    fn worth(&self) -> f64 {
        self.first * self.first / (self.second + L2)
    }
}

/// The examples by number, each value told by the range that it lies in.
struct Binned {
    columns: Vec<Vec<u8>>,
    /// For each number the upper ends of all its ranges but the last.
    ends: Vec<Vec<f32>>,
    rows: u32,
}

impl Binned {
    fn new(examples: &[&Example]) -> Self {
        let numbers = examples.first().map_or(0, |one| one.numbers.len());
        let values = |at: usize| examples.iter().map(move |one| one.numbers[at]);
        let ends: Vec<Vec<f32>> = (0..numbers).map(|at| range_ends(values(at).collect())).collect();
        let bin = |ends: &[f32], value: f32| ends.partition_point(|end| *end < value) as u8;
        let column = |(at, ends): (usize, &Vec<f32>)| values(at).map(|value| bin(ends, value)).collect();
        Self { columns: ends.iter().enumerate().map(column).collect(), ends, rows: examples.len() as u32 }
    }
}

/// Where to cut `values` into ranges that hold about as many each.
fn range_ends(mut values: Vec<f32>) -> Vec<f32> {
    values.sort_by(f32::total_cmp);
    let at_share = |share: usize| values[share * (values.len() - 1) / BINS];
    let mut ends: Vec<f32> = (1..BINS).map(at_share).collect();
    ends.dedup();
    ends.pop_if(|last| Some(&*last) == values.last());
    ends
}

/// The examples of a leaf, what is known of them, and how best to split them.
struct Leaf {
    rows: Vec<u32>,
    total: Slope,
    /// For each number the sums over the examples in each of its ranges.
    histogram: Vec<[Slope; BINS]>,
    split: Option<Split>,
    /// What led here.
    from: Option<Answer>,
}

#[derive(Clone, Copy)]
struct Answer {
    question: usize,
    yes: bool,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    number: usize,
    bin: usize,
}

/// A tree for these slopes, and the examples in each of its leaves.
fn grow(binned: &Binned, slopes: &[Slope], growth: Growth) -> (Tree, Vec<Vec<u32>>) {
    let rows: Vec<u32> = (0..binned.rows).collect();
    let histogram = histogram(binned, slopes, &rows);
    let mut leaves = vec![Leaf::new(rows, slopes, histogram, None, growth)];
    let mut tree = Tree::default();
    while leaves.len() < growth.leaves {
        let gain = |leaf: &Leaf| leaf.split.map_or(0.0, |split| split.gain);
        let best = (0..leaves.len()).max_by(|one, other| gain(&leaves[*one]).total_cmp(&gain(&leaves[*other])));
        let Some((best, split)) = best.and_then(|best| Some((best, leaves[best].split?))) else { break };
        let leaf = leaves.swap_remove(best);
        let question = tree.questions.len();
        tree.lead(leaf.from, question as u8);
        let most = binned.ends[split.number][split.bin];
        tree.questions.push(Question { number: split.number as u8, most, next: [LEAF; 2] });
        leaves.extend(leaf.parted(split, question, binned, slopes, growth));
    }
    for (at, leaf) in leaves.iter().enumerate() {
        tree.lead(leaf.from, LEAF + at as u8);
        tree.leaves.push((-growth.rate * leaf.total.first / (leaf.total.second + L2)) as f32);
    }
    (tree, leaves.into_iter().map(|leaf| leaf.rows).collect())
}

impl Leaf {
    fn new(
        rows: Vec<u32>,
        slopes: &[Slope],
        histogram: Vec<[Slope; BINS]>,
        from: Option<Answer>,
        growth: Growth,
    ) -> Self {
        let mut total = Slope::default();
        rows.iter().for_each(|row| total.add(&slopes[*row as usize]));
        let split = best_split(&histogram, &total, growth.fewest);
        Self { rows, total, histogram, split, from }
    }

    /// The two leaves that `question` parts it into. Only the smaller is counted: the other is what remains.
    fn parted(self, split: Split, question: usize, binned: &Binned, slopes: &[Slope], growth: Growth) -> [Self; 2] {
        let column = &binned.columns[split.number];
        let is_yes = |row: &u32| usize::from(column[*row as usize]) <= split.bin;
        let (yes, no): (Vec<u32>, Vec<u32>) = self.rows.iter().partition(|row| is_yes(row));
        let smaller_is_yes = yes.len() <= no.len();
        let smaller = histogram(binned, slopes, if smaller_is_yes { &yes } else { &no });
        let mut larger = self.histogram;
        for (all, part) in larger.iter_mut().flatten().zip(smaller.iter().flatten()) {
            *all = all.without(part);
        }
        let (of_yes, of_no) = if smaller_is_yes { (smaller, larger) } else { (larger, smaller) };
        [
            Self::new(yes, slopes, of_yes, Some(Answer { question, yes: true }), growth),
            Self::new(no, slopes, of_no, Some(Answer { question, yes: false }), growth),
        ]
    }
}

fn histogram(binned: &Binned, slopes: &[Slope], rows: &[u32]) -> Vec<[Slope; BINS]> {
    let sums = |column: &Vec<u8>| {
        let mut sums = [Slope::default(); BINS];
        rows.iter().for_each(|row| sums[usize::from(column[*row as usize])].add(&slopes[*row as usize]));
        sums
    };
    binned.columns.iter().map(sums).collect()
}

/// The split that takes most of the loss away and leaves enough examples on both sides.
fn best_split(histogram: &[[Slope; BINS]], total: &Slope, fewest: usize) -> Option<Split> {
    let mut best: Option<Split> = None;
    for (number, sums) in histogram.iter().enumerate() {
        let mut left = Slope::default();
        for (bin, sum) in sums.iter().enumerate() {
            left.add(sum);
            let right = total.without(&left);
            if right.count < fewest {
                break;
            }
            let gain = left.worth() + right.worth() - total.worth();
            if sum.count > 0 && left.count >= fewest && gain > best.map_or(0.0, |best| best.gain) {
                best = Some(Split { gain, number, bin });
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROWTH: Growth = Growth { trees: 40, leaves: 4, rate: 0.3, fewest: 5 };

    /// Yes when the second number is neither low nor high, which no weight of it can tell.
    fn in_the_middle() -> Vec<Example> {
        let example = |at: u8| Example {
            numbers: vec![f32::from(at % 7), f32::from(at % 10), 1.0],
            yes: (3..=6).contains(&(at % 10)),
            weight: 1.0,
        };
        (0..120).map(example).collect()
    }

    fn trained() -> Boosted {
        Boosted::train(&in_the_middle().iter().collect::<Vec<_>>(), GROWTH)
    }

    #[test]
    fn trees_tell_what_no_weights_can() {
        let boosted = trained();
        for Example { numbers, yes, .. } in in_the_middle() {
            let probability = boosted.probability(&numbers);
            assert!(if yes { probability > 0.9 } else { probability < 0.1 }, "{numbers:?}: {probability}");
        }
    }

    #[test]
    fn what_costs_more_counts_more() {
        let example = |yes: bool, weight: f32| Example { numbers: vec![1.0], yes, weight };
        let probability = |weight: f32| {
            let examples = [example(true, weight), example(false, 1.0)];
            Boosted::train(&examples.each_ref(), GROWTH).probability(&[1.0])
        };
        assert!((probability(1.0) - 0.5).abs() < 0.01 && (probability(4.0) - 0.8).abs() < 0.01);
    }

    #[test]
    fn the_same_examples_give_the_same_trees() {
        let bytes = |boosted: &Boosted| postcard::to_stdvec(boosted).expect("plain data");
        assert_eq!(bytes(&trained()), bytes(&trained()));
    }

    #[test]
    fn trees_that_lead_nowhere_are_not_read() {
        let boosted = trained();
        assert!(boosted.reads(3) && !boosted.reads(4));
        let first = boosted.trees[0].questions[0];
        let nowhere = [[0, LEAF], [LEAF, LEAF + 100], [100, LEAF]].map(|next| Question { next, ..first });
        for broken in nowhere.into_iter().chain([Question { number: 3, ..first }]) {
            let mut boosted = boosted.clone();
            boosted.trees[0].questions[0] = broken;
            assert!(!boosted.reads(3), "{broken:?}");
        }
    }

    #[test]
    fn without_examples_nothing_is_known() {
        assert_eq!(Boosted::train(&[], GROWTH).probability(&[]), 0.5);
    }
}
