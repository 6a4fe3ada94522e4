//! Word comments at the words that they are about.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::cut::{Body, Cut, Patch, apply, escape};
use super::parts::Kind;
use super::write::{AUTHOR, Letter, open};
use super::{comments_part, save};
use crate::Source;
use crate::write::WriteError;

/// A comment to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The words that it is about, in bytes of the document's text.
    pub span: Range<usize>,
    /// What it says; every line is a paragraph.
    pub text: String,
}

/// Writes `comments` into the Word document `bytes`, from which `source` was read; nothing else in it changes.
///
/// `date` is that of the comments, such as `2026-11-22T09:30:00Z`. Word has no comments in notes, text boxes, headers
/// and footers: there they stand at the reference to the note, at the paragraph of the box, at the first paragraph.
///
/// # Errors
/// See [`WriteError`].
pub fn comment(bytes: &[u8], source: &Source, comments: &[Comment], date: &str) -> Result<Vec<u8>, WriteError> {
    if comments.is_empty() {
        return Ok(bytes.to_vec());
    }
    let (mut package, parts) = open(bytes)?;
    let letter = Letter::new(source, &parts)?;
    let mut changed = comments_part::add(&mut package, &letter, comments, date)?;
    let body = letter.body(0);
    let text = mark(&letter, comments, changed.first_id).ok_or(WriteError::NoPlace)?;
    changed.parts.insert(parts.texts[0].name.clone(), apply(body.xml, text));
    save::save(bytes, changed.parts).map_err(|_| WriteError::Package)
}

/// What stands at a cut, by the index of the comments.
#[derive(Default)]
struct Marks {
    ends: Vec<usize>,
    points: Vec<usize>,
    starts: Vec<usize>,
}

/// The patches that mark where each comment begins and ends.
fn mark(letter: &Letter<'_>, comments: &[Comment], first_id: u64) -> Option<Vec<Patch>> {
    let body = letter.body(0);
    let references = Places::new(letter);
    let mut cuts: BTreeMap<usize, (Cut, Marks)> = BTreeMap::new();
    for (index, comment) in comments.iter().enumerate() {
        let (start, end) = references.cuts(letter, &comment.span)?;
        if start.at == end.at {
            marks_at(&mut cuts, start).points.push(index);
        } else {
            marks_at(&mut cuts, start).starts.push(index);
            marks_at(&mut cuts, end).ends.push(index);
        }
    }
    let prefix = body.prefix();
    let begin = |index: &usize| format!("<{prefix}commentRangeStart {prefix}id=\"{}\"/>", first_id + *index as u64);
    let finish = |index: &usize| {
        let id = first_id + *index as u64;
        format!(
            "<{prefix}commentRangeEnd {prefix}id=\"{id}\"/><{prefix}r><{prefix}commentReference {prefix}id=\"{id}\"/></{prefix}r>"
        )
    };
    let mut patches: Vec<Patch> = Vec::new();
    for (cut, marks) in cuts.into_values() {
        let points = marks.points.iter().map(|index| begin(index) + &finish(index));
        let marks = marks.ends.iter().map(finish).chain(points).chain(marks.starts.iter().map(begin));
        let text = [cut.close, marks.collect(), cut.open].concat();
        patches.push(Patch { range: cut.at..cut.at, text });
        patches.extend(cut.tag.iter().flat_map(|tag| body.preserve(tag)));
    }
    Some(patches)
}

fn marks_at(cuts: &mut BTreeMap<usize, (Cut, Marks)>, cut: Cut) -> &mut Marks {
    &mut cuts.entry(cut.at).or_insert_with(|| (cut, Marks::default())).1
}

/// Where the references to notes stand, and the first paragraph.
struct Places {
    references: HashMap<(bool, String), usize>,
}

impl Places {
    fn new(letter: &Letter<'_>) -> Self {
        let references = letter.body(0).anatomy.references.iter();
        Self {
            references: references.map(|reference| ((reference.end, reference.id.clone()), reference.atom)).collect(),
        }
    }

