//! Words that tell about people, and words that do not.

use std::ops::Range;

use traek_core::{Letter, Word, WordKind};

use super::quote;

/// What is shown of a name.
pub(crate) const NAME: &str = "«navn»";

/// Words in lower case that begin sentences and are nobody's name.
#[rustfmt::skip]
const COMMON_STARTS: &[&str] = &[
    "af", "afgørelsen", "alle", "alt", "altså", "anmodningen", "ansøgningen", "at", "begge", "beklager", "brevet",
    "dels", "den", "denne", "der", "derefter", "deres", "derfor", "derfra", "dermed", "dernæst", "derudover",
    "desuden", "desværre", "det", "dette", "din", "dine", "disse", "dit", "dog", "du", "efter", "efterfølgende",
    "eftersom", "ellers", "en", "endelig", "endnu", "endvidere", "enten", "er", "et", "for", "fordi", "formålet",
    "forudsat", "forvaltningen", "fra", "fremover", "fristen", "følgende", "først", "får", "gennem", "grundet", "har",
    "hensigten", "her", "heraf", "herefter", "herfra", "hermed", "herom", "herudover", "hos", "hvad", "hvem", "hver",
    "hverken", "hvilken", "hvilket", "hvis", "hvor", "hvordan", "hvorfor", "hvornår", "hvorvidt", "idet", "ifølge",
    "igen", "ikke", "imens", "imidlertid", "inden", "indtil", "ingen", "jeg", "jf.", "kan", "klagen", "kommunen",
    "kun", "ligesom", "man", "med", "medmindre", "mellem", "men", "mens", "mere", "mod", "måske", "må", "nogle",
    "når", "nu", "og", "også", "om", "omkring", "oplysningerne", "over", "ovennævnte", "ovenstående", "på", "sagen",
    "sagsbehandlingen", "samtidig", "samt", "selv", "selvom", "senere", "senest", "siden", "skal", "skulle", "som",
    "såfremt", "således", "så", "søger", "tak", "tidligere", "til", "trods", "uanset", "ud", "uden", "udover",
    "under", "undertegnede", "ved", "vedrørende", "venligst", "vi", "via", "videre", "vil", "vores", "vort", "vær",
    "yderligere", "ønsker",
];

/// Words with a capital that stand for nobody: the polite form, public bodies and systems.
#[rustfmt::skip]
const PUBLIC: &[&str] = &[
    "I", "De", "Dem", "Deres", "Jer", "Jeres", "Du", "Dig", "Din", "Dit", "Dine", "Vi", "MitID", "NemID", "NemKonto",
    "CPR", "CVR", "SMS", "EU", "Digital", "Post", "Borgerservice", "Borgerrådgiveren", "Ankestyrelsen",
    "Ankestyrelsens", "Folketingets", "Ombudsmand", "Udbetaling", "Danmark", "Danmarks", "Jobcenter", "Jobcentret",
    "Jobcenteret", "Kommune", "Kommunen", "Kommunens", "Region", "Skattestyrelsen", "Gældsstyrelsen", "Datatilsynet",
    "Familieretshuset", "Styrelsen", "Planklagenævnet", "Miljøklagenævnet", "Byggeklageenheden", "Statens", "Staten",
];

/// Common first names that are no ordinary words.
#[rustfmt::skip]
const FIRST_NAMES: &[&str] = &[
    "aase", "adam", "agnete", "ahmad", "ahmed", "aisha", "albert", "alexander", "alfred", "ali", "amalie", "amina",
    "anders", "andreas", "ane", "anette", "anita", "anja", "anna", "anne", "annette", "arne", "asger",
    "bente", "benny", "bent", "birgit", "birgitte", "birthe", "bjarne", "brian", "camilla", "carl", "carsten",
    "caroline", "cecilie", "charlotte", "christian", "christina", "claus", "connie", "daniel", "david", "dennis",
    "ditte", "dorthe", "ebbe", "elisabeth", "ella", "ellen", "else", "emil", "emilie", "emma", "erik", "erling",
    "ester", "eva", "fatima", "finn", "flemming", "frederik", "frida", "gitte", "grethe", "gudrun", "gunnar", "hanne",
    "hassan", "heidi", "helene", "helle", "henriette", "henrik", "hussein", "ibrahim", "ida", "inge", "inger",
    "ingrid", "ivan", "jakob", "jan", "jane", "janne", "jannie", "jens", "jeppe", "jesper", "jette", "johan",
    "johanne", "johannes", "jonas", "josefine", "julie", "jytte", "jørgen", "jørn", "karen", "karin", "karina",
    "karl", "karsten", "kasper", "katrine", "kirsten", "kirstine", "kjeld", "klaus", "knud", "kristian", "kristina",
    "kristine", "kurt", "lars", "lasse", "laura", "leif", "lene", "lis", "lisbeth", "lise", "lone", "lotte",
    "louise", "mads", "magnus", "maja", "malene", "maria", "marianne", "marie", "martin", "mathias", "mathilde",
    "mette", "mia", "michael", "mikkel", "mogens", "mohammad", "mohamed", "mohammed", "monika", "morten", "nadia",
    "nanna", "niels", "nikolaj", "nina", "ole", "olga", "oliver", "oscar", "otto", "palle", "pernille", "peter",
    "pia", "poul", "preben", "rasmus", "rikke", "rikki", "robert", "sanne", "sara", "sarah", "simon", "sofie",
    "solveig", "stefan", "steffen", "stine", "susanne", "svend", "søren", "thomas", "tina", "tine", "tobias",
    "torben", "tove", "troels", "trine", "ulla", "vibeke", "viggo", "viktor", "vivi", "willy", "yasmin", "yusuf",
    "åge", "åse",
];

