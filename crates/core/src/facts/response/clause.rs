//! What is said around a length of time: whether we answer within it, or the reader must.

use std::ops::Range;

use crate::letter::Letter;
use crate::names::Topic;
use crate::sentences::Sentence;
use crate::words::{Case, WordKind};

/// Words that make a length of time a limit, and those that may stand among them.
const LIMITS: [&str; 9] = ["inden", "indenfor", "senest", "højst", "højest", "maks.", "maksimalt", "løbet", "om"];
const AMONG_LIMITS: [&str; 17] = [
    "for", "i", "af", "op", "til", "de", "den", "det", "næste", "kommende", "første", "cirka", "ca.", "omkring",
    "normalt", "typisk", "under",
];

/// Words that begin a clause of their own, wherever they stand.
const OPENERS: [&str; 12] =
    ["hvis", "når", "såfremt", "dersom", "ifald", "fordi", "mens", "medmindre", "som", "men", "eller", "indtil"];

/// After these, only a subject begins a clause: `og du hører fra os`, but `læser og svarer`.
const JOINTS: [&str; 6] = ["og", "at", "så", "for", "da", "før"];

/// A clause under these says what may be, not what is promised.
const CONDITIONS: [&str; 7] = ["hvis", "når", "såfremt", "dersom", "ifald", "medmindre", "indtil"];

const SUBJECTS: [&str; 9] = ["du", "i", "de", "vi", "jeg", "man", "det", "der", "han"];

const READER: [&str; 3] = ["du", "i", "de"];

/// Who answers, besides `vi` and `jeg`.
const OFFICES: [&str; 15] = [
    "kommunen",
    "forvaltningen",
    "afdelingen",
    "sekretariatet",
    "borgerservice",
    "jobcentret",
    "jobcenteret",
    "regionen",
    "kontoret",
    "teamet",
    "styrelsen",
    "myndigheden",
    "sagsbehandleren",
    "rådgiveren",
    "ydelseskontoret",
];

/// What the reader is given.
const ANSWERS: [&str; 14] = [
    "svar",
    "svaret",
    "svarbrev",
    "besked",
    "tilbagemelding",
    "melding",
    "afgørelse",
    "afgørelsen",
    "kvittering",
    "kvitteringen",
    "bekræftelse",
    "kvitteringsbrev",
    "kvitteringsmail",
    "resultatet",
];

/// Words with which nothing is promised: what is not, what was or should have been, what is asked for or wished.
const NO_PROMISE: [&str; 22] = [
    "ikke", "aldrig", "ingen", "intet", "skulle", "burde", "havde", "fik", "kunne", "blev", "var", "været", "gerne",
    "beder", "bede", "bedes", "bedt", "ønsker", "håber", "have", "derfra", "bør",
];

/// The words around a length of time that belong together.
pub(super) struct Clause<'l> {
    letter: &'l Letter<'l>,
    sentence: &'l Sentence,
    words: Range<usize>,
    /// The length of time.
    period: Range<usize>,
    /// Where the words begin that make it a limit; the period's own beginning without any.
    limit: usize,
}

impl<'l> Clause<'l> {
    pub(super) fn around(letter: &'l Letter<'l>, sentence: &'l Sentence, period: Range<usize>) -> Self {
        let form = |at: usize| letter.form(&letter.words[at]);
        let is_limit = |at: usize| LIMITS.contains(&form(at)) || AMONG_LIMITS.contains(&form(at));
        let breaks = |at: usize| letter.words[at].after_break;
        let mut limit = period.start;
        while limit > sentence.words.start && !breaks(limit) && is_limit(limit - 1) {
            limit -= 1;
        }
        // `hører fra os i` … : the words among limits count only after one that is.
        let limit = (limit..period.start).find(|at| starts_limit(form(*at), form(*at + 1))).unwrap_or(period.start);
        let begins = |at: usize| {
            let before = form(at - 1);
            breaks(at)
                || OPENERS.contains(&before)
                || JOINTS.contains(&before) && SUBJECTS.contains(&form(at)) && form(at) != "der"
        };
        let start = (sentence.words.start + 1..=limit).rev().find(|at| begins(*at)).unwrap_or(sentence.words.start);
        let ends = |at: usize| {
            breaks(at)
                || OPENERS.contains(&form(at))
                || JOINTS.contains(&form(at)) && at + 1 < sentence.words.end && SUBJECTS.contains(&form(at + 1))
        };
        let end = (period.end..sentence.words.end).find(|at| ends(*at)).unwrap_or(sentence.words.end);
        Self { letter, sentence, words: start..end, period, limit }
    }

