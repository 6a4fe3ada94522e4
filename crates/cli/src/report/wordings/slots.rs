//! Paragraphs that differ in one place only, which every template fills in its own way: *din ansøgning om boligstøtte*,
//! *din ansøgning om en plads*. That is what the place is there for, and no other wording.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::paragraphs::Paragraph;

/// A place with so many fillings is one that is meant to be filled.
const FEWEST_FILLINGS: usize = 3;

/// Unless so many templates on average have the same filling.
const MOST_TEMPLATES: usize = 3;

/// Words in the place of others.
type Filling = Box<[u32]>;

/// Takes the paragraphs out of `groups` (by leader) that only fill a place in another way, and groups of which nothing
/// is left; returns how many those are. `figures` says of each word whether it is a figure: figures are to be looked at.
pub(super) fn leave_out(groups: &mut BTreeMap<usize, Vec<usize>>, all: &[Paragraph], figures: &[bool]) -> usize {
    let mut known: BTreeSet<Filling> = BTreeSet::new();
    let mut fills: BTreeSet<usize> = BTreeSet::new();
    for (leader, others) in groups.iter() {
        for slot in slots(*leader, others, all, figures) {
            known.extend(slot.fillings);
            fills.extend(slot.others);
        }
    }
    // Two fillings that are known from elsewhere need no third one.
    for (leader, others) in groups.iter() {
        let of_known = |other: &usize| {
            let (_, old, new) = single_change(&all[*leader], &all[*other])?;
            (known.contains(&old) && known.contains(&new)).then_some(*other)
        };
        fills.extend(others.iter().filter_map(of_known));
    }
    let before = groups.len();
    groups.retain(|_, others| {
        others.retain(|other| !fills.contains(other));
        !others.is_empty()
    });
    before - groups.len()
}

/// A place of a leader with its fillings.
struct Slot {
    place: Range<usize>,
    fillings: BTreeSet<Filling>,
    /// The paragraphs that have another filling than the leader.
    others: Vec<usize>,
    templates: usize,
}

fn slots(leader: usize, others: &[usize], all: &[Paragraph], figures: &[bool]) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    for other in others {
        let Some((place, old, new)) = single_change(&all[leader], &all[*other]) else { continue };
        if old.is_empty() || new.is_empty() || old.iter().chain(&new).any(|word| figures[*word as usize]) {
            continue;
        }
        let same = |slot: &&mut Slot| slot.place.start < place.end && place.start < slot.place.end;
        let slot = match slots.iter_mut().find(same) {
            Some(slot) => slot,
            None => {
                let templates = all[leader].templates.len();
                slots.push(Slot { place, fillings: BTreeSet::from([old.clone()]), others: Vec::new(), templates });
                let last = slots.len() - 1;
                &mut slots[last]
            }
        };
        slot.fillings.extend([old, new]);
        slot.others.push(*other);
        slot.templates += all[*other].templates.len();
    }
    slots.retain(|slot| {
        slot.fillings.len() >= FEWEST_FILLINGS && slot.templates <= MOST_TEMPLATES * slot.fillings.len()
    });
    slots
}

/// The place in `leader` where `other` differs, with the words of both; `None` if it differs in several places.
fn single_change(leader: &Paragraph, other: &Paragraph) -> Option<(Range<usize>, Filling, Filling)> {
    let (a, b) = (&leader.words, &other.words);
    let parts = capture_diff_slices(Algorithm::Myers, a, b);
    let same = |part: &&DiffOp| matches!(part, DiffOp::Equal { .. });
    let first = parts.iter().position(|part| !same(&part))?;
    let last = parts.iter().rposition(|part| !same(&part))?;
    if parts[first..=last].iter().any(|part| same(&part)) {
        return None;
    }
    let old = parts[first].old_range().start..parts[last].old_range().end;
    let new = parts[first].new_range().start..parts[last].new_range().end;
    Some((old.clone(), a[old].into(), b[new].into()))
}
