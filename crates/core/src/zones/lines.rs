//! What a line of a letter is, by its own words (in lower case).

use super::{HEADING_WORDS, Zone};

/// Lines that mail programs put above the mail that is answered.
pub(super) const THREAD_LINES: [&str; 5] =
    ["oprindelig meddelelse", "oprindelig besked", "original message", "videresendt meddelelse", "forwarded message"];

/// `Den 4. september 2024 kl. 20.47 skrev Mia Holm:`, as mail programs write it: a date or address, and a colon last.
pub(super) fn is_thread_introduction(line: &str) -> bool {
    let wrote = line.contains(" skrev") || line.contains(" wrote");
    let by_clock = line.contains(" kl.") || line.contains(" kl ") || line.contains(" at ");
    let dated =
        ["den ", "d. ", "on ", "man. ", "tir. ", "ons. ", "tor. ", "fre. "].iter().any(|start| line.starts_with(start));
    let addressed = line.contains('@') || line.contains('<');
    let timed = line.bytes().filter(|byte| *byte == b':').count() > 1;
    wrote && line.ends_with(':') && (addressed || timed || dated && by_clock)
}

/// `Besked fra Mia Holm, 4. september 2024 kl. 20.47:`, as portals put it above the message that is answered.
pub(super) fn is_message_heading(line: &str) -> bool {
    let from = ["besked fra ", "mail fra ", "e-mail fra ", "sms fra ", "henvendelse fra ", "meddelelse fra "];
    from.iter().any(|start| line.starts_with(start)) && line.contains(" kl.") && line.ends_with(':')
}

/// Whether a line says `du`, `vi` or the like, as sentences do and titles do not.
pub(super) fn speaks_to_reader(line: &str) -> bool {
    line.split_whitespace().any(|word| matches!(word, "du" | "dig" | "vi" | "jeg"))
}

pub(super) fn is_salutation(line: &str, words: usize) -> bool {
    let greeting = ["kære", "hej", "goddag", "godmorgen", "god dag", "hallo", "dav", "davs", "til"]
        .iter()
        .any(|word| line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', '!'])));
    greeting && words <= 9 && !line.ends_with(['.', ':', '?']) && !line.contains(". ")
}

pub(super) fn is_closing(line: &str) -> bool {
    let line = line.trim_end_matches([',', '.', '!']);
    let words = line.split_whitespace().count();
    let punctuated = |rest: &str| rest.starts_with([' ', '.', ',']);
    let short = matches!(
        line,
        "mvh" | "m.v.h" | "vh" | "v.h" | "kh" | "p.f.v" | "p.b.v" | "hilsen" | "hilsner" | "venligst" | "bh"
    );
    let starts = ["mvh", "vh", "hilsen", "p.f.v.", "p.k.v.", "på kommunens vegne", "på forvaltningens vegne"]
        .iter()
        .any(|word| line.strip_prefix(word).is_some_and(punctuated));
    let greets = words <= 7
        && (line.contains("hilsen") || line.contains("hilsner"))
        && [
            "med ",
            "venlig",
            "varm",
            "de ",
            "bedste",
            "mange",
            "kærlig",
            "god",
            "hjertelig",
            "søde",
            "rigtig",
            "de bedste",
        ]
        .iter()
        .any(|word| line.starts_with(word));
    short || (starts && words <= 7) || greets
}

pub(super) fn is_attachment(line: &str) -> bool {
    ["bilag", "vedlagt", "kopi til", "kopi", "vedhæftet", "vedlagte", "cc"]
        .iter()
        .any(|word| line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(':')))
}

pub(super) fn is_subject_line(line: &str) -> bool {
    let keyed =
        ["emne:", "subject:", "vedr.:", "vedrørende:", "ang.:", "overskrift:"].iter().any(|key| line.starts_with(key));
    let worded =
        ["vedr. ", "vedrørende ", "ang. ", "angående ", "sv: ", "re: ", "vs: "].iter().any(|key| line.starts_with(key));
    keyed || worded && !line.ends_with('.') && line.split_whitespace().count() <= HEADING_WORDS
}

/// `Dato: …`, `Sagsnr.: …`, `Fra: …`: a line of the letterhead.
pub(super) fn is_key_line(line: &str) -> bool {
    const KEYS: [&str; 30] = [
        "dato",
        "sagsnr",
        "sagsnr.",
        "sag nr.",
        "sag",
        "j.nr",
        "j.nr.",
        "journalnr",
        "journalnr.",
        "journalnummer",
        "sagsnummer",
        "ref",
        "ref.",
        "fra",
        "til",
        "cc",
        "sendt",
        "from",
        "to",
        "tlf",
        "tlf.",
        "telefon",
        "direkte tlf.",
        "e-mail",
        "mail",
        "kontakt",
        "sagsbehandler",
        "ean",
        "cvr",
        "dok.nr.",
    ];
    let keyed = line.split_once(':').is_some_and(|(key, _)| KEYS.contains(&key.trim()));
    let spaced = ["j.nr. ", "sagsnr. ", "tlf. ", "telefon ", "sag nr. ", "journalnr. ", "ref. ", "afgiftsnr. "]
        .iter()
        .any(|key| line.starts_with(key));
    keyed || spaced && line.split_whitespace().count() <= 6
}

/// The section that a heading opens.
pub(super) fn heading_section(line: &str) -> Zone {
    let title = line.trim_end_matches(['?', ':']);
    let complaint = title.contains("klagevejledning")
        || title.contains("klageadgang")
        || title.contains("klagemulighed")
        || [
            "vil du klage",
            "hvis du vil klage",
            "sådan klager",
            "kan du klage",
            "kan i klage",
            "vil i klage",
            "hvis i vil klage",
            "du kan klage",
            "mulighed for at klage",
            "ret til at klage",
            "hvis du er uenig",
            "er du uenig",
            "klage over afgørelsen",
        ]
        .iter()
        .any(|cue| title.contains(cue))
        || title == "klage";
    let law = matches!(
        title,
        "lovgrundlag" | "lovtekst" | "lovregler" | "relevante regler" | "regler" | "lovgivning" | "lovstof"
    ) || title.starts_with("uddrag af");
    match (complaint, law) {
        (true, _) => Zone::ComplaintGuidance,
        (_, true) => Zone::LegalBasis,
        _ => Zone::Body,
    }
}

/// `§ 25. En afgørelse …` or `Stk. 2. …`: the law in its own words.
pub(super) fn is_law_quotation(line: &str) -> bool {
    let section = line.strip_prefix("§ ").is_some_and(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits > 0 && rest[digits..].trim_start_matches([' ', 'a', 'b', 'c']).starts_with('.')
    });
    let paragraph = line
        .strip_prefix("stk. ")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains(". "));
    section || paragraph
}
