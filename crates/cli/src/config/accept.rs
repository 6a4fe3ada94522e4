//! Words and phrases that the authority has decided to use.

use std::ops::Range;

/// A word or phrase, in lower case; `*` at its end stands for any ending of its last word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Accepted {
    phrase: String,
    any_ending: bool,
}

impl Accepted {
    /// # Errors
    /// A Danish message about a text without a word in it, or with `*` elsewhere.
    pub(crate) fn new(text: &str) -> Result<Self, String> {
        let folded = traek_core::fold(text.trim());
        let (phrase, any_ending) = match folded.strip_suffix('*') {
            Some(start) => (start.to_owned(), true),
            None => (folded, false),
        };
        if phrase.contains('*') {
            return Err("»*« kan kun stå til sidst".to_owned());
        }
        if !phrase.chars().any(char::is_alphanumeric) {
            return Err("her skal stå et ord eller en vending".to_owned());
        }
        Ok(Self { phrase, any_ending })
    }

    /// Whether the phrase stands in `folded` around all of `place` (bytes).
    pub(crate) fn covers(&self, folded: &str, place: &Range<usize>) -> bool {
        let from = place.end.saturating_sub(self.longest(folded, place));
        let from = folded.ceil_char_boundary(from).min(place.start);
        let starts = folded[from..].match_indices(&self.phrase).map(|(at, _)| from + at);
        starts.take_while(|start| *start <= place.start).any(|start| {
            let end = self.end(folded, start);
            self.is_whole(folded, start) && end.is_some_and(|end| end >= place.end)
        })
    }

    /// How far before the end of a place (bytes) the phrase can begin.
    fn longest(&self, folded: &str, place: &Range<usize>) -> usize {
        let ending = if self.any_ending { place.end - place.start + rest_of_word(&folded[place.end..]) } else { 0 };
        self.phrase.len() + ending
    }

    fn is_whole(&self, folded: &str, start: usize) -> bool {
        !folded[..start].ends_with(char::is_alphanumeric)
    }

    /// Where the phrase that begins at `start` ends, if that is the end of a word.
    fn end(&self, folded: &str, start: usize) -> Option<usize> {
        let end = start + self.phrase.len();
        match rest_of_word(&folded[end..]) {
            0 => Some(end),
            rest => self.any_ending.then_some(end + rest),
        }
    }
}

impl std::fmt::Display for Accepted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.phrase, if self.any_ending { "*" } else { "" })
    }
}

/// Bytes until the end of the word that `text` begins in.
fn rest_of_word(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(accepted: &str, text: &str, finding: &str) -> bool {
        let at = text.find(finding).expect("it stands there");
        Accepted::new(accepted).expect("valid").covers(&traek_core::fold(text), &(at..at + finding.len()))
    }

    #[test]
    fn a_word_covers_itself_in_any_case_and_no_other() {
        assert!(covers("sagsbehandler", "Din Sagsbehandler ringer.", "Sagsbehandler"));
        assert!(!covers("sagsbehandler", "Dine sagsbehandlere ringer.", "sagsbehandlere"));
        assert!(!covers("sag", "Din delsag er åben.", "delsag"));
    }

    #[test]
    fn a_star_stands_for_any_ending() {
        assert!(covers("sagsbehandl*", "Dine sagsbehandlere ringer.", "sagsbehandlere"));
        assert!(covers("sagsbehandl*", "Lang sagsbehandling.", "sagsbehandling"));
        assert!(!covers("sagsbehandl*", "En god behandling.", "behandling"));
    }

    #[test]
    fn a_phrase_covers_what_stands_in_it_and_nothing_wider() {
        let text = "Vi svarer, såfremt betingelserne er opfyldt, på mandag.";
        assert!(covers("såfremt betingelserne er opfyldt", text, "såfremt"));
        assert!(covers("såfremt betingelserne er opfyldt", text, "betingelserne"));
        assert!(!covers("såfremt betingelserne", text, "såfremt betingelserne er"));
        assert!(!covers("såfremt vi kan", text, "såfremt"));
    }

    #[test]
    fn a_later_place_of_the_same_word_is_looked_at_too() {
        let text = "såfremt ja, såfremt nej";
        let second = text.rfind("såfremt").expect("twice");
        let accepted = Accepted::new("såfremt nej").expect("valid");
        assert!(accepted.covers(text, &(second..second + "såfremt".len())));
        assert!(!accepted.covers(text, &(0.."såfremt".len())));
    }

    #[test]
    fn nothing_and_a_star_in_the_middle_are_mistakes() {
        for text in ["", " ", "*", "…", "sags*behandler"] {
            assert!(Accepted::new(text).is_err(), "{text}");
        }
    }
}
