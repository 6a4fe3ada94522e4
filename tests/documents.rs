//! Letters as they really are: results given back in Word documents, changes in files, letters inside mails.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use serde_json::Value;
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::support::{Folder, command, stderr, stdout, traek};

/// A Word document with a merge field, a text box with its fallback, tracked changes, a table and parts of its own.
const DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>
<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>Ring 12 34 56 78</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Ring 12 34 56 78</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Kære </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MERGEFIELD Navn </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>«Navn»</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
<w:p/>
<w:p><w:r><w:t xml:space="preserve">Vi beklager ventetiden, </w:t></w:r><w:ins w:id="1" w:author="Bo" w:date="2026-01-05T08:00:00Z"><w:r><w:rPr><w:b/></w:rPr><w:t>men vi har haft travlt.</w:t></w:r></w:ins><w:del w:id="2" w:author="Bo" w:date="2026-01-05T08:00:00Z"><w:r><w:delText>som tidligere oplyst</w:delText></w:r></w:del></w:p>
<w:p/>
<w:p><w:r><w:t xml:space="preserve">Ring, så</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>fremt du er i tvivl.</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Beløb</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1.200 kr.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:t>Med venlig hilsen</w:t></w:r></w:p>
<w:p><w:r><w:t>Bo Ærø</w:t></w:r></w:p>
</w:body></w:document>"#;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

pub(crate) fn docx() -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let picture = [0x89, b'P', b'N', b'G', 0, 255, 7];
    for (name, bytes) in [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/document.xml", DOCUMENT.as_bytes()),
        ("word/media/vaaben.png", &picture),
        ("customXml/item1.xml", b"<sag nummer=\"24-1\"/>"),
    ] {
        writer.start_file(name, SimpleFileOptions::default()).expect("a new part");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("a package").into_inner()
}

/// The parts of a package, unpacked.
fn parts(path: &str) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(std::fs::File::open(path).expect("a file")).expect("a package");
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).expect("a part");
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).expect("unpacks");
            (part.name().expect("UTF-8").into_owned(), bytes)
        })
        .collect()
}

fn part(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(parts[name].clone()).expect("UTF-8")
}

fn without_tags(xml: &str) -> String {
    xml.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect()
}

#[test]
fn comments_stand_at_their_words_and_nothing_else_changes() {
    let folder = Folder::new();
    let path = folder.file("brev.docx", docx());
    let out = format!("{}/ud.docx", folder.path());
    let output = traek(["check", "--select", "forsvar,fagsprog", "--comments", &out, &path]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).contains("brev.docx, afsnit 3"), "{}", stdout(&output));
    assert!(stderr(&output).contains("2 kommentarer skrevet i"), "{}", stderr(&output));
    let (before, after) = (parts(&path), parts(&out));
    for (name, bytes) in &before {
        let written = ["[Content_Types].xml", "word/document.xml"].contains(&name.as_str());
        assert_eq!(*bytes == after[name], !written, "{name}");
    }
    let added: Vec<&String> = after.keys().filter(|name| !before.contains_key(*name)).collect();
    assert_eq!(added, ["word/_rels/document.xml.rels", "word/comments.xml"]);
    let comments = part(&after, "word/comments.xml");
    assert!(comments.contains("w:author=\"traek\"") && comments.contains("tager beklagelsen tilbage"), "{comments}");
    let document = part(&after, "word/document.xml");
    assert_eq!(without_tags(&document), without_tags(DOCUMENT), "the text is as it was");
    let marked = document.split_once("<w:commentRangeStart").expect("a comment").1;
    let marked = marked.split_once("<w:commentRangeEnd").expect("its end").0;
    assert_eq!(without_tags(&format!("<{marked}")), "men vi har haft travlt");
    let again = traek(["check", "--comments", &out, &path]);
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("ud.docx: filen findes allerede"), "{}", stderr(&again));
}

