//! The guide for those who keep templates: whoever does what it says gets what it shows.

use snapbox::{Data, assert_data_eq};

use crate::support::{Folder, project, stderr, stdout, traek};

const GUIDE: &str = "docs/skabeloner.md";

#[test]
fn the_guide_for_templates_shows_what_the_command_writes() {
    let folder = Folder::copy_of("docs/skabeloner.in");
    let guide = std::fs::read_to_string(project(GUIDE)).expect("UTF-8");
    let followed = Data::text(followed(&guide, &folder)).raw();
    assert_data_eq!(followed, Data::read_from(&project(GUIDE), None).raw());
}

#[test]
fn the_guides_give_no_warnings_themselves() {
    let output = traek(["check", "--no-config", "--format", "short", GUIDE, "docs/vejledning.md"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
}

/// Does what the guide says: writes the settings of its TOML blocks and runs the commands of its console blocks. Returns
/// the guide with what the commands really write.
fn followed(guide: &str, folder: &Folder) -> String {
    let mut shown = String::new();
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        shown += &format!("{line}\n");
        if !matches!(line, "```console" | "```toml") {
            continue;
        }
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if line == "```toml" {
            write_settings(&block, folder);
            block.iter().for_each(|line| shown += &format!("{line}\n"));
        } else {
            let commands = block.iter().filter_map(|line| line.strip_prefix("$ "));
            commands.for_each(|command| shown += &run(command, folder));
        }
        shown += "```\n";
    }
    shown
}

/// Writes `lines` where they belong in the settings: a table at the end, anything else before the first table.
fn write_settings(lines: &[&str], folder: &Folder) {
    let (before, new) = (folder.read("traek.toml"), lines.join("\n"));
    let is_table = new.starts_with('[');
    folder.file("traek.toml", if is_table { format!("{before}\n{new}\n") } else { format!("{new}\n{before}") });
}

/// A command as it looks in a console, with its exit code and what it writes.
fn run(command: &str, folder: &Folder) -> String {
    let args = command.strip_prefix("traek ").expect("a command of traek").split_whitespace();
    let output = folder.command().args(args).output().expect("traek starts");
    let code = match output.status.code() {
        Some(0) => String::new(),
        code => format!("? {}\n", code.expect("an exit code")),
    };
    format!("$ {command}\n{code}{}{}", stdout(&output), stderr(&output))
}
