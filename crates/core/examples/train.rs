//! Trains the models that stand beside the rules. The same sources give the same bytes.
//!
//! ```text
//! L='corpus/whole/*.tsv corpus/wider/*.tsv corpus/*.toml'
//! cargo run --release -p traek-core --example train -- sentences rules/sentences.model corpus/sentences/*.tsv $L
//! cargo run --release -p traek-core --example train -- letters rules/letters.model $L
//! cargo run --release -p traek-core --example train -- context rules/context.model corpus/sentences/*.tsv $L
//! cargo run --release -p traek-core --example train -- words rules/words.model rules/familiarity.table corpus/words.tsv \
//!     corpus/*.toml
//! ```
//!
//! With `-` for the model of sentences, letters or words nothing is written: precision/recall/F1 at some thresholds are
//! printed for the whole letters (or words), a fifth of them left out in turn; for the context, of the sentences with a
//! hint, they are printed in any case. It reads words by the models that are there when this is built.
//!
//! A source of sentences is an annotated letter, named by its `.toml`, or a `.tsv` file of `LABELS<tab>sentence` (letters
//! of `FBLAN`: forsvar, bedoemmelse, lukning, anerkendelse, naeste-skridt, or `0`) with a line `# genre | …` before each
//! letter. Those in the folders `whole` and `wider` are letters sentence by sentence, the first modelled on those of the
//! devset; the others are lists that hold far more slips than letters do. A heading may end in what readers said that the
//! letter lacks: `[A:mangler N:ok R:ikke-relevant]` (anerkendelse, naeste-skridt, retssikkerhed). Letters with
//! `origin = "devset"` are left out, so that the figures on them stay honest. Words are lines of `1<tab>word` or
//! `0<tab>word`, and those of the annotated letters that no rule knows and that are not common.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::{env, fs};

use traek_core::boosting::{Boosted, Example, Growth};
use traek_core::context::{Context, TONES, letter_context};
use traek_core::familiar::{Familiarity, asked_words, frequency, word_features};
use traek_core::genre::{self, WEIGHT_OF_LEARNED};
use traek_core::lacks::{EARLY_ENOUGH, LACKS};
use traek_core::letter_model::{LetterModel, LetterSample, letter_sample};
use traek_core::linear::{Linear, Sample, Training, text_hash};
use traek_core::scorer::{Scorer, features, surroundings, tokens};
use traek_core::{Document, Genre, Learned, Letter, Marker, Rulebook, Sentence};

const LABELS: [char; 5] = ['F', 'B', 'L', 'A', 'N'];
const SENTENCES: Training = Training { cost: 20.0, rarity: 1.5, surroundings: 0.7, fewest: 3 };
const WORDS: Training = Training { cost: 180.0, rarity: 0.0, surroundings: 0.0, fewest: 3 };
const LETTERS: Training = Training { cost: 100.0, rarity: 1.0, surroundings: 0.0, fewest: 8 };
/// How the trees grow that help to tell the tones of sentences, and those that help to tell what letters lack.
const TONE_TREES: Growth = Growth { trees: 250, leaves: 15, rate: 0.06, fewest: 60 };
const LACK_TREES: Growth = Growth { trees: 50, leaves: 8, rate: 0.06, fewest: 40 };
/// What an error of the second stage costs in letters with their frame, as those that it is for have; elsewhere 1.
const WEIGHT_OF_FRAMED: f32 = 8.0;
/// What an error costs in lists of sentences, which hold far more slips than letters do.
const WEIGHT_OF_LISTS: f32 = 0.1;
/// What it costs in letters of our own.
const WEIGHT_OF_LETTERS: f32 = 0.2;
/// What it costs in letters that look like those the scorer is for.
const WEIGHT_OF_ROUNDS: f32 = 1.0;
/// What it costs on a word of a list, which says nothing of how often letters have it.
const WEIGHT_OF_LISTED_WORDS: f32 = 0.17;
/// Weights of the learned reading that are tried against the cues.
const GENRE_WEIGHTS: [f32; 5] = [0.0, 2.0, 4.0, WEIGHT_OF_LEARNED, 8.0];
const THRESHOLDS: [f32; 9] = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/// Parts that words and whole letters are split into for the figures.
const PARTS: u32 = 5;

/// Samples by the part of the sources that they are from.
type Parts = Vec<Vec<Sample>>;

/// Where a letter belongs among parts: letters of one name stay together.
fn letter_part(source: &Path) -> usize {
    (text_hash(&source.file_stem().unwrap().to_string_lossy()) % PARTS) as usize
}

