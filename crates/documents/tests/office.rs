//! LibreOffice opens what is written into Word documents, and shows it.
//!
//! Needs LibreOffice Writer and Poppler, which `bash tests/run.sh` installs.

use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use traek_core::Edit;
use traek_documents::{Comment, comment, edit, track};
use traek_documents::{Source, read};
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

const DATE: &str = "2026-11-22T09:30:00Z";

/// A folder for one test, with LibreOffice's profile in it so that tests can run at once.
struct Office {
    folder: PathBuf,
}

impl Office {
    fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        Self { folder }
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Vec<u8> {
        let output = Command::new(program)
            .args(arguments)
            .current_dir(&self.folder)
            .output()
            .unwrap_or_else(|error| panic!("{program} is missing ({error}): bash tests/run.sh installs it"));
        assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// Converts `bytes` (a file with this ending) to another ending.
    fn convert(&self, bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
        let input = format!("brev.{from}");
        std::fs::write(self.folder.join(&input), bytes).expect("written");
        let profile = format!("-env:UserInstallation=file://{}/profile", self.folder.display());
        let ending = to.split(':').next().unwrap_or(to);
        self.run("soffice", &[&profile, "--headless", "--convert-to", to, "--outdir", "ud", &input]);
        std::fs::read(self.folder.join(format!("ud/brev.{ending}"))).expect("LibreOffice opens the document")
    }

    /// What LibreOffice prints of a Word document.
    fn printed(&self, docx: &[u8]) -> String {
        let pdf = self.convert(docx, "docx", "pdf");
        std::fs::write(self.folder.join("brev.pdf"), pdf).expect("written");
        let text = self.run("pdftotext", &["-layout", "brev.pdf", "-"]);
        String::from_utf8(text).expect("text").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

fn source(bytes: &[u8], path: &str) -> Source {
    read(path.as_ref(), bytes).expect("a letter")
}

fn blocks(source: &Source) -> Vec<String> {
    let document = &source.document;
    let blocks = document.blocks.iter();
    blocks.map(|block| format!("{:?} {}", block.kind, &document.text[block.start..block.end])).collect()
}

fn span(source: &Source, words: &str) -> std::ops::Range<usize> {
    let start = source.document.text.find(words).unwrap_or_else(|| panic!("{words} in {}", source.document.text));
    start..start + words.len()
}

fn comments(source: &Source, about: &[(&str, &str)]) -> Vec<Comment> {
    about.iter().map(|(words, text)| Comment { span: span(source, words), text: (*text).to_owned() }).collect()
}

const LETTER: &str = "By Kommune\nTorvet 1\n\nKære Mia\n\nVi beklager ventetiden, men vi har haft travlt.\n\n- Ring til os\n\
                      - Skriv til os\n\nMed venlig hilsen\nBo Lund\n";

/// A letter with what is awkward in Word: formatting within words, changes, a field, a note, a table and a text box.
fn awkward() -> Vec<u8> {
    const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                          xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
                          xmlns:v=\"urn:schemas-microsoft-com:vml\"";
    const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let cell = |text: &str| {
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
        )
    };
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document {SPACES}><w:body>\
         <w:p><w:r><w:t xml:space=\"preserve\">Kære </w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>\
         <w:r><w:instrText xml:space=\"preserve\"> MERGEFIELD Navn </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>\
         <w:r><w:t>«Navn»</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>\
         <w:p><w:r><w:t>Vi be</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>klager</w:t></w:r>\
         <w:r><w:t xml:space=\"preserve\"> ventetiden</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r>\
         <w:r><w:t xml:space=\"preserve\">, </w:t></w:r><w:del w:id=\"3\" w:author=\"Bo\" w:date=\"2026-01-01T00:00:00Z\">\
         <w:r><w:delText>og</w:delText></w:r></w:del><w:ins w:id=\"4\" w:author=\"Bo\" w:date=\"2026-01-01T00:00:00Z\">\
         <w:r><w:t>men vi har haft travlt</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p>\
         <w:tbl><w:tblPr><w:tblW w:w=\"4000\" w:type=\"dxa\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/></w:tblGrid>\
         <w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>\
         <w:p><w:r><w:pict><v:shape style=\"position:absolute;margin-left:300pt;margin-top:0;width:100pt;height:30pt\">\
         <v:textbox><w:txbxContent><w:p><w:r><w:t>Ring i dag</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>\
         <w:r><w:t>Du får svar i morgen.</w:t></w:r></w:p><w:sectPr/></w:body></w:document>",
        cell("Ydelse"),
        cell("Beløb"),
        cell("Husleje"),
        cell("4.100 kr."),
    );
    let notes = format!(
        "<w:footnotes {SPACES}><w:footnote w:type=\"separator\" w:id=\"0\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>\
         <w:footnote w:id=\"2\"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>Fire uger.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{TYPES}.document.main+xml\"/>\
         <Override PartName=\"/word/footnotes.xml\" ContentType=\"{TYPES}.footnotes+xml\"/></Types>"
    );
    let relations = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"rId1\" Type=\"{KINDS}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations("officeDocument", "word/document.xml")),
        ("word/_rels/document.xml.rels", relations("footnotes", "footnotes.xml")),
        ("word/document.xml", document),
        ("word/footnotes.xml", notes),
    ] {
        writer.start_file(name, SimpleFileOptions::default()).expect("a new part");
        writer.write_all(text.as_bytes()).expect("written");
    }
    writer.finish().expect("a package").into_inner()
}

