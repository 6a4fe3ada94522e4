//! The ready-made continuous integration: pre-commit, GitHub Actions, GitLab.

use std::path::Path;

use traek_documents::ENDINGS;

use crate::support::{Folder, project, python_tool, stderr, stdout};

/// What the hook of pre-commit, the action and the template are called by their users: the tag of this version.
fn tag() -> String {
    format!("v{}", env!("CARGO_PKG_VERSION"))
}

fn text(path: &str) -> String {
    std::fs::read_to_string(project(path)).expect("UTF-8")
}

/// Checks a file against the schema that check-jsonschema ships with.
fn assert_fits(schema: &str, file: &Path) {
    let output = python_tool("check-jsonschema").args(["--builtin-schema", schema]).arg(file).output();
    let output = output.expect("check-jsonschema starts");
    assert!(output.status.success(), "{}: {}{}", file.display(), stdout(&output), stderr(&output));
}

#[test]
fn the_action_and_the_gitlab_template_fit_their_schemas() {
    assert_fits("vendor.github-actions", &project("action.yml"));
    assert_fits("vendor.gitlab-ci", &project("ci/gitlab.yml"));
}

#[test]
fn the_hooks_are_what_pre_commit_expects_and_take_every_format() {
    let manifest = project(".pre-commit-hooks.yaml");
    let output = python_tool("pre-commit").arg("validate-manifest").arg(manifest).output().expect("pre-commit starts");
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    let files = format!("files: \\.({})$\n", ENDINGS.join("|"));
    assert!(text(".pre-commit-hooks.yaml").contains(&files), "{files}");
}

#[test]
fn the_settings_that_the_guide_shows_fit_their_schemas() {
    let guide = text("docs/skabeloner.md");
    let folder = Folder::new();
    let mut seen = Vec::new();
    for block in guide.split("```yaml\n# ").skip(1) {
        let (name, rest) = block.split_once('\n').expect("a name and what stands in the file");
        let (content, _) = rest.split_once("```").expect("an end");
        let path = folder.file(name, content);
        let path = Path::new(&path);
        match name {
            ".pre-commit-config.yaml" => {
                let output = python_tool("pre-commit").arg("validate-config").arg(path).output();
                let output = output.expect("pre-commit starts");
                assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
            }
            ".github/workflows/breve.yml" => assert_fits("vendor.github-workflows", path),
            ".gitlab-ci.yml" => assert_fits("vendor.gitlab-ci", path),
            other => panic!("nothing is known about {other}"),
        }
        assert!(content.contains(&tag()), "{name} asks for another version: {content}");
        seen.push(name);
    }
    assert_eq!(seen.len(), 3, "{seen:?}");
    assert!(text("ci/gitlab.yml").contains(&format!("TRAEK_VERSION: {}\n", tag())));
}

#[test]
fn the_action_gives_its_inputs_to_scripts_as_environment_only() {
    let action = text("action.yml");
    let (inputs, steps) = action.split_once("runs:").expect("steps");
    let commands: Vec<&str> = steps.lines().filter(|line| line.contains("run: ")).collect();
    assert_eq!(commands.len(), 3);
    assert!(commands.iter().all(|command| !command.contains("${{")), "{commands:?}");
    let names = inputs.lines().filter_map(|line| line.strip_prefix("  ")?.strip_suffix(':'));
    let names: Vec<&str> = names.filter(|name| !name.starts_with(' ')).collect();
    assert_eq!(names, ["paths", "args", "fail-on", "changed-since", "sarif-file", "html-file"]);
    for name in names {
        let variable = format!("TRAEK_{}", name.to_uppercase().replace('-', "_"));
        assert!(steps.contains(&format!("{variable}: ${{{{ inputs.{name} }}}}")), "{name}");
        assert!(text("ci/github.sh").contains(&format!("${variable}")), "{name}");
    }
}

