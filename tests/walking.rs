//! Which files are read: folders, patterns, what git leaves out and what it says has changed, standard input.

use std::io::Write;
use std::process::Stdio;

use crate::support::{Folder, stderr, stdout};

const LETTER: &str = "Kære Mia\n\nVi beklager ventetiden, men vi har haft travlt.\n\nVenlig hilsen\nBo\n";

/// The names of the letters that are read, in the order of the results.
fn read<const N: usize>(folder: &Folder, args: [&str; N]) -> Vec<String> {
    let output = folder.command().args(["check", "--format", "jsonl"]).args(args).output().expect("traek starts");
    let name = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        line["letter"]["path"].as_str().map(str::to_owned)
    };
    stdout(&output).lines().filter_map(name).collect()
}

#[test]
fn what_git_and_the_configuration_leave_out_is_not_read() {
    let folder = Folder::new();
    folder.git(["init", "--quiet"]);
    for name in ["a.txt", "arkiv/b.txt", "kladde/c.txt", "d-kladde.txt", "e.jpg"] {
        folder.file(name, LETTER);
    }
    folder.file(".gitignore", "kladde/\n");
    folder.file("traek.toml", "exclude = [\"arkiv/\", \"*-kladde.txt\"]\n");
    assert_eq!(read(&folder, ["."]), ["a.txt"]);
    // Who names a file means it.
    assert_eq!(read(&folder, ["arkiv/b.txt", "kladde/c.txt"]), ["arkiv/b.txt", "kladde/c.txt"]);
    assert_eq!(folder.traek(["check", "arkiv"]).status.code(), Some(0), "nothing to read is what was asked for");
}

