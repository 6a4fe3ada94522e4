//! What holds for every package of XML parts, however odd: it is read or refused, and all offsets lie within it.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use proptest::sample::Index;
use traek_core::Edit;
use traek_documents::{Comment, comment, edit, track};
use zip::write::{SimpleFileOptions, ZipWriter};

const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";

const OPEN: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
                    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
                    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
                    xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\"";

/// Elements of Word that others lie in, each as its start and its end.
const FRAMES: [(&str, &str); 14] = [
    ("<w:p>", "</w:p>"),
    ("<w:p><w:r><w:t>", "</w:t></w:r></w:p>"),
    ("<w:r>", "</w:r>"),
    ("<w:t>", "</w:t>"),
    ("<w:t xml:space=\"preserve\">", "</w:t>"),
    ("<w:fldSimple w:instr=\"FORMTEXT\">", "</w:fldSimple>"),
    ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    ("<w:tbl>", "</w:tbl>"),
    ("<w:tr>", "</w:tr>"),
    ("<w:tc>", "</w:tc>"),
    ("<mc:AlternateContent><mc:Choice>", "</mc:Choice><mc:Fallback><w:t>x</w:t></mc:Fallback></mc:AlternateContent>"),
    ("<w:txbxContent>", "</w:txbxContent>"),
    ("<w:ins>", "</w:ins>"),
    ("<w:del>", "</w:del>"),
];

/// What stands in them.
const PIECES: [&str; 18] = [
    "<w:tab/>",
    "<w:br/>",
    "<w:br w:type=\"page\"/>",
    "<w:pPr><w:pStyle w:val=\"Overskrift1\"/><w:rPr><w:del/></w:rPr></w:pPr>",
    "<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr><w:spacing w:after=\"99999999999\" w:beforeLines=\"-7\"/></w:pPr>",
    "<w:rPr><w:vanish/></w:rPr>",
    "<w:tblPr><w:tblpPr/></w:tblPr>",
    "<w:fldChar w:fldCharType=\"begin\"/>",
    "<w:fldChar w:fldCharType=\"separate\"/>",
    "<w:fldChar w:fldCharType=\"end\"/>",
    "<w:instrText> MERGEFIELD Nåvn </w:instrText>",
    "<w:sym w:char=\"00E6\"/>",
    "æblegrød",
    "a\u{30A}",
    "&amp;\u{AD}&#xA0;",
    " så ",
    "<![CDATA[ø]]>",
    STRAY,
];

/// An end without a start.
const STRAY: &str = "</w:hyperlink>";

fn package(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a new part");
        writer.write_all(text.as_bytes()).expect("written");
    }
    writer.finish().expect("a package").into_inner()
}

fn docx(body: &str) -> (Vec<u8>, usize) {
    let document = format!("<w:document {WORD}><w:body>{body}</w:body></w:document>");
    let length = document.len();
    (package(&[("[Content_Types].xml", "<Types/>".to_owned()), ("word/document.xml", document)]), length)
}

/// The same for OpenDocument.
const OPEN_FRAMES: [(&str, &str); 13] = [
    ("<text:p>", "</text:p>"),
    ("<text:h text:outline-level=\"2\">", "</text:h>"),
    ("<text:p text:style-name=\"P1\"><text:span>", "</text:span></text:p>"),
    ("<text:list><text:list-item>", "</text:list-item></text:list>"),
    ("<table:table>", "</table:table>"),
    ("<table:table-row>", "</table:table-row>"),
    ("<table:table-cell>", "</table:table-cell>"),
    ("<draw:frame><draw:text-box>", "</draw:text-box></draw:frame>"),
    ("<text:note><text:note-body>", "</text:note-body></text:note>"),
    ("<text:placeholder>", "</text:placeholder>"),
    ("<text:database-display text:column-name=\"Nåvn\">", "</text:database-display>"),
    ("<text:page-number>", "</text:page-number>"),
    ("<office:annotation>", "</office:annotation>"),
];

const OPEN_PIECES: [&str; 9] = [
    "<text:tab/>",
    "<text:line-break/>",
    "<text:s text:c=\"99999999999\"/>",
    "<text:s/>",
    "æblegrød",
    "a\u{30A}",
    "&amp;\u{AD}&#xA0;",
    " \n så ",
    "<text:soft-page-break/>",
];