/// What the script of the action comes to with these variables, in a folder where `traek` is installed already.
#[cfg(unix)]
fn action(folder: &Folder, step: &str, variables: &[(&str, &str)]) -> std::process::Output {
    let installed = Path::new(&folder.path()).join(".runner/traek/bin");
    if !installed.exists() {
        std::fs::create_dir_all(&installed).expect("a folder");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_traek"), installed.join("traek")).expect("a link");
    }
    let mut command = std::process::Command::new("bash");
    command.arg(project("ci/github.sh")).arg(step).current_dir(folder.path());
    command.env("RUNNER_TEMP", format!("{}/.runner", folder.path())).env("GITHUB_ACTION_PATH", project(""));
    for name in ["PATHS", "ARGS", "FAIL_ON", "CHANGED_SINCE", "SARIF_FILE", "HTML_FILE"] {
        command.env(format!("TRAEK_{name}"), "");
    }
    command.envs(variables.iter().copied()).output().expect("bash starts")
}

#[cfg(unix)]
#[test]
fn the_action_runs_what_the_workflow_asks_for_and_nothing_else() {
    let folder = Folder::new();
    let letter = "Kære Mia\n\nVi beklager ventetiden, men vi har haft travlt.\n\nVenlig hilsen\nBo\n";
    folder.file("a b/brev.txt", letter);
    folder.file("c/brev.txt", letter);
    folder.file("d/brev.txt", letter);
    let check = |variables: &[(&str, &str)]| action(&folder, "check", variables);

    let output = check(&[
        ("TRAEK_PATHS", "a b\nc\n"),
        ("TRAEK_ARGS", "--select\nforsvar/men-efter-beklagelse\n--output\nshort=$(touch kapret); touch kapret.txt\n"),
        ("TRAEK_SARIF_FILE", "fund.sarif"),
        ("TRAEK_HTML_FILE", "fund.html"),
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let shown = folder.read("$(touch kapret); touch kapret.txt");
    let paths: Vec<&str> = shown.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(paths, ["a b/brev.txt", "c/brev.txt"]);
    for (file, expected) in [("fund.sarif", true), ("fund.html", true), ("kapret", false), ("kapret.txt", false)] {
        assert_eq!(Path::new(&folder.path()).join(file).exists(), expected, "{file}");
    }

    let select = ("TRAEK_ARGS", "--select\nforsvar/men-efter-beklagelse");
    let clean = check(&[("TRAEK_PATHS", "d"), select, ("TRAEK_FAIL_ON", "fejl")]);
    assert_eq!(clean.status.code(), Some(0), "{}", stderr(&clean));
    // A path is never an option.
    let path = check(&[("TRAEK_PATHS", "--version")]);
    assert_eq!(path.status.code(), Some(2));
    assert!(stderr(&path).contains("--version: filen findes ikke"), "{}", stderr(&path));
    assert_eq!(check(&[("TRAEK_PATHS", "d"), ("TRAEK_CHANGED_SINCE", "findes-ikke")]).status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn the_action_keeps_what_it_has_built_until_the_source_changes() {
    let folder = Folder::new();
    let key = |variables: &[(&str, &str)]| stdout(&action(&folder, "key", variables));
    let here = key(&[]);
    let sum = here.strip_prefix("key=").expect("a line for GITHUB_OUTPUT").trim_end();
    assert!(sum.len() > 6 && sum.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'), "{here}");
    assert_eq!(here, key(&[]));
    let other = Folder::new();
    for file in ["Cargo.toml", "Cargo.lock", "rules/a.toml", "crates/b.rs"] {
        other.file(file, file);
    }
    let path = other.path();
    let before = key(&[("GITHUB_ACTION_PATH", &path)]);
    assert_ne!(before, here);
    other.file("crates/b.rs", "changed");
    assert_ne!(key(&[("GITHUB_ACTION_PATH", &path)]), before);
    // What is there is not built again.
    assert!(action(&folder, "install", &[]).status.success());
}
