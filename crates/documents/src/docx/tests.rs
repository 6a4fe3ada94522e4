//! Awkward Word documents, each as little XML as shows the case.

use traek_core::BlockKind;

use crate::container::tests::package;
use crate::{ReadError, Source, read};

const DOCUMENT: &str = "word/document.xml";

/// A body's parts: what is in `w:body`, and other parts by their kind (`footnotes`, `header1`) with what is in them.
pub(crate) fn docx(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let wrap = |root: &str, inner: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:{root} \
             xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"{OFFICE}\" \
             xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:v=\"urn:v\">{inner}</w:{root}>"
        )
    };
    let kind = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let relations: String = others
        .iter()
        .map(|(name, _)| {
            format!("<Relationship Id=\"{name}\" Type=\"{OFFICE}/{}\" Target=\"{name}.xml\"/>", kind(name))
        })
        .collect();
    let types: String = others
        .iter()
        .map(|(name, _)| {
            format!(
                "<Override PartName=\"/word/{name}.xml\" \
                 ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml\"/>",
                kind(name)
            )
        })
        .collect();
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
                 <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" \
                 ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
                 {types}</Types>"
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                 <Relationship Id=\"a\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
            ),
        ),
        (DOCUMENT.to_owned(), wrap("document", &format!("<w:body>{body}</w:body>"))),
        (
            "word/_rels/document.xml.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                 {relations}</Relationships>"
            ),
        ),
    ];
    for (name, inner) in others {
        let root = match kind(name).as_str() {
            "header" => "hdr".to_owned(),
            "footer" => "ftr".to_owned(),
            other => other.to_owned(),
        };
        parts.push((format!("word/{name}.xml"), wrap(&root, inner)));
    }
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    package(&parts)
}

/// A paragraph of one run.
pub(crate) fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn letter(body: &str, others: &[(&str, &str)]) -> Source {
    read("brev.docx".as_ref(), &docx(body, others)).expect("a letter")
}

fn blocks(source: &Source) -> Vec<(BlockKind, &str)> {
    let document = &source.document;
    document.blocks.iter().map(|block| (block.kind, &document.text[block.start..block.end])).collect()
}

fn text(body: &str) -> String {
    letter(body, &[]).document.text
}

#[test]
fn runs_are_merged_to_words_and_offsets_lead_to_their_bytes() {
    let body = "<w:p><w:r><w:t>Vi be</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:rPr><w:b/></w:rPr>\
                <w:t>kla</w:t></w:r><w:r><w:t>ger, R&amp;D.</w:t></w:r></w:p>";
    let bytes = docx(body, &[]);
    let source = read("brev.docx".as_ref(), &bytes).expect("a letter");
    assert_eq!(source.document.text, "Vi beklager, R&D.");
    let xml = crate::container::Package::open(&bytes, "").expect("whole").part(DOCUMENT).expect("read").expect("there");
    for (sign, found) in [("kla", "kla"), ("ger", "ger"), ("&", "&amp;"), ("D.", "D.")] {
        let at = source.document.map.source(source.document.text.find(sign).expect("there"));
        assert!(xml[at..].starts_with(found), "{sign}");
    }
}

#[test]
fn breaks_tabs_hyphens_and_spaces_are_what_they_show() {
    let body = "<w:p><w:r><w:t>Bo Lund</w:t><w:br/><w:t>Tlf.</w:t><w:tab/><w:t>12 34</w:t></w:r></w:p>\
                <w:p><w:r><w:t xml:space=\"preserve\">sags</w:t><w:softHyphen/><w:t>behand\u{AD}ler,</w:t></w:r>\
                <w:r><w:t xml:space=\"preserve\"> bl.a.\u{A0}om </w:t><w:t> e</w:t><w:noBreakHyphen/><w:t>mail\n</w:t></w:r></w:p>";
    assert_eq!(text(body), "Bo Lund\nTlf.\t12 34\nsagsbehandler, bl.a. om e-mail");
}

#[test]
fn fields_show_their_result_or_their_name() {
    let complex = |code: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t xml:space=\"preserve\">{result}</w:t></w:r>\
             <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let nested = format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>{}\
         <w:r><w:instrText>= \"1\" \"ja\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>\
         <w:r><w:t>ja</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
        complex(" MERGEFIELD Art ", "«Art»")
    );
    let simple = "<w:fldSimple w:instr=\" MERGEFIELD Fornavn \"/>";
    let space = "<w:r><w:t xml:space=\"preserve\"> </w:t></w:r>";
    let body = [
        complex(" MERGEFIELD Navn ", "«Navn»"),
        complex(" MERGEFIELD Sag ", ""),
        complex(" FORMTEXT ", "\u{2002}\u{2002}"),
        complex(" PAGE ", "3"),
        nested,
        simple.to_owned(),
    ]
    .join(space);
    assert_eq!(text(&format!("<w:p>{body}</w:p>")), "«Navn» «Sag» «felt»  ja «Fornavn»");
}

