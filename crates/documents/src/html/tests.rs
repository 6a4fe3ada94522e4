use proptest::prelude::*;
use traek_core::{BlockKind, Document};

use super::*;

/// The blocks of `html`, with `¶` before those after an empty line.
fn blocks(html: &str) -> Vec<(String, BlockKind)> {
    let document = read(html.as_bytes()).expect("HTML with text").document;
    document
        .blocks
        .iter()
        .map(|block| {
            let gap = if block.after_gap { "¶" } else { "" };
            (format!("{gap}{}", &document.text[block.start..block.end]), block.kind)
        })
        .collect()
}

fn texts(html: &str) -> Vec<String> {
    blocks(html).into_iter().map(|(text, _)| text).collect()
}

#[test]
fn a_letter_reads_as_its_text_file_does() {
    let html = "<!DOCTYPE html><html><head><title>Brev</title><style>p{color:red}</style></head><body>\
        <p>Mia Holm<br>Vej 2</p>\n<p>K&aelig;re <b>M</b>ia</p><p>Tak for\n  din <i>mail</i> &ndash;&nbsp;den er l&#230;st.</p>\
        <ul><li>Ring<li><p>Skriv</p></ul><div>Hilsen</div><div>Bo</div><script>x</script></body></html>";
    let plain = Document::plain(
        "Mia Holm\nVej 2\n\nKære Mia\n\nTak for din mail – den er læst.\n\n- Ring\n\n- Skriv\n\nHilsen\nBo",
    );
    let wanted: Vec<(&str, BlockKind)> =
        plain.blocks.iter().map(|block| (&plain.text[block.start..block.end], block.kind)).collect();
    let found = blocks(html);
    let found: Vec<(&str, BlockKind)> =
        found.iter().map(|(text, kind)| (text.trim_start_matches('¶'), *kind)).collect();
    assert_eq!(found, wanted);
}

#[test]
fn every_word_leads_back_to_its_place_in_the_file() {
    let html = "<p>K&aelig;re\r\n\tMia</p>\r\n<p>T&#229;ge &amp; <b>vi</b>nd &copy; så &unknown; slut</p>";
    let source = read(html.as_bytes()).expect("text");
    let (text, map) = (&source.document.text, &source.document.map);
    assert_eq!(text, "Kære Mia\n\nTåge & vind © så &unknown; slut");
    for word in ["re", "Mia", "ge", "nd", "så", "slut"] {
        let at = text.find(word).expect("in the text");
        assert_eq!(map.source(at), html.find(word).expect("in the file"), "{word}");
    }
    assert_eq!(map.source(text.find('&').expect("there")), html.find("&amp;").expect("there"));
}

#[test]
fn offsets_hold_in_files_that_are_no_utf_8() {
    let html = b"<meta charset=iso-8859-15><p>S\xE5 l\xE6s den \xA4";
    let source = read(html).expect("text");
    assert_eq!(source.document.text, "Så læs den €");
    assert_eq!(source.encoding, Some(crate::Encoding::Named("ISO-8859-15")));
    let at = source.document.text.find("den").expect("there");
    assert_eq!(&html[source.document.map.source(at)..][..3], b"den");
    assert_eq!(source.document.map.source(source.document.text.len()), html.len());
}

#[test]
fn paragraphs_of_word_stand_together_where_it_sets_them_together() {
    let html = "<style><!-- p.MsoNormal {margin:0cm;margin-bottom:.0001pt} --></style>\
        <p class=MsoNormal>Bo Lund<o:p></o:p></p><p class=MsoNormal>Sagsbehandler</p>\
        <p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Kære Mia</p>";
    assert_eq!(texts(html), ["¶Bo Lund", "Sagsbehandler", "¶Kære Mia"]);
}

#[test]
fn lists_of_word_lose_their_bullets() {
    let html = "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>\
        <span style='mso-list:Ignore'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span>\
        <![endif]>Ring til mig<o:p></o:p></p><p>Hilsen</p>";
    let found = blocks(html);
    assert_eq!(found[0], ("¶Ring til mig".to_owned(), BlockKind::ListItem));
    assert_eq!(found[1], ("¶Hilsen".to_owned(), BlockKind::Paragraph));
}

#[test]
fn what_nobody_sees_is_left_out() {
    let html = "<div style='display:none'>Forhåndsvisning<div>mere</div></div><p hidden>Væk</p>\
        <div style='font-size:0;max-height:0'>Skjult</div><!-- note --><!--[if mso]><p>Word</p><![endif]--><p>Synligt</p>";
    assert_eq!(texts(html), ["¶Synligt"]);
}

