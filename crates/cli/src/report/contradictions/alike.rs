//! Phone numbers and mail addresses that are nearly those of many other templates.

use std::collections::{BTreeMap, BTreeSet};

use super::{Contradiction, Kind, Told, is_usual};

/// Digits of a phone number that tell the authority; those after them tell its desks.
const OF_AUTHORITY: usize = 6;

/// A shorter name before the `@` (letters) may be somebody's initials.
const SHORTEST_NAME: usize = 6;

/// The templates of each value, with what stands around it.
struct Known<'t> {
    templates: BTreeSet<usize>,
    told: Vec<&'t Told>,
}

fn known(told: &[Told], kind: Kind) -> BTreeMap<&str, Known<'_>> {
    let mut known: BTreeMap<&str, Known<'_>> = BTreeMap::new();
    for one in told.iter().filter(|one| one.kind == kind) {
        let value = known.entry(&one.value).or_insert_with(|| Known { templates: BTreeSet::new(), told: Vec::new() });
        value.templates.insert(one.template);
        value.told.push(one);
    }
    known
}

/// Rare values beside the usual ones that they are nearly the same as; a usual one with all that are like it.
fn beside_usual<'t>(
    kind: Kind,
    known: &BTreeMap<&str, Known<'t>>,
    paths: &[&str],
    is_slip: impl Fn(&str, &str) -> bool,
) -> Vec<Contradiction> {
    let clash = |(usual, of_usual): (&&str, &Known<'t>)| {
        let slips = known.iter().filter(|(rare, of_rare)| {
            is_usual(of_usual.templates.len(), of_rare.templates.len())
                // Who has both means both.
                && of_usual.templates.is_disjoint(&of_rare.templates)
                && is_slip(usual, rare)
        });
        let told: Vec<&Told> = slips.flat_map(|(_, rare)| &rare.told).chain(&of_usual.told).copied().collect();
        Contradiction::new(kind, None, &told, paths)
    };
    known.iter().filter_map(clash).collect()
}

/// Phone numbers in which one digit is another one, or two neighbours have changed places.
pub(super) fn phones(told: &[Told], paths: &[&str]) -> Vec<Contradiction> {
    let known = known(told, Kind::Telefon);
    beside_usual(Kind::Telefon, &known, paths, |usual, rare| {
        // Desks of one authority often have numbers next to each other: only the same sentence tells that one is meant.
        let other_desk = usual.get(..OF_AUTHORITY) == rare.get(..OF_AUTHORITY);
        is_one_slip(usual, rare) && (!other_desk || same_sentence(&known[usual], &known[rare]))
    })
}

fn same_sentence(a: &Known<'_>, b: &Known<'_>) -> bool {
    let skeletons = |known: &Known<'_>| known.told.iter().map(|one| one.skeleton.clone()).collect::<BTreeSet<_>>();
    // A number on a line of its own has the same sentence as any other.
    skeletons(a).intersection(&skeletons(b)).any(|skeleton| skeleton.split(' ').count() > 3)
}

/// Whether two numbers of the same length differ in one digit, or in two neighbours that have changed places.
fn is_one_slip(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let apart: Vec<usize> = (0..a.len()).filter(|at| a[*at] != b[*at]).collect();
    match apart.as_slice() {
        [_] => true,
        [first, second] => second - first == 1 && a[*first] == b[*second] && a[*second] == b[*first],
        _ => false,
    }
}

/// Mail addresses with a letter too many, too few or wrong, before or after the `@`.
pub(super) fn mails(told: &[Told], paths: &[&str]) -> Vec<Contradiction> {
    let known = known(told, Kind::Mail);
    beside_usual(Kind::Mail, &known, paths, |usual, rare| {
        let (Some((name, domain)), Some((other_name, other_domain))) = (usual.split_once('@'), rare.split_once('@'))
        else {
            return false;
        };
        let long = name.chars().count().min(other_name.chars().count()) >= SHORTEST_NAME;
        (name == other_name && is_one_letter(domain, other_domain))
            || (domain == other_domain && long && is_one_letter(name, other_name))
    })
}

/// Whether one letter, and no digit, makes the difference.
fn is_one_letter(a: &str, b: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(a) == digits(b) && strsim::osa_distance(a, b) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_one_digit_or_two_that_have_changed_places() {
        assert!(is_one_slip("33664010", "33664019") && is_one_slip("33664010", "33660410"));
        assert!(!is_one_slip("33664010", "33664010") && !is_one_slip("33664010", "33664123"));
        assert!(!is_one_slip("33664010", "30664310"), "two digits that are apart");
    }

    #[test]
    fn a_digit_in_a_name_is_no_slip() {
        assert!(is_one_letter("borgerservice", "borgersevice") && is_one_letter("by.example", "by.exmaple"));
        assert!(!is_one_letter("team1", "team2") && !is_one_letter("byg", "vej"));
    }
}
