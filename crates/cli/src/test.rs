//! `traek test`: the rules' own examples.

use std::io::Write;

use traek_core::Failure as Broken;

use crate::args::TestArgs;
use crate::lines::Lines;
use crate::packs::{self, Packs};
use crate::screen::Screen;
use crate::{Failure, Outcome, danish};

pub(crate) fn run(args: &TestArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let packs = Packs::read(&args.packs)?;
    let book = packs.rulebook()?;
    let own: Vec<&str> = packs.own().collect();
    // Who tests a pack is told about that pack; the shipped rules only serve as company.
    let wanted = |pack: &str| own.is_empty() || own.contains(&pack);
    // A pack that extends a rule answers for all of its examples.
    let answers = |pack: &str, extended_by: &[String]| wanted(pack) || extended_by.iter().any(|pack| wanted(pack));
    let rules = || book.explained().filter(|(_, told)| answers(&told.pack, &told.extended_by));
    let examples: usize = rules().map(|(_, explanation)| explanation.bad.len() + explanation.good.len()).sum();
    let mut failures = 0;
    for broken in traek_core::test(&book) {
        if answers(&broken.pack, &broken.extended_by) {
            failures += 1;
            writeln!(screen, "{}\n", show(&broken, place(&packs, &broken)))?;
        }
    }
    let others = if own.is_empty() {
        format!(", {} greb og {} signaler", book.move_count(), book.signal_count())
    } else {
        String::new()
    };
    let rules = danish::count(rules().count(), "regel", "regler");
    writeln!(screen, "{rules}{others}, {}, {failures} fejl", danish::count(examples, "eksempel", "eksempler"))?;
    Ok(if failures == 0 { Outcome::Clean } else { Outcome::Findings })
}

/// Where a broken example stands.
struct Place<'p> {
    pack: &'p str,
    text: &'p str,
    at: usize,
    length: usize,
}

/// Looks in the example's pack, after the id of its rule or the name in its extension, for the example as TOML writes it.
fn place<'p>(packs: &'p Packs, broken: &Broken) -> Option<Place<'p>> {
    let (pack, text) = packs.all().into_iter().find(|(pack, _)| *pack == broken.pack)?;
    let head = ["id", "rule", "move", "signal"].iter().find_map(|key| {
        let head = format!("{key} = \"{}\"", broken.rule);
        text.find(&head).map(|at| (at, head.len()))
    });
    let (from, _) = head.unwrap_or_default();
    let quoted = broken.example.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    let example = text[from..].find(&quoted).map(|at| (from + at, quoted.len()));
    let (at, length) = example.or(head).unwrap_or_default();
    Some(Place { pack, text, at, length })
}

fn show(broken: &Broken, place: Option<Place<'_>>) -> String {
    let message = format!("{}: eksemplet {}", broken.rule, broken.message);
    match place {
        Some(Place { pack, text, at, length }) => packs::show(pack, &Lines::new(text), &(at..at + length), &message),
        None => format!("fejl: {message}\n    {}", broken.example),
    }
}
