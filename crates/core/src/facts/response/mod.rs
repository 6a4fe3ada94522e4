//! Response times: by when the authority answers, and what a letter promises.

mod clause;
mod period;
mod promise;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use self::period::Period;
use self::promise::promises;
use super::{Mention, Whose, listed};
use crate::fold::{fold, on_one_line};
use crate::letter::Letter;
use crate::names::MentionKind;

/// A time within which the authority answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseTime {
    period: Period,
    /// As it was written, because messages tell it.
    words: String,
}

impl ResponseTime {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let folded = fold(text);
        let trimmed = folded.trim();
        let at = folded.len() - folded.trim_start().len();
        match Period::read(&folded, at) {
            Some((period, end)) if end == at + trimmed.len() => Ok(Self { period, words: on_one_line(text) }),
            _ => Err(format!("»{text}« er ikke en svartid; skriv fx »10 arbejdsdage«, »4 uger« eller »en måned«")),
        }
    }
}

impl std::fmt::Display for ResponseTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}

pub(super) fn mentions(letter: &Letter<'_>) -> Vec<Mention> {
    let mention = |promise: promise::Promise| Mention {
        kind: MentionKind::Svartid,
        span: promise.span,
        value: promise.period.to_string(),
        whose: promise.whose,
        about: Some(promise.about),
    };
    promises(letter).into_iter().map(mention).collect()
}

pub(super) fn objections(facts: &[ResponseTime], letter: &Letter<'_>) -> Vec<(Range<usize>, String)> {
    if facts.is_empty() {
        return Vec::new();
    }
    let known: Vec<String> = facts.iter().map(ResponseTime::to_string).collect();
    promises(letter)
        .into_iter()
        .filter(|promise| promise.whose == Whose::Office)
        .filter(|promise| !facts.iter().any(|fact| fact.period.allows(promise.period)))
        .map(|promise| (promise.span, listed(&known)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_lengths_of_time_and_keep_their_words() {
        for text in ["10 arbejdsdage", "4 uger", "en måned", "24 timer", "3-5 uger"] {
            assert_eq!(ResponseTime::parse(text).map(|fact| fact.to_string()), Ok(text.to_owned()));
        }
        for wrong in ["", "10", "uger", "inden længe", "4 uger og lidt", "1. maj"] {
            assert!(ResponseTime::parse(wrong).is_err_and(|error| error.contains("10 arbejdsdage")), "{wrong}");
        }
    }

    fn objections_to(text: &str, facts: &[&str]) -> Vec<String> {
        let document = crate::Document::plain(text);
        let facts: Vec<ResponseTime> = facts.iter().map(|fact| ResponseTime::parse(fact).expect(fact)).collect();
        objections(&facts, &Letter::running_text(&document))
            .into_iter()
            .map(|(span, _)| text[span].to_owned())
            .collect()
    }

    #[test]
    fn a_promise_agrees_with_any_fact_of_its_length() {
        assert_eq!(objections_to("Du får svar inden for to uger.", &["10 arbejdsdage"]), ["inden for to uger"]);
        assert_eq!(
            objections_to("Du får svar inden for to uger.", &["10 arbejdsdage", "14 dage"]),
            Vec::<String>::new()
        );
        assert_eq!(objections_to("Sagsbehandlingstiden er 3-5 uger.", &["5 uger"]), Vec::<String>::new());
        assert_eq!(
            objections_to("Jeg svarer dig inden to uger.", &["4 uger"]),
            Vec::<String>::new(),
            "a person's word"
        );
    }
}
