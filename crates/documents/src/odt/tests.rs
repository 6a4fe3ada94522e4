//! Awkward OpenDocument texts, each as little XML as shows the case.

use traek_core::BlockKind;

use crate::container::tests::package;
use crate::{ReadError, Source, read};

const SPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
                      xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
                      xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
                      xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" \
                      xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
                      xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\"";

fn odt(body: &str, styles: &str, pages: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let common = format!(
        "<office:document-styles {SPACES}><office:master-styles><style:master-page>{pages}</style:master-page>\
         </office:master-styles></office:document-styles>"
    );
    package(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
        ("styles.xml", &common),
    ])
}

fn letter(body: &str) -> Source {
    read("brev.odt".as_ref(), &odt(body, "", "")).expect("a letter")
}

fn blocks(source: &Source) -> Vec<(BlockKind, &str)> {
    let document = &source.document;
    document.blocks.iter().map(|block| (block.kind, &document.text[block.start..block.end])).collect()
}

#[test]
fn white_space_is_that_of_the_printed_page() {
    let body = "<text:p>\n  Vi  be<text:span>kla</text:span>ger\n ventetiden<text:s text:c=\"2\"/>, R&amp;D.</text:p>\
                <text:p>Bo<text:line-break/>Tlf.<text:tab/>12<text:soft-page-break/> 34</text:p>";
    assert_eq!(letter(body).document.text, "Vi beklager ventetiden  , R&D.\nBo\nTlf.\t12 34");
}

#[test]
fn offsets_lead_to_the_bytes_of_the_content() {
    let bytes = odt("<text:p>Kære <text:span>Mia</text:span></text:p>", "", "");
    let source = read("brev.odt".as_ref(), &bytes).expect("a letter");
    let mut parts = crate::container::Package::open(&bytes, "").expect("whole");
    let xml = parts.part("content.xml").expect("read").expect("there");
    assert!(xml[source.document.map.source("Kære ".len())..].starts_with("Mia"));
}

#[test]
fn fields_and_placeholders_are_opaque_words() {
    let body = "<text:p>Kære <text:placeholder text:placeholder-type=\"text\">&lt;Navn&gt;</text:placeholder> \
                <text:database-display text:column-name=\"Sag\"/> <text:database-display text:column-name=\"By\">Odense\
                </text:database-display> <text:page-number>2</text:page-number><text:date>3. maj</text:date></text:p>";
    assert_eq!(letter(body).document.text, "Kære «Navn» «Sag» Odense 3. maj");
}

#[test]
fn lists_headings_tables_boxes_and_notes_are_told_apart() {
    let body = "<text:h text:outline-level=\"1\">Sagen kort</text:h>\
        <text:list><text:list-item><text:p>Ring</text:p><text:p>Om dagen</text:p></text:list-item>\
        <text:list-item><text:list><text:list-item><text:p>Skriv</text:p></text:list-item></text:list></text:list-item></text:list>\
        <table:table><table:table-row><table:table-cell><text:p>Husleje</text:p></table:table-cell>\
        <table:table-cell><text:p>4.100</text:p></table:table-cell></table:table-row></table:table>\
        <text:p>Loven<text:note text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body>\
        <text:p>Lov nr. 1.</text:p></text:note-body></text:note> siger<draw:frame><draw:text-box><text:p>Åbent</text:p>\
        </draw:text-box></draw:frame> ja.</text:p>";
    use BlockKind::{Footnote, Heading, ListItem, Margin, Paragraph, TableRow};
    let source = letter(body);
    assert_eq!(
        blocks(&source),
        [
            (Heading, "Sagen kort"),
            (ListItem, "Ring"),
            (Paragraph, "Om dagen"),
            (ListItem, "Skriv"),
            (TableRow, "Husleje\t4.100"),
            (Paragraph, "Loven siger ja."),
            (Margin, "Åbent"),
            (Footnote, "Lov nr. 1."),
        ]
    );
    let last = source.document.blocks.last().expect("there");
    assert_eq!(source.place(last.start), Some("fodnote 1"));
}

#[test]
fn deleted_text_and_what_does_not_show_is_left_out() {
    let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>Væk</text:p></text:deletion>\
                </text:changed-region></text:tracked-changes><text:p>Du får <text:change/><text:change-start/>straks \
                <text:change-end/>svar<office:annotation><text:p>Passer det?</text:p></office:annotation>.</text:p>\
                <text:section text:display=\"none\"><text:p>Skjult</text:p></text:section>";
    assert_eq!(letter(body).document.text, "Du får straks svar.");
}

#[test]
fn space_between_paragraphs_is_a_gap_and_headers_frame_the_letter() {
    let styles = "<style:style style:name=\"P1\" style:family=\"paragraph\" style:parent-style-name=\"P0\"/>\
                  <style:style style:name=\"P0\" style:family=\"paragraph\">\
                  <style:paragraph-properties fo:margin-bottom=\"0.25cm\"/></style:style>";
    let body = "<text:p text:style-name=\"P1\">Et</text:p><text:p>To</text:p><text:p>Tre</text:p><text:p/><text:p>Fire</text:p>";
    let pages =
        "<style:header><text:p>By Kommune</text:p></style:header><style:footer><text:p>CVR 11</text:p></style:footer>";
    let source = read("brev.odt".as_ref(), &odt(body, styles, pages)).expect("a letter");
    let gaps: Vec<bool> = source.document.blocks.iter().map(|block| block.after_gap).collect();
    assert_eq!(gaps, [true, true, true, false, true, true]);
    assert_eq!(blocks(&source)[0], (BlockKind::Margin, "By Kommune"));
    assert_eq!(source.place(source.document.text.len()), Some("sidefod"));
}

#[test]
fn what_is_no_letter_is_refused_with_its_reason() {
    let refused = |parts: &[(&str, &str)]| read("brev.odt".as_ref(), &package(parts)).expect_err("refused");
    let text = ("mimetype", "application/vnd.oasis.opendocument.text");
    let missing = ReadError::Damaged(super::NAME, "delen content.xml mangler".to_owned());
    assert_eq!(refused(&[text]), missing);
    let locked = "<manifest><file-entry><encryption-data/></file-entry></manifest>";
    assert_eq!(refused(&[text, ("META-INF/manifest.xml", locked)]), ReadError::Encrypted(super::NAME));
    let sheet = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    assert_eq!(refused(&[sheet]), ReadError::Unsupported("et regneark"));
    assert_eq!(read("brev.odt".as_ref(), &odt("<text:p/>", "", "")).err(), Some(ReadError::NoText(super::NAME)));
}
