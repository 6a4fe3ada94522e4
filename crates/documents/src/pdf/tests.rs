use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;
use traek_core::BlockKind;

use super::*;

/// A PDF with these objects, of which the first is the catalogue; `trailer` is added to its trailer.
fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut table = String::new();
    for (index, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
        bytes.extend(format!("{} 0 obj\n", index + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let (at, size) = (bytes.len(), objects.len() + 1);
    bytes.extend(format!("xref\n0 {size}\n0000000000 65535 f \n{table}").bytes());
    bytes.extend(format!("trailer\n<</Size {size} /Root 1 0 R {trailer}>>\nstartxref\n{at}\n%%EOF\n").bytes());
    bytes
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{dictionary} /Length {}>>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// A PDF whose pages have these drawing instructions, in a font that is not in the file.
fn pdf(pages: &[&str]) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|page| format!("{} 0 R ", 4 + 2 * page)).collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!(
            "<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>>>",
            pages.len()
        )
        .into_bytes(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    for (page, instructions) in pages.iter().enumerate() {
        objects.push(format!("<</Type/Page/Parent 2 0 R/Contents {} 0 R>>", 5 + 2 * page).into_bytes());
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(instructions);
        objects.push(stream("", &bytes));
    }
    file(&objects, "")
}

/// Instructions for lines with the left edge and the height above the page's foot, in points.
fn lines(lines: &[(u32, u32, &str)]) -> String {
    let show = |(left, base, text): &(u32, u32, &str)| format!("BT /F 11 Tf {left} {base} Td ({text}) Tj ET\n");
    lines.iter().map(show).collect()
}

fn blocks(bytes: &[u8]) -> Vec<(String, BlockKind)> {
    let source = read(bytes).expect("a PDF with text");
    let text = |block: &traek_core::Block| source.document.text[block.start..block.end].to_owned();
    source.document.blocks.iter().map(|block| (text(block), block.kind)).collect()
}

fn texts(bytes: &[u8]) -> Vec<String> {
    blocks(bytes).into_iter().map(|(text, _)| text).collect()
}

#[test]
fn wrapped_lines_are_paragraphs_and_short_ones_are_lines() {
    let page = lines(&[
        (60, 780, "Mia Holm"),
        (60, 766, "Vej 2"),
        (60, 730, "Kære Mia"),
        (60, 700, "Tak for din mail. Jeg har læst den og talt med skolen om det, som du skriver om, og nu sags-"),
        (
            60,
            686,
            "behandler vi den. Du får svar, når jeg har talt med din brev- og mailvejleder, og det bliver mandag-",
        ),
        (60, 672, "torsdag i næste uge."),
        (60, 650, "•"),
        (78, 650, "Ring til mig"),
        (60, 636, "•"),
        (78, 636, "Skriv til mig"),
    ]);
    assert_eq!(
        blocks(&pdf(&[&page])),
        [
            ("Mia Holm", BlockKind::Paragraph),
            ("Vej 2", BlockKind::Paragraph),
            ("Kære Mia", BlockKind::Paragraph),
            (
                "Tak for din mail. Jeg har læst den og talt med skolen om det, som du skriver om, og nu sagsbehandler vi \
                 den. Du får svar, når jeg har talt med din brev- og mailvejleder, og det bliver mandag-torsdag i næste uge.",
                BlockKind::Paragraph
            ),
            ("Ring til mig", BlockKind::ListItem),
            ("Skriv til mig", BlockKind::ListItem),
        ]
        .map(|(text, kind)| (text.to_owned(), kind))
    );
}

const BODY: &str = "Vi har læst din mail om støjen fra vejen og har talt med dem, der arbejder der om natten, og de";

#[test]
fn headers_and_page_numbers_are_no_text_and_paragraphs_go_on_over_the_page() {
    let page =
        |number: &str, base, text| lines(&[(60, 820, "By Kommune, sag 24-117"), (60, base, text), (280, 30, number)]);
    let pages = [page("Side 1 af 2", 90, BODY), page("Side 2 af 2", 780, "holder op nu.")];
    let bytes = pdf(&[&pages[0], &pages[1]]);
    assert_eq!(
        blocks(&bytes),
        [
            (format!("{BODY} holder op nu."), BlockKind::Paragraph),
            ("By Kommune, sag 24-117".to_owned(), BlockKind::Margin)
        ]
    );
    let source = read(&bytes).expect("text");
    assert_eq!(source.place(0), Some("side 1"));
}

#[test]
fn a_narrow_column_beside_the_letter_does_not_cut_into_it() {
    let mut page: Vec<(u32, u32, &str)> = (0..6).map(|line| (60, 700 - 14 * line, BODY)).collect();
    page.extend([(560, 700, "Sag 24"), (560, 686, "Bo Lund")]);
    let found = blocks(&pdf(&[&lines(&page)]));
    assert_eq!(found[0].0.matches("Vi har læst").count(), 6);
    assert_eq!(found[1..], [("Sag 24".to_owned(), BlockKind::Margin), ("Bo Lund".to_owned(), BlockKind::Margin)]);
}

#[test]
fn words_without_spaces_and_bold_by_doubling_are_read_as_seen() {
    let page = "BT /F 11 Tf 60 700 Td [(Hej)-400(M)20(ia)] TJ ET BT /F 11 Tf 60 680 Td (Fed) Tj ET BT /F 11 Tf 60.3 680 Td (Fed) Tj ET";
    assert_eq!(texts(&pdf(&[page])), ["Hej Mia", "Fed"]);
}

#[test]
fn turned_text_is_left_out_and_artifacts_are_beside() {
    let page = "BT /F 11 Tf 0 1 -1 0 20 400 Tm (Blanket 7) Tj ET /Artifact BMC BT /F 11 Tf 60 600 Td (Sidefod) Tj ET EMC \
        BT /F 11 Tf 60 700 Td (Hej Mia.) Tj ET";
    assert_eq!(
        blocks(&pdf(&[page])),
        [("Hej Mia.".to_owned(), BlockKind::Paragraph), ("Sidefod".to_owned(), BlockKind::Margin)]
    );
}

#[test]
fn a_scan_has_no_text_and_a_locked_file_needs_its_password() {
    assert_eq!(read(&pdf(&["q 595 0 0 842 0 0 cm /Im Do Q"])).err(), Some(ReadError::NoText(PDF)));
    let lock = format!("/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{0}>/U<{0}>>>", "00".repeat(32));
    let objects = [b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"<</Type/Pages/Kids[]/Count 0>>".to_vec()];
    assert_eq!(read(&file(&objects, &lock)).err(), Some(ReadError::Encrypted(PDF)));
    assert!(matches!(read(b"%PDF-1.7\nHej Mia"), Err(ReadError::Damaged(..))));
}

fn packed(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).expect("written");
    encoder.finish().expect("packed")
}

#[test]
fn bombs_are_refused_before_they_unpack() {
    let spaces = packed(&vec![b' '; 200 * 1024 * 1024]);
    let twice = packed(&spaces);
    for content in [
        stream("/Filter/FlateDecode", &spaces),
        stream("/Filter[/FlateDecode /Fl]", &twice),
        stream("/Filter 9 0 R", &twice),
    ] {
        let objects = [
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>".to_vec(),
            content,
        ];
        assert_eq!(read(&file(&objects, "")).err(), Some(ReadError::TooMuchText));
    }
}

#[test]
fn drawings_that_draw_each_other_come_to_an_end() {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 4 0 R>>>>>>".to_vec(),
    ];
    for next in 5..15 {
        let resources = format!("/Subtype/Form/Resources<</XObject<</X {next} 0 R>>>>");
        objects.push(stream(&resources, "/X Do ".repeat(1000).as_bytes()));
    }
    assert_eq!(read(&file(&objects, "")).err(), Some(ReadError::TooMuchText));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_pdf_with_any_change_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let page = lines(&[(60, 820, "Kære Mia"), (60, 700, BODY), (60, 686, "holder op.")]);
        let mut bytes = pdf(&[&page, &page]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(source) = read(&bytes) {
            crate::testing::assert_sound(&source, source.document.text.len());
        }
    }
}
