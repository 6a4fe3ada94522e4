//! Shows the figures of `traek eval`.

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;
use traek_core::Marker;

use crate::Failure;
use crate::eval::score::{Score, Scores, Tally};
use crate::screen::Screen;

/// Changes when a field changes its meaning or goes away.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Output {
    version: u32,
    letters: usize,
    genre_accuracy: f64,
    macro_f1: f64,
    markers: BTreeMap<&'static str, Score>,
}

/// A line for each marker, then the letters, the genres and the mean.
pub(crate) fn write(scores: &Scores, screen: &mut Screen) -> Result<(), Failure> {
    let head =
        format!("{:15} {:>9} {:>6} {:>6} {:>9} {:>9}", "markør", "præcision", "genkald", "F1", "i breve", "fundet");
    writeln!(screen, "{}", screen.style.bold(&head))?;
    for (marker, score) in &scores.markers {
        let Score { precision, recall, f1, gold, predicted } = score;
        writeln!(screen, "{:15} {precision:>9.3} {recall:>7.3} {f1:>6.3} {gold:>9} {predicted:>9}", marker.id())?;
    }
    let Scores { letters, genre_accuracy, macro_f1, .. } = scores;
    writeln!(
        screen,
        "\n{letters} breve, rigtig genre {genre_accuracy:.3}, middel af de første seks markørers F1 {macro_f1:.3}"
    )?;
    Ok(())
}

pub(crate) fn write_json(scores: &Scores, screen: &mut Screen) -> Result<(), Failure> {
    let output = Output {
        version: VERSION,
        letters: scores.letters,
        genre_accuracy: scores.genre_accuracy,
        macro_f1: scores.macro_f1,
        markers: scores.markers.iter().map(|(marker, score)| (marker.id(), *score)).collect(),
    };
    serde_json::to_writer_pretty(&mut *screen, &output).map_err(|error| Failure::Output(error.into()))?;
    writeln!(screen)?;
    Ok(())
}

/// Every place where rules and readers do not agree about `marker`.
pub(crate) fn disagreements(tally: &Tally, marker: Marker, screen: &mut Screen) -> Result<(), Failure> {
    for one in tally.disagreements.iter().filter(|one| one.marker == marker) {
        let kind = if one.missed { "overset" } else { "falsk alarm" };
        let place = one.line.map_or_else(|| one.letter.clone(), |line| format!("{}:{line}", one.letter));
        let text = one.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = if text.is_empty() { text } else { format!("  »{text}«") };
        writeln!(screen, "{kind:11}  {place}{text}")?;
    }
    writeln!(screen)?;
    Ok(())
}
