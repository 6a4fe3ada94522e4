//! Danish inflection: a handful of regular classes, and irregular words written out.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A form's place in its paradigm; replacements are put in the same place.
pub(crate) type Slot = usize;

/// The inflected forms of one word, by slot; `None` where a form does not exist.
pub(crate) type Paradigm = Vec<Option<String>>;

/// The names of the regular classes.
pub(crate) const CLASSES: [&str; 12] =
    ["v1", "v2", "n-er", "n-e", "n-0", "t-er", "t-e", "t-0", "n-gem", "t-gem", "adj", "adj-gem"];

/// Words that can be inflected by their lemma.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Lexicon {
    words: FxHashMap<String, Paradigm>,
}

impl Lexicon {
    /// Adds a word with its paradigm. A word may be added again: forms of both are known, the first decides slots.
    pub(crate) fn insert(&mut self, lemma: &str, paradigm: Paradigm) {
        self.words
            .entry(lemma.to_owned())
            .and_modify(|known| {
                let new = paradigm.iter().filter(|form| !known.contains(form)).cloned().collect::<Vec<_>>();
                known.extend(new);
            })
            .or_insert(paradigm);
    }

    /// The paradigm of `lemma`. A lemma of several words is inflected in its first word.
    #[must_use]
    pub(crate) fn paradigm(&self, lemma: &str) -> Option<Paradigm> {
        if let Some(known) = self.words.get(lemma) {
            return Some(known.clone());
        }
        let (head, tail) = lemma.split_once(' ')?;
        let head = self.words.get(head)?;
        Some(with_tail(head, tail))
    }

    /// The paradigm of `lemma` by `class`: a regular class or a known lemma that it inflects like.
    ///
    /// # Errors
    /// A Danish message when the class or model is unknown or does not fit the lemma.
    pub(crate) fn inflect(&self, lemma: &str, class: &str) -> Result<Paradigm, String> {
        let (head, tail) = lemma.split_once(' ').unwrap_or((lemma, ""));
        let paradigm = match regular(head, class) {
            Some(paradigm) => paradigm,
            None => self.like(head, class)?,
        };
        Ok(if tail.is_empty() { paradigm } else { with_tail(&paradigm, tail) })
    }

    fn like(&self, lemma: &str, model: &str) -> Result<Paradigm, String> {
        let known = self.words.get(model).ok_or_else(|| {
            format!("»{model}« er hverken en bøjningsklasse ({}) eller et ord i leksikonet", CLASSES.join(", "))
        })?;
        let prefix = lemma
            .strip_suffix(model)
            .ok_or_else(|| format!("»{lemma}« kan ikke bøjes som »{model}«, for det ender ikke på det"))?;
        Ok(known.iter().map(|form| form.as_ref().map(|form| format!("{prefix}{form}"))).collect())
    }

    /// The forms of a replacement, in the slots of the word it replaces; the lemma itself where it is not inflected.
    #[must_use]
    pub(crate) fn replacement(&self, lemma: &str, slot: Slot) -> Option<String> {
        match self.paradigm(lemma) {
            Some(paradigm) => paradigm.get(slot).cloned().flatten(),
            None => (slot == 0).then(|| lemma.to_owned()),
        }
    }
}

fn with_tail(paradigm: &Paradigm, tail: &str) -> Paradigm {
    paradigm.iter().map(|form| form.as_ref().map(|form| format!("{form} {tail}"))).collect()
}

/// Reads an irregular paradigm: forms between spaces, `-` for a form that does not exist.
///
/// The s-genitive of nouns is added.
#[must_use]
pub(crate) fn irregular(forms: &str, noun: bool) -> (String, Paradigm) {
    let forms: Vec<Option<String>> =
        forms.split_whitespace().map(|form| (form != "-").then(|| form.to_owned())).collect();
    let lemma = forms.first().cloned().flatten().unwrap_or_default();
    let paradigm = if noun { with_genitives(forms) } else { forms };
    (lemma, paradigm)
}

fn with_genitives(mut forms: Paradigm) -> Paradigm {
    forms.resize(4, None);
    let genitives: Vec<Option<String>> = forms
        .iter()
        .map(|form| {
            form.as_ref()
                .map(|form| if form.ends_with(['s', 'x', 'z']) { format!("{form}'") } else { format!("{form}s") })
        })
        .collect();
    forms.extend(genitives);
    forms
}

