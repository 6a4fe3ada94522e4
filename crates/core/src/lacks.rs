//! What a letter lacks, as a reading of all of it sees: not whether one sentence makes a move, but how surely the best of
//! them do, where, after what, and in what kind of letter.
//!
//! There are boosted trees for each lack, trained by `examples/train.rs` on letters that the scorers had not seen.

use crate::analysis::Analysis;
use crate::context::TONES;
use crate::letter_model::LACK_COUNT;
use crate::logistic::log_odds;
use crate::names::{Genre, Marker, MoveKind, Signal};
use crate::scorer::Label;

/// What letters can lack, in the order of their trees.
pub const LACKS: [Marker; 3] = [Marker::Anerkendelse, Marker::NaesteSkridt, Marker::Retssikkerhed];

/// How many numbers describe a letter: see `describe`.
pub const FEATURES: usize =
    12 + 6 + 4 + Signal::ALL.len() + MoveKind::ALL.len() + 1 + Genre::ALL.len() + SAFEGUARDS + LACK_COUNT;

/// The numbers about legal safeguards.
const SAFEGUARDS: usize = 7;

/// The sentences within which an acknowledgement is looked for; 0 stands for the first part of the letter.
const OPENINGS: [usize; 4] = [1, 3, 5, 0];

/// The first part of a letter is one of so many: there an acknowledgement comes before explanations take over.
const PARTS: usize = 4;

/// An acknowledgement within this many sentences of running text is early, however short the letter.
pub const EARLY_ENOUGH: usize = 3;

/// From this probability a sentence is taken as an acknowledgement where it is asked what stands before the first.
const ACKNOWLEDGES: f32 = 0.4;

/// The place of `marker` among the lacks.
pub(crate) fn lack(marker: Marker) -> Option<usize> {
    LACKS.iter().position(|one| *one == marker)
}

/// A sentence of running text.
struct Read<'a> {
    index: usize,
    analysis: &'a Analysis<'a>,
}

impl Read<'_> {
    fn probability(&self, label: Label) -> f32 {
        self.analysis.probability(label, self.index)
    }

    fn makes(&self, kind: MoveKind) -> bool {
        self.analysis.has_move_in(kind, self.index)
    }

    fn acknowledges(&self) -> bool {
        self.analysis.acknowledges(self.index)
    }

    /// How surely it tells what happens now; that one may call is no such thing.
    fn next_step(&self) -> f32 {
        let only_contact = self.makes(MoveKind::Kontakt) && !self.makes(MoveKind::NaesteSkridt);
        if only_contact { 0.0 } else { self.probability(Label::NaesteSkridt) }
    }
}

/// The numbers that describe a letter: how it acknowledges, how it tells the next step, its tones, its signals, its
/// moves, its length, its genre, the legal safeguards that it should give, and what its words say that it lacks.
pub(crate) fn describe(analysis: &Analysis<'_>) -> Vec<f32> {
    let body: Vec<Read<'_>> = analysis.scanned.letter.body().map(|(index, _)| Read { index, analysis }).collect();
    let mut features = Vec::with_capacity(FEATURES);
    add_acknowledgement(&body, &mut features);
    add_next_step(&body, &mut features);
    features.extend(TONES.map(|(label, _)| most(body.iter().map(|read| read.probability(label)))));
    let defence: f32 = body.iter().map(|read| read.probability(Label::Forsvar)).sum();
    features.push(defence / body.len().max(1) as f32);
    features.extend(Signal::ALL.iter().map(|signal| flag(has(analysis, *signal))));
    features.extend(MoveKind::ALL.iter().map(|kind| flag(analysis.has_move(*kind))));
    features.push((body.len() as f32).ln_1p());
    features.extend(&analysis.genre_shares);
    features.extend(missing_safeguards(analysis));
    features.extend(&analysis.lacking);
    debug_assert_eq!(features.len(), FEATURES, "the trees ask about so many numbers");
    features
}

/// The surest acknowledgement at the letter's beginning and in all of it, how much there is, how sure those that patterns
/// see, and what comes before the first.
fn add_acknowledgement(body: &[Read<'_>], features: &mut Vec<f32>) {
    let first_part = body.len().div_ceil(PARTS).max(EARLY_ENOUGH);
    let label = Label::Anerkendelse;
    for opening in OPENINGS {
        let opening = if opening == 0 { first_part } else { opening };
        features.push(log_odds(most(body.iter().take(opening).map(|read| read.probability(label)))));
    }
    let early = || body.iter().take(first_part);
    features.push(early().map(|read| read.probability(label)).sum::<f32>().ln_1p());
    let seen = || early().filter(|read| read.acknowledges());
    features.push(log_odds(most(seen().map(|read| read.probability(label)))));
    features.push(flag(seen().next().is_some()));
    features.push(log_odds(most(body.iter().map(|read| read.probability(label)))));
    let first = body.iter().position(|read| read.probability(label) >= ACKNOWLEDGES || read.acknowledges());
    let first = first.unwrap_or(body.len());
    features.push((first as f32).ln_1p());
    features.push(first as f32 / (body.len() + 1) as f32);
    features.push(most(body[..first].iter().map(|read| read.probability(Label::Forsvar))));
    features.push(flag(body.iter().take(EARLY_ENOUGH).any(|read| read.makes(MoveKind::Tak))));
}

/// The surest next steps, how much there is, and how sure and many those that patterns see.
fn add_next_step(body: &[Read<'_>], features: &mut Vec<f32>) {
    let mut sure: Vec<f32> = body.iter().map(Read::next_step).collect();
    features.push(log_odds(most(sure.iter().skip(body.len() * 2 / 3).copied())));
    sure.sort_by(|one, other| other.total_cmp(one));
    features.extend([0, 1].map(|at| log_odds(sure.get(at).copied().unwrap_or_default())));
    features.push(sure.iter().sum::<f32>().ln_1p());
    let seen = || body.iter().filter(|read| read.makes(MoveKind::NaesteSkridt));
    features.push(log_odds(most(seen().map(Read::next_step))));
    features.push(seen().count().min(3) as f32);
}

/// How surely each legal safeguard is called for by what kind of letter it is, and not given.
fn missing_safeguards(analysis: &Analysis<'_>) -> [f32; SAFEGUARDS] {
    let share = |genre: Genre| analysis.genre_shares[genre as usize];
    let gives = |signal| flag(has(analysis, signal));
    let lacks = |signal| 1.0 - gives(signal);
    let unguided = |genre| share(genre) * flag(analysis.decides_against(genre)) * lacks(Signal::Klagevejledning);
    [
        unguided(Genre::Afgoerelse),
        unguided(Genre::Svar),
        unguided(Genre::Aktindsigt),
        gives(Signal::Afslag) * lacks(Signal::Begrundelse),
        share(Genre::Partshoering) * lacks(Signal::Frist),
        share(Genre::Kontaktbegraensning) * lacks(Signal::Slutdato),
        share(Genre::Kontaktbegraensning) * lacks(Signal::Kontaktgrund),
    ]
}

/// Whether the letter gives the signal; the time limit of a complaint is no deadline of the matter.
fn has(analysis: &Analysis<'_>, signal: Signal) -> bool {
    if signal == Signal::Frist { analysis.has_deadline() } else { analysis.has(signal) }
}

fn most(probabilities: impl Iterator<Item = f32>) -> f32 {
    probabilities.fold(0.0, f32::max)
}

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}
