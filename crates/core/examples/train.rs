//! Trains the models that stand beside the rules. The same sources give the same bytes.
//!
//! ```text
//! cargo run --release -p traek-core --example train -- sentences rules/sentences.model corpus/sentences/*.tsv corpus/*.toml
//! cargo run --release -p traek-core --example train -- genres rules/genres.model corpus/sentences/*.tsv corpus/*.toml
//! cargo run --release -p traek-core --example train -- words rules/words.model rules/familiarity.table corpus/words.tsv
//! ```
//!
//! A source of sentences is a `.tsv` file of `LABELS<tab>sentence` (letters of `FBLAN`: forsvar, bedoemmelse, lukning,
//! anerkendelse, naeste-skridt, or `0`) with a line `# genre | …` before each letter, or an annotated letter, named by its `.toml`; letters with `origin = "devset"`
//! are left out, so that the figures on them stay honest. Words are lines of `1<tab>word` or `0<tab>word`. Each run
//! prints precision/recall/F1 at some thresholds with one part of the sources left out in turn, then trains on all.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::{env, fs};

use traek_core::familiar::{frequency, word_features};
use traek_core::genre::genre_features;
use traek_core::linear::{Linear, Sample, Training, bucket, sigmoid, text_hash, train, unit};
use traek_core::scorer::features;
use traek_core::{Document, Genre, Letter};

const LABELS: [char; 5] = ['F', 'B', 'L', 'A', 'N'];
const SENTENCES: Training = Training { epochs: 16, rate: 0.5, l2: 2e-5 };
const WORDS: Training = Training { epochs: 20, rate: 0.5, l2: 2e-5 };
const GENRES: Training = Training { epochs: 30, rate: 0.5, l2: 2e-5 };
/// Initials of the genres, in the order of `Genre::ALL`.
const GENRE_NAMES: [char; 9] = ['s', 'a', 'k', 'p', 'A', 'i', 'o', 'O', 'K'];
const THRESHOLDS: [f32; 8] = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/// Parts that words are split into for the figures.
const WORD_PARTS: u32 = 5;

/// Samples by the part of the sources that they are from.
type Parts = Vec<Vec<Sample>>;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (out, parts, names, training) = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["sentences", out, sources @ ..] => (*out, sentence_parts(sources), LABELS.to_vec(), SENTENCES),
        ["genres", out, sources @ ..] => (*out, genre_parts(sources), GENRE_NAMES.to_vec(), GENRES),
        ["words", out, table, words] => (*out, word_parts(table, words), vec!['1'], WORDS),
        _ => panic!("usage: train sentences OUT SOURCE… | train genres OUT SOURCE… | train words OUT TABLE WORDS"),
    };
    show_figures(&parts, &names, training);
    let all: Vec<&Sample> = parts.iter().flatten().collect();
    let (weights, biases) = train(&all, training);
    fs::write(out, Linear::quantised(&weights, &biases).to_bytes()).unwrap();
}

fn show_figures(parts: &Parts, names: &[char], training: Training) {
    let mut scored: Vec<(&Sample, Vec<f32>)> = Vec::new();
    for (left_out, part) in parts.iter().enumerate().filter(|(_, part)| !part.is_empty()) {
        let others = parts.iter().enumerate().filter(|(index, _)| *index != left_out);
        let (weights, biases) = train(&others.flat_map(|(_, part)| part).collect::<Vec<_>>(), training);
        scored.extend(part.iter().map(|sample| (sample, probabilities(&weights, &biases, sample))));
    }
    println!("{} samples", scored.len());
    for (label, name) in names.iter().enumerate() {
        print!("{name}:");
        for threshold in THRESHOLDS {
            let found = scored.iter().filter(|(_, p)| p[label] >= threshold).count() as f32;
            let right =
                scored.iter().filter(|(sample, p)| sample.labels[label] && p[label] >= threshold).count() as f32;
            let gold = scored.iter().filter(|(sample, _)| sample.labels[label]).count() as f32;
            let (precision, recall) = (right / found.max(1.0), right / gold.max(1.0));
            let f1 = 2.0 * precision * recall / (precision + recall).max(1e-6);
            print!("  {threshold}: {precision:.2}/{recall:.2}/{f1:.2}");
        }
        println!();
    }
}

fn probabilities(weights: &[Vec<f32>], biases: &[f32], sample: &Sample) -> Vec<f32> {
    let value = unit(sample.buckets.len());
    let sum = |row: &Vec<f32>| sample.buckets.iter().map(|bucket| row[*bucket as usize]).sum::<f32>();
    weights.iter().zip(biases).map(|(row, bias)| sigmoid(bias + sum(row) * value)).collect()
}

fn word_parts(table: &str, words: &str) -> Parts {
    let table = fs::read(table).unwrap();
    let mut parts: Parts = (0..WORD_PARTS).map(|_| Vec::new()).collect();
    for line in fs::read_to_string(words).unwrap().lines() {
        let Some((label, word)) = line.split_once('\t') else { continue };
        let word = word.to_lowercase();
        // Forms of one word share their beginning and must not be on both sides.
        let beginning: String = word.chars().take(6).collect();
        let found = word_features(&word, frequency(&table, &word));
        let buckets = found.iter().map(|hash| bucket(*hash) as u32).collect();
        parts[(text_hash(&beginning) % WORD_PARTS) as usize].push(Sample { buckets, labels: vec![label == "1"] });
    }
    parts
}

