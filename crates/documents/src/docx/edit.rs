//! Changes words in a Word document, at once or as tracked changes.

use std::collections::BTreeMap;
use std::ops::Range;

use traek_core::{Edit, OffsetMap};

use super::anatomy::AtomKind;
use super::cut::{Body, Cut, Patch, apply, escape, sign_end};
use super::save;
use super::write::{AUTHOR, Letter, open};
use crate::write::{Edited, WriteError};
use crate::{Source, normal};

/// Makes `edits` in the Word document `bytes`, from which `source` was read. New words look like the first ones that
/// they replace; nothing else changes.
///
/// # Errors
/// See [`WriteError`].
pub(crate) fn edit(bytes: &[u8], source: &Source, edits: &[Edit]) -> Result<Edited, WriteError> {
    change(bytes, source, edits, |body, change, _| replace(body, change))
}

/// Like [`edit`], but as tracked changes by `traek` at `date`, such as `2026-11-22T09:30:00Z`, which a reader of the
/// document can accept or reject.
///
/// # Errors
/// See [`WriteError`].
pub fn track(bytes: &[u8], source: &Source, edits: &[Edit], date: &str) -> Result<Edited, WriteError> {
    change(bytes, source, edits, |body, change, id| track_change(body, change, id, date))
}

/// An edit as it is made in a part.
struct Change {
    /// What is replaced: stretches of atoms, in order. An insertion is one empty stretch.
    stretches: Vec<Stretch>,
    text: String,
}

/// A stretch of one atom: bytes of its text, or the whole of another sign.
struct Stretch {
    atom: usize,
    range: Range<usize>,
}

fn change(
    bytes: &[u8],
    source: &Source,
    edits: &[Edit],
    make: impl Fn(&Body<'_>, &Change, &mut u64) -> Vec<Patch>,
) -> Result<Edited, WriteError> {
    let (_, parts) = open(bytes)?;
    let letter = Letter::new(source, &parts)?;
    let mut order: Vec<usize> = (0..edits.len()).collect();
    order.sort_by_key(|index| (edits[*index].span.start, edits[*index].span.end));
    let mut id = letter.free_id();
    let mut refused = Vec::new();
    let mut patches: BTreeMap<usize, Vec<Patch>> = BTreeMap::new();
    let mut done = 0;
    for index in order {
        let edit = &edits[index];
        match plan(&letter, edit).filter(|_| edit.span.start >= done) {
            Some((part, change)) => {
                done = edit.span.end;
                patches.entry(part).or_default().extend(make(letter.body(part), &change, &mut id));
            }
            None => refused.push(index),
        }
    }
    if patches.is_empty() {
        return Ok(Edited { bytes: bytes.to_vec(), refused });
    }
    let changed = patches.into_iter().map(|(part, patches)| {
        let part = &parts.texts[part];
        (part.name.clone(), apply(&part.xml, patches))
    });
    let bytes = save::save(bytes, changed.collect()).map_err(|_| WriteError::Package)?;
    refused.sort_unstable();
    Ok(Edited { bytes, refused })
}

/// Where an edit is made; `None` if it cannot be.
fn plan(letter: &Letter<'_>, edit: &Edit) -> Option<(usize, Change)> {
    let old = letter.source.document.text.get(edit.span.clone())?;
    if old.contains('\n') || edit.text.contains('\n') {
        return None;
    }
    if old.is_empty() {
        return plan_insertion(letter, edit);
    }
    let (first, last) = letter.ends(&edit.span)?;
    let (part, first) = letter.part_at(first);
    let (last_part, last) = letter.part_at(last);
    if last_part != part {
        return None;
    }
    let body = letter.body(part);
    let stretches = stretches(body, first, last)?;
    let found: Option<String> = stretches.iter().map(|stretch| body.text_of(stretch)).collect();
    // What is replaced must be what was read; anything else between the two ends is not understood here.
    let (found, _) = normal::normalise(found?, OffsetMap::shifted(0));
    (found == old).then(|| (part, Change { stretches, text: edit.text.clone() }))
}

/// New text stands after the sign before it, or else before the one after it.
fn plan_insertion(letter: &Letter<'_>, edit: &Edit) -> Option<(usize, Change)> {
    let text = &letter.source.document.text;
    let at = edit.span.start;
    let before = text[..at].char_indices().next_back().filter(|(_, c)| *c != '\n');
    let after = text[at..].chars().next().filter(|c| *c != '\n');
    let map = &letter.source.document.map;
    let source = before.map(|(before, _)| map.source(before)).or(after.map(|_| map.source(at)))?;
    let (part, sign) = letter.part_at(source);
    let body = letter.body(part);
    let atom = body.atom_at(sign)?;
    let AtomKind::Text(content) = &body.anatomy.atoms[atom].kind else { return None };
    let place = if before.is_some() { sign_end(body.xml, sign, content.end) } else { sign };
    let free = body.is_free(sign..place.max(sign + 1)) && body.is_plain(content);
    let stretch = Stretch { atom, range: place..place };
    free.then(|| (part, Change { stretches: vec![stretch], text: edit.text.clone() }))
}

/// The stretches from the sign at `first` to the one at `last`, if nothing in between is to be left alone.
fn stretches(body: &Body<'_>, first: usize, last: usize) -> Option<Vec<Stretch>> {
    let (start, end) = (body.atom_at(first)?, body.atom_at(last)?);
    let atoms = &body.anatomy.atoms;
    let paragraph = |atom: usize| body.anatomy.runs[atoms[atom].run].paragraph;
    if first > last || paragraph(start) != paragraph(end) {
        return None;
    }
    let mut stretches = Vec::new();
    for atom in (start..=end).filter(|atom| paragraph(*atom) == paragraph(start)) {
        let range = match &atoms[atom].kind {
            AtomKind::Text(content) if body.is_plain(content) => {
                let from = if atom == start { first } else { content.start };
                let to = if atom == end { sign_end(body.xml, last, content.end) } else { content.end };
                from..to
            }
            AtomKind::Sign => atoms[atom].range.clone(),
            AtomKind::Text(_) => return None,
            AtomKind::Fixed => continue,
        };
        if !range.is_empty() {
            stretches.push(Stretch { atom, range });
        }
    }
    let all = stretches.first()?.range.start..stretches.last()?.range.end;
    body.is_free(all).then_some(stretches)
}

impl Body<'_> {
    /// Whether no field, no placeholder and no deleted text lies in `range`.
    fn is_free(&self, range: Range<usize>) -> bool {
        let apart = |other: &Range<usize>| other.end <= range.start || range.end <= other.start;
        self.anatomy.guards.iter().all(|guard| apart(&guard.range)) && self.anatomy.deleted.iter().all(apart)
    }

    /// What a reader sees of `stretch`; `None` for a sign that is not known.
    fn text_of(&self, stretch: &Stretch) -> Option<String> {
        let xml = &self.xml[stretch.range.clone()];
        let atom = &self.anatomy.atoms[stretch.atom];
        let AtomKind::Text(content) = &atom.kind else {
            let signs = [("tab", "\t"), ("noBreakHyphen", "-"), ("softHyphen", "")];
            let name = xml.strip_prefix('<')?.strip_prefix(self.prefix())?;
            return signs.iter().find(|sign| name.starts_with(sign.0)).map(|sign| sign.1.to_owned());
        };
        let mut shown = xml;
        if !self.xml[atom.range.start..content.start].contains("preserve") {
            shown = if stretch.range.start == content.start { shown.trim_ascii_start() } else { shown };
            shown = if stretch.range.end == content.end { shown.trim_ascii_end() } else { shown };
        }
        Some(quick_xml::escape::unescape(shown).ok()?.replace(['\r', '\n'], " "))
    }

    /// The start tag of the text element `atom`.
    fn text_tag(&self, atom: usize) -> Option<Range<usize>> {
        match &self.anatomy.atoms[atom].kind {
            AtomKind::Text(content) => Some(self.anatomy.atoms[atom].range.start..content.start),
            AtomKind::Sign | AtomKind::Fixed => None,
        }
    }
}

