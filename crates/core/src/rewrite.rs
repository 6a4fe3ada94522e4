//! The sentence of a finding in other words, where a rule has them.

use std::ops::Range;

use crate::analysis::Analysis;
use crate::fold::{keep_case, on_one_line};
use crate::letter::Letter;
use crate::report::{Applicability, Edit, Fix};
use crate::rulebook::Rule;

/// The longest sentence that is shown as it would be rewritten (chars).
const LONGEST: usize = 200;

/// The other wording that `rule` has for what it found at `span` in a sentence: to be read first, because a sentence
/// changes with it.
pub(crate) fn of(analysis: &Analysis<'_>, rule: &Rule, sentence: usize, span: &Range<usize>) -> Option<Fix> {
    let scanned = analysis.scanned;
    let letter = scanned.letter;
    let rewritten = rule.rewrites.iter().find_map(|(program, put)| {
        let found = scanned.matches(program, sentence).into_iter().next()?;
        let words = &letter.words[found.marked];
        Some((words.first()?.start..words.last()?.end, put))
    });
    let (place, put) = match (rewritten, &rule.replace) {
        (Some(rewritten), _) => rewritten,
        (None, Some(replacement)) => (span.clone(), replacement),
        (None, None) => return None,
    };
    let place = if put.is_empty() { left_out(letter, sentence, &place)? } else { place };
    let text = keep_case(&letter.text()[place.clone()], put);
    Some(Fix { edits: vec![Edit { span: place, text }], applicability: Applicability::Unsafe })
}

/// The end of a sentence that can be left out without a trace: with the comma before it. `None` for other places, which
/// more hangs on.
fn left_out(letter: &Letter<'_>, sentence: usize, place: &Range<usize>) -> Option<Range<usize>> {
    let sentence = &letter.sentences[sentence];
    let text = letter.text();
    let kept =
        text[sentence.start..place.start].trim_end_matches(|sign: char| sign.is_whitespace() || ",–-".contains(sign));
    let last = text[place.end..sentence.end.max(place.end)].trim().chars().all(|sign| matches!(sign, '.' | '!'));
    (last && !kept.is_empty()).then(|| sentence.start + kept.len()..place.end)
}

/// The sentence with `fix` made, on one line; `None` for one that is too long to show.
pub(crate) fn shown(letter: &Letter<'_>, fix: &Fix, sentence: usize) -> Option<String> {
    let sentence = &letter.sentences[sentence];
    let text = letter.text();
    let mut rewritten = String::new();
    let mut done = sentence.start;
    for edit in &fix.edits {
        rewritten.push_str(text.get(done..edit.span.start)?);
        rewritten.push_str(&edit.text);
        done = edit.span.end;
    }
    rewritten.push_str(text.get(done..sentence.end)?);
    let line = on_one_line(&rewritten);
    (line.chars().count() <= LONGEST).then_some(line)
}
