//! Danish that is put together: counts, lists, wrapped lines.

use std::borrow::Borrow;
use std::fmt::Display;
use std::ops::Range;

/// `1 advarsel`, `2 advarsler`, `1.200 advarsler`.
pub(crate) fn count(number: usize, one: &str, more: &str) -> String {
    format!("{} {}", self::number(number), if number == 1 { one } else { more })
}

/// `7`, `1.200`, `1.000.000`
pub(crate) fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// `text` with a capital first letter.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `12`, `12 og 20`, `12, 14 og 20`.
pub(crate) fn list(items: &[impl Borrow<str> + Display]) -> String {
    match items {
        [] => String::new(),
        [only] => only.to_string(),
        [first @ .., last] => format!("{} og {last}", first.join(", ")),
    }
}

/// `text` with a small first letter, unless its first word is an abbreviation or a single letter.
pub(crate) fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

/// `text` in lines of at most `width` letters; a longer word has a line of its own.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let letters = word.chars().count();
        match lines.last_mut() {
            Some(line) if length + 1 + letters <= width => {
                line.push(' ');
                line.push_str(word);
                length += 1 + letters;
            }
            _ => {
                lines.push(word.to_owned());
                length = letters;
            }
        }
    }
    lines
}

/// `span` moved to places where `text` can be cut.
pub(crate) fn on_boundaries(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start);
    start..text.ceil_char_boundary(span.end.max(start))
}

/// The names that resemble `wanted`, the most alike first; at most three.
pub(crate) fn alike<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    /// Below this two names have nothing to do with each other (Jaro-Winkler, 0 to 1).
    const ALIKE_FROM: f64 = 0.88;
    const MOST: usize = 3;
    let own = |name: &'n str| name.rsplit('/').next().unwrap_or(name);
    let wanted = wanted.to_lowercase();
    let mut found: Vec<(f64, &str)> = names
        .map(|name| (strsim::jaro_winkler(&wanted, name).max(strsim::jaro_winkler(&wanted, own(name))), name))
        .filter(|(likeness, _)| *likeness >= ALIKE_FROM)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    found.into_iter().take(MOST).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_end_with_og() {
        let items = ["12", "14", "20"].map(str::to_owned);
        assert_eq!(list(&items), "12, 14 og 20");
        assert_eq!(list(&items[..2]), "12 og 14");
    }

    #[test]
    fn numbers_have_full_stops_between_thousands() {
        assert_eq!([0, 999, 1_000, 12_345, 1_000_000].map(number), ["0", "999", "1.000", "12.345", "1.000.000"]);
        assert_eq!(count(1_200, "sted", "steder"), "1.200 steder");
    }

    #[test]
    fn lines_are_wrapped_by_letters_not_bytes() {
        assert_eq!(wrapped("ååå æææ øøø", 7), ["ååå æææ", "øøø"]);
    }

    #[test]
    fn an_abbreviation_keeps_its_capitals() {
        assert_eq!(uncapitalised("Sæt punktum"), "sæt punktum");
        assert_eq!(uncapitalised("CPR-nummer"), "CPR-nummer");
    }

    #[test]
    fn the_first_letter_of_a_name_is_made_a_capital() {
        assert_eq!(["åben dør", "Åben", ""].map(capitalised), ["Åben dør", "Åben", ""]);
    }

    #[test]
    fn spans_are_moved_out_of_the_middle_of_a_letter() {
        assert_eq!(on_boundaries("æøå", &(1..3)), 0..4);
        assert_eq!(on_boundaries("æ", &(7..9)), 2..2);
    }

    #[test]
    fn a_mistyped_rule_finds_its_neighbours() {
        let names = ["forsvar/men-efter-beklagelse", "lukning/i-modsat-fald"];
        assert_eq!(alike("men-efter-beklagelsen", names.into_iter()), [names[0]]);
        assert!(alike("zzz", names.into_iter()).is_empty());
    }
}
