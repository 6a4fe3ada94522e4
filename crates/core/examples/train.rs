//! Trains the models that stand beside the rules. The same sources give the same bytes.
//!
//! ```text
//! S='corpus/sentences/*.tsv corpus/whole/*.tsv corpus/*.toml'
//! cargo run --release -p traek-core --example train -- sentences rules/sentences.model $S
//! cargo run --release -p traek-core --example train -- context rules/context.model $S
//! cargo run --release -p traek-core --example train -- genres rules/genres.model corpus/*.toml
//! cargo run --release -p traek-core --example train -- words rules/words.model rules/familiarity.table corpus/words.tsv
//! ```
//!
//! A source of sentences is an annotated letter, named by its `.toml`, or a `.tsv` file of `LABELS<tab>sentence` (letters
//! of `FBLAN`: forsvar, bedoemmelse, lukning, anerkendelse, naeste-skridt, or `0`) with a line `# genre | …` before each
//! letter. Those in the folder `whole` are letters like those that the scorer is for, sentence by sentence; the others
//! hold far more slips than letters do. Letters with `origin = "devset"` are left out, so that the figures on them stay
//! honest. Words are lines of `1<tab>word` or `0<tab>word`. Each run prints precision/recall/F1 at some thresholds for the
//! whole letters (or words), a fifth of them left out in turn, then trains on all.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::ops::Range;
use std::path::Path;
use std::{env, fs};

use traek_core::context::{Context, context_samples, train_tone};
use traek_core::familiar::{Familiarity, frequency, word_features};
use traek_core::genre::{GenreModel, WEIGHT_OF_LEARNED, genre_sample, learned_odds};
use traek_core::linear::{Linear, Sample, Training, text_hash};
use traek_core::scorer::{Scorer, features, surroundings, tokens};
use traek_core::{Document, Genre, Learned, Letter, Rulebook, Sentence};

const LABELS: [char; 5] = ['F', 'B', 'L', 'A', 'N'];
const SENTENCES: Training = Training { cost: 20.0, rarity: 1.5, surroundings: 0.5 };
const WORDS: Training = Training { cost: 30.0, rarity: 0.0, surroundings: 0.0 };
const GENRES: Training = Training { cost: 100.0, rarity: 1.0, surroundings: 0.0 };
/// What an error costs in lists of sentences, which hold far more slips than letters do.
const WEIGHT_OF_LISTS: f32 = 0.1;
/// What it costs in letters of our own.
const WEIGHT_OF_LETTERS: f32 = 0.2;
/// What it costs in letters that look like those the scorer is for.
const WEIGHT_OF_ROUNDS: f32 = 1.0;
/// What it costs in letters that were modelled on those.
const WEIGHT_OF_MODELLED: f32 = 3.0;
/// Weights of the learned reading that are tried against the cues.
const GENRE_WEIGHTS: [f32; 5] = [0.0, 2.0, WEIGHT_OF_LEARNED, 6.0, 8.0];
const THRESHOLDS: [f32; 9] = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/// Parts that words and whole letters are split into for the figures.
const PARTS: u32 = 5;

/// Samples by the part of the sources that they are from.
type Parts = Vec<Vec<Sample>>;

/// Where a letter belongs among parts: letters of one name stay together.
fn letter_part(source: &Path) -> usize {
    (text_hash(&source.file_stem().unwrap().to_string_lossy()) % PARTS) as usize
}

fn empty_parts() -> Parts {
    (0..PARTS).map(|_| Vec::new()).collect()
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (out, parts, names, training) = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["sentences", out, sources @ ..] => (*out, sentence_parts(sources), LABELS.to_vec(), SENTENCES),
        ["genres", out, sources @ ..] => {
            let parts = genre_parts(sources);
            show_genres(&parts);
            let all: Vec<&Sample> = parts.iter().flatten().map(|(sample, _)| sample).collect();
            return write(out, &all, GENRES);
        }
        ["context", out, sources @ ..] => return fs::write(out, context(sources).to_bytes()).unwrap(),
        ["words", out, table, words] => (*out, word_parts(table, words), vec!['1'], WORDS),
        _ => panic!(
            "usage: train sentences OUT SOURCE… | train context OUT SOURCE… | train genres OUT SOURCE… | train words OUT TABLE WORDS"
        ),
    };
    // Whole letters make the last parts; where there are any, they are what counts.
    let shown = parts.len() - PARTS as usize..parts.len();
    show_figures(&parts, shown, &names, training);
    write(out, &parts.iter().flatten().collect::<Vec<_>>(), training);
}