fn empty_parts<T>() -> Vec<Vec<T>> {
    (0..PARTS).map(|_| Vec::new()).collect()
}

/// All but the part that is left out.
fn others<T>(parts: &[Vec<T>], left_out: usize) -> impl Iterator<Item = &T> {
    parts.iter().enumerate().filter(move |(index, _)| *index != left_out).flat_map(|(_, part)| part)
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["sentences", out, sources @ ..] => train(out, &sentence_parts(&read(sources)), &LABELS, SENTENCES),
        ["letters", "-", sources @ ..] => show_letters(&letter_parts(&read(sources))),
        ["letters", out, sources @ ..] => {
            let parts = letter_parts(&read(sources));
            fs::write(out, letter_model(parts.iter().flatten()).to_bytes()).unwrap();
        }
        ["context", out, sources @ ..] => fs::write(out, context(&read(sources)).to_bytes()).unwrap(),
        ["words", out, table, words, sources @ ..] => {
            train(out, &word_parts(&fs::read(table).unwrap(), words, &read(sources)), &['1'], WORDS);
        }
        _ => panic!(
            "usage: train sentences OUT SOURCE… | train context OUT SOURCE… | train letters OUT SOURCE… | train words OUT TABLE WORDS SOURCE…"
        ),
    }
}

fn train(out: &str, parts: &Parts, names: &[char], training: Training) {
    if out == "-" {
        show_figures(parts, names, training);
    } else {
        let samples: Vec<&Sample> = parts.iter().flatten().collect();
        fs::write(out, Linear::train(&samples, training).to_bytes()).unwrap();
    }
}

/// How well the first [`PARTS`] parts are told, with each left out in turn.
fn show_figures(parts: &Parts, names: &[char], training: Training) {
    let mut scored: Vec<(&Sample, Vec<f32>)> = Vec::new();
    for (left_out, part) in parts.iter().enumerate().take(PARTS as usize) {
        let model = Linear::train(&others(parts, left_out).collect::<Vec<_>>(), training);
        scored.extend(
            part.iter().map(|sample| (sample, model.probabilities(&[&*sample.hashes, &*sample.surroundings].concat()))),
        );
    }
    println!("{} samples", scored.len());
    for (label, name) in names.iter().enumerate() {
        show_thresholds(
            &name.to_string(),
            scored.iter().filter_map(|(sample, p)| Some((p[label], sample.labels[label]?))),
        );
    }
}

/// The words of letters, by parts, and after them the words of a list.
fn word_parts(table: &[u8], list: &str, letters: &[AnnotatedLetter]) -> Parts {
    let book = Rulebook::load(traek_rules::PACKS).expect("the shipped packs are valid");
    let mut parts = empty_parts();
    let sample = |word: &str, jargon: bool, weight: f32| {
        let word = word.to_lowercase();
        Sample { weight, ..Sample::new(word_features(&word, frequency(table, &word)), vec![Some(jargon)]) }
    };
    for letter in letters {
        let document = Document::plain(letter.text.as_str());
        for word in asked_words(&book, &letter.letter(&document), table) {
            let jargon = letter.jargon_at(&word);
            parts[letter.part].extend(jargon.map(|jargon| sample(&letter.text[word], jargon, letter.weight)));
        }
    }
    let list = fs::read_to_string(list).unwrap();
    let words = list.lines().filter_map(|line| line.split_once('\t'));
    parts.push(words.map(|(label, word)| sample(word, label == "1", WEIGHT_OF_LISTED_WORDS)).collect());
    parts
}

/// Whole letters, a fifth of them in each of the first parts, and lists of sentences in one part after them.
fn sentence_parts(letters: &[AnnotatedLetter]) -> Parts {
    let mut parts = empty_parts();
    parts.push(Vec::new());
    for letter in letters {
        parts[if letter.whole { letter.part } else { PARTS as usize }].extend(sentence_samples(letter));
    }
    parts
}

/// The annotated letters of all sources.
fn read(sources: &[&str]) -> Vec<AnnotatedLetter> {
    sources.iter().flat_map(|source| letters_of(Path::new(source))).collect()
}

/// The annotated letters of a source, without those of the devset.
fn letters_of(source: &Path) -> Vec<AnnotatedLetter> {
    if source.extension().is_some_and(|ending| ending == "toml") {
        return AnnotatedLetter::read(source).into_iter().collect();
    }
    let folder = source.parent().and_then(Path::file_name).unwrap_or_default();
    let (whole, weight) = match folder.to_str() {
        Some("whole" | "wider") => (true, WEIGHT_OF_ROUNDS),
        _ => (false, WEIGHT_OF_LISTS),
    };
    let file = fs::read_to_string(source).unwrap();
    file.split("\n#").map(|letter| AnnotatedLetter::listed(letter, whole, weight)).collect()
}

