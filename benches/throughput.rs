//! Bytes per second with the number of findings beside them: fast but wrong shows.
//!
//! The corpus is repeated to 10 MB of separate letters. Beside the engine run two bare scans for the same word forms,
//! which know nothing of sentences, zones or rules: they are what the engine is measured against.

mod corpus;

use std::collections::HashSet;
use std::hint::black_box;
use std::time::Duration;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use rustc_hash::FxBuildHasher;
use traek_core::{Document, Options, Rulebook};

/// Bytes of text that each run reads.
const BYTES: usize = 10_000_000;

/// The corpus, repeated as separate letters until there are [`BYTES`].
fn letters() -> Vec<String> {
    let corpus = corpus::letters();
    let mut left = BYTES;
    let whole = corpus.iter().cycle().take_while(|letter| {
        let fits = letter.len() <= left;
        left = left.saturating_sub(letter.len());
        fits
    });
    whole.cloned().collect()
}

fn findings(book: &Rulebook, letters: &[String]) -> usize {
    let options = Options::default();
    letters
        .iter()
        .map(|letter| traek_core::check(book, &Document::plain(letter.as_str()), &options).findings.len())
        .sum()
}

/// Every form wherever it stands, found by Aho-Corasick.
fn scan_by_automaton(automaton: &AhoCorasick, letters: &[String]) -> usize {
    letters.iter().map(|letter| automaton.find_overlapping_iter(&traek_core::fold(letter)).count()).sum()
}

/// Every word that is a form, found by its hash.
fn scan_by_hash(forms: &HashSet<&str, FxBuildHasher>, letters: &[String]) -> usize {
    let words = |letter: &String| {
        let folded = traek_core::fold(letter);
        folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| forms.contains(word)).count()
    };
    letters.iter().map(words).sum()
}

fn throughput(criterion: &mut Criterion) {
    let book = Rulebook::load(traek_rules::PACKS).expect("valid packs");
    let letters = letters();
    let bytes: usize = letters.iter().map(String::len).sum();
    let forms: HashSet<&str, FxBuildHasher> = book.forms().collect();
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::Standard)
        .build(&forms)
        .expect("forms that fit an automaton");
    let found = findings(&book, &letters);
    let (by_automaton, by_hash) = (scan_by_automaton(&automaton, &letters), scan_by_hash(&forms, &letters));
    eprintln!("{} letters, {bytes} bytes, {} forms", letters.len(), forms.len());
    eprintln!("findings {found}, forms by automaton {by_automaton}, forms by hash {by_hash}");
    assert!(found > 0 && by_automaton > 0 && by_hash > 0, "a scan that finds nothing measures nothing");

    let mut group = criterion.benchmark_group("throughput");
    group
        .throughput(Throughput::Bytes(bytes as u64))
        .sampling_mode(SamplingMode::Flat)
        .sample_size(10)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(8));
    group.bench_function("engine", |bencher| {
        bencher.iter(|| assert_eq!(findings(&book, black_box(&letters)), found));
    });
    group.bench_function("forms_by_automaton", |bencher| {
        bencher.iter(|| assert_eq!(scan_by_automaton(&automaton, black_box(&letters)), by_automaton));
    });
    group.bench_function("forms_by_hash", |bencher| {
        bencher.iter(|| assert_eq!(scan_by_hash(&forms, black_box(&letters)), by_hash));
    });
    group.finish();
}

criterion_group!(benches, throughput);
criterion_main!(benches);
