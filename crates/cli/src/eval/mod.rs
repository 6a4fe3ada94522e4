//! `traek eval`: how well the rules agree with people who have read the same letters.

mod corpus;
mod score;
mod table;

use rayon::prelude::*;
use traek_core::{Options, Rulebook};

use crate::args::{EvalArgs, Format};
use crate::eval::corpus::{Annotated, Corpus};
use crate::eval::score::{Predicted, Tally};
use crate::screen::{self, Screen};
use crate::{Failure, Outcome, packs};

pub(crate) fn run(args: &EvalArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let book = packs::load(&args.packs)?;
    let corpus = Corpus::read(&args.corpus)?;
    corpus.problems.iter().for_each(|problem| screen::say(problem));
    let predicted: Vec<Predicted> = corpus.letters.par_iter().map(|letter| predict(&book, letter, args)).collect();
    let mut tally = Tally::default();
    for (letter, predicted) in corpus.letters.iter().zip(&predicted) {
        tally.add(letter, predicted);
    }
    let scores = tally.scores();
    match args.format {
        Format::Pretty => {
            if let Some(marker) = args.show {
                table::disagreements(&tally, marker, screen)?;
            }
            table::write(&scores, screen)?;
        }
        Format::Json => table::write_json(&scores, screen)?,
    }
    Ok(if corpus.problems.is_empty() { Outcome::Clean } else { Outcome::Failed })
}

fn predict(book: &Rulebook, letter: &Annotated, args: &EvalArgs) -> Predicted {
    let document = &letter.source.document;
    let options = Options { rules_only: args.rules_only, ..Options::default() };
    let mut report = traek_core::check(book, document, &options);
    report.findings.retain(|finding| finding.severity.reaches(args.severity));
    Predicted::new(&report, |span| document.map.source(span.start)..document.map.source(span.end))
}
