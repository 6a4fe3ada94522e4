//! The command as people see it: each case in `tests/cmd` is a command line with all that it writes.

use crate::support::{Folder, stderr, stdout, traek};

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

#[cfg(unix)]
#[test]
fn bash_completes_commands_options_and_values() {
    let folder = Folder::new();
    let script = folder.file("traek.bash", traek(["completions", "bash"]).stdout);
    let completed = |words: &[&str]| -> Vec<String> {
        let (last, before) = words.split_last().expect("a word");
        let line = format!(
            "source {script}; COMP_WORDS=({}); COMP_CWORD={}; _traek traek '{last}' '{}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" "),
            before.len(),
            before.last().expect("the command"),
        );
        let output = std::process::Command::new("bash").args(["--norc", "-c", &line]).output().expect("bash starts");
        stdout(&output).lines().map(str::to_owned).collect()
    };
    let commands = completed(&["traek", ""]);
    for command in ["check", "fix", "baseline", "init", "config", "explain", "completions", "man"] {
        assert!(commands.contains(&command.to_owned()), "{command}: {commands:?}");
    }
    assert_eq!(completed(&["traek", "baseline", "up"]), ["update"]);
    for (command, words) in
        [("check", vec!["traek", "check", "--"]), ("baseline", vec!["traek", "baseline", "update", "--"])]
    {
        let offered = completed(&words);
        let help =
            stdout(&crate::support::command().args(&words[1..words.len() - 1]).arg("--help").output().expect("help"));
        let options = help.split([' ', ',']).filter(|word| word.starts_with("--") && word.len() > 2);
        let options: Vec<&str> = options.filter(|option| help.contains(&format!("  {option} "))).collect();
        assert!(options.len() > 10, "{command}: {options:?}");
        for option in options {
            assert!(offered.contains(&option.to_owned()), "{command} {option}: {offered:?}");
        }
    }
    assert_eq!(completed(&["traek", "check", "--changed-"]), ["--changed-since"]);
    assert_eq!(completed(&["traek", "check", "--fail-on", "f"]), ["fejl"]);
    assert_eq!(completed(&["traek", "check", "--genre", "af"]), ["afgoerelse"]);
    assert_eq!(completed(&["traek", "check", "--format", "s"]), ["short", "sarif"]);
}

#[test]
fn completions_describe_values_in_danish() {
    let script = stdout(&traek(["completions", "fish"]));
    for described in ["Én linje for hvert fund", "Bemærkninger i GitHub Actions", "Til mennesker ved en skærm"] {
        assert!(script.contains(described), "{described}");
    }
}

#[test]
fn every_command_has_a_danish_manual_page_and_help() {
    let names = |help: &str| -> Vec<String> {
        let (_, commands) = help.split_once("Kommandoer:\n").expect("commands");
        let lines = commands.lines().take_while(|line| !line.is_empty());
        lines
            .filter(|line| !line.starts_with("   "))
            .filter_map(|line| line.split_whitespace().next())
            .map(str::to_owned)
            .collect()
    };
    let help = stdout(&traek(["--help"]));
    let mut pages: Vec<Vec<String>> = names(&help).into_iter().map(|name| vec![name]).collect();
    assert!(pages.len() > 8, "{pages:?}");
    let below = names(&stdout(&traek(["baseline", "--help"])));
    pages.extend(below.into_iter().map(|name| vec!["baseline".to_owned(), name]));
    assert!(pages.contains(&vec!["baseline".to_owned(), "update".to_owned()]));
    for words in pages {
        let output = crate::support::command().arg("man").args(&words).output().expect("traek starts");
        let page = stdout(&output);
        assert!(page.contains(&format!(".TH traek-{} 1 ", words.join("-"))), "{words:?}: {}", stderr(&output));
        assert!(page.contains(&format!("traek {}", words.join(" "))), "{words:?}: {page}");
        let help = stdout(&crate::support::command().args(&words).arg("--help").output().expect("traek starts"));
        assert!(help.contains("Brug: traek "), "{words:?}: {help}");
        for english in [".SH SYNOPSIS", ".SH SUBCOMMANDS", ".SH OPTIONS", ".SH DESCRIPTION", "Commands:", "Options:"] {
            assert!(!page.contains(english) && !help.contains(english), "{words:?}: {english}");
        }
    }
    let unknown = traek(["man", "baseline", "slet"]);
    assert_eq!(stderr(&unknown), "fejl: kommandoen »baseline slet« findes ikke\n");
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
