//! The command as people see it: each case in `tests/cmd` is a command line with all that it writes.

#[test]
fn the_command_writes_what_its_cases_say() {
    trycmd::TestCases::new().env("NO_COLOR", "1").case("tests/cmd/*.toml");
}

#[test]
fn the_readme_shows_what_the_command_writes() {
    trycmd::TestCases::new().env("NO_COLOR", "1").case("README.md");
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_early_is_no_error() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;

    let mut child = crate::support::command()
        .args(["check", "corpus", "corpus", "corpus"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("traek starts");
    let mut first = String::new();
    let stdout = child.stdout.take().expect("a pipe");
    BufReader::new(stdout).read_line(&mut first).expect("a line");
    let output = child.wait_with_output().expect("traek ends");
    assert!(!first.is_empty());
    assert_eq!(crate::support::stderr(&output), "");
    assert!(output.status.code().is_some(), "no signal and no panic");
}

#[test]
fn colours_are_only_for_terminals() {
    let output = crate::support::command()
        .env_remove("NO_COLOR")
        .args(["check", "corpus/devset-002.txt"])
        .output()
        .expect("traek starts");
    assert!(!output.stdout.contains(&0x1b));
}
