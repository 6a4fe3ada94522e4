//! What packs add to the records of other packs, and take out of them (`[[extend]]`).
//!
//! Everything is taken out of a record as its own pack has it, and only then added to: the order of the packs does not
//! matter, and two may take out the same.

mod change;
mod extendable;
mod sets;
#[cfg(test)]
mod tests;

use std::ops::Range;

use toml::Spanned;

pub(crate) use change::{Additions, ExtendRecord, Field};
pub(crate) use sets::grow;

use change::Change;
use extendable::{Extendable, Kind};
use sets::note_extended_sets;

use crate::pack::{ExampleRecord, PackError, PackRecord};

/// Moves the extensions of all packs to the records that they extend.
pub(crate) fn apply(records: &mut [(&str, PackRecord)], errors: &mut Vec<PackError>) {
    let mut extensions = taken(records, errors);
    for extension in &mut extensions {
        match find(records, extension.target, extension.name.get_ref()) {
            Some(record) => {
                extension.check(record, errors);
                record.added().push(&extension.pack, std::mem::take(&mut extension.add));
            }
            None => errors.push(extension.error(extension.name.span(), extension.unknown())),
        }
    }
    for extension in &extensions {
        if let Some(record) = find(records, extension.target, extension.name.get_ref()) {
            extension.take_out(record, errors);
        }
    }
    note_extended_sets(records);
}

struct Extension {
    pack: String,
    /// What it says that it extends; a term is a rule here.
    target: Kind,
    name: Spanned<String>,
    add: Change,
    remove: Change,
}

/// The extensions of all packs, taken out of them.
fn taken(records: &mut [(&str, PackRecord)], errors: &mut Vec<PackError>) -> Vec<Extension> {
    let mut extensions = Vec::new();
    for (pack, record) in records {
        for extend in record.extend.drain(..) {
            let span = extend.span();
            let ExtendRecord { rule, set, moves, add, remove } = extend.into_inner();
            let (target, name) = match (rule, set, moves) {
                (Some(id), None, None) => (Kind::Rule, id),
                (None, Some(name), None) => (Kind::Set, name),
                (None, None, Some(id)) => (Kind::Move, id),
                _ => {
                    let message = "en udvidelse skal have præcis én af rule, set og move".to_owned();
                    errors.push(PackError { pack: (*pack).to_owned(), span, message });
                    continue;
                }
            };
            extensions.push(Extension { pack: (*pack).to_owned(), target, name, add, remove });
        }
    }
    extensions
}

fn find<'r>(records: &'r mut [(&str, PackRecord)], target: Kind, name: &str) -> Option<&'r mut dyn Extendable> {
    if target == Kind::Set {
        let set = records.iter_mut().find_map(|(_, record)| record.sets.get_mut(name))?;
        return Some(set);
    }
    let mut all = records.iter_mut().flat_map(|(_, record)| record.extendables());
    all.find(|record| record.is(name) && (record.kind() == Kind::Move) == (target == Kind::Move))
}

impl Extension {
    fn error(&self, span: Range<usize>, message: String) -> PackError {
        PackError { pack: self.pack.clone(), span, message }
    }

    fn unknown(&self) -> String {
        let name = self.name.get_ref();
        match self.target {
            Kind::Set => format!("mængden »@{name}« findes ikke"),
            Kind::Move => format!("grebet »{name}« findes ikke"),
            Kind::Rule | Kind::Term => format!("reglen »{name}« findes ikke; »traek rules« viser alle regler"),
        }
    }

    /// Finds what is wrong with the extension of `record`, and leaves out what cannot be added to it.
    fn check(&mut self, record: &mut dyn Extendable, errors: &mut Vec<PackError>) {
        if self.add.is_empty() && self.remove.is_empty() {
            let message = "udvidelsen er tom; skriv i add eller remove, hvad den skal ændre".to_owned();
            errors.push(self.error(self.name.span(), message));
        }
        let kind = record.kind();
        let fields: Vec<Field> = record.lists().iter().map(|(field, _)| *field).collect();
        let mut found = self.add.leave_out(|field, item| misplaced(field, item, &fields, kind));
        found.extend(self.remove.leave_out(|field, _| foreign(field, &fields, kind)));
        found.extend(self.missing(record));
        found.extend(self.unproven(kind.proof()));
        errors.extend(found.into_iter().map(|(span, message)| self.error(span, message)));
    }

    /// What is to be removed and is not there.
    fn missing(&mut self, record: &mut dyn Extendable) -> Vec<(Range<usize>, String)> {
        let name = self.name.get_ref();
        let place = |field: Field| match field {
            Field::Members => format!("»@{name}«"),
            _ => format!("{field} i »{name}«"),
        };
        let mut missing = Vec::new();
        for (field, list) in record.lists() {
            missing.extend(self.remove.leave_out(|of, item| {
                let is_missing = of == field && !list.any(&|text| text == item.text());
                is_missing.then(|| format!("det står ikke i {}; skriv det præcis, som det står der", place(field)))
            }));
        }
        missing
    }

    /// The first pattern or form that is added without an example in `proof`.
    fn unproven(&self, proof: Field) -> Option<(Range<usize>, String)> {
        let found = [Field::Patterns, Field::Also].into_iter().find_map(|field| self.add.first(field))?;
        let message = format!("det nye skal have et eksempel, som viser, at det virker: skriv et i {proof}");
        self.add.first(proof).is_none().then(|| (found.span(), message))
    }

    /// Removes what is to be removed, but nothing that the record cannot be without.
    fn take_out(&self, record: &mut dyn Extendable, errors: &mut Vec<PackError>) {
        let replaced: Vec<Field> = self.remove.fields().filter(|field| record.added().any(*field)).collect();
        for (field, list) in record.lists() {
            let gone = |text: &str| self.remove.of(field).iter().any(|item| item.get_ref().text() == text);
            let last = list.any(&gone) && !list.any(&|text| !gone(text));
            if last && field.is_vital() && !replaced.contains(&field) {
                let span = self.remove.first(field).map_or(self.name.span(), Spanned::span);
                errors.push(self.error(span, format!("så står der intet i {field}; føj noget andet til med add")));
            } else {
                list.keep(&|text| !gone(text));
            }
        }
    }
}

/// Why `item` cannot be in `field` of such a record.
fn misplaced(field: Field, item: &ExampleRecord, fields: &[Field], kind: Kind) -> Option<String> {
    let only_text = !field.has_examples() || kind == Kind::Move;
    let table = only_text && matches!(item, ExampleRecord::Full(_));
    foreign(field, fields, kind).or_else(|| table.then(|| "her skal kun stå en tekst".to_owned()))
}

fn foreign(field: Field, fields: &[Field], kind: Kind) -> Option<String> {
    let known = || fields.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match (kind, field) {
        _ if fields.contains(&field) => None,
        (Kind::Set, _) => Some("en mængde har ingen felter; skriv en liste af ord, fx add = [\"teamet\"]".to_owned()),
        (_, Field::Members) => Some(format!("her skal stå felter, fx {{ bad = [\"…\"] }}; felterne er {}", known())),
        _ => Some(format!("»{field}« kan ikke udvides her; felterne er {}", known())),
    }
}
