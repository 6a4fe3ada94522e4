//! Input that is not a letter: one clear message with the path, and the other files are still checked.

use crate::support::{Folder, stderr, stdout, traek};

const LETTER: &str = "Kære Mia\n\nVi beklager ventetiden, men vi har haft travlt.\n\nVenlig hilsen\nBo\n";

/// Checks one file of these bytes: exit code and standard error.
fn check(name: &str, bytes: impl AsRef<[u8]>) -> (Option<i32>, String, String) {
    let folder = Folder::new();
    let path = folder.file(name, bytes);
    let output = traek(["check", "--select", "forsvar", &path]);
    (output.status.code(), stdout(&output), stderr(&output).replace(&path, name))
}

fn assert_refused(name: &str, bytes: impl AsRef<[u8]>, message: &str) {
    let (code, out, err) = check(name, bytes);
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    assert_eq!(err, format!("fejl: {name}: {message}\n"));
}

#[test]
fn a_missing_file_is_named() {
    let output = traek(["check", "findes-ikke.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stderr(&output), "fejl: findes-ikke.txt: filen findes ikke\n");
}

#[test]
fn a_folder_without_letters_is_named() {
    let folder = Folder::new();
    folder.file("tal.csv", "1;2");
    let output = traek(["check", &folder.path()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("mappen har ingen breve"), "{}", stderr(&output));
}

#[test]
fn an_empty_file_is_no_letter() {
    assert_refused("tom.txt", "", "filen er tom, så der er intet brev at læse");
    assert_refused("blank.txt", " \r\n\n\t", "filen er tom, så der er intet brev at læse");
}

#[test]
fn nul_bytes_are_no_text() {
    assert_refused("nul.txt", b"Hej\0Mia", "filen er ikke ren tekst: byte 3 er nul");
}

#[test]
fn a_file_of_fifty_megabytes_is_refused_at_once() {
    let line = "Vi beklager. ".repeat(50 * 1024 * 1024 / 13);
    let (code, out, err) = check("stor.txt", line);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.starts_with("fejl: stor.txt: filen har mere end 16 MB tekst"), "{err}");
}

#[test]
fn a_line_of_a_megabyte_is_checked() {
    let (code, out, err) =
        check("lang.txt", "Vi beklager ventetiden, men vi har haft travlt. ".repeat(1024 * 1024 / 48));
    assert_eq!(code, Some(1), "{err}");
    assert!(out.contains("forsvar/men-efter-beklagelse"));
}

#[test]
fn windows_1252_is_read_and_said() {
    let (code, out, err) = check("latin.txt", b"K\xE6re S\xF8s\n\nVi beklager, men s\xE5dan er reglerne.\n");
    assert_eq!(code, Some(1));
    assert!(out.contains("men sådan er reglerne"), "{out}");
    assert_eq!(err, "bemærk: latin.txt er ikke UTF-8; den er læst som windows-1252\n");
}

#[test]
fn utf_16_with_a_byte_order_mark_is_read() {
    let little: Vec<u8> = [0xFEFF].into_iter().chain(LETTER.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = [0xFEFF].into_iter().chain(LETTER.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for bytes in [little, big] {
        let (code, out, err) = check("utf16.txt", bytes);
        assert_eq!((code, err.as_str()), (Some(1), ""));
        assert!(out.contains("utf16.txt:3:25"), "{out}");
    }
}

#[test]
fn control_signs_of_a_letter_do_not_reach_the_terminal() {
    let (_, out, _) = check("styretegn.txt", "Kære Mia\n\nVi beklager, men \x1b[31mvi har\x1b[0m haft \x07travlt.\n");
    assert!(out.contains("travlt"));
    assert!(!out.contains(['\x1b', '\x07']));
}

#[test]
fn a_bad_file_does_not_stop_the_others() {
    let folder = Folder::new();
    folder.file("a.txt", LETTER);
    folder.file("b.txt", b"\0");
    folder.file("c.txt", LETTER);
    let output = traek(["check", "--select", "forsvar", &folder.path()]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output).matches("advarsel[forsvar/men-efter-beklagelse]").count(), 2);
    assert_eq!(stderr(&output).lines().count(), 1);
}

#[test]
fn an_unknown_rule_is_answered_with_its_neighbours() {
    let output = traek(["check", "--select", "forsvar/men-efter-beklagelsen", "corpus"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("mente du »forsvar/men-efter-beklagelse«"), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new();
    let path = folder.file("hemmelig.txt", LETTER);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).expect("rights");
    if std::fs::read(&path).is_ok() {
        return; // Who may read everything cannot be refused.
    }
    let output = traek(["check", &path]);
    assert_eq!(stderr(&output), format!("fejl: {path}: du har ikke lov til at læse filen\n"));
}

#[test]
fn a_template_with_half_a_condition_is_told_and_the_rest_is_read() {
    let folder = Folder::new();
    folder.file("a.txt", "Kære «Navn»\n\nVi ses.\n{% if boern %}\nTag børnene med.\n\nVenlig hilsen\nBo\n");
    folder.file("b.txt", "Kære Mia\n\nVi beklager ventetiden, men vi har haft travlt.\n\nVenlig hilsen\nBo\n");
    let output = folder.traek(["check", "--format", "short", "."]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("fejl: a.txt:4: »{% if boern %}« mangler"), "{}", stderr(&output));
    assert!(stdout(&output).contains("b.txt:3:25"), "{}", stdout(&output));
}
