//! Texts of templates as they are quoted in a report.

use std::borrow::Cow;

/// The longest beginning of a text that stands for it (chars).
const LONGEST: usize = 60;

/// Numbers that are written as words.
const NUMBER_WORDS: [(&str, u32); 17] = [
    ("en", 1),
    ("et", 1),
    ("én", 1),
    ("ét", 1),
    ("to", 2),
    ("tre", 3),
    ("fire", 4),
    ("fem", 5),
    ("seks", 6),
    ("syv", 7),
    ("otte", 8),
    ("ni", 9),
    ("ti", 10),
    ("elleve", 11),
    ("tolv", 12),
    ("fjorten", 14),
    ("tyve", 20),
];

/// `text` with each stretch of white space as one space, at its ends too.
pub(crate) fn on_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            white if white.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            other => out.push(other),
        }
    }
    out
}

/// The beginning of `text`.
pub(crate) fn shortened(text: &str) -> String {
    traek_core::shortened(text, LONGEST)
}

/// `text` with `«cpr-nummer»` for what looks like a Danish personal number: six digits and four, with at most a hyphen
/// or a space between them.
pub(crate) fn without_cpr(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest: Cow<'_, str> = Cow::Borrowed(text);
    while let Some((before, after)) = split_at_cpr(&rest) {
        out.push_str(&rest[..before]);
        out.push_str("«cpr-nummer»");
        rest = Cow::Owned(rest[after..].to_owned());
    }
    out.push_str(&rest);
    out
}

/// Where the first personal number begins and ends.
fn split_at_cpr(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = 0;
    while at < bytes.len() {
        let run = digits(at);
        if run == 10 {
            return Some((at, at + run));
        }
        let gap = at + run;
        if run == 6 && matches!(bytes.get(gap), Some(b'-' | b' ')) && digits(gap + 1) == 4 {
            return Some((at, gap + 5));
        }
        at += run.max(1);
    }
    None
}

/// Whether a word in lower case is a figure, a date, a time or a number in letters.
pub(crate) fn is_figure(word: &str) -> bool {
    word.contains(|sign: char| sign.is_ascii_digit()) || figure(word).is_some()
}

/// The number that a word in lower case is, in digits or letters.
pub(crate) fn figure(word: &str) -> Option<u32> {
    let in_letters = NUMBER_WORDS.iter().find(|(name, _)| *name == word).map(|(_, number)| *number);
    in_letters.or_else(|| word.parse().ok())
}

/// `33664010` as `33 66 40 10`
pub(crate) fn in_pairs(digits: &str) -> String {
    let pairs: Vec<String> = digits.chars().collect::<Vec<_>>().chunks(2).map(|pair| pair.iter().collect()).collect();
    pairs.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_numbers_are_not_quoted() {
        assert_eq!(without_cpr("cpr 010190-1234 og 0101901234."), "cpr «cpr-nummer» og «cpr-nummer».");
        assert_eq!(without_cpr("Ring på 96 11 84 02, sag 24-1182."), "Ring på 96 11 84 02, sag 24-1182.");
        assert_eq!(without_cpr("ø 010190 1234å"), "ø «cpr-nummer»å");
    }

    #[test]
    fn numbers_are_read_in_digits_and_letters() {
        assert_eq!([figure("4"), figure("fire"), figure("firs")], [Some(4), Some(4), None]);
        assert!(is_figure("kl. 10-12") && is_figure("to") && !is_figure("toget"));
        assert_eq!(in_pairs("33664010"), "33 66 40 10");
    }

    #[test]
    fn white_space_is_one_space() {
        assert_eq!(on_one_line("en\n  to\u{a0}"), "en to ");
    }
}
