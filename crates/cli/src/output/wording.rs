//! What is said about a finding where there is only room for text.

use traek_core::Finding;

use super::new_suggestions;
use super::place::Places;
use crate::danish;

/// A note names at most this many lines.
const MOST_LINES: usize = 8;

/// What is wrong; first where, if the file has no lines to tell it by: `svar.docx, afsnit 4: …`.
pub(super) fn headline(finding: &Finding, places: &Places<'_>) -> String {
    match places.name(&finding.span) {
        Some(place) => plain(&format!("{place}: {}", finding.message)),
        None => plain(&finding.message),
    }
}

/// What to do about it, and where else it stands, each in a line of its own.
pub(super) fn more(finding: &Finding, places: &Places<'_>) -> Vec<String> {
    let mut lines: Vec<String> =
        new_suggestions(finding).map(|suggestion| format!("Forslag: {}", plain(suggestion))).collect();
    lines.extend(elsewhere(finding, places).map(|places| danish::capitalised(&places)));
    lines
}

/// [`headline`] and [`more`].
pub(super) fn all(finding: &Finding, places: &Places<'_>) -> Vec<String> {
    let mut lines = vec![headline(finding, places)];
    lines.extend(more(finding, places));
    lines
}

/// `også i linje 12 og 20`, or how many other places there are where they have no lines.
fn elsewhere(finding: &Finding, places: &Places<'_>) -> Option<String> {
    let line = |span| places.region(span).map(|region| region.start.line);
    match line(&finding.span) {
        Some(own) => also_in_lines(own, finding.also.iter().filter_map(line).collect()),
        None if finding.also.is_empty() => None,
        None => Some(format!("også {}", danish::count(finding.also.len(), "andet sted", "andre steder"))),
    }
}

/// `også i linje 12 og 20`: where a matter of line `own` also stands.
pub(super) fn also_in_lines(own: usize, mut others: Vec<usize>) -> Option<String> {
    others.dedup();
    match others.as_slice() {
        [] => None,
        [line] if *line == own => Some("også senere i samme linje".to_owned()),
        _ => {
            others.retain(|line| *line != own);
            let mut shown: Vec<String> = others.iter().take(MOST_LINES).map(ToString::to_string).collect();
            if others.len() > MOST_LINES {
                shown.push(danish::count(others.len() - MOST_LINES, "linje mere", "linjer mere"));
            }
            Some(format!("også i linje {}", danish::list(&shown)))
        }
    }
}

/// `text` on one line, with `\u{FFFD}` for signs that steer a terminal or a line of text, or that XML does not have.
pub(super) fn plain(text: &str) -> String {
    let plain = |sign| match sign {
        '\n' | '\r' | '\t' => ' ',
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}' => char::REPLACEMENT_CHARACTER,
        sign if sign.is_control() => char::REPLACEMENT_CHARACTER,
        sign => sign,
    };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_are_no_text_do_not_get_through() {
        assert_eq!(plain("a\r\nb\u{1b}[31m\u{9b}\u{202E}\u{FFFF}æ 😀"), "a  b\u{FFFD}[31m\u{FFFD}\u{FFFD}\u{FFFD}æ 😀");
    }

    #[test]
    fn other_places_are_named_by_their_lines() {
        assert_eq!(also_in_lines(3, Vec::new()), None);
        assert_eq!(also_in_lines(3, vec![3]).as_deref(), Some("også senere i samme linje"));
        assert_eq!(also_in_lines(3, vec![3, 5, 5, 9]).as_deref(), Some("også i linje 5 og 9"));
        let many = also_in_lines(1, (2..12).collect()).expect("other places");
        assert!(many.ends_with("9 og 2 linjer mere"), "{many}");
    }
}
