//! Word sets that packs extend.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use super::change::{Change, Field};
use super::extendable::Extendable;
use crate::lexicon::Lexicon;
use crate::pack::{PackError, PackRecord};
use crate::pattern::{Compiler, Vocabulary, anchors};

/// Puts what was added to the sets into them. What is wrong is left out, so that no pattern with the set is blamed.
pub(crate) fn grow(
    sets: &mut BTreeMap<String, Vec<String>>,
    lexicon: &Lexicon,
    records: &[(&str, PackRecord)],
    errors: &mut Vec<PackError>,
) {
    let all_sets = records.iter().flat_map(|(_, record)| &record.sets);
    let added = all_sets.flat_map(|(name, set)| {
        set.added.patterns(Field::Members).map(move |(pack, member)| (name.as_str(), pack, member))
    });
    let mut sound = Vec::new();
    for (name, pack, member) in added {
        match fault_of_member(sets, lexicon, member.get_ref()) {
            Some(message) => errors.push(PackError { pack: pack.to_owned(), span: member.span(), message }),
            None => sound.push((name, pack, member)),
        }
    }
    // Each is sound by itself; together they may go in a ring.
    let mut grown = sets.clone();
    put_in(&mut grown, &sound);
    sound.retain(|(_, pack, member)| {
        let ring = Compiler::new(lexicon, &grown, &mut Vocabulary::with_capacity(0)).expand(member.get_ref()).err();
        let fault = ring.map(|message| PackError { pack: (*pack).to_owned(), span: member.span(), message });
        let is_sound = fault.is_none();
        errors.extend(fault);
        is_sound
    });
    put_in(sets, &sound);
}

fn put_in(sets: &mut BTreeMap<String, Vec<String>>, members: &[(&str, &str, Spanned<String>)]) {
    for (name, _, member) in members {
        if let Some(set) = sets.get_mut(*name) {
            set.push(member.get_ref().clone());
        }
    }
}

fn fault_of_member(sets: &BTreeMap<String, Vec<String>>, lexicon: &Lexicon, member: &str) -> Option<String> {
    let mut vocabulary = Vocabulary::with_capacity(0);
    match Compiler::new(lexicon, sets, &mut vocabulary).expand(member) {
        Ok(node) => anchors(&node, &mut vocabulary)
            .is_none()
            .then(|| "her er intet ord, som altid skal stå der, så mængden ville passe på hvad som helst".to_owned()),
        Err(message) => Some(message),
    }
}

/// Notes at each record with an extended set who extended it, because its examples may not hold any more.
pub(super) fn note_extended_sets(records: &mut [(&str, PackRecord)]) {
    let mut extended: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, set) in records.iter().flat_map(|(_, record)| &record.sets) {
        if !set.added.is_empty() {
            extended.entry(name.clone()).or_default().extend(set.added.packs());
        }
    }
    // A set with an extended set in it is extended too, and so on.
    let mut before = 0;
    while extended.values().map(BTreeSet::len).sum::<usize>() > before {
        before = extended.values().map(BTreeSet::len).sum();
        for (name, set) in records.iter_mut().flat_map(|(_, record)| &mut record.sets) {
            let packs = extenders(set, &extended);
            if !packs.is_empty() {
                extended.entry(name.clone()).or_default().extend(packs);
            }
        }
    }
    if extended.is_empty() {
        return;
    }
    for record in records.iter_mut().flat_map(|(_, record)| record.extendables()) {
        for pack in extenders(record, &extended) {
            record.added().push(&pack, Change::default());
        }
    }
}

/// Who extended the sets that `record` names.
fn extenders(record: &mut dyn Extendable, extended: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let lists = record.lists();
    let patterns = || lists.iter().filter(|(field, _)| field.has_patterns());
    let named = extended.iter().filter(|(set, _)| patterns().any(|(_, list)| list.any(&|text| names_set(text, set))));
    named.flat_map(|(_, packs)| packs.iter().cloned()).collect()
}

/// Whether a pattern has `@set` in it.
fn names_set(pattern: &str, set: &str) -> bool {
    pattern.split('@').skip(1).any(|rest| {
        rest.strip_prefix(set)
            .is_some_and(|after| after.is_empty() || after.starts_with(|sign| " ()[]|?,".contains(sign)))
    })
}
