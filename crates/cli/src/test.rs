//! `traek test`: the rules' own examples.

use crate::args::TestArgs;
use crate::{Outcome, packs};

pub(crate) fn run(args: &TestArgs) -> Result<Outcome, String> {
    let book = packs::load(&args.packs)?;
    let failures = traek_core::test(&book);
    for failure in &failures {
        anstream::println!("{}: {}: {}\n    {}", failure.pack, failure.rule, failure.message, failure.example);
    }
    let examples: usize = book.rules.iter().map(|rule| rule.bad.len() + rule.good.len()).sum();
    anstream::println!("{} regler og {} greb, {examples} eksempler, {} fejl", book.rules.len(), book.move_count(), failures.len());
    Ok(if failures.is_empty() { Outcome::Clean } else { Outcome::Findings })
}