/// Marking up that is well-formed but for a stray end now and then, in no order that makes sense.
fn marking_up(
    pieces: &'static [&'static str],
    frames: &'static [(&'static str, &'static str)],
) -> impl Strategy<Value = String> {
    let piece = prop::sample::select(pieces).prop_map(str::to_owned);
    piece.prop_recursive(6, 60, 6, move |inner| {
        (prop::sample::select(frames), prop::collection::vec(inner, 0..6))
            .prop_map(|((start, end), inner)| [start, &inner.concat(), end].concat())
    })
}

fn odt(body: &str) -> (Vec<u8>, usize) {
    let kind = "application/vnd.oasis.opendocument.text".to_owned();
    let content =
        format!("<office:document-content {OPEN}><office:body>{body}</office:body></office:document-content>");
    let length = content.len();
    (package(&[("mimetype", kind), ("content.xml", content)]), length)
}

/// What stands in a run.
const CONTENT: [&str; 12] = [
    "<w:t xml:space=\"preserve\">Vi beklager, at </w:t>",
    "<w:t xml:space=\"preserve\"> R&amp;D sags\u{AD}behand\u{A0}ler fa\u{30A}r </w:t>",
    "<w:t> du venter </w:t>",
    "<w:t>&#xE6;øå</w:t>",
    "<w:t/>",
    "<w:t><![CDATA[ikke]]></w:t>",
    "<w:tab/>",
    "<w:noBreakHyphen/><w:softHyphen/>",
    "<w:br/>",
    "<w:footnoteReference w:id=\"3\"/>",
    "<w:sym w:char=\"00E6\"/>",
    "<w:pict><w:txbxContent><w:p><w:r><w:t>Ring i dag</w:t></w:r></w:p></w:txbxContent></w:pict>",
];

/// What runs stand in; `*` is their place.
const PLACES: [&str; 12] = [
    "*",
    "*",
    "*",
    "*",
    "<w:ins w:id=\"4\" w:author=\"Bo\">*</w:ins>",
    "<w:del w:id=\"5\">*</w:del>",
    "<w:hyperlink>*</w:hyperlink>",
    "<w:fldSimple w:instr=\"MERGEFIELD Navn\">*</w:fldSimple>",
    "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>*</w:sdtContent></w:sdt>",
    "<w:sdt><w:sdtPr/><w:sdtContent>*</w:sdtContent></w:sdt>",
    "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>REF x</w:instrText><w:fldChar w:fldCharType=\"separate\"/></w:r>*\
     <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
    "</w:p><w:p>*",
];

/// Paragraphs as Word writes them, with all that a run and what it stands in can be.
fn paragraphs() -> impl Strategy<Value = String> {
    let properties = prop::sample::select(&["", "<w:rPr><w:b/></w:rPr>", "<w:rPr><w:vanish/></w:rPr>"]);
    let run = (properties, prop::collection::vec(prop::sample::select(&CONTENT), 0..4))
        .prop_map(|(properties, content)| format!("<w:r>{properties}{}</w:r>", content.concat()));
    let part = (prop::sample::select(&PLACES), prop::collection::vec(run, 0..3))
        .prop_map(|(place, runs)| place.replace('*', &runs.concat()));
    prop::collection::vec(part, 0..8).prop_map(|parts| format!("<w:p>{}</w:p>", parts.concat()))
}

fn holds(path: &str, bytes: &[u8], length: usize) -> Result<bool, TestCaseError> {
    let Ok(source) = traek_documents::read(path.as_ref(), bytes) else { return Ok(false) };
    if source.format.has_lines() {
        return Ok(true);
    }
    let document = &source.document;
    prop_assert!(document.map.source(document.text.len()) <= length);
    let mut end = 0;
    for block in &document.blocks {
        prop_assert!(document.text.get(block.start..block.end).is_some());
        prop_assert!(block.start >= end, "blocks are in order");
        end = block.end;
        prop_assert!(source.place(block.start).is_some());
        prop_assert!(document.map.source(block.end - 1) < length);
    }
    Ok(true)
}