fn write(out: &str, samples: &[&Sample], training: Training) {
    fs::write(out, Linear::train(samples, training).to_bytes()).unwrap();
}

fn show_figures(parts: &Parts, shown: Range<usize>, names: &[char], training: Training) {
    let mut scored: Vec<(&Sample, Vec<f32>)> = Vec::new();
    for (left_out, part) in parts.iter().enumerate().filter(|(index, part)| shown.contains(index) && !part.is_empty()) {
        let others = parts.iter().enumerate().filter(|(index, _)| *index != left_out);
        let model = Linear::train(&others.flat_map(|(_, part)| part).collect::<Vec<_>>(), training);
        scored.extend(
            part.iter().map(|sample| (sample, model.probabilities(&[&*sample.hashes, &*sample.surroundings].concat()))),
        );
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

fn word_parts(table: &str, words: &str) -> Parts {
    let table = fs::read(table).unwrap();
    let mut parts = empty_parts();
    for line in fs::read_to_string(words).unwrap().lines() {
        let Some((label, word)) = line.split_once('\t') else { continue };
        let word = word.to_lowercase();
        // Forms of one word share their beginning and must not be on both sides.
        let beginning: String = word.chars().take(6).collect();
        let found = word_features(&word, frequency(&table, &word));
        parts[(text_hash(&beginning) % PARTS) as usize].push(Sample::new(found, vec![label == "1"]));
    }
    parts
}

/// Lists of sentences, file by file, and then whole letters, a fifth of them in each of the last parts.
fn sentence_parts(sources: &[&str]) -> Parts {
    let mut parts = Parts::new();
    let mut letters = empty_parts();
    for source in sources.iter().map(Path::new) {
        match whole_letters(source) {
            Some(whole) => whole.iter().for_each(|letter| letters[letter.part].extend(letter_samples(letter))),
            None => parts.push(listed_samples(&fs::read_to_string(source).unwrap())),
        }
    }
    parts.extend(letters);
    parts
}

/// The annotated letters of a source; `None` for a list of sentences.
fn whole_letters(source: &Path) -> Option<Vec<AnnotatedLetter>> {
    if source.extension().is_some_and(|ending| ending == "toml") {
        return Some(AnnotatedLetter::read(source).into_iter().collect());
    }
    let whole = source.parent().is_some_and(|folder| folder.ends_with("whole"));
    let read = || letters_of(&fs::read_to_string(source).unwrap()).map(AnnotatedLetter::listed).collect();
    whole.then(read)
}

/// The letters of a file of sentences, each with its heading.
fn letters_of(file: &str) -> impl Iterator<Item = &str> {
    file.split("\n#")
}

/// A letter's sample with what the cues say, by part.
type GenreParts = Vec<Vec<(Sample, Vec<f32>)>>;

fn genre_parts(sources: &[&str]) -> GenreParts {
    let book = Rulebook::load(traek_rules::PACKS).expect("the shipped packs are valid");
    let mut parts: GenreParts = (0..PARTS).map(|_| Vec::new()).collect();
    for source in sources.iter().map(Path::new) {
        let annotation: Annotation = toml::from_str(&fs::read_to_string(source).unwrap()).unwrap();
        if annotation.origin == "devset" {
            continue;
        }
        let document = Document::plain(fs::read_to_string(source.with_extension("txt")).unwrap());
        let found = genre_sample(&book, &Letter::new(&document));
        let labels = Genre::ALL.iter().map(|one| one.id() == annotation.genre).collect();
        parts[letter_part(source)].push((Sample::new(found.features, labels), found.cues));
    }
    parts
}

/// How often the genre is right, read by cues and model together, with a fifth of the letters left out in turn.
fn show_genres(parts: &GenreParts) {
    let mut right = [0f32; GENRE_WEIGHTS.len()];
    for (left_out, part) in parts.iter().enumerate() {
        let others = parts.iter().enumerate().filter(|(index, _)| *index != left_out);
        let samples: Vec<&Sample> = others.flat_map(|(_, part)| part).map(|(sample, _)| sample).collect();
        let model = Linear::train(&samples, GENRES);
        for (sample, cues) in part {
            let odds = learned_odds(&model, &sample.hashes);
            for (right, weight) in right.iter_mut().zip(GENRE_WEIGHTS) {
                let score = |genre: &usize| cues[*genre] + weight * odds[*genre];
                let best = (0..cues.len()).max_by(|a, b| score(a).total_cmp(&score(b)).then(b.cmp(a)));
                *right += f32::from(u8::from(best.is_some_and(|genre| sample.labels[genre])));
            }
        }
    }
    let letters = parts.iter().map(Vec::len).sum::<usize>() as f32;
    for (right, weight) in right.iter().zip(GENRE_WEIGHTS) {
        println!("learned x {weight}: genre right in {:.3} of {letters} letters", right / letters);
    }
}

/// The samples of a file of sentences, letter by letter.
fn listed_samples(file: &str) -> Vec<Sample> {
    letters_of(file)
        .flat_map(|letter| with_surroundings(letter.lines().filter_map(sentence_sample).collect()))
        .collect()
}

/// A sentence of a file with what its words count as.
fn sentence_sample(line: &str) -> Option<(Sample, Vec<u32>)> {
    let (labels, sentence) = line.split_once('\t')?;
    let document = Document::plain(sentence);
    let letter = Letter::running_text(&document);
    let words = tokens(&letter, 0..letter.words.len());
    let found = features(&letter, 0..letter.words.len(), &words, sentence.trim_end().ends_with('?'));
    let hashes = found.iter().map(|one| one.hash).collect();
    let labels = LABELS.iter().map(|label| labels.contains(*label)).collect();
    let sample = Sample { weight: WEIGHT_OF_LISTS, ..Sample::new(hashes, labels) };
    Some((sample, words))
}

/// The samples of a letter, each with what its words count as, told of each other.
fn with_surroundings(letter: Vec<(Sample, Vec<u32>)>) -> Vec<Sample> {
    let (samples, words): (Vec<Sample>, Vec<Vec<u32>>) = letter.into_iter().unzip();
    let surrounded = samples.into_iter().zip(surroundings(&words));
    surrounded.map(|(sample, surroundings)| Sample { surroundings, ..sample }).collect()
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

/// The second stage, trained on letters as a sentence scorer reads them that has not seen them.
fn context(sources: &[&str]) -> Context {
    let parts = sentence_parts(sources);
    let lists = parts.len() - PARTS as usize;
    let letters: Vec<AnnotatedLetter> =
        sources.iter().filter_map(|source| whole_letters(Path::new(source))).flatten().collect();
    let mut samples: Vec<(Vec<f32>, Vec<bool>)> = Vec::new();
    for left_out in 0..PARTS as usize {
        let others = parts.iter().enumerate().filter(|(index, _)| *index != lists + left_out);
        let scorer = Linear::train(&others.flat_map(|(_, part)| part).collect::<Vec<_>>(), SENTENCES);
        let scorer = scorer.to_bytes().leak();
        let book = Rulebook::load(traek_rules::PACKS).expect("the shipped packs are valid").with_learned(Learned {
            sentences: Scorer::from_bytes(scorer).unwrap(),
            words: Familiarity::from_bytes(traek_rules::WORD_MODEL, traek_rules::FAMILIARITY_TABLE).unwrap(),
            genres: GenreModel::from_bytes(traek_rules::GENRE_MODEL).unwrap(),
            context: Context::new(Vec::new()),
        });
        for letter in letters.iter().filter(|letter| letter.part == left_out) {
            let document = Document::plain(letter.text.as_str());
            for sample in context_samples(&book, &letter.letter(&document)) {
                samples.extend(letter.labels(&sample.span).map(|labels| (sample.features, labels)));
            }
        }
    }
    let tones = LABELS.iter().take(3).enumerate();
    let rows = tones.map(|(tone, name)| {
        let of_tone: Vec<(&[f32], bool)> =
            samples.iter().map(|(features, labels)| (features.as_slice(), labels[tone])).collect();
        let row = train_tone(&of_tone);
        println!(
            "{name}: trained on {} of {} sentences",
            of_tone.iter().filter(|(_, label)| *label).count(),
            of_tone.len()
        );
        row
    });
    Context::new(rows.collect())
}

/// A letter with the places that readers marked: bytes, label, whether they could disagree.
struct AnnotatedLetter {
    text: String,
    /// Whether all of it is running text, without the frame of a letter.
    bare: bool,
    /// Which part of the letters it belongs to.
    part: usize,
    /// What an error on one of its sentences costs.
    weight: f32,
    quotes: Vec<(Range<usize>, usize, bool)>,
}

impl AnnotatedLetter {
    /// `None` for a letter of the devset.
    fn read(path: &Path) -> Option<Self> {
        let annotation: Annotation = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        if annotation.origin == "devset" {
            return None;
        }
        let text = fs::read_to_string(path.with_extension("txt")).unwrap();
        let place = |quote: &Quote| {
            let (start, found) = text.match_indices(&quote.quote).nth(quote.nth.unwrap_or(1) - 1)?;
            Some((start..start + found.len(), quote.label()?, quote.optional))
        };
        let quotes = annotation.finding.iter().chain(&annotation.moves).filter_map(place).collect();
        let weight = if annotation.origin.starts_with("round") { WEIGHT_OF_ROUNDS } else { WEIGHT_OF_LETTERS };
        Some(Self { text, bare: false, part: letter_part(path), weight, quotes })
    }

    /// A letter of a file of sentences.
    fn listed(letter: &str) -> Self {
        let (mut text, mut quotes) = (String::new(), Vec::new());
        for (labels, sentence) in letter.lines().filter_map(|line| line.split_once('\t')) {
            let start = text.len();
            text.push_str(sentence);
            let labels = LABELS.iter().enumerate().filter(|(_, label)| labels.contains(**label));
            quotes.extend(labels.map(|(label, _)| (start..text.len(), label, false)));
            text.push_str("\n\n");
        }
        let part = (text_hash(&text) % PARTS) as usize;
        Self { text, bare: true, part, weight: WEIGHT_OF_MODELLED, quotes }
    }

    fn letter<'d>(&self, document: &'d Document) -> Letter<'d> {
        if self.bare { Letter::running_text(document) } else { Letter::new(document) }
    }

    /// The labels of the sentence `span`; a sentence with an optional finding teaches nothing and has none.
    fn labels(&self, span: &Range<usize>) -> Option<Vec<bool>> {
        let here = self.quotes.iter().filter(|(quote, ..)| quote.start < span.end && span.start < quote.end);
        let here: Vec<_> = here.collect();
        let optional = here.iter().any(|(_, _, optional)| *optional);
        (!optional).then(|| (0..LABELS.len()).map(|label| here.iter().any(|(_, one, _)| *one == label)).collect())
    }
}

/// The sentences of a letter's running text, without those that teach nothing.
fn letter_samples(annotated: &AnnotatedLetter) -> Vec<Sample> {
    let document = Document::plain(annotated.text.as_str());
    let letter = annotated.letter(&document);
    let sample = |(_, sentence): (usize, &Sentence)| {
        let words = tokens(&letter, sentence.words.clone());
        let found = features(&letter, sentence.words.clone(), &words, sentence.question);
        let labels = annotated.labels(&(sentence.start..sentence.end)).unwrap_or_default();
        let sample =
            Sample { weight: annotated.weight, ..Sample::new(found.iter().map(|one| one.hash).collect(), labels) };
        (sample, words)
    };
    let mut samples = with_surroundings(letter.body().map(sample).collect());
    samples.retain(|sample| !sample.labels.is_empty());
    samples
}