    fn cuts(&self, letter: &Letter<'_>, span: &Range<usize>) -> Option<(Cut, Cut)> {
        let body = letter.body(0);
        let Some((first, last)) = letter.ends(span) else { return first_paragraph(body) };
        let (part, first) = letter.part_at(first);
        let (last_part, last) = letter.part_at(last);
        let last = if last_part == part { last } else { first };
        match letter.kind(part) {
            Kind::Body => in_body(body, first, last).or_else(|| first_paragraph(body)),
            Kind::Header | Kind::Footer => first_paragraph(body),
            kind @ (Kind::Footnotes | Kind::Endnotes) => {
                let notes = &letter.body(part).anatomy.notes;
                let note = notes.iter().find(|(_, range)| range.contains(&first))?;
                match self.references.get(&(kind == Kind::Endnotes, note.0.clone())) {
                    Some(atom) => Some(around(body, *atom, *atom, None)),
                    None => first_paragraph(body),
                }
            }
        }
    }
}

/// The cuts around the signs at `first` and `last`.
fn in_body(body: &Body<'_>, first: usize, last: usize) -> Option<(Cut, Cut)> {
    let start = body.atom_at(first);
    let end = body.atom_at(last);
    match (start, end) {
        (Some(start), Some(end)) => Some(around(body, start, end, Some((first, last)))),
        // A field without runs has no atoms, but its element has a place.
        _ => {
            let guard = body.anatomy.guards.iter().find(|guard| guard.inline && guard.range.contains(&first))?;
            Some((plain(guard.range.start), plain(guard.range.end)))
        }
    }
}

/// The cuts before `start` and after `end` (atoms), or before and after the signs at the bytes `at` in them.
fn around(body: &Body<'_>, start: usize, end: usize, at: Option<(usize, usize)>) -> (Cut, Cut) {
    let (outer_start, outer_end) = (body.outermost(start), body.outermost(end));
    let first = at.filter(|_| outer_start == start).map_or(0, |at| at.0);
    let last = at.filter(|_| outer_end == end).map_or(usize::MAX, |at| at.1);
    let before = match guard(body, outer_start) {
        Some(range) => plain(range.start),
        None => body.before(outer_start, first),
    };
    let after = match guard(body, outer_end) {
        Some(range) => plain(range.end),
        None => body.after(outer_end, last),
    };
    if after.at < before.at { (before.clone(), before) } else { (before, after) }
}

/// The widest field or control in a paragraph that has the run of `atom` in it.
fn guard<'b>(body: &'b Body<'_>, atom: usize) -> Option<&'b Range<usize>> {
    let run = &body.anatomy.runs[body.anatomy.atoms[atom].run].range;
    let guards = body.anatomy.guards.iter().filter(|guard| guard.inline);
    let around = guards.map(|guard| &guard.range).filter(|range| range.start <= run.start && run.end <= range.end);
    around.max_by_key(|range| range.len())
}

fn plain(at: usize) -> Cut {
    Cut { at, close: String::new(), open: String::new(), tag: None }
}

/// The cuts around the first paragraph with text, or at the end of the first one that can have some.
fn first_paragraph(body: &Body<'_>) -> Option<(Cut, Cut)> {
    let anatomy = &body.anatomy;
    let in_letter = |index: &usize| anatomy.runs[anatomy.atoms[*index].run].within.is_none();
    let first = (0..anatomy.atoms.len()).filter(in_letter).find(|index| body.has_text(*index));
    if let Some(first) = first {
        let paragraph = anatomy.runs[anatomy.atoms[first].run].paragraph;
        let same = |index: &usize| in_letter(index) && anatomy.runs[anatomy.atoms[*index].run].paragraph == paragraph;
        let last = (first..anatomy.atoms.len()).rev().find(same).unwrap_or(first);
        return Some(around(body, first, last, None));
    }
    let end = format!("</{}p>", body.prefix());
    let paragraph = anatomy.paragraphs.iter().find(|range| body.xml[(*range).clone()].ends_with(&end))?;
    let cut = plain(paragraph.end - end.len());
    Some((cut.clone(), cut))
}

/// The XML of the comment `text` in a part whose names have this prefix.
pub(super) fn element(prefix: &str, id: u64, text: &str, date: &str) -> String {
    let paragraphs: String = text
        .lines()
        .map(|line| {
            format!(
                "<{prefix}p><{prefix}r><{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}r></{prefix}p>",
                escape(line)
            )
        })
        .collect();
    let paragraphs = if paragraphs.is_empty() { format!("<{prefix}p/>") } else { paragraphs };
    format!(
        "<{prefix}comment {prefix}id=\"{id}\" {prefix}author=\"{AUTHOR}\" {prefix}date=\"{}\" {prefix}initials=\"t\">\
         {paragraphs}</{prefix}comment>",
        escape(date)
    )
}