const DATE: &str = "2026-11-22T09:30:00Z";

/// A stretch of `text` between two letters.
fn span(text: &str, start: Index, end: Index) -> std::ops::Range<usize> {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let (start, end) = (start.index(ends.len()), end.index(ends.len()));
    ends[start.min(end)]..ends[start.max(end)]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_marking_up_is_read_or_refused(body in prop::collection::vec(marking_up(&PIECES, &FRAMES), 0..8)) {
        let (bytes, length) = docx(&body.concat());
        holds("brev.docx", &bytes, length)?;
    }

    #[test]
    fn letters_with_any_marking_up_in_them_are_read(body in marking_up(&PIECES, &FRAMES)) {
        let (bytes, length) = docx(&format!("<w:p><w:r><w:t>Kære Mia</w:t></w:r></w:p>{}", body.replace(STRAY, "")));
        prop_assert!(holds("brev.docx", &bytes, length)?);
    }

    #[test]
    fn comments_change_nothing_that_is_read(body in paragraphs(), at in any::<[(Index, Index); 4]>()) {
        let (bytes, _) = docx(&format!("<w:p><w:r><w:t>Kære Mia</w:t></w:r></w:p>{body}"));
        let Ok(source) = traek_documents::read("brev.docx".as_ref(), &bytes) else { return Ok(()) };
        let text = &source.document.text;
        let comments = at.map(|(start, end)| Comment { span: span(text, start, end), text: "Hvad?".to_owned() });
        let written = comment(&bytes, &source, &comments, DATE).expect("written");
        let again = traek_documents::read("brev.docx".as_ref(), &written).expect("a letter");
        prop_assert_eq!(&again.document.text, text);
        prop_assert_eq!(&again.document.blocks, &source.document.blocks);
    }

    #[test]
    fn edits_change_the_words_that_they_are_about(body in paragraphs(), at in any::<[(Index, Index); 3]>()) {
        let (bytes, _) = docx(&format!("<w:p><w:r><w:t>Kære Mia</w:t></w:r></w:p>{body}"));
        let Ok(source) = traek_documents::read("brev.docx".as_ref(), &bytes) else { return Ok(()) };
        let text = &source.document.text;
        let edits = at.map(|(start, end)| Edit { span: span(text, start, end), text: "nyt".to_owned() });
        for written in [edit(&bytes, &source, &edits), track(&bytes, &source, &edits, DATE)] {
            let written = written.expect("written");
            let mut made: Vec<&Edit> =
                edits.iter().enumerate().filter(|(index, _)| !written.refused.contains(index)).map(|made| made.1).collect();
            made.sort_by_key(|edit| (edit.span.start, edit.span.end));
            let mut expected = text.clone();
            for edit in made.iter().rev() {
                expected.replace_range(edit.span.clone(), &edit.text);
            }
            let again = traek_documents::read("brev.docx".as_ref(), &written.bytes).expect("a letter");
            prop_assert_eq!(&again.document.text, &expected);
        }
    }

    #[test]
    fn open_documents_with_any_marking_up_in_them_are_read(body in marking_up(&OPEN_PIECES, &OPEN_FRAMES)) {
        let (bytes, length) = odt(&format!("<text:p>Kære Mia</text:p>{body}"));
        prop_assert!(holds("brev.odt", &bytes, length)?);
    }

    #[test]
    fn any_bytes_after_a_signature_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for signature in [b"PK\x03\x04".as_slice(), b"\xD0\xCF\x11\xE0"] {
            holds("brev.docx", &[signature, &bytes].concat(), 0)?;
        }
    }

    #[test]
    fn a_changed_package_is_read_or_refused(
        at in any::<Index>(),
        byte in any::<u8>(),
        cut in any::<Index>(),
    ) {
        let (mut bytes, length) = docx("<w:p><w:r><w:t>Kære Mia, tak for din mail.</w:t></w:r></w:p>");
        let at = at.index(bytes.len());
        bytes[at] = byte;
        holds("brev.docx", &bytes, length)?;
        bytes.truncate(cut.index(bytes.len()));
        holds("brev.docx", &bytes, length)?;
    }
}
