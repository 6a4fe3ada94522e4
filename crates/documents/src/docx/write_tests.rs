//! What is written into Word documents, and what stays as it was.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use traek_core::Edit;
use zip::ZipArchive;

use super::tests::{docx, p};
use super::{Comment, comment, edit, track};
use crate::{Source, read};

const DATE: &str = "2026-11-22T09:30:00Z";

/// The text of all parts by their name, and their packed bytes.
fn parts(bytes: &[u8]) -> BTreeMap<String, (String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut packed = Vec::new();
        archive.by_index_raw(index).expect("a part").read_to_end(&mut packed).expect("its bytes");
        let mut text = String::new();
        let mut file = archive.by_index(index).expect("a part");
        file.read_to_string(&mut text).expect("its text");
        parts.insert(file.name().expect("its name").into_owned(), (text, packed));
    }
    parts
}

fn part(bytes: &[u8], name: &str) -> String {
    parts(bytes).remove(name).expect("the part").0
}

/// What is in the body of the document.
fn body(bytes: &[u8]) -> String {
    let document = part(bytes, "word/document.xml");
    let inner = document.split_once("<w:body>").and_then(|(_, rest)| rest.split_once("</w:body>"));
    inner.expect("a body").0.to_owned()
}

fn source(bytes: &[u8]) -> Source {
    read("brev.docx".as_ref(), bytes).expect("a letter")
}

fn span(source: &Source, words: &str) -> std::ops::Range<usize> {
    let start = source.document.text.find(words).expect("the words");
    start..start + words.len()
}

fn commented(bytes: &[u8], about: &[(&str, &str)]) -> Vec<u8> {
    let source = source(bytes);
    let comments: Vec<Comment> =
        about.iter().map(|(words, text)| Comment { span: span(&source, words), text: (*text).to_owned() }).collect();
    comment(bytes, &source, &comments, DATE).expect("written")
}

fn changes(source: &Source, edits: &[(&str, &str)]) -> Vec<Edit> {
    edits.iter().map(|(old, new)| Edit { span: span(source, old), text: (*new).to_owned() }).collect()
}

fn edited(bytes: &[u8], edits: &[(&str, &str)]) -> (String, Vec<usize>) {
    let source = source(bytes);
    let edited = edit(bytes, &source, &changes(&source, edits)).expect("written");
    (body(&edited.bytes), edited.refused)
}

fn tracked(bytes: &[u8], edits: &[(&str, &str)]) -> Vec<u8> {
    let source = source(bytes);
    let edited = track(bytes, &source, &changes(&source, edits), DATE).expect("written");
    assert_eq!(edited.refused, Vec::<usize>::new());
    edited.bytes
}

const RUNS: &str = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Vi be</w:t></w:r><w:r><w:t>klager meget</w:t></w:r></w:p>";

#[test]
fn a_comment_stands_at_its_very_words() {
    let bytes = docx(RUNS, &[]);
    let written = commented(&bytes, &[("beklager", "Skriv <kort>.\nNy linje")]);
    assert_eq!(
        body(&written),
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">Vi </w:t></w:r><w:commentRangeStart w:id=\"1\"/>\
         <w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">be</w:t></w:r>\
         <w:r><w:t xml:space=\"preserve\">klager</w:t></w:r><w:commentRangeEnd w:id=\"1\"/>\
         <w:r><w:commentReference w:id=\"1\"/></w:r><w:r><w:t xml:space=\"preserve\"> meget</w:t></w:r></w:p>"
    );
    let comments = part(&written, "word/comments.xml");
    assert!(comments.contains(
        "<w:comment w:id=\"1\" w:author=\"traek\" w:date=\"2026-11-22T09:30:00Z\" w:initials=\"t\"><w:p><w:r>\
         <w:t xml:space=\"preserve\">Skriv &lt;kort&gt;.</w:t></w:r></w:p><w:p><w:r><w:t xml:space=\"preserve\">Ny linje"
    ));
    assert!(part(&written, "[Content_Types].xml").contains("PartName=\"/word/comments.xml\""));
    assert!(part(&written, "word/_rels/document.xml.rels").contains("Target=\"/word/comments.xml\""));
    assert_eq!(source(&written).document.text, source(&bytes).document.text);
}

#[test]
fn all_other_parts_stay_byte_for_byte() {
    let bytes = docx(RUNS, &[("styles", "<w:style/>"), ("header1", &p("By Kommune"))]);
    let (before, after) = (parts(&bytes), parts(&commented(&bytes, &[("meget", "Væk?")])));
    let changed: Vec<&str> =
        after.iter().filter(|(name, part)| before.get(*name) != Some(part)).map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        changed,
        ["[Content_Types].xml", "word/_rels/document.xml.rels", "word/comments.xml", "word/document.xml"]
    );
}