#[test]
fn comments_need_one_word_document() {
    let folder = Folder::new();
    let path = folder.file("brev.txt", "Kære Mia\n\nHej.\n");
    let out = format!("{}/ud.docx", folder.path());
    let output = traek(["check", "--comments", &out, &path]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("brev.txt: kommentarer kan kun skrives i et Word-dokument"),
        "{}",
        stderr(&output)
    );
    assert!(!std::path::Path::new(&out).exists());
}

#[test]
fn a_word_document_is_mended_with_its_formatting_kept() {
    let folder = Folder::new();
    let path = folder.file("brev.docx", docx());
    let output = traek(["fix", &path]);
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
    assert!(stdout(&output).ends_with("brev.docx: 1 rettelse lavet\n"), "{}", stdout(&output));
    let after = parts(&path);
    let document = part(&after, "word/document.xml");
    assert!(without_tags(&document).contains("Ring, hvis du er i tvivl."), "{document}");
    assert!(document.contains("<w:i/>") && document.contains("w:author=\"Bo\""));
    assert_eq!(after["word/media/vaaben.png"], [0x89, b'P', b'N', b'G', 0, 255, 7]);
}

#[test]
fn changes_can_be_tracked() {
    let folder = Folder::new();
    let path = folder.file("brev.docx", docx());
    let output = command().args(["fix", "--tracked", &path]).env("SOURCE_DATE_EPOCH", "1764000000").output();
    assert_eq!(output.expect("traek starts").status.code(), Some(0));
    let document = part(&parts(&path), "word/document.xml");
    assert!(document.contains("w:author=\"traek\" w:date=\"2025-11-24T16:00:00Z\""), "{document}");
    assert!(document.contains("<w:delText") && document.contains("hvis"));
    let text = folder.file("brev.txt", "Ring, såfremt du kan.\n");
    assert!(
        stderr(&traek(["fix", "--tracked", &text])).contains("sporede ændringer kan kun skrives i et Word-dokument")
    );
}

#[test]
fn plain_files_keep_their_encoding_and_line_ends() {
    let folder = Folder::new();
    for (name, before, after) in [
        ("a.txt", &b"\xEF\xBB\xBFRing, s\xC3\xA5fremt du kan.\r\n"[..], &b"\xEF\xBB\xBFRing, hvis du kan.\r\n"[..]),
        ("b.txt", b"K\xE6re Mia\r\n\r\nRing, s\xE5fremt du kan.", b"K\xE6re Mia\r\n\r\nRing, hvis du kan."),
        ("c.md", "# Svar\n\nRing, *såfremt* du kan.\n".as_bytes(), "# Svar\n\nRing, *hvis* du kan.\n".as_bytes()),
        ("d.html", "<p>Ring, såfremt du kan&nbsp;.</p>".as_bytes(), "<p>Ring, hvis du kan&nbsp;.</p>".as_bytes()),
    ] {
        let path = folder.file(name, before);
        let shown = traek(["fix", "--diff", &path]);
        assert_eq!(shown.status.code(), Some(1), "{name}");
        assert!(stdout(&shown).contains("+"), "{name}");
        assert_eq!(std::fs::read(&path).expect("there"), before, "{name}: --diff writes nothing");
        let output = traek(["fix", &path]);
        assert_eq!(output.status.code(), Some(0), "{name}");
        assert_eq!(std::fs::read(&path).expect("there"), after, "{name}");
        assert!(stdout(&traek(["fix", &path])).ends_with("ingen rettelser\n"), "{name}: nothing the second time");
    }
}

#[test]
fn a_format_that_is_only_read_is_said_to_be() {
    let folder = Folder::new();
    let path = folder.file("brev.rtf", b"{\\rtf1\\ansi\\ansicpg1252 Ring, s\\'e5fremt du kan.\\par}");
    let output = traek(["fix", &path]);
    assert_eq!(output.status.code(), Some(2));
    let expected = "brev.rtf: traek kan læse filen, men ikke rette i den (1 rettelse skal du selv lave)";
    assert!(stderr(&output).contains(expected), "{}", stderr(&output));
}