/// A letter's sample with what the cues say, by part.
type LetterParts = Vec<Vec<(Sample, Vec<f32>)>>;

fn letter_parts(letters: &[AnnotatedLetter]) -> LetterParts {
    let book = Rulebook::load(traek_rules::PACKS).expect("the shipped packs are valid");
    let mut parts: LetterParts = empty_parts();
    for letter in letters.iter().filter(|letter| letter.whole) {
        let document = Document::plain(letter.text.as_str());
        let LetterSample { features, cues } = letter_sample(&book, &letter.letter(&document));
        let genres = Genre::ALL.iter().map(|one| Some(one.id() == letter.genre));
        let labels = genres.chain(letter.lacks).chain([letter.safeguarded]).collect();
        parts[letter.part].push((Sample::new(features, labels), cues));
    }
    parts
}

/// The model that these letters, told with what their cues say, teach.
fn letter_model<'l>(letters: impl Iterator<Item = &'l (Sample, Vec<f32>)>) -> Linear {
    Linear::train(&letters.map(|(sample, _)| sample).collect::<Vec<_>>(), LETTERS)
}

/// How often the genre is right, read by cues and model together, and how well the evidence alone tells what is lacking,
/// with a fifth of the letters left out in turn.
fn show_letters(parts: &LetterParts) {
    let mut right = [0f32; GENRE_WEIGHTS.len()];
    let mut told: Vec<(Vec<f32>, &[Option<bool>])> = Vec::new();
    for (left_out, part) in parts.iter().enumerate() {
        let model = LetterModel::new(letter_model(others(parts, left_out))).unwrap();
        for (sample, cues) in part {
            let odds = model.odds(&sample.hashes);
            for (right, weight) in right.iter_mut().zip(GENRE_WEIGHTS) {
                let best = genre::best(&genre::scores(cues, &odds.genres, weight));
                *right += f32::from(u8::from(sample.labels[best as usize] == Some(true)));
            }
            told.push((odds.lacking, &sample.labels[Genre::ALL.len()..]));
        }
    }
    for (right, weight) in right.iter().zip(GENRE_WEIGHTS) {
        println!("learned x {weight}: genre right in {:.3} of {} letters", right / told.len() as f32, told.len());
    }
    for (label, name) in LACKS.iter().map(|lack| lack.id()).chain(["safeguard called for"]).enumerate() {
        let sure = |odds: f32| 1.0 / (1.0 + (-odds).exp());
        show_thresholds(name, told.iter().filter_map(|(odds, labels)| Some((sure(odds[label]), labels[label]?))));
    }
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
    document: BTreeMap<String, String>,
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

/// What a question about sentences or letters can be learned from, by part.
type Asked = Vec<Vec<Example>>;

/// The second stage, trained on letters as scorers and a model of letters that have not seen them read them.
fn context(letters: &[AnnotatedLetter]) -> Context {
    let sentences = sentence_parts(letters);
    let wholes = letter_parts(letters);
    let mut tones: Vec<Asked> = vec![empty_parts(); TONES.len()];
    let mut lacks: Vec<Asked> = vec![empty_parts(); LACKS.len()];
    for left_out in 0..PARTS as usize {
        let scorer = Linear::train(&others(&sentences, left_out).collect::<Vec<_>>(), SENTENCES);
        let whole = letter_model(others(&wholes, left_out));
        let book = Rulebook::load(traek_rules::PACKS).expect("the shipped packs are valid").with_learned(Learned {
            sentences: Scorer::from_bytes(scorer.to_bytes().leak()).unwrap(),
            words: Familiarity::from_bytes(traek_rules::WORD_MODEL, traek_rules::FAMILIARITY_TABLE).unwrap(),
            letters: LetterModel::new(whole).unwrap(),
            context: Context::default(),
        });
        for letter in letters.iter().filter(|letter| letter.whole && letter.part == left_out) {
            let document = Document::plain(letter.text.as_str());
            let context = letter_context(&book, &letter.letter(&document));
            for sample in context.sentences {
                let Some(labels) = letter.labels(&sample.span) else { continue };
                for ((parts, hint), label) in tones.iter_mut().zip(sample.hints).zip(labels) {
                    parts[left_out].extend(hint.then(|| letter.example(&sample.features, label)));
                }
            }
            for (parts, lacking) in lacks.iter_mut().zip(letter.lacks) {
                parts[left_out].extend(lacking.map(|lacking| letter.example(&context.described, lacking)));
            }
        }
    }
    let tones = TONES.iter().zip(&tones);
    let tones = tones.map(|((_, marker), parts)| shown_and_trained(marker.id(), parts, TONE_TREES)).collect();
    let lacks = LACKS.iter().zip(&lacks).map(|(lack, parts)| shown_and_trained(lack.id(), parts, LACK_TREES)).collect();
    Context::new(tones, lacks)
}

/// What was learned of a question, after it is told how well it is answered with a fifth of the letters left out in turn.
fn shown_and_trained(name: &str, parts: &Asked, growth: Growth) -> Boosted {
    let mut told: Vec<(f32, bool)> = Vec::new();
    for (left_out, part) in parts.iter().enumerate() {
        let trained = Boosted::train(&others(parts, left_out).collect::<Vec<_>>(), growth);
        told.extend(part.iter().map(|one| (trained.probability(&one.numbers), one.yes)));
    }
    println!("{} examples", told.len());
    show_thresholds(name, told.into_iter());
    Boosted::train(&parts.iter().flatten().collect::<Vec<_>>(), growth)
}

/// Precision, recall and F1 at each threshold, of probabilities that came with the truth.
fn show_thresholds(name: &str, told: impl Iterator<Item = (f32, bool)>) {
    let told: Vec<(f32, bool)> = told.collect();
    print!("{name}:");
    for threshold in THRESHOLDS {
        let found = told.iter().filter(|(p, _)| *p >= threshold).count() as f32;
        let right = told.iter().filter(|(p, truth)| *truth && *p >= threshold).count() as f32;
        let gold = told.iter().filter(|(_, truth)| *truth).count() as f32;
        let (precision, recall) = (right / found.max(1.0), right / gold.max(1.0));
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-6);
        print!("  {threshold}: {precision:.2}/{recall:.2}/{f1:.2}");
    }
    println!();
}

