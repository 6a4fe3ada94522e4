//! Mail addresses: what the authority has, and which ones a letter tells.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Mention, Whose, listed, place};
use crate::letter::Letter;
use crate::names::MentionKind;
use crate::words::WordKind;

/// A mail address of the authority, or a domain with all addresses in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Email {
    /// What stands before the `@`; nothing for a whole domain.
    name: Option<String>,
    domain: String,
}

impl Email {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let address = text.trim().to_lowercase();
        let wrong = || format!("»{text}« er ikke en mailadresse; skriv fx »post@kommune.dk« eller »@kommune.dk«");
        let (name, domain) = address.split_once('@').ok_or_else(wrong)?;
        let name = (!name.is_empty()).then(|| name.to_owned());
        if !is_domain(domain) || name.as_deref().is_some_and(|name| !is_name(name)) {
            return Err(wrong());
        }
        Ok(Self { name, domain: domain.to_owned() })
    }

    /// Whether it is the address `value` or its domain.
    fn covers(&self, value: &str) -> bool {
        let Some((name, domain)) = value.split_once('@') else { return false };
        match &self.name {
            Some(own) => own == name && self.domain == domain,
            None => {
                domain == self.domain
                    || domain.strip_suffix(self.domain.as_str()).is_some_and(|below| below.ends_with('.'))
            }
        }
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}", self.name.as_deref().unwrap_or_default(), self.domain)
    }
}

fn is_name(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '&' | '\''))
}

/// At least two labels, the last of letters.
fn is_domain(domain: &str) -> bool {
    let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.') && domain.split('.').all(label) && last.chars().all(char::is_alphabetic)
}

pub(super) fn mentions(letter: &Letter<'_>) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for sentence in place::own(letter) {
        for at in sentence.words.clone().filter(|at| letter.words[*at].kind == WordKind::Address) {
            let Some(span) = address(letter, at) else { continue };
            if let Some(whose) = place::contact(letter, sentence, at) {
                let value = letter.folded[span.clone()].to_owned();
                mentions.push(Mention { kind: MentionKind::Mail, span, value, whose, about: None });
            }
        }
    }
    mentions
}

/// The bytes of the mail address in the word at `at`, which may have more around it: `mailto:post@by.example]`.
fn address(letter: &Letter<'_>, at: usize) -> Option<Range<usize>> {
    let word = &letter.words[at];
    let form = letter.form(word);
    let middle = form.find('@').filter(|_| !form.contains("//") && !form.starts_with("www."))?;
    let before = |c: char| !is_name(c.encode_utf8(&mut [0; 4]));
    let start = form[..middle].rfind(before).map_or(0, |at| at + form[at..].chars().next().map_or(1, char::len_utf8));
    let after = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    let end = form[middle + 1..].find(after).map_or(form.len(), |length| middle + 1 + length);
    let domain = form[middle + 1..end].trim_end_matches(['.', '-']);
    let whole = start < middle && is_domain(domain);
    whole.then(|| word.start + start..word.start + middle + 1 + domain.len())
}

pub(super) fn objections(facts: &[Email], letter: &Letter<'_>) -> Vec<(Range<usize>, String)> {
    if facts.is_empty() {
        return Vec::new();
    }
    let unknown =
        |mention: &Mention| mention.whose != Whose::OtherBody && !facts.iter().any(|fact| fact.covers(&mention.value));
    let known: Vec<String> = facts.iter().map(Email::to_string).collect();
    mentions(letter).into_iter().filter(unknown).map(|mention| (mention.span, listed(&known))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    fn values(text: &str) -> Vec<String> {
        let document = Document::plain(text);
        mentions(&Letter::running_text(&document)).into_iter().map(|mention| mention.value).collect()
    }

    #[test]
    fn a_fact_is_an_address_or_a_domain() {
        assert_eq!(Email::parse(" Post@By.example ").map(|fact| fact.to_string()), Ok("post@by.example".to_owned()));
        assert_eq!(Email::parse("@by.example").map(|fact| fact.to_string()), Ok("@by.example".to_owned()));
        for wrong in ["by.example", "post@", "post@by", "po st@by.example", "a@b@by.example", "post@by.4", ""] {
            assert!(Email::parse(wrong).is_err_and(|error| error.contains("er ikke en mailadresse")), "{wrong}");
        }
    }

    #[test]
    fn a_domain_covers_what_is_in_it_and_below_it() {
        let domain = Email::parse("@by.example").expect("a domain");
        assert!(domain.covers("post@by.example") && domain.covers("bo@byg.by.example"));
        assert!(!domain.covers("post@nyby.example") && !domain.covers("by.example"));
        let address = Email::parse("post@by.example").expect("an address");
        assert!(address.covers("post@by.example") && !address.covers("bo@by.example"));
    }

    #[test]
    fn addresses_are_found_whole_and_links_are_none() {
        assert_eq!(values("Skriv til Post@By.example."), ["post@by.example"]);
        assert_eq!(values("Skriv (mail:bo.lund@by.example), tak."), ["bo.lund@by.example"]);
        assert_eq!(values("Se www.by.example eller https://by.example/@os."), Vec::<String>::new());
        assert_eq!(values("Skriv til [mail] eller «Mail»."), Vec::<String>::new());
    }

    #[test]
    fn the_readers_own_address_is_none_of_ours() {
        assert_eq!(values("Vi svarer på din mailadresse mia@mail.example."), Vec::<String>::new());
        assert_eq!(values("Vi skriver til dig på mia@mail.example."), Vec::<String>::new());
    }
}