    /// From the words that make it a limit to the end of the length of time.
    pub(super) fn span(&self) -> Range<usize> {
        self.letter.words[self.limit].start..self.letter.words[self.period.end - 1].end
    }

    fn form(&self, at: usize) -> &'l str {
        self.letter.form(&self.letter.words[at])
    }

    /// The word at `at`, if the clause has one there.
    fn get(&self, at: Option<usize>) -> &'l str {
        at.filter(|at| self.words.contains(at)).map_or("", |at| self.form(at))
    }

    fn find(&self, wanted: impl Fn(&str) -> bool) -> Option<usize> {
        self.words.clone().find(|at| !self.period.contains(at) && wanted(self.form(*at)))
    }

    fn has(&self, forms: &[&str]) -> bool {
        self.find(|form| forms.contains(&form)).is_some()
    }

    /// What is promised, if we promise anything.
    pub(super) fn promises(&self) -> Option<Topic> {
        if self.has(&NO_PROMISE) || self.is_condition() || self.is_before_an_event() {
            return None;
        }
        if let Some(about) = self.is_named().or_else(|| self.is_time_it_takes()) {
            return Some(about);
        }
        let limited = self.limit < self.period.start;
        let told = self.reader_receives() || self.we_answer() || self.is_answered();
        (limited && told && !self.is_from_another()).then(|| self.about())
    }

    /// `hvis du får svar inden …`, `får du svar inden …, så`
    fn is_condition(&self) -> bool {
        let before = self.words.start.checked_sub(1).filter(|at| self.sentence.words.contains(at));
        let under = before.is_some_and(|at| CONDITIONS.contains(&self.form(at)));
        let verb_first = self.words.start == self.sentence.words.start
            && matches!(self.form(self.words.start), "får" | "hører" | "modtager")
            && READER.contains(&self.get(Some(self.words.start + 1)));
        under || verb_first || CONDITIONS.contains(&self.form(self.words.start))
    }

    /// `senest 14 dage før mødet`
    fn is_before_an_event(&self) -> bool {
        matches!(self.get(Some(self.period.end)), "før" | "inden" | "forinden")
    }

    /// `du hører fra os`, `får du svar`, `svar kan forventes`
    fn reader_receives(&self) -> bool {
        let answer = self.find(|form| ANSWERS.contains(&form)).is_some_and(|at| !self.is_readers_own(at));
        let reader = self.find_reader();
        let hears =
            self.has(&["hører", "høre"]) && self.find(|form| form == "fra").is_some_and(|at| self.is_us(at + 1));
        let gets = self.has(&["får", "modtager"])
            || self.has(&["få", "modtage"]) && self.has(&["kan", "vil", "forvente", "regne", "påregne"])
            || self.has(&["forvente", "påregne"]);
        let awaited = self.has(&["forventes", "påregnes"]);
        !self.has(&["skal"]) && (reader && (hears || gets && answer) || awaited && answer)
    }

    /// Whether the reader is the subject. A small `i` is a preposition.
    fn find_reader(&self) -> bool {
        self.words.clone().any(|at| match self.form(at) {
            "du" => true,
            "i" | "de" => self.letter.words[at].case != Case::Lower,
            _ => false,
        })
    }

    /// `dit svar`
    fn is_readers_own(&self, at: usize) -> bool {
        matches!(self.get(at.checked_sub(1)), "dit" | "din" | "dine" | "jeres" | "deres")
    }

    fn is_us(&self, at: usize) -> bool {
        let form = self.get(Some(at));
        matches!(form, "os" | "mig") || OFFICES.contains(&form)
    }

    /// `vi svarer`, `kommunen vender tilbage`
    fn we_answer(&self) -> bool {
        let Some(verb) = self.find(is_answering) else { return false };
        let form = self.form(verb);
        let around = [self.get(verb.checked_sub(1)), self.get(Some(verb + 1))];
        if around.iter().any(|form| READER.contains(form) && *form != "i") {
            return false;
        }
        let answer = || self.find(|form| ANSWERS.contains(&form)).is_some_and(|at| !self.is_readers_own(at));
        let complete = match form {
            "vender" | "vende" => self.has(&["tilbage"]),
            "kontakter" | "kontakte" => self.has(&["dig", "jer", "dem"]),
            "giver" | "give" | "sender" | "sende" => answer(),
            "træffer" | "træffe" => self.has(&["afgørelse", "afgørelsen"]),
            _ => true,
        };
        complete && self.is_subject_us()
    }

    /// Whether we are the subject: `vi`, or an office right before or after a finite verb.
    fn is_subject_us(&self) -> bool {
        let finite = |form: &str| form.ends_with('r') || matches!(form, "vil" | "kan" | "skal" | "må");
        self.has(&["vi", "jeg"])
            || self.words.clone().any(|at| {
                OFFICES.contains(&self.form(at))
                    && (finite(self.get(at.checked_sub(1))) || finite(self.get(Some(at + 1))))
            })
    }

    /// `din mail besvares`, `ansøgningen bliver behandlet`
    fn is_answered(&self) -> bool {
        const MATTERS: [&str; 10] = [
            "henvendelse",
            "mail",
            "ansøgning",
            "klage",
            "sag",
            "brev",
            "besked",
            "anmodning",
            "spørgsmål",
            "indsigelse",
        ];
        let matter = self.find(|form| MATTERS.iter().any(|matter| form.contains(matter))).is_some();
        let becomes = self.has(&["bliver", "blive"]) && self.has(&["besvaret", "behandlet", "afgjort"]);
        let passive = self.has(&["besvares", "behandles", "afgøres"]) && !self.has(&["skal", "kan", "må"]);
        matter && (becomes || passive)
    }

    /// `vores svartid er …`, `sagsbehandlingstid: …`, `8 ugers sagsbehandlingstid`
    fn is_named(&self) -> Option<Topic> {
        /// So many words stand at most between the noun and the time.
        const WITHIN: usize = 8;
        let from = self.limit.saturating_sub(WITHIN).max(self.sentence.words.start);
        let before = (from..self.limit).rev().find_map(|at| named_time(self.form(at)).map(|about| (at, about)));
        if let Some((at, about)) = before {
            let between: Vec<&str> = (at + 1..self.limit).map(|at| self.form(at)).collect();
            let is = between.is_empty()
                || between.iter().any(|form| matches!(*form, "er" | "på" | "andrager" | "udgør" | "ligger"));
            let stopped = (at + 1..self.limit).any(|at| self.letter.words[at].after_comma);
            return (is && !stopped && self.is_our_time(at, between.is_empty())).then_some(about);
        }
        named_time(self.get(Some(self.period.end)))
    }

    /// Whether the time that word `at` names is ours: `Ankestyrelsens sagsbehandlingstid` is not. Laboratories have a `svartid`
    /// too, so it must be said whose it is, but in a line such as `Svartid: 4 uger`.
    fn is_our_time(&self, at: usize, labelled: bool) -> bool {
        let owner = if at > self.sentence.words.start { self.form(at - 1) } else { "" };
        let ours = matches!(owner, "vores" | "vor") || is_office_genitive(owner);
        let we_have = self.has(&["vi", "vores"]);
        let others = owner.ends_with('s') && !ours;
        let answers = self.form(at).starts_with("svar");
        !others && (!answers || ours || we_have || labelled)
    }

    /// `der går op til 3 uger, før du får svar`, `vi bruger 10 arbejdsdage på at svare`
    fn is_time_it_takes(&self) -> Option<Topic> {
        /// The answer is told within so many words after the time.
        const WITHIN: usize = 8;
        let end = (self.period.end + WITHIN).min(self.sentence.words.end);
        let after: Vec<&str> = (self.period.end..end).map(|at| self.form(at)).collect();
        let says = |forms: &[&str]| after.iter().any(|form| forms.contains(form));
        let goes = self.has(&["går", "gå"])
            && self.has(&["der"])
            && matches!(after.first(), Some(&("før" | "inden" | "til")))
            && (says(&["du", "i"]) && (says(&["får", "hører", "modtager"]))
                || says(&["vi"]) && says(&["svarer", "vender"]));
        let spends = self.has(&["tager", "tage", "bruger", "bruge"])
            && says(&["at"])
            && says(&["svare", "besvare", "behandle", "afgøre"])
            && !says(&["du", "dig"]);
        let third = says(&["fra"]) && !says(&["os", "mig", "kommunen"]);
        (!third && (goes || spends)).then(|| {
            if says(&["afgørelse", "afgørelsen", "afgøre"]) {
                Topic::Afgoerelse
            } else if says(&["behandle"]) {
                Topic::Sagsbehandling
            } else {
                Topic::Svar
            }
        })
    }

    /// `du får svar fra skolen inden …`
    fn is_from_another(&self) -> bool {
        let from = |at: usize| {
            let next = at + 1;
            let name = self.words.contains(&next)
                && self.letter.words[next].kind == WordKind::Plain
                && self.letter.words[next].case != Case::Lower;
            let noun = self.get(Some(next)).ends_with("en") || self.get(Some(next)).ends_with("et");
            matches!(self.form(at), "fra" | "af") && !self.is_us(next) && (name || noun && at < self.limit)
        };
        self.words.clone().any(from)
    }

    fn about(&self) -> Topic {
        let about = |stem: &str| self.find(|form| form.starts_with(stem)).is_some();
        if about("kvittering") || about("bekræftelse") {
            Topic::Kvittering
        } else if about("afgør") || about("afgjort") {
            Topic::Afgoerelse
        } else if self.has(&["behandler", "behandle", "behandles", "behandlet"]) {
            Topic::Sagsbehandling
        } else {
            Topic::Svar
        }
    }
}