const MAIL: &str = "From: Bo Aeroe <bo@kommune.example>\r\nTo: Mia <mia@post.example>\r\nSubject: Dit brev\r\n\
MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
Hej Mia\r\n\r\nBrevet er vedh\u{e6}ftet.\r\n\r\nHilsen\r\nBo\r\n--x\r\nContent-Type: text/plain; charset=utf-8; name=svar.txt\r\n\
Content-Disposition: attachment; filename=svar.txt\r\n\r\nK\u{e6}re Mia\r\n\r\nVi beklager, men vi har haft travlt.\r\n--x--\r\n";

#[test]
fn letters_attached_to_a_mail_are_letters_of_their_own() {
    let folder = Folder::new();
    let path = folder.file("mail.eml", MAIL);
    let output = traek(["check", "--format", "json", &path]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let letters = report["letters"].as_array().expect("a list");
    let names: Vec<&str> = letters.iter().map(|letter| letter["path"].as_str().expect("a path")).collect();
    assert_eq!(names, [path.as_str(), &format!("{path} » svar.txt")]);
    let rules = letters[1]["findings"].as_array().expect("a list");
    assert!(rules.iter().any(|finding| finding["rule"] == "forsvar/men-efter-beklagelse"), "{rules:?}");
}

#[test]
fn places_in_a_document_have_a_name_and_offsets_of_its_text() {
    let folder = Folder::new();
    let path = folder.file("brev.docx", docx());
    let output = traek(["check", "--format", "json", "--select", "fagsprog", &path]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let finding = &report["letters"][0]["findings"][0];
    assert_eq!((finding["text"].as_str(), finding["locator"].as_str()), (Some("såfremt"), Some("afsnit 3")));
    let (start, end) = (finding["start"].as_u64().expect("a number"), finding["end"].as_u64().expect("a number"));
    assert_eq!(end - start, "såfremt".len() as u64);
}

#[test]
fn what_is_left_out_leaves_no_trace_in_any_line_ends() {
    let folder = Folder::new();
    let before = "Kære Mia\r\n\r\nDu skriver, at du har ventet på svaret siden maj, og at ingen har\r\n\
                  ringet tilbage til dig. Det beklager vi meget, og det er vi kede af,\r\n\
                  men vi har haft rigtig mange sager i foråret.\r\n";
    let path = folder.file("a.txt", before);
    let output = traek(["fix", "--unsafe", "--select", "forsvar", &path]);
    assert_eq!(output.status.code(), Some(0));
    let after = before.replace(",\r\nmen vi har haft rigtig mange sager i foråret.", ".");
    assert_eq!(std::fs::read_to_string(&path).expect("there"), after, "{}", stdout(&output));
}

#[test]
fn names_in_a_mail_do_not_steer_the_terminal() {
    let folder = Folder::new();
    let path = folder.file("mail.eml", MAIL.replace("filename=svar.txt", "filename*=utf-8''%1B%5B31ma%0Ab.txt"));
    let output = traek(["check", &path]);
    assert!(stdout(&output).contains("» \u{FFFD}[31ma\u{FFFD}b.txt"), "{}", stdout(&output));
    assert!(!stdout(&output).contains('\u{1b}'));
}

#[test]
fn what_is_said_stays_out_of_what_is_written() {
    let folder = Folder::new();
    let path = folder.file("a.txt", "Ring, såfremt du kan.\n");
    let output = command().args(["fix", "-", &path]).stdin(std::process::Stdio::null()).output().expect("traek starts");
    assert_eq!(stdout(&output), "", "{}", stderr(&output));
    assert!(stderr(&output).contains("a.txt: 1 rettelse lavet"));
}

#[cfg(unix)]
#[test]
fn a_new_file_can_be_read_by_others_and_a_mended_one_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.file("brev.docx", docx());
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("own file");
    let out = format!("{}/ud.docx", folder.path());
    traek(["check", "--comments", &out, &path]);
    traek(["fix", &path]);
    let mode = |path: &str| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&out), mode(&path)), (0o644, 0o640));
}
