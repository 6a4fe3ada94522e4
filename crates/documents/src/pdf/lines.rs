//! Puts the letters of a page together to lines.

use super::content::Glyph;

/// Letters whose bases differ by less than this (of the font's height) stand on one line, as do raised ones.
const SAME_BASE: f64 = 0.5;

/// A gap wider than this (of the font's height) is a space where none was written.
const SPACE_FROM: f64 = 0.17;

/// A gap wider than this (of the font's height) parts columns; justified text has narrower ones.
const COLUMN_FROM: f64 = 1.8;

/// A gap of up to this (of the font's height) after a bullet is its indent.
const INDENT_UP_TO: f64 = 6.0;

/// A line of text, or the part of one in its column. Lengths are in points, from the page's upper left corner.
#[derive(Clone, Debug)]
pub(super) struct TextLine {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
    /// How wide its first word is.
    pub(super) first_word: f64,
    pub(super) beside: bool,
}

/// The lines of a page from top to bottom, those of a row from left to right.
pub(super) fn lines(glyphs: &[Glyph]) -> Vec<TextLine> {
    let mut runs = runs(glyphs);
    runs.sort_by(|one, other| one.base.total_cmp(&other.base));
    let mut lines = Vec::new();
    let mut row: Vec<TextLine> = Vec::new();
    for run in runs {
        let same = row.last().is_none_or(|last| run.base - last.base < SAME_BASE * last.size.min(run.size));
        if !same {
            lines.extend(joined(std::mem::take(&mut row)));
        }
        row.push(run);
    }
    lines.extend(joined(row));
    lines
}

/// Letters that were drawn one after another on one base without a wide gap.
fn runs(glyphs: &[Glyph]) -> Vec<TextLine> {
    let mut runs: Vec<TextLine> = Vec::new();
    for glyph in glyphs {
        match runs.last_mut() {
            Some(run) if goes_on(run, glyph) => add(run, glyph),
            _ if glyph.letter.is_whitespace() => {}
            _ => {
                let mut run = TextLine {
                    text: String::new(),
                    left: glyph.left,
                    right: glyph.left,
                    base: glyph.base,
                    size: glyph.size.max(0.1),
                    first_word: 0.0,
                    beside: glyph.beside,
                };
                add(&mut run, glyph);
                runs.push(run);
            }
        }
    }
    runs
}

fn goes_on(run: &TextLine, glyph: &Glyph) -> bool {
    let gap = (glyph.left - run.right) / run.size;
    (glyph.base - run.base).abs() < 0.1 * run.size
        && (glyph.size - run.size).abs() < 0.1 * run.size
        && (-0.5..COLUMN_FROM).contains(&gap)
        && run.beside == glyph.beside
}

fn add(run: &mut TextLine, glyph: &Glyph) {
    let in_word = !run.text.ends_with(' ');
    if glyph.letter.is_whitespace() {
        if in_word {
            run.text.push(' ');
        }
        run.right = run.right.max(glyph.right);
        return;
    }
    if in_word && !run.text.is_empty() && glyph.left - run.right > SPACE_FROM * run.size {
        run.text.push(' ');
    }
    match glyph.letter {
        '\u{FB00}' => run.text.push_str("ff"),
        '\u{FB01}' => run.text.push_str("fi"),
        '\u{FB02}' => run.text.push_str("fl"),
        '\u{FB03}' => run.text.push_str("ffi"),
        '\u{FB04}' => run.text.push_str("ffl"),
        // The bullets of the symbol fonts that Word uses.
        '\u{F0B7}' | '\u{F0A7}' | '\u{F0D8}' | '\u{F0FC}' => run.text.push('•'),
        letter if letter.is_control() => {}
        letter => run.text.push(letter),
    }
    run.right = run.right.max(glyph.right);
    if !run.text.contains(' ') {
        run.first_word = run.right - run.left;
    }
}

/// The runs of a row, joined where they stand close together.
fn joined(mut row: Vec<TextLine>) -> Vec<TextLine> {
    row.sort_by(|one, other| one.left.total_cmp(&other.left));
    let mut lines: Vec<TextLine> = Vec::new();
    for run in row {
        let Some(line) = lines.last_mut() else {
            lines.push(run);
            continue;
        };
        let gap = (run.left - line.right) / line.size.max(run.size);
        // Some programs write text twice, a hair apart, to make it bold.
        let again = gap < 0.0 && run.text.trim_end() == line.text.trim_end() && run.left - line.left < 0.3 * line.size;
        let indent = gap < INDENT_UP_TO && is_bullet(line.text.trim_end());
        if (gap < COLUMN_FROM || indent) && run.beside == line.beside {
            if !again {
                join(line, &run, gap);
            }
        } else {
            lines.push(run);
        }
    }
    lines
}

fn join(line: &mut TextLine, run: &TextLine, gap: f64) {
    if !line.text.contains(' ') && gap <= SPACE_FROM {
        line.first_word = run.left + run.first_word - line.left;
    }
    if gap > SPACE_FROM && !line.text.ends_with(' ') {
        line.text.push(' ');
    }
    line.text.push_str(&run.text);
    line.right = line.right.max(run.right);
    // What stands raised or smaller beside the text does not change its base.
    if run.size > line.size {
        (line.base, line.size) = (run.base, run.size);
    }
}

/// Whether a text that stands before a gap is the bullet or number of a list item.
pub(super) fn is_bullet(text: &str) -> bool {
    let number = text.strip_suffix(['.', ')']).is_some_and(|number| {
        !number.is_empty() && number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    number || matches!(text, "•" | "-" | "–" | "·" | "o" | "*" | "▪" | "◦" | "\u{FFFD}")
}