fn regular(lemma: &str, class: &str) -> Option<Paradigm> {
    let forms = |parts: &[String]| parts.iter().cloned().map(Some).collect::<Paradigm>();
    let vowel = lemma.ends_with('e');
    let doubled = || format!("{lemma}{}", lemma.chars().next_back().unwrap_or_default());
    let noun = |definite: &str, plural: &str, definite_plural: &str| {
        with_genitives(forms(&[lemma.to_owned(), definite.to_owned(), plural.to_owned(), definite_plural.to_owned()]))
    };
    Some(match class {
        "v1" | "v2" => verb(lemma, class),
        "n-er" if vowel => noun(&format!("{lemma}n"), &format!("{lemma}r"), &format!("{lemma}rne")),
        "n-er" => noun(&format!("{lemma}en"), &format!("{lemma}er"), &format!("{lemma}erne")),
        "n-e" if vowel => noun(&format!("{lemma}n"), &format!("{lemma}r"), &format!("{lemma}rne")),
        "n-e" => noun(&format!("{lemma}en"), &format!("{lemma}e"), &format!("{lemma}ene")),
        "n-0" => noun(&format!("{lemma}en"), lemma, &format!("{lemma}ene")),
        "t-er" if vowel => noun(&format!("{lemma}t"), &format!("{lemma}r"), &format!("{lemma}rne")),
        "t-er" => noun(&format!("{lemma}et"), &format!("{lemma}er"), &format!("{lemma}erne")),
        "t-e" => noun(&format!("{lemma}et"), &format!("{lemma}e"), &format!("{lemma}ene")),
        "t-0" if vowel => noun(&format!("{lemma}t"), lemma, &format!("{lemma}ne")),
        "t-0" => noun(&format!("{lemma}et"), lemma, &format!("{lemma}ene")),
        "n-gem" => noun(&format!("{}en", doubled()), &format!("{}er", doubled()), &format!("{}erne", doubled())),
        "t-gem" => noun(&format!("{}et", doubled()), &format!("{}er", doubled()), &format!("{}erne", doubled())),
        "adj" | "adj-gem" => adjective(lemma, class == "adj-gem"),
        _ => return None,
    })
}

/// Infinitive, present, past, participle, imperative, s-passive, past s-passive, present participle.
fn verb(lemma: &str, class: &str) -> Paradigm {
    let stem = lemma.strip_suffix('e').unwrap_or(lemma);
    let mut backwards = stem.chars().rev();
    let double = backwards.next() == backwards.next();
    let single = if double { &stem[..stem.len() - 1] } else { stem };
    let (past, participle) = if class == "v1" {
        (format!("{lemma}de"), format!("{lemma}t"))
    } else if single.ends_with('t') {
        (format!("{single}e"), single.to_owned())
    } else {
        (format!("{single}te"), format!("{single}t"))
    };
    let mut forms =
        vec![lemma.to_owned(), format!("{lemma}r"), past.clone(), participle, single.to_owned(), format!("{lemma}s")];
    forms.push(format!("{past}s"));
    forms.push(format!("{lemma}nde"));
    forms.into_iter().map(Some).collect()
}

fn adjective(lemma: &str, double: bool) -> Paradigm {
    let neuter =
        if lemma.ends_with(['t', 'e', 'å']) || lemma.ends_with("sk") { lemma.to_owned() } else { format!("{lemma}t") };
    let plural = if lemma.ends_with(['e', 'å']) {
        lemma.to_owned()
    } else if double {
        format!("{lemma}{}e", lemma.chars().next_back().unwrap_or_default())
    } else {
        format!("{lemma}e")
    };
    vec![Some(lemma.to_owned()), Some(neuter), Some(plural)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(lemma: &str, class: &str) -> String {
        let paradigm = Lexicon::default().inflect(lemma, class).expect("regular class");
        paradigm.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn regular_classes_inflect_as_danish_does() {
        assert_eq!(forms("bevilge", "v1"), "bevilge bevilger bevilgede bevilget bevilg bevilges bevilgedes bevilgende");
        assert_eq!(
            forms("bestemme", "v2"),
            "bestemme bestemmer bestemte bestemt bestem bestemmes bestemtes bestemmende"
        );
        assert_eq!(
            forms("skrivelse", "n-er"),
            "skrivelse skrivelsen skrivelser skrivelserne skrivelses skrivelsens skrivelsers skrivelsernes"
        );
        assert_eq!(forms("servitut", "n-gem").split(' ').nth(1), Some("servitutten"));
        assert_eq!(forms("behørig", "adj"), "behørig behørigt behørige");
    }

    #[test]
    fn a_word_inflects_like_another_and_keeps_its_slots() {
        let mut lexicon = Lexicon::default();
        let (lemma, paradigm) = irregular("skrive skriver skrev skrevet skriv skrives", false);
        lexicon.insert(&lemma, paradigm);
        let written = lexicon.inflect("tilskrive", "skrive").expect("model");
        assert_eq!(written[2].as_deref(), Some("tilskrev"));
        assert_eq!(lexicon.replacement("skrive til", 3).as_deref(), Some("skrevet til"));
        assert!(lexicon.inflect("sende", "skrive").is_err());
    }
}