#[test]
fn content_controls_that_only_ask_for_text_are_placeholders() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">Kære </w:t></w:r><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>\
                <w:sdtContent><w:r><w:t>Klik her for </w:t></w:r><w:r><w:t>at angive tekst</w:t></w:r></w:sdtContent></w:sdt>\
                <w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>, hej</w:t></w:r></w:sdtContent></w:sdt></w:p>";
    assert_eq!(text(body), "Kære «Klik her for at angive tekst», hej");
}

#[test]
fn text_boxes_are_read_once_and_stand_beside_the_letter() {
    let inner = p("Åbent 10-14");
    let body = format!(
        "<w:p><w:r><w:t>Kære Mia</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>\
         <w:txbxContent>{inner}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>\
         <w:txbxContent>{inner}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:t> Holm</w:t></w:r></w:p>{}",
        p("Tak.")
    );
    let source = letter(&body, &[]);
    use BlockKind::{Margin, Paragraph};
    assert_eq!(blocks(&source), [(Paragraph, "Kære MiaHolm"), (Margin, "Åbent 10-14"), (Paragraph, "Tak.")]);
    assert_eq!(source.place(source.document.blocks[1].start), Some("tekstboks"));
}

#[test]
fn tracked_changes_are_read_as_if_accepted() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">Du får </w:t></w:r>\
                <w:del w:id=\"1\"><w:r><w:delText>ikke </w:delText></w:r></w:del>\
                <w:ins w:id=\"2\"><w:r><w:t xml:space=\"preserve\">straks </w:t></w:r></w:ins><w:moveFrom><w:r><w:t>væk</w:t></w:r></w:moveFrom>\
                <w:moveTo><w:r><w:t>svar</w:t></w:r></w:moveTo></w:p>";
    assert_eq!(text(body), "Du får straks svar");
}

#[test]
fn a_deleted_paragraph_mark_joins_two_paragraphs() {
    let deleted = "<w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>";
    let body = format!(
        "<w:p>{deleted}<w:r><w:t xml:space=\"preserve\">Du får </w:t></w:r></w:p><w:p>{deleted}</w:p>{}{}",
        p("svar i morgen."),
        p("Hilsen")
    );
    assert_eq!(text(&body), "Du får svar i morgen.\nHilsen");
    assert_eq!(text(&format!("{}<w:p>{deleted}<w:r><w:t>Slut</w:t></w:r></w:p>", p("Hej"))), "Hej\nSlut");
}

#[test]
fn tables_of_data_are_rows_and_other_tables_are_text() {
    let table = |rows: &[&[&str]]| {
        let rows: String = rows
            .iter()
            .map(|cells| {
                let cells: String = cells.iter().map(|cell| format!("<w:tc>{cell}</w:tc>")).collect();
                format!("<w:tr>{cells}</w:tr>")
            })
            .collect();
        format!("<w:tbl>{rows}</w:tbl>")
    };
    let data = table(&[&[&p("Ydelse"), &p("Beløb")], &[&p("Husleje"), &p("4.100 kr.")]]);
    let prose = "Vi har modtaget din mail om støjen, og vi har været ude at måle den. ".repeat(4);
    let layout = table(&[&[&p("Kære Mia"), &format!("{}{}", p(prose.trim()), p("Hilsen"))]]);
    let nested = table(&[&[&data], &[&p("Under tabellen")]]);
    use BlockKind::{Paragraph, TableRow};
    let source = letter(&data, &[]);
    assert_eq!(blocks(&source), [(TableRow, "Ydelse\tBeløb"), (TableRow, "Husleje\t4.100 kr.")]);
    assert_eq!(source.place(source.document.blocks[1].start), Some("tabel 1, række 2"));
    let source = letter(&layout, &[]);
    assert_eq!(blocks(&source), [(Paragraph, "Kære Mia"), (Paragraph, prose.trim()), (Paragraph, "Hilsen")]);
    let source = letter(&nested, &[]);
    let kinds: Vec<BlockKind> = source.document.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [TableRow, TableRow, Paragraph]);
}

