//! 0: nothing at or above the threshold. 1: findings. 2: the job could not be done.

use std::io::Write;
use std::process::Stdio;

use crate::support::{Folder, command, stdout, traek};

const JARGON: &str = "Kære Mia\n\nVi kan hjælpe dig, såfremt du kommer.\n\nVenlig hilsen\nBo\n";
const DEFENCE: &str = "Kære Mia\n\nVi beklager ventetiden, men vi har haft travlt.\n\nVenlig hilsen\nBo\n";

fn code<const N: usize>(letter: &str, more: [&str; N]) -> Option<i32> {
    let folder = Folder::new();
    let path = folder.file("brev.txt", letter);
    command().arg("check").args(more).arg(path).output().expect("traek starts").status.code()
}

#[test]
fn a_warning_fails_and_a_hint_does_not() {
    assert_eq!(code(DEFENCE, ["--select", "forsvar"]), Some(1));
    assert_eq!(code(JARGON, ["--select", "fagsprog/vedroerende"]), Some(0));
}

#[test]
fn the_threshold_is_the_users() {
    assert_eq!(code(DEFENCE, ["--select", "forsvar", "--fail-on", "fejl"]), Some(0));
    assert_eq!(code(JARGON, ["--select", "fagsprog", "--fail-on", "raad"]), Some(1));
}

#[test]
fn what_is_ignored_does_not_count() {
    assert_eq!(code(DEFENCE, ["--select", "forsvar", "--ignore", "forsvar/men-efter-beklagelse"]), Some(0));
}

#[test]
fn wrong_arguments_and_unreadable_files_cannot_be_done() {
    assert_eq!(traek(["check"]).status.code(), Some(2));
    assert_eq!(traek(["check", "--genre", "brev", "corpus"]).status.code(), Some(2));
    assert_eq!(traek(["explain", "findes/ikke"]).status.code(), Some(2));
    assert_eq!(traek(["eval", "findes-ikke"]).status.code(), Some(2));
    assert_eq!(traek(["check", "corpus/devset-001.txt", "findes-ikke.txt"]).status.code(), Some(2));
}

#[test]
fn help_and_version_are_no_failure() {
    for args in [["--help", "--help"], ["--version", "--version"], ["check", "--help"], ["man", "check"]] {
        assert_eq!(traek(args).status.code(), Some(0), "{args:?}");
    }
}

#[test]
fn danish_names_of_commands_do_the_same() {
    let (english, danish) =
        (traek(["explain", "forsvar/men-efter-beklagelse"]), traek(["forklar", "forsvar/men-efter-beklagelse"]));
    assert_eq!(stdout(&english), stdout(&danish));
    assert_eq!(danish.status.code(), Some(0));
}

#[test]
fn standard_input_is_a_letter_too() {
    let mut child = command()
        .args(["check", "--select", "forsvar", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("traek starts");
    child.stdin.take().expect("a pipe").write_all(DEFENCE.as_bytes()).expect("it listens");
    let output = child.wait_with_output().expect("traek ends");
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("-:3:25"), "{}", stdout(&output));
}