fn sentence_parts(sources: &[&str]) -> Parts {
    let mut parts = Parts::new();
    let mut letters = Vec::new();
    for source in sources.iter().map(Path::new) {
        if source.extension().is_some_and(|ending| ending == "toml") {
            letters.extend(letter_samples(source));
        } else {
            parts.push(fs::read_to_string(source).unwrap().lines().filter_map(sentence_sample).collect());
        }
    }
    parts.push(letters);
    parts
}

fn genre_parts(sources: &[&str]) -> Parts {
    let mut parts = Parts::new();
    let mut letters = Vec::new();
    for source in sources.iter().map(Path::new) {
        let text = fs::read_to_string(source).unwrap();
        if source.extension().is_some_and(|ending| ending == "toml") {
            let annotation: Annotation = toml::from_str(&text).unwrap();
            let document = Document::plain(fs::read_to_string(source.with_extension("txt")).unwrap());
            if annotation.origin != "devset" {
                letters.push(genre_sample(&Letter::new(&document), &annotation.genre));
            }
            continue;
        }
        let mut part = Vec::new();
        for body in text.split("# ").skip(1) {
            let (head, lines) = body.split_once('\n').unwrap_or((body, ""));
            let genre = head.split('|').next().unwrap_or_default().trim().replace('ø', "oe");
            let sentences: Vec<&str> = lines.lines().filter_map(|line| Some(line.split_once('\t')?.1)).collect();
            let document = Document::plain(sentences.join("\n\n"));
            part.push(genre_sample(&Letter::running_text(&document), &genre));
        }
        parts.push(part);
    }
    parts.push(letters);
    parts
}

fn genre_sample(letter: &Letter<'_>, genre: &str) -> Sample {
    let buckets = genre_features(letter).iter().map(|hash| bucket(*hash) as u32).collect();
    Sample { buckets, labels: Genre::ALL.iter().map(|one| one.id() == genre).collect() }
}

fn sentence_sample(line: &str) -> Option<Sample> {
    let (labels, sentence) = line.split_once('\t')?;
    let document = Document::plain(sentence);
    let letter = Letter::running_text(&document);
    let found = features(&letter, 0..letter.words.len(), sentence.trim_end().ends_with('?'));
    let buckets = found.iter().map(|one| bucket(one.hash) as u32).collect();
    Some(Sample { buckets, labels: LABELS.iter().map(|label| labels.contains(*label)).collect() })
}

#[derive(serde::Deserialize)]
struct Annotation {
    origin: String,
    genre: String,
    #[serde(default)]
    finding: Vec<Quote>,
    #[serde(default, rename = "move")]
    moves: Vec<Quote>,
}

#[derive(serde::Deserialize)]
struct Quote {
    marker: Option<String>,
    #[serde(rename = "move")]
    kind: Option<String>,
    quote: String,
    nth: Option<usize>,
    #[serde(default)]
    optional: bool,
}

impl Quote {
    fn label(&self) -> Option<usize> {
        let name = self.marker.as_deref().or(self.kind.as_deref())?;
        Some(match name {
            "forsvar" => 0,
            "bedoemmelse" => 1,
            "lukning" => 2,
            "opsummering" | "forstaaelse" | "beklagelse" => 3,
            "naeste-skridt" => 4,
            _ => return None,
        })
    }
}

/// The sentences of a letter's running text; a sentence with an optional finding teaches nothing and is left out.
fn letter_samples(path: &Path) -> Vec<Sample> {
    let annotation: Annotation = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    if annotation.origin == "devset" {
        return Vec::new();
    }
    let text = fs::read_to_string(path.with_extension("txt")).unwrap();
    let document = Document::plain(text.as_str());
    let letter = Letter::new(&document);
    let place = |quote: &Quote| {
        let (start, found) = text.match_indices(&quote.quote).nth(quote.nth.unwrap_or(1) - 1)?;
        Some((start..start + found.len(), quote.label()?, quote.optional))
    };
    let quotes: Vec<_> = annotation.finding.iter().chain(&annotation.moves).filter_map(place).collect();
    let mut samples = Vec::new();
    for (_, sentence) in letter.body() {
        let here: Vec<_> =
            quotes.iter().filter(|(span, ..)| span.start < sentence.end && sentence.start < span.end).collect();
        if here.iter().any(|(_, _, optional)| *optional) {
            continue;
        }
        let found = features(&letter, sentence.words.clone(), sentence.question);
        let labels = (0..LABELS.len()).map(|label| here.iter().any(|(_, one, _)| *one == label)).collect();
        samples.push(Sample { buckets: found.iter().map(|one| bucket(one.hash) as u32).collect(), labels });
    }
    samples
}