#[test]
fn the_thread_of_each_mail_program_is_quoted() {
    for thread in [
        "<blockquote type=cite><p>Hvor er I?</p></blockquote>",
        "<div class=\"gmail_quote gmail_quote_container\"><div>Den 3. maj skrev Mia:</div><p>Hvor er I?</p></div>",
        "<div id=divRplyFwdMsg><b>Fra:</b> Mia<br><b>Sendt:</b> 3. maj</div><div>Hvor er I?</div>",
        "<div id=x_x_divRplyFwdMsg>Fra: Mia</div><p>Hvor er I?</p>",
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>Fra:</b> Mia</p></div><p>Hvor er I?</p>",
        "<div class=moz-cite-prefix>Den 3. maj skrev Mia:</div><div>Hvor er I?</div>",
    ] {
        let found = blocks(&format!("<p>Jeg ringer i morgen.</p>{thread}"));
        assert_eq!(found[0].1, BlockKind::Paragraph);
        assert!(
            found.len() > 1 && found[1..].iter().all(|(_, kind)| *kind == BlockKind::Quoted),
            "{thread}: {found:?}"
        );
    }
    let answered_below = blocks("<blockquote>Hvor er I?</blockquote><p>Her.</p>");
    assert_eq!(answered_below[1].1, BlockKind::Paragraph);
}

#[test]
fn a_table_of_figures_has_rows_and_a_layout_table_has_running_text() {
    let figures = "<table><tr><th>År<th>Beløb<tr><td>2024<td>100 kr.</table>";
    assert_eq!(
        blocks(figures),
        [("¶År\tBeløb".to_owned(), BlockKind::TableRow), ("¶2024\t100 kr.".to_owned(), BlockKind::TableRow)]
            .map(|(text, kind)| (text.replace("¶2", "2"), kind))
    );
    let layout =
        "<table><tr><td><p>Kære Mia</p><p>Tak for din mail.</p><table><tr><td>Hilsen</table><td>By Kommune</table>";
    assert_eq!(texts(layout), ["¶Kære Mia", "¶Tak for din mail.", "¶Hilsen", "¶By Kommune"]);
}

#[test]
fn placeholders_of_templates_stay_as_they_are() {
    let html = "<p>Kære {{ navn }}</p><p>{% if frist %}Svar senest {{ frist|date:\"d. F\" }}.{% endif %} &laquo;Navn&raquo;</p>";
    assert_eq!(
        texts(html),
        ["¶Kære {{ navn }}", "¶{% if frist %}Svar senest {{ frist|date:\"d. F\" }}.{% endif %} «Navn»"]
    );
}

#[test]
fn lines_of_preformatted_text_stay_lines() {
    assert_eq!(texts("<pre>Mia Holm\r\nVej 2\n\n  Kære Mia</pre>Slut"), ["¶Mia Holm", "Vej 2", "¶Kære Mia", "¶Slut"]);
}

#[test]
fn deep_nesting_and_unclosed_elements_are_read() {
    let deep = format!("{}Kære Mia{}<p>Slut", "<div>".repeat(100_000), "</div>".repeat(100_000));
    assert_eq!(texts(&deep), ["¶Kære Mia", "¶Slut"]);
    assert_eq!(texts("<p>Hej <b>Mia<p>Slut</i></div>"), ["¶Hej Mia", "¶Slut"]);
}

#[test]
fn a_page_without_text_is_empty() {
    assert_eq!(read(b"<html><body><img src=a.png></body></html>").err(), Some(ReadError::Empty));
}

const PIECES: [&str; 24] = [
    "<p>",
    "</p>",
    "<br>",
    "<div style='display:none'>",
    "</div>",
    "<table><tr><td>",
    "<td>",
    "</table>",
    "<ul><li>",
    "</ul>",
    "&aelig;",
    "&amp",
    "&nGt;",
    "&#xD800;",
    "<pre>",
    "<!--",
    "-->",
    "<style>p{margin:0",
    "}</style>",
    "Kære Mia. ",
    "a\u{30A}",
    "\r\n",
    "{{ x }}",
    "<blockquote>",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_html_is_read_with_offsets_inside_it(
        pieces in prop::collection::vec(prop_oneof![prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned), any::<String>()], 0..30),
        cut in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = pieces.concat().into_bytes();
        if !bytes.is_empty() {
            let at = cut.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(source) = read(&bytes) {
            crate::testing::assert_sound(&source, bytes.len());
        }
    }
}