#[test]
fn whole_runs_are_not_taken_apart() {
    let body_of = |words| body(&commented(&docx(RUNS, &[]), &[(words, "Væk?")]));
    assert_eq!(
        body_of("Vi beklager meget"),
        "<w:p><w:commentRangeStart w:id=\"1\"/><w:r><w:rPr><w:b/></w:rPr><w:t>Vi be</w:t></w:r><w:r><w:t>klager meget</w:t></w:r>\
         <w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r></w:p>"
    );
}

#[test]
fn comments_that_are_there_stay_and_keep_their_ids() {
    let known = "<w:comment w:id=\"7\" w:author=\"Bo\"><w:p/></w:comment>";
    let bytes = docx(&p("Kære Mia"), &[("comments", known)]);
    let comments = part(&commented(&bytes, &[("Mia", "Efternavn?"), ("Kære", "Hej")]), "word/comments.xml");
    assert!(comments.contains(&format!("{known}<w:comment w:id=\"8\" w:author=\"traek\"")), "{comments}");
    assert!(comments.contains("<w:comment w:id=\"9\""));
    assert_eq!(
        part(&commented(&bytes, &[("Mia", "x")]), "word/_rels/document.xml.rels"),
        part(&bytes, "word/_rels/document.xml.rels")
    );
}

#[test]
fn comments_on_fields_and_prompts_go_around_them() {
    let field = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>MERGEFIELD Sag</w:instrText></w:r>\
                 <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let simple = "<w:fldSimple w:instr=\"MERGEFIELD By\"/>";
    let prompt =
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Navn</w:t></w:r></w:sdtContent></w:sdt>";
    for (element, words) in [(field, "«Sag»"), (simple, "«By»"), (prompt, "«Navn»")] {
        let bytes = docx(&format!("<w:p><w:r><w:t>Hej</w:t></w:r>{element}</w:p>"), &[]);
        let expected = format!(
            "</w:r><w:commentRangeStart w:id=\"1\"/>{element}<w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r></w:p>"
        );
        let written = body(&commented(&bytes, &[(words, "Hvad?")]));
        assert!(written.ends_with(&expected), "{written}");
    }
}

#[test]
fn comments_on_notes_boxes_and_headers_stand_in_the_letter() {
    let footnote = format!("<w:footnote w:id=\"1\">{}</w:footnote>", p("Loven."));
    let boxed = format!("<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>", p("Åbent"));
    let text = format!(
        "<w:p><w:r><w:t>Svar</w:t></w:r></w:p><w:p><w:r><w:t>Se</w:t><w:footnoteReference w:id=\"1\"/></w:r>{boxed}</w:p>\
         <w:sectPr><w:headerReference r:id=\"header1\"/></w:sectPr>"
    );
    let bytes = docx(&text, &[("footnotes", &footnote), ("header1", &p("By Kommune"))]);
    let written = |words| body(&commented(&bytes, &[(words, "Hvad?")]));
    let start = "<w:commentRangeStart w:id=\"2\"/>";
    assert!(written("Loven").contains(&format!(
        "<w:t>Se</w:t></w:r>{start}<w:r><w:footnoteReference w:id=\"1\"/></w:r><w:commentRangeEnd"
    )));
    assert!(written("Åbent").contains(&format!("{start}{boxed}<w:commentRangeEnd")));
    assert!(written("Kommune").starts_with(&format!("<w:p>{start}<w:r><w:t>Svar</w:t></w:r><w:commentRangeEnd")));
}

#[test]
fn comments_may_overlap_and_repeat() {
    let bytes = docx(&p("Vi beklager meget"), &[]);
    let written =
        commented(&bytes, &[("Vi beklager", "a"), ("beklager meget", "b"), ("beklager", "c"), ("beklager", "d")]);
    assert_eq!(source(&written).document.text, "Vi beklager meget");
    assert_eq!(body(&written).matches("<w:commentRangeEnd").count(), 4);
}

#[test]
fn an_edit_keeps_the_formatting_of_the_first_letter() {
    let (body, refused) = edited(&docx(RUNS, &[]), &[("beklager", "er kede af, R&D,")]);
    assert_eq!(
        body,
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">Vi er kede af, R&amp;D,</w:t></w:r>\
         <w:r><w:t xml:space=\"preserve\"> meget</w:t></w:r></w:p>"
    );
    assert_eq!(refused, Vec::<usize>::new());
}

#[test]
fn edits_in_composed_letters_entities_and_soft_hyphens_are_whole() {
    let bytes = docx(&p("Vi fa\u{30A}r R&amp;D sags\u{AD}behand\u{A0}ling e\u{301}n."), &[]);
    let (body, refused) = edited(&bytes, &[("får", "får"), ("R&D", "os"), ("sagsbehand ling én", "sag")]);
    assert_eq!((body.as_str(), refused), (p("Vi får os sag.").as_str(), vec![]));
}