#[test]
fn patterns_are_matched_by_traek_too() {
    let folder = Folder::new();
    for name in ["a.txt", "x/b.txt", "x/y/c.txt", "x/y/d.md"] {
        folder.file(name, LETTER);
    }
    assert_eq!(read(&folder, ["*.txt"]), ["a.txt"]);
    assert_eq!(read(&folder, ["x/**/*.txt"]), ["x/b.txt", "x/y/c.txt"]);
    assert_eq!(read(&folder, ["x/y/[cd].*"]), ["x/y/c.txt", "x/y/d.md"]);
    let output = folder.traek(["check", "x/*.docx"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("mønstret passer ikke på nogen breve"), "{}", stderr(&output));
}

#[test]
fn many_letters_come_in_order() {
    let folder = Folder::new();
    for number in 0..600 {
        folder.file(&format!("{number:03}.txt"), LETTER);
    }
    let names: Vec<String> = (0..600).map(|number| format!("{number:03}.txt")).collect();
    assert_eq!(read(&folder, ["."]), names);
}

#[cfg(unix)]
#[test]
fn a_link_that_goes_round_is_told_and_the_rest_is_read() {
    let folder = Folder::new();
    folder.file("a/brev.txt", LETTER);
    std::os::unix::fs::symlink("..", format!("{}/a/rundt", folder.path())).expect("a link");
    std::os::unix::fs::symlink("brev.txt", format!("{}/a/link.txt", folder.path())).expect("a link");
    let output = folder.traek(["check", "--format", "short", "--select", "forsvar/men-efter-beklagelse", "a"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("linket fører tilbage"), "{}", stderr(&output));
    assert!(stdout(&output).contains("a/brev.txt:3:25"), "{}", stdout(&output));
    assert!(stdout(&output).contains("a/link.txt:3:25"), "{}", stdout(&output));
}

#[test]
fn only_what_has_changed_since_a_revision_is_read() {
    let folder = Folder::new();
    folder.git(["init", "--quiet"]);
    for name in ["a.txt", "sub/æblé b.txt", "sub/c.txt"] {
        folder.file(name, LETTER);
    }
    folder.git(["add", "."]);
    folder.git(["commit", "--quiet", "-m", "Alle"]);
    folder.git(["switch", "--quiet", "-c", "ny"]);
    folder.file("sub/æblé b.txt", LETTER.replace("Mia", "Eva"));
    folder.git(["commit", "--quiet", "-a", "-m", "En"]);
    folder.file("ny.txt", LETTER);
    assert_eq!(read(&folder, [".", "--changed-since", "main"]), ["ny.txt", "sub/æblé b.txt"]);
    assert_eq!(read(&folder, ["--changed-since", "main"]), ["ny.txt", "sub/æblé b.txt"]);
    assert_eq!(read(&folder, ["sub", "--changed-since", "main"]), ["sub/æblé b.txt"]);
    // What others have done on main meanwhile is not this branch's.
    folder.git(["switch", "--quiet", "main"]);
    folder.file("a.txt", LETTER.replace("Mia", "Ida"));
    folder.git(["commit", "--quiet", "a.txt", "-m", "To"]);
    folder.git(["switch", "--quiet", "ny"]);
    assert_eq!(read(&folder, [".", "--changed-since", "main"]), ["ny.txt", "sub/æblé b.txt"]);
    for revision in ["findes-ikke", "--output=x", ""] {
        let output = folder.traek(["check", &format!("--changed-since={revision}"), "."]);
        assert_eq!(output.status.code(), Some(2), "{revision}");
        assert!(stderr(&output).contains("git kender ikke revisionen"), "{revision}: {}", stderr(&output));
    }
}

#[test]
fn no_changes_are_no_failure() {
    let folder = Folder::new();
    folder.git(["init", "--quiet"]);
    folder.file("a.txt", LETTER);
    folder.git(["add", "."]);
    folder.git(["commit", "--quiet", "-m", "Alle"]);
    let output = folder.traek(["check", "--changed-since", "HEAD", "."]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn standard_input_can_have_a_name() {
    let folder = Folder::new();
    folder.file("breve/traek.toml", "select = [\"forsvar/men-efter-beklagelse\"]\n");
    let mut child = folder
        .command()
        .args(["check", "--format", "short", "--stdin-filename", "breve/ny.md", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("traek starts");
    child.stdin.take().expect("a pipe").write_all(LETTER.as_bytes()).expect("it listens");
    let output = child.wait_with_output().expect("traek ends");
    assert_eq!(stdout(&output).lines().count(), 1);
    assert!(stdout(&output).starts_with("breve/ny.md:3:25: advarsel: "), "{}", stdout(&output));
}

#[test]
fn an_output_that_cannot_be_written_is_told_and_the_others_are() {
    let folder = Folder::new();
    folder.file("a.txt", LETTER);
    folder.file("gammel.json", "{}");
    let output = folder.traek([
        "check",
        "a.txt",
        "--output",
        "json=findes/ikke.json",
        "--output",
        "json=.",
        "--output",
        "json=gammel.json",
        "--output",
        "short=fund.txt",
    ]);
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    assert!(told.contains("findes/ikke.json: mappen findes ikke") && told.contains(".: det er en mappe"), "{told}");
    assert!(stdout(&output).contains("men-efter-beklagelse"));
    assert!(folder.read("gammel.json").contains("\"letters\""));
    assert!(folder.read("fund.txt").starts_with("a.txt:"));
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .expect("a folder")
        .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
        .filter(|name| name.starts_with(".traek-"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn watching_reads_a_letter_again_when_it_is_saved() {
    use std::io::{BufRead, BufReader};
    let folder = Folder::new();
    folder.file("a.txt", LETTER);
    let mut child = folder
        .command()
        .args(["check", "--watch", "--format", "short", "--select", "forsvar/men-efter-beklagelse", "a.txt"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("traek starts");
    let mut shown = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut told = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    assert!(shown.next().expect("a line").expect("text").starts_with("a.txt:3:25"));
    let waits = told.by_ref().map(|line| line.expect("text")).find(|line| line.contains("Venter på ændringer"));
    assert!(waits.is_some());
    folder.file("a.txt", LETTER.replacen("Kære Mia\n", "Kære Mia\n\nTak for din mail.\n", 1));
    assert!(shown.next().expect("a line").expect("text").starts_with("a.txt:5:25"));
    child.kill().expect("it runs");
    child.wait().expect("it ends");
}
