//! What holds for every text and every file, however odd.

use proptest::prelude::*;
use traek_core::{Document, Facts, Letter, Mode, Options, mentions};

use crate::support::BOOK;

/// Pieces of letters, so that rules have something to find among arbitrary signs.
const PIECES: [&str; 34] = [
    "Kære Mia\n\n",
    "Vi beklager ventetiden, men vi har haft travlt. ",
    "såfremt ",
    "Du har undladt at ",
    "jf. § 12, stk. 2. ",
    "\n- ",
    "\n\n",
    "> Hvor er I?\n",
    "Med venlig hilsen\n",
    "«Navn» ",
    "[vælg en] ",
    "{{dato}} ",
    "3. marts 2025 ",
    "kl. 10-12 ",
    "(partshøring) ",
    "ÆØÅ ",
    "a\u{30A}",
    "\u{AD}",
    "\u{A0}",
    "!!! ",
    "\r\n",
    "\"",
    "…",
    "<",
    "Ring på +45 96 11 84 02 ",
    "9611 8402 ",
    "45 96 11 84 02 ",
    "post@by.example ",
    "Telefontid ",
    "mandag-onsdag kl. 10.00–15 ",
    "fredag lukket. ",
    "du hører fra os inden ",
    "10 arbejdsdage ",
    "sagsbehandlingstiden er to-tre uger ",
];

/// Pieces of what a person writes as a fact.
const FACT_PIECES: [&str; 16] = [
    "mandag",
    "-",
    "torsdag",
    " kl. ",
    "10.00",
    "18",
    " og ",
    "lukket",
    "+45",
    "33 66 4x",
    " xx",
    "@by",
    ".example",
    "en",
    " uger",
    "10 arbejdsdage",
];

fn facts() -> Facts {
    Facts {
        phones: vec![Facts::phone("33 66 40 00").expect("a number")],
        emails: vec![Facts::email("@kommune.example").expect("a domain")],
        opening_hours: vec![Facts::opening_hours("onsdag 9-11").expect("hours")],
        response_times: vec![Facts::response_time("3 dage").expect("a time")],
    }
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[ -~æøåÆØÅ§«»\n]{0,40}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn configuration() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(configuration())]

    #[test]
    fn every_span_can_be_cut_out_of_the_text(text in text()) {
        let facts = facts();
        let options = Options { strict: true, mode: Some(Mode::Afsend), facts: Some(&facts), ..Options::default() };
        let report = traek_core::check(&BOOK, &Document::plain(text.as_str()), &options);
        let spans = report.findings.iter().flat_map(|finding| {
            let edits = finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| &edit.span));
            std::iter::once(&finding.span).chain(&finding.also).chain(edits)
        });
        for span in spans.chain(report.moves.iter().map(|found| &found.span)) {
            prop_assert!(text.get(span.clone()).is_some(), "{span:?}");
        }
    }

    #[test]
    fn mentions_are_in_order_and_can_be_cut_out_of_the_text(text in text()) {
        let document = Document::plain(text.as_str());
        let found = mentions(&Letter::new(&document));
        prop_assert!(found.is_sorted_by_key(|mention| mention.span.start));
        for mention in found {
            prop_assert!(text.get(mention.span.clone()).is_some_and(|words| !words.is_empty()), "{:?}", mention.span);
            prop_assert!(!mention.value.is_empty());
        }
    }

    #[test]
    fn a_fact_reads_the_same_when_it_is_read_again(
        text in prop_oneof![
            prop::collection::vec(prop::sample::select(FACT_PIECES.to_vec()), 0..6).prop_map(|pieces| pieces.concat()),
            any::<String>(),
        ],
    ) {
        if let Ok(fact) = Facts::phone(&text) {
            prop_assert_eq!(Facts::phone(&fact.to_string()), Ok(fact));
        }
        if let Ok(fact) = Facts::email(&text) {
            prop_assert_eq!(Facts::email(&fact.to_string()), Ok(fact));
        }
        if let Ok(fact) = Facts::opening_hours(&text) {
            prop_assert_eq!(Facts::opening_hours(&fact.to_string()), Ok(fact));
        }
        if let Ok(fact) = Facts::response_time(&text) {
            prop_assert_eq!(Facts::response_time(&fact.to_string()), Ok(fact));
        }
    }

    #[test]
    fn findings_and_moves_are_in_order(text in text()) {
        let report = traek_core::check(&BOOK, &Document::plain(text), &Options::default());
        prop_assert!(report.findings.is_sorted_by_key(|finding| finding.span.start));
        prop_assert!(report.moves.is_sorted_by_key(|found| found.span.start));
    }

    #[test]
    fn edits_of_a_fix_do_not_overlap(text in text()) {
        let report = traek_core::check(&BOOK, &Document::plain(text), &Options { strict: true, ..Options::default() });
        for fix in report.findings.iter().filter_map(|finding| finding.fix.as_ref()) {
            prop_assert!(fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        }
    }

    #[test]
    fn the_same_text_gives_the_same_report(text in text()) {
        let report = || traek_core::check(&BOOK, &Document::plain(text.as_str()), &Options::default());
        let (first, second) = (report(), report());
        prop_assert_eq!(first.findings, second.findings);
        prop_assert_eq!(first.moves, second.moves);
        prop_assert_eq!(first.genre, second.genre);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), ending in "txt|md|html|") {
        if let Ok(source) = traek_documents::read(format!("brev.{ending}").as_ref(), &bytes) {
            let document = &source.document;
            prop_assert!(document.map.source(document.text.len()) <= bytes.len());
            for block in &document.blocks {
                prop_assert!(document.text.get(block.start..block.end).is_some());
            }
            let _ = traek_core::check(&BOOK, document, &Options::default());
        }
    }

    #[test]
    fn places_lead_back_into_the_file(text in text()) {
        if let Ok(source) = traek_documents::read("brev.txt".as_ref(), text.as_bytes()) {
            let report = traek_core::check(&BOOK, &source.document, &Options::default());
            for finding in &report.findings {
                let map = &source.document.map;
                let (start, end) = (map.source(finding.span.start), map.source(finding.span.end));
                prop_assert!(text.get(start..end).is_some(), "{start}..{end}");
            }
        }
    }
    #[test]
    fn every_letter_of_a_text_has_its_place_in_the_file(text in text(), ending in "txt|md|html") {
        let file = text.replace("> ", "> &aring;<b>r</b>&nbsp;");
        if let Ok(source) = traek_documents::read(format!("brev.{ending}").as_ref(), file.as_bytes()) {
            for (start, sign) in source.document.text.char_indices().filter(|(_, sign)| !sign.is_whitespace()) {
                let range = source.in_file(&(start..start + sign.len_utf8())).expect("a file with lines");
                let there = source.file_text().expect("a file with lines").get(range);
                // The Greek question mark is read as a semicolon, as Unicode has it.
                let exotic = |there: &str| !sign.is_ascii() || !there.is_ascii();
                let written = |there: &str| there.contains(sign) || there.contains('&') || exotic(there);
                prop_assert!(there.is_some_and(written), "{sign}: {there:?}");
            }
        }
    }
}
