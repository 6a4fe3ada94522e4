//! Puts the lines of a page together to paragraphs.

use std::collections::HashMap;

use traek_core::BlockKind;

use super::lines::{TextLine, is_bullet};
use super::margins::Page;
use crate::compose::{Composer, Line};

/// A line further below another than this (of the usual distance) stands after an empty line.
const GAP_FROM: f64 = 1.25;

/// The usual distance of lines (of the font's height) where a letter has no wrapped lines that show it.
const USUAL_DISTANCE: f64 = 1.25;

/// In a column narrower than this (of the font's height) a full line says nothing about a wrap.
const NARROW: f64 = 15.0;

/// A space is about this wide (of the font's height).
const SPACE: f64 = 0.25;

/// Words that a hyphen at a line's end stays before: `brev- og mailadresse`.
const AFTER_HYPHEN: [&str; 5] = ["og", "eller", "samt", "til", "men"];

/// Words that are joined by a hyphen of their own: `mandag-torsdag`.
const DAYS: [&str; 7] = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"];

/// A line with the column that it is in.
struct Placed<'p> {
    line: &'p TextLine,
    page: usize,
    column: usize,
    /// Where the lines of its column end.
    edge: f64,
    beside: bool,
}

/// Writes the pages to `composer`, with `margins` below them.
pub(super) fn write(pages: &[Page], margins: Vec<String>, composer: &mut Composer) {
    let placed: Vec<Placed<'_>> = pages.iter().enumerate().flat_map(|(page, content)| place(page, content)).collect();
    let usual = usual_distance(&placed);
    let (beside, letter): (Vec<&Placed<'_>>, Vec<&Placed<'_>>) = placed.iter().partition(|line| line.beside);
    let mut text = String::new();
    let mut page = 0;
    for (index, placed) in letter.iter().enumerate() {
        if text.is_empty() {
            page = placed.page;
        }
        text.push_str(placed.line.text.trim_end());
        let next = letter.get(index + 1);
        if let Some(next) = next
            && is_wrapped(placed, next, usual)
        {
            wrap(&mut text, &next.line.text);
            continue;
        }
        write_line(&mut text, None, page, composer);
        if next.is_some_and(|next| is_apart(placed, next, usual)) {
            composer.gap();
        }
    }
    composer.gap();
    for placed in beside {
        write_line(&mut placed.line.text.clone(), Some(BlockKind::Margin), placed.page, composer);
    }
    for mut margin in margins {
        write_line(&mut margin, Some(BlockKind::Margin), 0, composer);
    }
}

fn place(page: usize, content: &Page) -> Vec<Placed<'_>> {
    // Columns below each other end at the same edge.
    let edge = |left: f64, right: f64| {
        let below = content.columns.iter().filter(|other| other.left < right && other.right > left);
        below.fold(right, |edge, other| edge.max(other.right))
    };
    let mut placed = Vec::new();
    for (index, column) in content.columns.iter().enumerate() {
        let edge = edge(column.left, column.right);
        let lines = column.lines.iter();
        placed.extend(lines.map(|line| Placed { line, page, column: index, edge, beside: column.beside }));
    }
    placed
}

fn write_line(text: &mut String, kind: Option<BlockKind>, page: usize, composer: &mut Composer) {
    let mut line = Line::new();
    line.push(&std::mem::take(text), 0);
    composer.line(line, kind, || format!("side {}", page + 1));
}

/// The distance from line to line within paragraphs, of the font's height.
fn usual_distance(placed: &[Placed<'_>]) -> f64 {
    let mut found: HashMap<i64, usize> = HashMap::new();
    for pair in placed.windows(2) {
        if pair[0].page == pair[1].page && pair[0].column == pair[1].column && is_full(&pair[0], &pair[1]) {
            *found.entry((distance(&pair[0], &pair[1]) * 20.0).round() as i64).or_default() += 1;
        }
    }
    let most = found.into_iter().max_by_key(|(distance, times)| (*times, -distance));
    most.map_or(USUAL_DISTANCE, |(distance, _)| distance as f64 / 20.0)
}

fn distance(one: &Placed<'_>, other: &Placed<'_>) -> f64 {
    (other.line.base - one.line.base) / one.line.size.max(other.line.size)
}

/// Whether the first word of `next` has no room at the end of `line`.
fn is_full(line: &Placed<'_>, next: &Placed<'_>) -> bool {
    let wide = line.edge - line.line.left > NARROW * line.line.size;
    wide && line.line.right + SPACE * line.line.size + next.line.first_word > line.edge
}

/// Whether `next` goes on in the middle of the paragraph of `line`.
fn is_wrapped(line: &Placed<'_>, next: &Placed<'_>, usual: f64) -> bool {
    let same_font = (line.line.size - next.line.size).abs() < 0.1 * line.line.size;
    if !same_font || !is_full(line, next) || starts_item(&next.line.text) {
        return false;
    }
    let ended = line.line.text.trim_end().ends_with(['.', '!', '?', ':']);
    if line.page != next.page {
        return !ended;
    }
    // The first line of a paragraph may be set in.
    let set_in = next.line.left > line.line.left + line.line.size && !starts_item(&line.line.text);
    !(is_apart(line, next, usual) || set_in && ended)
}

fn is_apart(line: &Placed<'_>, next: &Placed<'_>, usual: f64) -> bool {
    line.page != next.page || line.column != next.column || distance(line, next) > GAP_FROM * usual
}

/// Whether a line begins an item of a list; a number may also be that of a day.
fn starts_item(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(first, _)| is_bullet(first) && !first.starts_with(|c: char| c.is_alphanumeric()))
}

/// Joins `next` to `text`: with a space, or without the hyphen that a long word was parted with.
fn wrap(text: &mut String, next: &str) {
    let parted = text.strip_suffix(['-', '\u{2010}', '\u{AD}']);
    let before = parted.and_then(|text| text.rsplit(|c: char| !c.is_alphabetic()).next()).unwrap_or_default();
    let first = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let goes_on = first.chars().next().is_some_and(char::is_lowercase) && !AFTER_HYPHEN.contains(&first);
    match parted {
        Some(parted) if goes_on && before.chars().count() > 1 && !DAYS.contains(&first) => text.truncate(parted.len()),
        Some(_) if goes_on => {}
        _ => text.push(' '),
    }
}