#[test]
fn edits_over_fields_prompts_deletions_and_breaks_are_refused() {
    let field = "<w:fldSimple w:instr=\"MERGEFIELD Navn\"><w:r><w:t>Mia</w:t></w:r></w:fldSimple>";
    let deleted = "<w:del><w:r><w:delText>ikke</w:delText></w:r></w:del>";
    let text = |words: &str| format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
    let bytes = docx(
        &format!(
            "<w:p>{}{field}{}{deleted}{}</w:p><w:p>{}</w:p>",
            text("Kære "),
            text(" du får "),
            text("svar"),
            "<w:r><w:t>A</w:t><w:br/><w:t>B</w:t></w:r>"
        ),
        &[],
    );
    let (written, refused) = edited(&bytes, &[("Kære Mia", "Hej"), ("du", "I"), ("får svar", "hører"), ("A\nB", "C")]);
    assert_eq!(refused, [0, 2, 3]);
    assert!(written.contains(" I får "), "{written}");
}

#[test]
fn edits_that_overlap_are_refused_but_for_the_first() {
    let (written, refused) =
        edited(&docx(&p("Vi beklager meget"), &[]), &[("beklager meget", "b"), ("Vi beklager", "a")]);
    assert_eq!((written, refused), (p("a meget"), vec![0]));
}

#[test]
fn words_are_inserted_after_those_before_them() {
    let bytes = docx(RUNS, &[]);
    let source = source(&bytes);
    let at = span(&source, " meget").start;
    let inserted = Edit { span: at..at, text: " ikke".to_owned() };
    let edited = edit(&bytes, &source, std::slice::from_ref(&inserted)).expect("written");
    assert!(body(&edited.bytes).contains("klager ikke meget"));
    let tracked = track(&bytes, &source, &[inserted], DATE).expect("written");
    assert!(body(&tracked.bytes).contains(
        "klager</w:t></w:r><w:ins w:id=\"1\" w:author=\"traek\" w:date=\"2026-11-22T09:30:00Z\"><w:r>\
         <w:t xml:space=\"preserve\"> ikke</w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\"> meget"
    ));
}

#[test]
fn tracked_changes_delete_the_old_and_insert_the_new() {
    let written = tracked(&docx(RUNS, &[]), &[("beklager", "er kede af det")]);
    assert_eq!(
        body(&written).replace(&format!(" w:author=\"traek\" w:date=\"{DATE}\""), ""),
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">Vi </w:t></w:r>\
         <w:del w:id=\"1\"><w:r><w:rPr><w:b/></w:rPr><w:delText xml:space=\"preserve\">be</w:delText></w:r></w:del>\
         <w:del w:id=\"2\"><w:r><w:delText xml:space=\"preserve\">klager</w:delText></w:r></w:del>\
         <w:ins w:id=\"3\"><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">er kede af det</w:t></w:r></w:ins>\
         <w:r><w:t xml:space=\"preserve\"> meget</w:t></w:r></w:p>"
    );
    assert_eq!(source(&written).document.text, "Vi er kede af det meget");
}

#[test]
fn tracked_changes_in_an_insertion_end_it_first() {
    let bytes =
        docx("<w:p><w:ins w:id=\"4\" w:author=\"Bo\"><w:r><w:t>Vi beklager meget</w:t></w:r></w:ins></w:p>", &[]);
    let written = tracked(&bytes, &[("beklager", "trøster")]);
    assert_eq!(source(&written).document.text, "Vi trøster meget");
    let own = format!("</w:ins><w:ins w:id=\"6\" w:author=\"traek\" w:date=\"{DATE}\">");
    assert!(body(&written).contains(&own), "{}", body(&written));
}

#[test]
fn several_edits_in_one_run_and_over_tabs_are_made() {
    let run = "<w:p><w:r><w:t>Tlf.</w:t><w:tab/><w:t>12 34, ring</w:t></w:r></w:p>";
    let edits = [("Tlf.\t12", "Telefon 12"), ("34", "56"), ("ring", "skriv")];
    assert_eq!(source(&tracked(&docx(run, &[]), &edits)).document.text, "Telefon 12 56, skriv");
    let (written, refused) = edited(&docx(run, &[]), &edits);
    assert_eq!(source(&docx(&written, &[])).document.text, "Telefon 12 56, skriv");
    assert_eq!(refused, Vec::<usize>::new());
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let bytes = docx(RUNS, &[]);
    assert_eq!(commented(&bytes, &[("meget", "x")]), commented(&bytes, &[("meget", "x")]));
    assert_eq!(tracked(&bytes, &[("meget", "x")]), tracked(&bytes, &[("meget", "x")]));
}
