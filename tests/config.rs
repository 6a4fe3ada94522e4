//! `traek.toml`: which settings hold for which letter, and what is said about a broken one.

use crate::support::{Folder, stderr, stdout};

const LETTER: &str = "Kære Mia\n\nVi beklager ventetiden, men vi har haft travlt. Såfremt du er i tvivl, så ring.\n\n\
                      Venlig hilsen\nBo\n";

/// The rules that `traek check` shows in the folder, in order.
fn rules<const N: usize>(folder: &Folder, args: [&str; N]) -> Vec<String> {
    let output = folder.command().args(["check", "--format", "short"]).args(args).output().expect("traek starts");
    assert_ne!(output.status.code(), Some(2), "{}", stderr(&output));
    let rule = |line: &str| line.rsplit_once('[').map(|(_, rule)| rule.trim_end_matches(']').to_owned());
    stdout(&output).lines().filter_map(rule).collect()
}

fn folder(config: &str) -> Folder {
    let folder = Folder::new();
    folder.file("brev.txt", LETTER);
    folder.file("traek.toml", config);
    folder
}

#[test]
fn the_nearest_configuration_above_the_letter_holds() {
    let folder = folder("select = [\"forsvar\"]\n");
    folder.file("sager/2026/brev.txt", LETTER);
    folder.file("breve/brev.txt", LETTER);
    folder.file("breve/traek.toml", "select = [\"fagsprog\"]\n");
    assert_eq!(rules(&folder, ["sager/2026/brev.txt"])[0], "forsvar/men-efter-beklagelse");
    assert_eq!(rules(&folder, ["breve/brev.txt"]), ["fagsprog/saafremt"]);
    // Both in one run, from elsewhere.
    let both = folder.path();
    let output =
        crate::support::traek(["check", "--format", "short", &format!("{both}/sager"), &format!("{both}/breve")]);
    assert!(stdout(&output).contains("[forsvar/men-efter-beklagelse]"));
    assert!(stdout(&output).contains("[fagsprog/saafremt]"));
    assert!(!stdout(&output).contains("[naeste-skridt/mangler]"));
}

#[test]
fn the_command_line_wins_and_no_config_reads_none() {
    let folder = folder("select = [\"forsvar\"]\nignore = [\"forsvar/laeses-som-forsvar\"]\nfail-on = \"fejl\"\n");
    assert_eq!(rules(&folder, ["brev.txt"]), ["forsvar/men-efter-beklagelse"]);
    assert_eq!(rules(&folder, ["brev.txt", "--select", "fagsprog"]), ["fagsprog/saafremt"]);
    assert!(rules(&folder, ["brev.txt", "--no-config"]).contains(&"naeste-skridt/mangler".to_owned()));
    assert_eq!(folder.traek(["check", "brev.txt"]).status.code(), Some(0));
    assert_eq!(folder.traek(["check", "brev.txt", "--fail-on", "advarsel"]).status.code(), Some(1));
}