/// A letter with the places that readers marked: bytes, label, whether they could disagree.
struct AnnotatedLetter {
    genre: String,
    text: String,
    /// Whether all of it is running text, without the frame of a letter.
    bare: bool,
    /// Whether it is a letter; else it is a list of sentences.
    whole: bool,
    /// Which part of the letters it belongs to.
    part: usize,
    /// What an error on one of its sentences costs.
    weight: f32,
    quotes: Vec<(Range<usize>, usize, bool)>,
    /// The places of jargon: bytes, whether they could disagree; `None` where readers did not mark any.
    jargon: Option<Vec<(Range<usize>, bool)>>,
    /// Whether readers said that it lacks each of [`LACKS`]; `None` where they did not or could not say.
    lacks: [Option<bool>; LACKS.len()],
    /// Whether readers said that a legal safeguard is called for, given or not.
    safeguarded: Option<bool>,
}

/// What readers said of a letter, as whether something is lacking.
fn is_lacking(said: &str) -> Option<bool> {
    match said {
        "mangler" => Some(true),
        "ok" | "ikke-relevant" => Some(false),
        _ => None,
    }
}

/// What readers said of a safeguard, as whether one is called for.
fn is_called_for(said: &str) -> Option<bool> {
    match said {
        "mangler" | "ok" => Some(true),
        "ikke-relevant" => Some(false),
        _ => None,
    }
}

/// What a heading says of its letter under `key`: `[A:mangler N:ok R:ikke-relevant]`.
fn said_in<'h>(heading: &'h str, key: &str) -> Option<&'h str> {
    let (_, said) = heading.split_once('[')?;
    said.split([' ', ']']).find_map(|one| one.strip_prefix(key))
}

/// What the labels of its sentences say that a letter lacks. A reply without any acknowledgement lacks it, and one that
/// begins with it does not; an acknowledgement further down says nothing either way.
fn lacks_by_labels(genre: &str, labels: &[&str]) -> [Option<bool>; LACKS.len()] {
    let first = |label: char| labels.iter().position(|of_sentence| of_sentence.contains(label));
    let acknowledgement = match first('A') {
        Some(first) => (first < EARLY_ENOUGH).then_some(false),
        None => (genre == Genre::Svar.id()).then_some(true),
    };
    let told = [Genre::Svar, Genre::Opfoelgning, Genre::Afgoerelse, Genre::Orientering];
    let next_step = told.iter().any(|one| one.id() == genre).then(|| first('N').is_none());
    [acknowledgement, next_step, None]
}

