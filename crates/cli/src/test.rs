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
    let rules = || book.explained().filter(|(_, explanation)| wanted(&explanation.pack));
    let examples: usize = rules().map(|(_, explanation)| explanation.bad.len() + explanation.good.len()).sum();
    let mut failures = 0;
    for broken in traek_core::test(&book) {
        let place = place(&packs, &broken);
        if place.as_ref().is_none_or(|place| wanted(place.pack)) {
            failures += 1;
            writeln!(screen, "{}\n", show(&broken, place))?;
        }
    }
    let moves = if own.is_empty() { format!(" og {} greb", book.move_count()) } else { String::new() };
    let rules = danish::count(rules().count(), "regel", "regler");
    writeln!(screen, "{rules}{moves}, {}, {failures} fejl", danish::count(examples, "eksempel", "eksempler"))?;
    Ok(if failures == 0 { Outcome::Clean } else { Outcome::Findings })
}

/// Where a broken example stands.
struct Place<'p> {
    pack: &'p str,
    text: &'p str,
    at: usize,
    length: usize,
}

/// Looks for the example after its rule's id, as TOML writes it.
fn place<'p>(packs: &'p Packs, broken: &Broken) -> Option<Place<'p>> {
    let id = format!("id = \"{}\"", broken.rule);
    let quoted = broken.example.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    packs.all().into_iter().find_map(|(pack, text)| {
        let own_pack = pack == broken.pack;
        let rule = text.find(&id).or(own_pack.then_some(0))?;
        let example = text[rule..].find(&quoted).map(|at| (rule + at, quoted.len()));
        let (at, length) = example.unwrap_or((rule, if own_pack && rule == 0 { 0 } else { id.len() }));
        Some(Place { pack, text, at, length })
    })
}

fn show(broken: &Broken, place: Option<Place<'_>>) -> String {
    let message = format!("{}: eksemplet {}", broken.rule, broken.message);
    match place {
        Some(Place { pack, text, at, length }) => packs::show(pack, &Lines::new(text), &(at..at + length), &message),
        None => format!("fejl: {message}\n    {}", broken.example),
    }
}
