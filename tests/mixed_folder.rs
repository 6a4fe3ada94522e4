//! A folder as it lies on a shared drive: two hundred files, each of them read or refused with its reason.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use serde_json::Value;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::saved::{ENDINGS, LETTERS, SAVED, written};
use crate::support::{Folder, corpus, stderr, stdout, traek};

const FILES: usize = 200;

/// A zip package with these parts.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("memory");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// A Word document with this main part.
fn word(document: &str) -> Vec<u8> {
    const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override \
                         PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.\
                         wordprocessingml.document.main+xml\"/></Types>";
    const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                             <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/\
                             relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    package(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ])
}

/// A Word document whose text is `content`.
pub(crate) fn word_with(content: &str) -> Vec<u8> {
    const SPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    word(&format!("<w:document xmlns:w=\"{SPACE}\"><w:body>{content}</w:body></w:document>"))
}

/// A PDF whose only page is drawn and has no text, as a scanner makes it.
fn scanned() -> Vec<u8> {
    const DRAWN: &str = "0 0 595 842 re f";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>\nstream\n{DRAWN}\nendstream", DRAWN.len()),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = String::new();
    for (index, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let (at, size) = (file.len(), objects.len() + 1);
    file.push_str(&format!("xref\n0 {size}\n0000000000 65535 f \n{table}"));
    file.push_str(&format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n"));
    file.into_bytes()
}

/// A mail of a thousand parts.
fn crowded() -> Vec<u8> {
    let part = "--x\r\nContent-Type: text/plain\r\n\r\nHej\r\n";
    let head = "From: bo@by.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n";
    format!("{head}{}--x--\r\n", part.repeat(1000)).into_bytes()
}

/// What Office puts around a document with a password.
fn locked() -> Vec<u8> {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 600], &name].concat()
}

fn saved(name: &str) -> Vec<u8> {
    std::fs::read(SAVED.join(name)).expect("a letter that was saved")
}

/// Files that are no letters: their names, their bytes, and words of the reason.
fn refused() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let half = |name: &str| {
        let bytes = saved(name);
        bytes[..bytes.len() / 2].to_vec()
    };
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    let secret = b"<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
                   <manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/>\
                   </manifest:file-entry></manifest:manifest>";
    let opendocument = b"application/vnd.oasis.opendocument.text";
    vec![
        ("afbrudt.docx", half("devset-054.docx"), "ikke hentet helt ned"),
        ("afbrudt.odt", half("devset-054.odt"), "ikke hentet helt ned"),
        ("tom.txt", Vec::new(), "filen er tom"),
        ("tom.docx", Vec::new(), "filen er tom"),
        ("blank.md", b" \n\n\t\n".to_vec(), "filen er tom"),
        ("laast.docx", locked(), "adgangskode"),
        (
            "laast.odt",
            package(&[("mimetype", opendocument), ("META-INF/manifest.xml", secret), ("content.xml", b"\x8F\x01")]),
            "adgangskode",
        ),
        ("billede.docx", picture.clone(), "et billede"),
        ("billede.pdf", picture, "et billede"),
        (
            "regneark.docx",
            package(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<x/>")]),
            "et regneark",
        ),
        (
            "oplaeg.docx",
            package(&[("[Content_Types].xml", b"<Types/>"), ("ppt/presentation.xml", b"<x/>")]),
            "en præsentation",
        ),
        ("pakke.odt", package(&[("noter.txt", b"Hej")]), "en zip-pakke uden brev i"),
        ("scannet.pdf", scanned(), "uden tekst"),
        ("uden-indhold.pdf", b"%PDF-1.7\n".to_vec(), "beskadiget"),
        ("program.txt", b"\x7FELF\x02\x01\x01\0\0\0".to_vec(), "ikke ren tekst"),
        ("gammelt.msg", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0".to_vec(), "beskadiget"),
        ("faktura.html.txt", b"<?xml version=\"1.0\"?><faktura/>".to_vec(), "XML"),
        ("uden-brev.docx", package(&[("[Content_Types].xml", b"<Types/>")]), "beskadiget"),
        ("entiteter.docx", word("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), "beskadiget"),
        ("dybt.docx", word_with(&"<w:sdt><w:sdtContent>".repeat(100_000)), "beskadiget"),
        ("bombe.docx", word_with(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(60_000_000))), "mere end"),
        ("tusind-dele.eml", crowded(), "dele"),
    ]
}

/// Letters whose endings say something else than what they are.
fn misnamed() -> [(&'static str, Vec<u8>); 5] {
    [
        ("egentlig-word.pdf", saved("devset-054.docx")),
        ("egentlig-pdf.docx", saved("devset-054.pdf")),
        ("egentlig-rtf.docx", saved("devset-054.rtf")),
        ("egentlig-odt.txt", saved("devset-054.odt")),
        ("egentlig-html.msg", saved("devset-054.html")),
    ]
}

/// Fills `folder`; returns the reason for each file that is no letter.
fn fill(folder: &Folder) -> BTreeMap<String, &'static str> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut reasons = BTreeMap::new();
    for (name, bytes, reason) in refused() {
        reasons.insert(name.to_owned(), reason);
        files.push((name.to_owned(), bytes));
    }
    files.extend(misnamed().map(|(name, bytes)| (name.to_owned(), bytes)));
    for name in LETTERS.iter().flat_map(|letter| ENDINGS.map(|ending| format!("{letter}.{ending}"))) {
        let bytes = saved(&name);
        files.push((name, bytes));
    }
    let others = corpus().into_iter().filter(|(name, _)| !LETTERS.contains(&name.as_str()));
    let others =
        others.flat_map(|(name, text)| written(&text).map(|(ending, bytes)| (format!("{name}.{ending}"), bytes)));
    files.extend(others.take(FILES - files.len()));
    for (name, bytes) in &files {
        folder.file(name, bytes);
    }
    assert_eq!(files.len(), FILES);
    reasons
}

/// The names of the files in a list of the report, with the text under `key`.
fn listed<'r>(report: &'r Value, list: &str, key: &str) -> BTreeMap<String, &'r str> {
    let entries = report[list].as_array().expect("a list").iter().map(|entry| {
        let path = entry["path"].as_str().expect("a path");
        (path.rsplit('/').next().unwrap_or(path).to_owned(), entry[key].as_str().expect("text"))
    });
    let all: Vec<(String, &str)> = entries.collect();
    let count = all.len();
    let by_name: BTreeMap<String, &str> = all.into_iter().collect();
    assert_eq!(by_name.len(), count, "each file once");
    by_name
}

#[test]
fn every_file_of_a_mixed_folder_is_read_or_refused_with_its_reason() {
    let folder = Folder::new();
    let reasons = fill(&folder);
    let output = traek(["check", "--format", "json", &folder.path()]);
    let report: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let (letters, errors) = (listed(&report, "letters", "genre"), listed(&report, "errors", "message"));
    assert_eq!(errors.keys().collect::<Vec<_>>(), reasons.keys().collect::<Vec<_>>());
    for (name, reason) in &reasons {
        assert!(errors[name].contains(reason), "{name}: {}", errors[name]);
    }
    assert_eq!(letters.len() + errors.len(), FILES);
    assert!(letters.keys().all(|name| !errors.contains_key(name)));
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stderr(&output).lines().filter(|line| line.starts_with("fejl: ")).count(), reasons.len());
}