impl AnnotatedLetter {
    /// `None` for a letter of the devset.
    fn read(path: &Path) -> Option<Self> {
        let annotation: Annotation = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        if annotation.origin == "devset" {
            return None;
        }
        let text = fs::read_to_string(path.with_extension("txt")).unwrap();
        let span = |quote: &Quote| {
            let (start, found) = text.match_indices(&quote.quote).nth(quote.nth.unwrap_or(1) - 1)?;
            Some(start..start + found.len())
        };
        let place = |quote: &Quote| Some((span(quote)?, quote.label()?, quote.optional));
        let quotes = annotation.finding.iter().chain(&annotation.moves).filter_map(place).collect();
        let jargon = annotation.finding.iter().filter(|one| one.marker.as_deref() == Some(Marker::Fagsprog.id()));
        let jargon = Some(jargon.filter_map(|quote| Some((span(quote)?, quote.optional))).collect());
        let weight = if annotation.origin.starts_with("round") { WEIGHT_OF_ROUNDS } else { WEIGHT_OF_LETTERS };
        let said = |marker: Marker| annotation.document.get(marker.id()).map(String::as_str);
        Some(Self {
            genre: annotation.genre,
            text,
            bare: false,
            whole: true,
            part: letter_part(path),
            weight,
            quotes,
            jargon,
            lacks: LACKS.map(|lack| said(lack).and_then(is_lacking)),
            safeguarded: said(Marker::Retssikkerhed).and_then(is_called_for),
        })
    }

    /// A letter, or a list of sentences, of a file of sentences.
    fn listed(letter: &str, whole: bool, weight: f32) -> Self {
        let (mut text, mut quotes) = (String::new(), Vec::new());
        let genre = letter.trim_start_matches(['#', ' ']).split(' ').next().unwrap_or_default().to_string();
        let mut labels = Vec::new();
        for (of_sentence, sentence) in letter.lines().filter_map(|line| line.split_once('\t')) {
            let start = text.len();
            text.push_str(sentence);
            labels.push(of_sentence);
            let marked = LABELS.iter().enumerate().filter(|(_, label)| of_sentence.contains(**label));
            quotes.extend(marked.map(|(label, _)| (start..text.len(), label, false)));
            text.push_str("\n\n");
        }
        let part = (text_hash(&text) % PARTS) as usize;
        let heading = letter.lines().next().unwrap_or_default();
        let lacks = if heading.contains('[') {
            ["A:", "N:", "R:"].map(|key| said_in(heading, key).and_then(is_lacking))
        } else {
            lacks_by_labels(&genre, &labels)
        };
        let safeguarded = said_in(heading, "R:").and_then(is_called_for);
        Self { genre, text, bare: true, whole, part, weight, quotes, jargon: None, lacks, safeguarded }
    }

    fn letter<'d>(&self, document: &'d Document) -> Letter<'d> {
        if self.bare { Letter::running_text(document) } else { Letter::new(document) }
    }

    /// `numbers` that describe it, or one of its sentences, as an example.
    fn example(&self, numbers: &[f32], yes: bool) -> Example {
        Example { numbers: numbers.to_vec(), yes, weight: if self.bare { 1.0 } else { WEIGHT_OF_FRAMED } }
    }

    /// Whether readers marked the word `span` as jargon; `None` where they could disagree or did not look for it.
    fn jargon_at(&self, span: &Range<usize>) -> Option<bool> {
        let marks = self.jargon.as_ref()?.iter().filter(|(quote, _)| quote.start < span.end && span.start < quote.end);
        let marks: Vec<bool> = marks.map(|(_, optional)| *optional).collect();
        (!marks.contains(&true)).then_some(!marks.is_empty())
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
fn sentence_samples(annotated: &AnnotatedLetter) -> Vec<Sample> {
    let document = Document::plain(annotated.text.as_str());
    let letter = annotated.letter(&document);
    let sample = |(_, sentence): (usize, &Sentence)| {
        let words = tokens(&letter, sentence.words.clone());
        let found = features(&letter, sentence.words.clone(), &words, sentence.question);
        let labels = annotated.labels(&(sentence.start..sentence.end)).unwrap_or_default();
        let labels = labels.into_iter().map(Some).collect();
        let sample =
            Sample { weight: annotated.weight, ..Sample::new(found.iter().map(|one| one.hash).collect(), labels) };
        (sample, words)
    };
    let mut samples = with_surroundings(letter.body().map(sample).collect());
    samples.retain(|sample| !sample.labels.is_empty());
    samples
}