#[test]
fn styles_and_numbering_make_headings_and_list_items() {
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"Overskrift1\"><w:name w:val=\"heading 1\"/></w:style>\
                  <w:style w:type=\"paragraph\" w:styleId=\"Punkt\"><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style>";
    let styled = |style: &str, more: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let body = [
        styled("Overskrift1", "", "Sagen kort"),
        styled("Punkt", "", "Ring"),
        styled("Punkt", "<w:numPr><w:numId w:val=\"0\"/></w:numPr>", "Uden punkt"),
        styled("Ukendt", "<w:outlineLvl w:val=\"1\"/>", "Frist"),
        p("- tastet punkt"),
    ]
    .concat();
    use BlockKind::{Heading, ListItem, Paragraph};
    assert_eq!(
        blocks(&letter(&body, &[("styles", styles)])),
        [
            (Heading, "Sagen kort"),
            (ListItem, "Ring"),
            (Paragraph, "Uden punkt"),
            (Heading, "Frist"),
            (ListItem, "tastet punkt")
        ]
    );
}

#[test]
fn space_between_paragraphs_is_a_gap() {
    let spaced =
        |properties: &str, text: &str| format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let after = "<w:spacing w:after=\"160\"/>";
    let contextual = "<w:spacing w:after=\"160\"/><w:contextualSpacing/>";
    let gaps =
        |body: &str| -> Vec<bool> { letter(body, &[]).document.blocks.iter().map(|block| block.after_gap).collect() };
    assert_eq!(gaps(&[p("Et"), p("To")].concat()), [true, false]);
    assert_eq!(gaps(&[p("Et"), "<w:p/>".to_owned(), p("To")].concat()), [true, true]);
    assert_eq!(gaps(&[spaced(after, "Et"), p("To")].concat()), [true, true]);
    assert_eq!(gaps(&[spaced(contextual, "Et"), p("To")].concat()), [true, false]);
    assert_eq!(gaps(&[p("Et"), spaced("<w:spacing w:beforeAutospacing=\"1\"/>", "To")].concat()), [true, true]);
}

#[test]
fn notes_follow_the_letter_and_headers_frame_it() {
    let note = |id: u32, text: &str| format!("<w:footnote w:id=\"{id}\">{}</w:footnote>", p(text));
    let notes = format!(
        "<w:footnote w:type=\"separator\" w:id=\"0\">{}</w:footnote>{}{}",
        p("x"),
        note(3, "Anden."),
        note(2, "Loven.")
    );
    let body = "<w:p><w:r><w:t>Svar</w:t><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:footnoteReference w:id=\"3\"/></w:r></w:p>\
         <w:sectPr><w:headerReference w:type=\"default\" r:id=\"header1\"/><w:footerReference r:id=\"footer1\"/></w:sectPr>";
    let source = letter(body, &[("footnotes", &notes), ("header1", &p("By Kommune")), ("footer1", &p("CVR 11"))]);
    use BlockKind::{Footnote, Margin, Paragraph};
    assert_eq!(
        blocks(&source),
        [(Margin, "By Kommune"), (Paragraph, "Svar"), (Footnote, "Loven."), (Footnote, "Anden."), (Margin, "CVR 11")]
    );
    let places: Vec<_> = source.document.blocks.iter().map(|block| source.place(block.start)).collect();
    assert_eq!(places, ["sidehoved", "afsnit 1", "fodnote 1", "fodnote 2", "sidefod"].map(Some));
}

#[test]
fn what_is_no_letter_is_refused_with_its_reason() {
    let refused = |bytes: &[u8]| read("brev.docx".as_ref(), bytes).expect_err("refused");
    assert_eq!(refused(&docx("<w:p/>", &[])), ReadError::NoText(super::NAME));
    let missing = refused(&package(&[("[Content_Types].xml", "<Types/>")]));
    assert_eq!(missing, ReadError::Damaged(super::NAME, "delen word/document.xml mangler".to_owned()));
    let deep = refused(&docx(&"<w:p>".repeat(100_000), &[]));
    assert!(matches!(deep, ReadError::Damaged(..)), "{deep}");
    let bomb = refused(&docx(&p(&"a".repeat(40_000_000)), &[]));
    assert_eq!(bomb, ReadError::TooMuchText);
    let sheet = refused(&package(&[("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<x/>")]));
    assert_eq!(sheet, ReadError::Unsupported("et regneark"));
}

#[test]
fn text_named_as_word_is_read_as_text() {
    let source = read("brev.docx".as_ref(), "Kære Mia".as_bytes()).expect("text");
    assert_eq!(source.format, crate::Format::Text);
}