/// Whether a limit begins with `form`, before `next`.
fn starts_limit(form: &str, next: &str) -> bool {
    match form {
        "i" => next == "løbet",
        "op" => next == "til",
        "om" | "inden" | "indenfor" | "senest" | "højst" | "højest" | "maks." | "maksimalt" => true,
        _ => false,
    }
}

fn is_answering(form: &str) -> bool {
    const VERBS: [&str; 18] = [
        "svarer",
        "svare",
        "besvarer",
        "besvare",
        "vender",
        "vende",
        "kontakter",
        "kontakte",
        "giver",
        "give",
        "sender",
        "sende",
        "afgør",
        "afgøre",
        "træffer",
        "træffe",
        "behandler",
        "behandle",
    ];
    VERBS.contains(&form)
}

fn named_time(form: &str) -> Option<Topic> {
    match form {
        "svartid" | "svartiden" | "svartider" => Some(Topic::Svar),
        "sagsbehandlingstid"
        | "sagsbehandlingstiden"
        | "behandlingstid"
        | "behandlingstiden"
        | "ekspeditionstid"
        | "ekspeditionstiden"
        | "sagsbehandlingstider" => Some(Topic::Sagsbehandling),
        _ => None,
    }
}

fn is_office_genitive(form: &str) -> bool {
    form.strip_suffix('s').is_some_and(|office| OFFICES.contains(&office))
}
