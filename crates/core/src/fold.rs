//! Lower-casing that keeps every byte offset.
//!
//! ASCII letters and the letters `À`-`Þ` of the Latin-1 block (two bytes in UTF-8, `C3 80`-`C3 9E`, among them
//! `Æ`, `Ø` and `Å`) are lowered in place; everything else stays. The result has the same length, so an offset
//! into the folded text is an offset into the text.

/// The folded form of `text`: same byte length, same char boundaries.
///
/// ```
/// assert_eq!(traek_core::fold("ÆRGERLIGT, at Åse ×"), "ærgerligt, at åse ×");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut after_c3 = false;
    for byte in &mut bytes {
        if after_c3 {
            // C3 97 is the multiplication sign, which has no lower case.
            if (0x80..=0x9E).contains(byte) && *byte != 0x97 {
                *byte += 0x20;
            }
            after_c3 = false;
        } else {
            after_c3 = *byte == 0xC3;
            byte.make_ascii_lowercase();
        }
    }
    // Only ASCII letters and the second byte of a C3 pair change, and both stay in their class.
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_lowercase())
}

/// The first letter of `replacement` in the case of the first letter of `original`.
#[must_use]
pub(crate) fn keep_case(original: &str, replacement: &str) -> String {
    // An abbreviation in capitals says nothing about the place in the sentence.
    let all_upper =
        original.chars().filter(|c| c.is_alphabetic()).count() > 1 && !original.chars().any(char::is_lowercase);
    let starts_upper = !all_upper && original.chars().next().is_some_and(char::is_uppercase);
    let mut chars = replacement.chars();
    match (starts_upper, chars.next()) {
        (true, Some(first)) => first.to_uppercase().chain(chars).collect(),
        _ => replacement.to_owned(),
    }
}

/// `text` on one line.
pub(crate) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `text` on one line, cut at a word and marked as cut if it has more than `most` chars.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    let line = on_one_line(text);
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_the_length_and_lowers_danish_letters() {
        for text in ["ÆØÅ", "É×Þ", "İstanbul", "", "a\u{30A}"] {
            assert_eq!(fold(text).len(), text.len());
        }
        assert_eq!(fold("ÆØÅ É × Þ"), "æøå é × þ");
    }

    #[test]
    fn a_replacement_takes_the_capital_of_what_it_replaces() {
        assert_eq!(keep_case("Såfremt", "hvis"), "Hvis");
        assert_eq!(keep_case("såfremt", "hvis"), "hvis");
        assert_eq!(keep_case("SEL", "serviceloven"), "serviceloven");
    }
}