/// The first stretch becomes the new text, the others nothing.
fn replace(body: &Body<'_>, change: &Change) -> Vec<Patch> {
    let prefix = body.prefix();
    let mut text = escape(&change.text);
    let mut patches = Vec::new();
    for stretch in &change.stretches {
        let new = std::mem::take(&mut text);
        match body.text_tag(stretch.atom) {
            Some(tag) => {
                patches.extend(body.preserve(&tag));
                patches.push(Patch { range: stretch.range.clone(), text: new });
            }
            None => {
                let element = format!("<{prefix}t xml:space=\"preserve\">{new}</{prefix}t>");
                let text = if new.is_empty() { new } else { element };
                patches.push(Patch { range: stretch.range.clone(), text });
            }
        }
    }
    patches
}

/// Every stretch is deleted where it stands, and the new text inserted after the last.
fn track_change(body: &Body<'_>, change: &Change, id: &mut u64, date: &str) -> Vec<Patch> {
    let prefix = body.prefix();
    let mut tracked = |name: &str, run: &str, content: &str| {
        let element = format!(
            "<{prefix}{name} {prefix}id=\"{id}\" {prefix}author=\"{AUTHOR}\" {prefix}date=\"{}\">{run}{content}</{prefix}r></{prefix}{name}>",
            escape(date)
        );
        *id += 1;
        element
    };
    let first = change.stretches.first().map_or(0, |stretch| stretch.atom);
    let last = change.stretches.len().saturating_sub(1);
    let mut patches = Vec::new();
    for (index, stretch) in change.stretches.iter().enumerate() {
        let (before, after) = cuts(body, stretch);
        let mut text = before.close;
        let old = &body.xml[stretch.range.clone()];
        let run = body.run_start(stretch.atom);
        if body.text_tag(stretch.atom).is_none() {
            text += &tracked("del", &run, old);
        } else if !old.is_empty() {
            text += &tracked("del", &run, &format!("<{prefix}delText xml:space=\"preserve\">{old}</{prefix}delText>"));
        }
        if index == last && !change.text.is_empty() {
            let new = format!("<{prefix}t xml:space=\"preserve\">{}</{prefix}t>", escape(&change.text));
            let inserted = tracked("ins", &body.run_start(first), &new);
            text += &outside_insertion(body, stretch.atom, inserted);
        }
        text += &after.open;
        patches.extend(before.tag.iter().chain(&after.tag).flat_map(|tag| body.preserve(tag)));
        patches.push(Patch { range: before.at..after.at, text });
    }
    patches
}

/// An insertion does not stand in another one: that ends before it and goes on after it.
fn outside_insertion(body: &Body<'_>, atom: usize, inserted: String) -> String {
    let run = &body.anatomy.runs[body.anatomy.atoms[atom].run];
    match &run.insertion {
        Some(tag) => format!("</{0}ins>{inserted}{1}", body.prefix(), &body.xml[tag.clone()]),
        None => inserted,
    }
}

/// The cuts before and after a stretch.
fn cuts(body: &Body<'_>, stretch: &Stretch) -> (Cut, Cut) {
    let before = body.before(stretch.atom, stretch.range.start);
    if stretch.range.is_empty() {
        return (before.clone(), before);
    }
    let after = body.after_bytes(stretch.atom, stretch.range.end);
    (before, after)
}
