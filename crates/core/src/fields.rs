//! Merge fields and other placeholders of letter templates.

/// A placeholder is at most this long (bytes); a longer bracket is text.
const LONGEST: usize = 120;

/// The opening and closing signs of placeholders, the longer ones first.
const BRACKETS: [(&str, &str); 10] = [
    ("«", "»"),
    ("<<", ">>"),
    ("[[[", "]]]"),
    ("{{", "}}"),
    ("{%", "%}"),
    ("${", "}"),
    ("$$", "$$"),
    ("[", "]"),
    ("{", "}"),
    ("<", ">"),
];

/// Bytes of the placeholder that `rest` begins with, if it begins with one.
///
/// Danish quotation marks point inward (`»…«`), merge fields outward (`«…»`). A bracket with digits only, a
/// mail address or `[sic]` is no placeholder.
#[must_use]
pub(crate) fn field_length(rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    if !matches!(first, '«' | '<' | '[' | '{' | '$' | '%' | '_') {
        return None;
    }
    if first == '_' {
        let length = rest.bytes().take_while(|b| *b == b'_').count();
        return (length >= 3).then_some(length);
    }
    if first == '%' {
        let name = rest[1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        return (name > 1 && rest[1 + name..].starts_with('%')).then_some(name + 2);
    }
    let (open, close) = BRACKETS.into_iter().find(|(open, _)| rest.starts_with(open))?;
    let inner = &rest[open.len()..];
    let limit = inner.char_indices().map(|(at, _)| at).find(|at| *at > LONGEST).unwrap_or(inner.len());
    let length = inner[..limit].find(close)?;
    let name = &inner[..length];
    let plausible = match open {
        "[" => is_prompt(name),
        "<" | "{" => is_name(name),
        _ => !name.contains('\n'),
    };
    plausible.then_some(open.len() + length + close.len())
}

/// `navn`, `indsæt dato`, `vælg: ja / nej`.
fn is_prompt(name: &str) -> bool {
    let starts = name.chars().next().is_some_and(char::is_alphabetic);
    starts && name != "sic" && !name.contains(['@', '\n', '.', '?']) && !name.contains("http")
}

/// One word without signs: `navn`, `Adresse_2`.
fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_of_the_usual_systems_are_found_whole() {
        for field in [
            "«Navn»",
            "<<Navn>>",
            "[indsæt dato]",
            "[[[x]]]",
            "{{ navn|upper }}",
            "{% if x %}",
            "${navn}",
            "%NAVN%",
            "<Adresse>",
            "____",
        ] {
            assert_eq!(field_length(&format!("{field} mere")), Some(field.len()), "{field}");
        }
    }

    #[test]
    fn brackets_in_plain_text_are_no_placeholders() {
        for text in ["[sic]", "[2026-1142]", "<bkm74@netpost.dk>", "< 5", "[mailto:p@x.example]", "%-sats", "__"] {
            assert_eq!(field_length(text), None, "{text}");
        }
    }
}