/// What words begin with that tell about health, convictions or a life that has gone wrong.
#[rustfmt::skip]
const SENSITIVE: &[&str] = &[
    "abort", "adhd", "adoption", "afhængig", "alkohol", "anbragt", "anbring", "angst", "asyl", "autis", "bipolar",
    "cancer", "demens", "depres", "diagnose", "dom", "død", "epilep", "fagforening", "fængs", "gravid", "handicap",
    "hiv", "homoseks", "incest", "invalid", "kræft", "kvindekrisecent", "medicin", "misbrug", "mord", "operat",
    "overgreb", "psyk", "ptsd", "religi", "scleros", "seksu", "selvmord", "sigt", "skilsmisse", "sklerose",
    "skizofren", "stof", "stroke", "sygdom", "syg", "tiltal", "tvangs", "vold",
];

/// Whoever is meant by these is somebody in the reader's life.
const SOMEBODY: &[&str] = &["han", "ham", "hans", "hun", "hende", "hendes"];

/// Ordinary words that only begin like one of those.
const NOT_SENSITIVE: &[&str] = &["sigt", "sigte", "sigter", "domstol", "domstolene", "domstolen", "stof", "stoffet"];

/// Whether a word in lower case begins sentences and is nobody's name.
pub(crate) fn is_common_start(form: &str) -> bool {
    COMMON_STARTS.contains(&form)
}

/// Whether a word with a capital stands for nobody.
pub(crate) fn is_public(word: &str) -> bool {
    PUBLIC.contains(&word)
}

/// Whether a word in lower case is a common first name, also in the genitive.
pub(crate) fn is_first_name(form: &str) -> bool {
    let is = |form: &str| FIRST_NAMES.contains(&form);
    is(form) || form.strip_suffix('s').is_some_and(is)
}

/// Whether a word in lower case tells about health, convictions, a life that has gone wrong, or somebody else.
pub(crate) fn is_sensitive(form: &str) -> bool {
    let begins_so = !NOT_SENSITIVE.contains(&form) && SENSITIVE.iter().any(|start| form.starts_with(start));
    begins_so || SOMEBODY.contains(&form)
}

/// The words at `words` up to byte `end` on one line, with `«navn»` for a first name and the names after it, and
/// without personal numbers. Names that are also words stay.
pub(crate) fn without_names(letter: &Letter<'_>, words: Range<usize>, end: usize) -> String {
    let all = &letter.words[words];
    let named = names_of_people(letter, all);
    let mut out = String::new();
    for (at, word) in all.iter().enumerate() {
        let until = all.get(at + 1).map_or(end, |next| next.start);
        let (before, after) = (at > 0 && named[at - 1], named.get(at + 1).is_some_and(|named| *named));
        match named[at] {
            true if before => {}
            true => out.push_str(NAME),
            false => out.push_str(&letter.text()[word.start..word.end]),
        }
        if !(named[at] && after) {
            out.push_str(&letter.text()[word.end..until]);
        }
    }
    quote::without_cpr(quote::on_one_line(&out).trim())
}

/// For each word whether it is part of the name of a person: a first name with a capital, or a word with a capital
/// right after one.
pub(crate) fn names_of_people(letter: &Letter<'_>, words: &[Word]) -> Vec<bool> {
    let mut named = vec![false; words.len()];
    for (at, word) in words.iter().enumerate() {
        let capital = letter.text()[word.start..word.end].starts_with(char::is_uppercase);
        let goes_on = at > 0 && named[at - 1] && !word.after_break;
        named[at] = word.kind == WordKind::Plain && capital && (goes_on || is_first_name(letter.form(word)));
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use traek_core::Document;

    #[test]
    fn names_are_known_in_the_genitive_too() {
        assert!(is_first_name("mette") && is_first_name("mettes") && is_first_name("jens"));
        assert!(!is_first_name("sagens") && !is_first_name("line-nummer"));
    }

    #[test]
    fn names_are_left_out_of_what_is_quoted() {
        let document = Document::plain("Ring til Mette Holm Lund på 33 66 40 10, eller skriv til Borgerservice.");
        let letter = Letter::running_text(&document);
        let shown = without_names(&letter, 0..letter.words.len(), document.text.len());
        assert_eq!(shown, "Ring til «navn» på 33 66 40 10, eller skriv til Borgerservice.");
    }

    #[test]
    fn what_only_looks_sensitive_is_not() {
        assert!(is_sensitive("sygdommen") && is_sensitive("depression") && is_sensitive("hun"));
        assert!(!is_sensitive("domstolene") && !is_sensitive("besigtige"));
    }
}