#[test]
fn severity_and_genre_can_differ_for_some_files() {
    let folder = folder(
        "select = [\"forsvar/men-efter-beklagelse\"]\n\n[[override]]\nfiles = [\"afslag/*.txt\"]\ngenre = \"afgoerelse\"\n\
         severity = { forsvar = \"fejl\" }\n",
    );
    folder.file("afslag/brev.txt", LETTER);
    let output = folder.traek(["check", "--format", "json", "."]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let letters = report["letters"].as_array().expect("letters");
    let told = |letter: &serde_json::Value| {
        let severity = &letter["findings"][0]["severity"];
        [&letter["path"], &letter["genre_source"], severity].map(|value| value.as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(told(&letters[0]), ["afslag/brev.txt", "given", "fejl"]);
    assert_eq!(told(&letters[1]), ["brev.txt", "detected", "advarsel"]);
}

#[test]
fn accepted_words_are_no_jargon_here() {
    let folder = folder("select = [\"fagsprog\"]\naccept = [\"såfremt\"]\n");
    assert_eq!(rules(&folder, ["brev.txt"]), [""; 0]);
    folder.file("traek.toml", "select = [\"fagsprog\"]\naccept = [\"såfremt du ikke\"]\n");
    assert_eq!(rules(&folder, ["brev.txt"]), ["fagsprog/saafremt"]);
}

#[test]
fn every_mistake_is_shown_at_its_place_and_other_folders_are_still_read() {
    let folder = Folder::new();
    folder.file("god/brev.txt", LETTER);
    folder.file("skidt/brev.txt", LETTER);
    folder.file(
        "skidt/traek.toml",
        "genre = \"brev\"\nselct = []\nignore = [3]\n\n[[suppress]]\nrule = \"forsvar/men-efter-beklagelse\"\nreson = \"x\"\n",
    );
    let output = folder.traek(["check", "--select", "forsvar", "--format", "short", "."]);
    assert_eq!(output.status.code(), Some(2));
    for place in ["skidt/traek.toml:1:9", "skidt/traek.toml:2:1", "skidt/traek.toml:3:11", "skidt/traek.toml:7:1"] {
        assert!(stderr(&output).contains(place), "{place}: {}", stderr(&output));
    }
    assert!(stdout(&output).contains("god/brev.txt:3:25"));
    assert!(!stdout(&output).contains("skidt/"));
}

#[test]
fn values_that_mean_nothing_are_shown_together() {
    let folder = folder(
        "select = [\"forsva\"]\naccept = [\"sags*behandler\"]\n[severity]\n\"forsvar/findes-ikke\" = \"raad\"\n\
         [[override]]\ngenre = \"svar\"\n[[suppress]]\nrule = \"forsvar\"\n[[suppress]]\nreason = \"  \"\n",
    );
    let output = folder.traek(["check", "brev.txt"]);
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    for message in [
        "»forsva« er hverken en markør eller en regel; mente du »forsvar«",
        "»*« kan kun stå til sidst",
        "»forsvar/findes-ikke« er hverken",
        "»files« mangler",
        "»forsvar« er ikke en regel",
        "»reason« mangler",
        "»rule« mangler",
    ] {
        assert!(told.contains(message), "{message}: {told}");
    }
}

#[test]
fn packs_of_a_project_are_read_from_its_folder() {
    let folder = folder("packs = [\"regler/vores.toml\"]\nselect = [\"fagsprog/hermed\", \"fagsprog/kludetaeppe\"]\n");
    let pack = "title = \"Vores\"\n[[term]]\nlemma = \"kludetæppe\"\nclass = \"erstat\"\nplain = [\"blanding\"]\n\
                bad = \"Det er et kludetæppe.\"\ngood = \"Det er en blanding.\"\n";
    folder.file("regler/vores.toml", pack);
    folder.file("brev.txt", "Kære Mia\n\nDet er et kludetæppe.\n\nVenlig hilsen\nBo\n");
    assert_eq!(rules(&folder, ["brev.txt"]), ["fagsprog/kludetaeppe"]);
    folder.file("regler/vores.toml", "title = 3\n");
    let output = folder.traek(["check", "brev.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("regler/vores.toml:1:9"), "{}", stderr(&output));
}

#[test]
fn the_users_own_settings_come_before_the_projects() {
    let folder = folder("ignore = [\"fagsprog\"]\n");
    let own = Folder::new();
    own.file("traek/traek.toml", "select = [\"fagsprog\", \"forsvar/men-efter-beklagelse\"]\n");
    let shown = |args: &[&str]| {
        let output = folder.command().env("XDG_CONFIG_HOME", own.path()).args(args).output().expect("traek starts");
        (output.status.code(), stdout(&output) + &stderr(&output))
    };
    let (_, told) = shown(&["check", "--format", "short", "brev.txt"]);
    assert!(told.contains("[forsvar/men-efter-beklagelse]") && !told.contains("[fagsprog/"), "{told}");
    let (code, told) = shown(&["config", "brev.txt"]);
    assert_eq!(code, Some(0));
    assert!(told.contains("ignore = [\"fagsprog\"]  # traek.toml"), "{told}");
    assert!(told.contains("traek/traek.toml"), "{told}");
    own.file("traek/traek.toml", "[[suppress]]\nrule = \"forsvar/men-efter-beklagelse\"\nreason = \"x\"\n");
    let (code, told) = shown(&["check", "brev.txt"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("hører til i projektets egen traek.toml"), "{told}");
}

#[test]
fn init_writes_a_file_that_can_be_used_and_never_overwrites() {
    let folder = Folder::new();
    folder.file("brev.txt", LETTER);
    assert_eq!(folder.traek(["init"]).status.code(), Some(0));
    let written = folder.read("traek.toml");
    assert_ne!(folder.traek(["check", "brev.txt"]).status.code(), Some(2));
    // Every setting that is switched off is one that there is.
    let on: String =
        written.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).fold(String::new(), |all, line| {
            let setting = line.starts_with('[') || line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
            if setting { all + line + "\n" } else { all }
        });
    assert!(on.lines().count() > 12, "{on}");
    folder.file("regler/vores-ord.toml", "title = \"Vores\"\n");
    folder.file("traek.toml", on.replace("baseline = ", "# "));
    let output = folder.traek(["check", "brev.txt"]);
    assert_ne!(output.status.code(), Some(2), "{}\n{on}", stderr(&output));
    assert_eq!(folder.traek(["init"]).status.code(), Some(2));
}

#[test]
fn letters_are_held_against_what_the_authority_says_about_itself() {
    let folder = folder(
        "select = [\"dokument\"]\n[authority]\nphones = [\"96 31 4x xx\"]\nopening-hours = [\"mandag-torsdag 10-15\"]\n",
    );
    let letter = "Kære Mia\n\nRing til os på 96 31 50 00. Vores telefontid er mandag-torsdag kl. 10.00-15.00.\n\n\
                  Venlig hilsen\nBo\n";
    folder.file("brev.txt", letter);
    assert_eq!(rules(&folder, ["brev.txt"]), ["dokument/andet-telefonnummer"]);
    folder.file("brev.txt", letter.replace("50 00", "41 12").replace("15.00", "14.00"));
    assert_eq!(rules(&folder, ["brev.txt"]), ["dokument/andre-aabningstider"]);
    let shown = stdout(&folder.traek(["config", "brev.txt"]));
    assert!(shown.contains("authority.phones = [\"96 31 4x xx\"]"), "{shown}");
    folder.file("traek.toml", "[authority]\nphones = [\"96 31\"]\nopening-hours = [\"mandag\"]\nphone = []\n");
    let told = stderr(&folder.traek(["check", "brev.txt"]));
    assert!(told.contains("traek.toml:4:1"), "{told}");
    folder.file("traek.toml", "[authority]\nphones = [\"96 31\"]\nopening-hours = [\"mandag\"]\n");
    let told = stderr(&folder.traek(["check", "brev.txt"]));
    assert!(told.contains("traek.toml:2:11") && told.contains("traek.toml:3:18"), "{told}");
}

#[test]
fn a_template_may_have_what_a_letter_may_not() {
    let folder =
        folder("select = [\"dokument\"]\nmode = \"skabelon\"\n[[override]]\nfiles = [\"ud/*\"]\nmode = \"afsend\"\n");
    let letter = "Kære «Navn»\n\nMødet er den xx.xx.xxxx. Jeg ringer til dig.\n\nVenlig hilsen\nBo\n";
    folder.file("brev.txt", letter);
    folder.file("ud/brev.txt", letter);
    assert_eq!(rules(&folder, ["brev.txt"]), [""; 0]);
    assert!(rules(&folder, ["ud/brev.txt"]).contains(&"dokument/uudfyldt-felt".to_owned()));
    assert_eq!(rules(&folder, ["brev.txt", "--mode", "afsend"])[0], "dokument/uudfyldt-felt");
}
