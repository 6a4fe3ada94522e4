use proptest::prelude::*;
use traek_core::BlockKind;

use super::*;

fn blocks(rtf: &str) -> Vec<(String, BlockKind)> {
    let source = read(rtf.as_bytes()).expect("RTF with text");
    let text = |block: &traek_core::Block| source.document.text[block.start..block.end].to_owned();
    source.document.blocks.iter().map(|block| (text(block), block.kind)).collect()
}

fn texts(rtf: &str) -> Vec<String> {
    blocks(rtf).into_iter().map(|(text, _)| text).collect()
}

#[test]
fn letters_are_read_in_every_way_they_are_written() {
    let rtf = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Times;}}{\colortbl;\red0;}
\uc1 K\'e6re Mia\par S\u229 ?, \u8211\'96 \emdash\~{\f1\'b3}\{\}\uc2 \u-10179 ab\u-8704 abX\par}ud";
    assert_eq!(texts(rtf), ["Kære Mia", "Så, – —\u{20}ł{}😀X"]);
}

#[test]
fn every_word_leads_back_to_its_place_in_the_file() {
    let rtf = r"{\rtf1 K\'e6re {\b M}ia\par Tak for din {\*\bkmkstart x}mail.\par}";
    let source = read(rtf.as_bytes()).expect("text");
    for word in ["re ", "ia", "din", "mail"] {
        let at = source.document.text.find(word).expect("in the text");
        assert_eq!(source.document.map.source(at), rtf.find(word).expect("in the file"), "{word}");
    }
}

#[test]
fn lists_headings_and_empty_paragraphs_are_told_apart() {
    let rtf = r"{\rtf1 \pard\outlinelevel0 Svar\par\pard\sa200 Vi ringer.\par
\pard\ls1{\listtext\'95\tab}Ring\par{\listtext\'95\tab}Skriv\par\pard\par Hilsen\line Bo\par}";
    let source = read(rtf.as_bytes()).expect("text");
    let found: Vec<(&str, BlockKind, bool)> = source
        .document
        .blocks
        .iter()
        .map(|block| (&source.document.text[block.start..block.end], block.kind, block.after_gap))
        .collect();
    assert_eq!(
        found,
        [
            ("Svar", BlockKind::Heading, true),
            ("Vi ringer.", BlockKind::Paragraph, false),
            ("Ring", BlockKind::ListItem, true),
            ("Skriv", BlockKind::ListItem, false),
            ("Hilsen", BlockKind::Paragraph, true),
            ("Bo", BlockKind::Paragraph, false),
        ]
    );
}

#[test]
fn the_number_of_an_item_says_nothing_of_how_the_item_is_set() {
    let rtf = r"{\rtf1 \pard\sa140{\listtext\pard\plain 1.\tab}\ls1 Ring\par\pard Vi ses.\par}";
    let source = read(rtf.as_bytes()).expect("text");
    let found: Vec<(BlockKind, bool)> =
        source.document.blocks.iter().map(|block| (block.kind, block.after_gap)).collect();
    assert_eq!(found, [(BlockKind::ListItem, true), (BlockKind::Paragraph, true)], "the space below the item counts");
}

#[test]
fn fields_show_their_result_and_hidden_text_is_left_out() {
    let rtf = r#"{\rtf1 {\field{\*\fldinst{ MERGEFIELD Navn }}{\fldrslt{\'abNavn\'bb}}} f\'e5r {\deleted ikke }svar{\v skjult}.{\pict 0102}\par}"#;
    assert_eq!(texts(rtf), ["«Navn» får svar."]);
}

#[test]
fn headers_text_boxes_and_notes_do_not_cut_into_the_text() {
    let rtf = r"{\rtf1{\header By Kommune\par Torvet 1\par}Vi ringer{\super\chftn{\footnote Se loven.}} til
{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt Boks\par}}}dig.\par}";
    assert_eq!(
        blocks(rtf),
        [
            ("Vi ringer tildig.", BlockKind::Paragraph),
            ("By Kommune", BlockKind::Margin),
            ("Torvet 1", BlockKind::Margin),
            ("Se loven.", BlockKind::Footnote),
            ("Boks", BlockKind::Margin),
        ]
        .map(|(text, kind)| (text.to_owned(), kind))
    );
}

#[test]
fn a_table_row_is_one_line() {
    let rtf = r"{\rtf1 \trowd\cellx1\cellx2\pard\intbl \'c5r\cell Bel\'f8b\cell\row\trowd\pard\intbl 2024\cell 100 kr.\cell\row\pard Hilsen\par}";
    assert_eq!(
        blocks(rtf),
        [("År\tBeløb", BlockKind::TableRow), ("2024\t100 kr.", BlockKind::TableRow), ("Hilsen", BlockKind::Paragraph),]
            .map(|(text, kind)| (text.to_owned(), kind))
    );
}

#[test]
fn broken_files_are_read_as_far_as_they_go_or_refused() {
    assert_eq!(texts(r"{\rtf1 Hej Mia"), ["Hej Mia"]);
    assert_eq!(read(br"{\rtf1 {\pict\bin99999999 xx}").err(), Some(ReadError::Empty));
}

#[test]
fn deep_groups_are_refused() {
    let deep = format!("{{\\rtf1 {}", "{".repeat(1_000_000));
    assert!(matches!(read(deep.as_bytes()), Err(ReadError::Damaged(..))));
    assert_eq!(read(b"{\\rtf1}").err(), Some(ReadError::Empty));
}

const PIECES: [&str; 20] = [
    "{",
    "}",
    "\\par ",
    "\\'e6",
    "\\'",
    "\\u229 ?",
    "\\u-10179 ?",
    "{\\*\\x ",
    "{\\footnote ",
    "{\\header ",
    "\\cell ",
    "\\row ",
    "\\intbl ",
    "\\bin3 ",
    "\\v ",
    "\\f1 ",
    "{\\fonttbl{\\f1\\fcharset238 ",
    "Kære Mia. ",
    "\\~",
    "\\uc99999 ",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_rich_text_is_read_or_refused(
        pieces in prop::collection::vec(prop_oneof![
            8 => prop::sample::select(PIECES.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
            1 => any::<Vec<u8>>(),
        ], 0..40),
    ) {
        let bytes = [b"{\\rtf1 ".to_vec(), pieces.concat()].concat();
        if let Ok(source) = read(&bytes) {
            crate::testing::assert_sound(&source, bytes.len());
        }
    }
}