#[test]
fn a_letter_is_the_same_in_text_word_and_open_document() {
    let office = Office::new("formats");
    let plain = blocks(&source(LETTER.as_bytes(), "brev.txt"));
    for ending in ["docx", "odt"] {
        let bytes = office.convert(LETTER.as_bytes(), "txt", ending);
        assert_eq!(blocks(&source(&bytes, &format!("brev.{ending}"))), plain, "{ending}");
    }
}

#[test]
fn comments_in_a_document_of_libre_office_are_shown() {
    let office = Office::new("comments");
    let bytes = office.convert(LETTER.as_bytes(), "txt", "docx");
    let letter = source(&bytes, "brev.docx");
    let about =
        comments(&letter, &[("men vi har haft travlt", "Sæt punktum efter »ventetiden«."), ("Ring", "Hvornår?")]);
    let written = comment(&bytes, &letter, &about, DATE).expect("written");
    assert_eq!(blocks(&source(&written, "brev.docx")), blocks(&letter));
    assert!(office.printed(&written).contains("Vi beklager ventetiden, men vi har haft travlt."));
    let again = part(&office.convert(&written, "docx", "odt"), "content.xml");
    for text in ["Sæt punktum efter »ventetiden«.", "Hvornår?", "<dc:creator>traek</dc:creator>"] {
        assert!(again.contains(text), "{text}");
    }
}

#[test]
fn comments_in_an_awkward_document_are_shown() {
    let office = Office::new("awkward");
    let bytes = awkward();
    let letter = source(&bytes, "brev.docx");
    let words = ["«Navn»", "beklager", "men vi", "vi har haft", "Husleje", "Ring i dag", "Fire uger", "svar"];
    let numbered: Vec<(String, &str)> =
        (1..).zip(words).map(|(number, words)| (format!("Nr. {number}."), words)).collect();
    let about: Vec<(&str, &str)> = numbered.iter().map(|(text, words)| (*words, text.as_str())).collect();
    let written = comment(&bytes, &letter, &comments(&letter, &about), DATE).expect("written");
    assert_eq!(blocks(&source(&written, "brev.docx")), blocks(&letter));
    for ending in ["odt", "docx"] {
        let again = office.convert(&written, "docx", ending);
        let text = part(&again, if ending == "odt" { "content.xml" } else { "word/comments.xml" });
        for (number, _) in &numbered {
            assert!(text.contains(number.as_str()), "{number} in {ending}");
        }
    }
    // A second round adds to the comments of LibreOffice.
    let again = office.convert(&written, "docx", "docx");
    let letter = source(&again, "brev.docx");
    let more = comment(&again, &letter, &comments(&letter, &[("svar", "Nr. 9.")]), DATE).expect("written");
    let text = part(&office.convert(&more, "docx", "odt"), "content.xml");
    assert!(text.contains("Nr. 1.") && text.contains("Nr. 9."));
}

#[test]
fn changes_are_printed_and_tracked_changes_can_be_taken_back() {
    let office = Office::new("changes");
    let bytes = awkward();
    let letter = source(&bytes, "brev.docx");
    let edits: Vec<Edit> =
        [("beklager ventetiden", "er kede af, at du måtte vente"), ("haft travlt", "manglet folk"), ("Ydelse", "Hvad")]
            .map(|(old, new)| Edit { span: span(&letter, old), text: new.to_owned() })
            .into();
    let edited = edit(&bytes, &letter, &edits).expect("written");
    assert_eq!(edited.refused, Vec::<usize>::new());
    let printed = office.printed(&edited.bytes);
    for text in
        ["Vi er kede af, at du måtte vente", "men vi har manglet folk.", "Hvad", "Husleje", "Fire uger.", "Ring i dag"]
    {
        assert!(printed.contains(text), "{text} in {printed}");
    }
    let tracked = track(&bytes, &letter, &edits, DATE).expect("written");
    assert_eq!(tracked.refused, Vec::<usize>::new());
    let again = office.convert(&tracked.bytes, "docx", "odt");
    let content = part(&again, "content.xml");
    assert!(content.contains("<dc:creator>traek</dc:creator>"));
    assert!(content.contains("<text:deletion>"));
    let after = source(&again, "brev.odt").document.text;
    assert!(after.contains("Vi er kede af, at du måtte vente, men vi har manglet folk."), "{after}");
}
