//! `traek report`: what a whole folder of templates has in common.

use serde_json::Value;

use crate::support::{Folder, stderr, stdout, traek};

const CONTACT: &str = "Du kan ringe til os på 33 66 40 10, mandag-torsdag kl. 10-15.";

const DATA: &str = "Vi bruger de oplysninger, du har givet os, til at behandle din sag. Du kan altid bede om at se dem, og du kan \
                    få dem rettet, hvis de er forkerte.";

fn template(text: &str, data: &str, contact: &str) -> String {
    format!("Kære «Navn»\n\n{text}\n\n{data}\n\n{contact}\n\nVenlig hilsen\n«Sagsbehandler»\nBorgerservice\n")
}

const RECEIPT: &str = "Du har søgt om en plads i dagplejen til dit barn, og du vil gerne have svar før sommerferien. Det \
                       næste, der sker, er, at vi læser ansøgningen. Du hører fra os senest den «Frist».";

const REMINDER: &str = "Vi mangler stadig dine lønsedler. Du bedes fremsende dem senest den «Frist». I modsat fald lukkes sagen \
                        uden yderligere varsel.";

const ANSWER: &str = "Du skriver, at du har ventet siden maj, og at du mangler svar. Vi beklager ventetiden, men vi har haft \
                      travlt. Mette Holm ringer til dig den 3. juni 2025 om sag 24118211.";

/// Templates in which every section of the report has something to say.
fn templates() -> Folder {
    let folder = Folder::new();
    for (name, text) in
        [("a-kvittering", RECEIPT), ("b-kvittering", RECEIPT), ("c-rykker", REMINDER), ("d-svar", ANSWER)]
    {
        folder.file(&format!("{name}.txt"), template(text, DATA, CONTACT));
    }
    let other_words = DATA.replace("altid", "til enhver tid");
    let other_hours = CONTACT.replace("10-15", "9-14");
    folder.file("e-rykker.txt", template(REMINDER, &other_words, &other_hours));
    folder
}

/// Templates with nothing to mend.
fn clean() -> Folder {
    let folder = Folder::new();
    folder.file("a.txt", template(RECEIPT, DATA, CONTACT));
    folder.file("b.txt", template(RECEIPT, DATA, CONTACT));
    folder
}

fn json(folder: &Folder) -> Value {
    let output = traek(["report", "--no-config", "--format", "json", &folder.path()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn markdown(folder: &Folder) -> String {
    let output = traek(["report", "--no-config", &folder.path()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    stdout(&output)
}

/// The names of the files in a list of paths.
fn names(paths: &Value) -> Vec<&str> {
    let name = |path: &'_ Value| path.as_str().and_then(|path| path.rsplit('/').next()).map(str::to_owned);
    let names: Vec<String> = paths.as_array().expect("a list").iter().filter_map(name).collect();
    names.into_iter().map(|name| &*name.leak()).collect()
}

fn rule<'r>(report: &'r Value, id: &str) -> &'r Value {
    let rules = report["rules"].as_array().expect("rules");
    rules.iter().find(|rule| rule["rule"] == id).unwrap_or_else(|| panic!("{id} is not in {rules:#?}"))
}

#[test]
fn the_json_has_the_shape_that_the_readme_promises() {
    let report = json(&templates());
    let keys: Vec<&str> = report.as_object().expect("an object").keys().map(String::as_str).collect();
    let promised = [
        "contradictions",
        "errors",
        "examples",
        "learning",
        "overview",
        "rules",
        "templates",
        "trend",
        "version",
        "wordings",
    ];
    assert_eq!(keys, promised);
    assert_eq!(report["version"], 1);
    assert_eq!(report["trend"], Value::Null);
    assert_eq!(report["overview"]["templates"], 5);
    assert_eq!(report["overview"]["unread"], 0);
    for marker in report["overview"]["markers"].as_array().expect("markers") {
        assert!(
            marker["marker"].is_string() && marker["findings"].is_u64() && marker["templates"].is_u64(),
            "{marker}"
        );
    }
    assert_eq!(report["templates"][0]["genre"], "kvittering");
    assert_eq!(report["learning"].as_array().map(Vec::len), Some(5));
}

#[test]
fn a_rule_says_in_which_templates_it_finds_something() {
    let report = json(&templates());
    let found = rule(&report, "lukning/i-modsat-fald");
    assert_eq!((&found["findings"], &found["severity"]), (&2.into(), &"advarsel".into()));
    let paths: Vec<Value> =
        found["templates"].as_array().expect("templates").iter().map(|one| one["path"].clone()).collect();
    assert_eq!(names(&paths.into()), ["c-rykker.txt", "e-rykker.txt"]);
    assert!(found["why"].as_str().is_some_and(|why| why.ends_with('.')), "{found}");
}

#[test]
fn the_counts_are_those_of_check() {
    let folder = templates();
    let report = json(&folder);
    let output = traek(["check", "--no-config", "--format", "json", &folder.path()]);
    let checked: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let letters = checked["letters"].as_array().expect("letters");
    let findings: usize = letters.iter().map(|letter| letter["findings"].as_array().map_or(0, Vec::len)).sum();
    assert_eq!(report["overview"]["findings"], findings);
    assert_eq!(report["templates"].as_array().map(Vec::len), Some(letters.len()));
    let by_rule: u64 =
        report["rules"].as_array().expect("rules").iter().filter_map(|rule| rule["findings"].as_u64()).sum();
    assert_eq!(by_rule, findings as u64);
}

#[test]
fn hours_that_do_not_fit_are_a_contradiction() {
    let report = json(&templates());
    let found = report["contradictions"]["found"].as_array().expect("contradictions");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((&found[0]["kind"], &found[0]["about"]), (&"aabningstid".into(), &"telefontid".into()));
    assert_eq!(found[0]["versions"][0]["value"], "mandag-torsdag 10-15");
    assert_eq!(found[0]["versions"][1]["value"], "mandag-torsdag 9-14");
    assert_eq!(names(&found[0]["versions"][1]["templates"]), ["e-rykker.txt"]);
}

#[test]
fn a_paragraph_in_two_wordings_is_shown_with_the_words_that_differ() {
    let report = json(&templates());
    let wordings = &report["wordings"];
    assert_eq!(
        wordings["shared"], 3,
        "data, receipt and reminder stand word for word in several templates: {wordings:#?}"
    );
    let alike = &wordings["alike"][0];
    assert_eq!(alike["most_common"]["text"], DATA);
    assert_eq!(names(&alike["most_common"]["templates"]).len(), 4);
    assert_eq!(names(&alike["others"][0]["templates"]), ["e-rykker.txt"]);
    let changes = alike["others"][0]["changes"].as_array().expect("changes");
    assert!(changes.contains(&serde_json::json!({"gone": "altid "})), "{changes:#?}");
    assert!(changes.contains(&serde_json::json!({"new": "til enhver tid "})), "{changes:#?}");
}

#[test]
fn examples_say_what_to_write_and_nothing_about_anybody() {
    let report = json(&templates());
    let examples = report["examples"].as_array().expect("examples");
    let of = |id: &str| examples.iter().find(|one| one["rule"] == id).unwrap_or_else(|| panic!("{id}: {examples:#?}"));
    assert_eq!(of("forsvar/men-efter-beklagelse")["after"], "Vi beklager ventetiden.");
    assert_eq!(of("lukning/i-modsat-fald")["before"], "I modsat fald lukkes sagen uden yderligere varsel.");
    let shown = format!("{examples:?}");
    assert!(!shown.contains("Mette") && !shown.contains("24118211"), "{shown}");
}

#[test]
fn examples_from_letters_of_all_kinds_tell_nothing() {
    let output = traek(["report", "--no-config", "--format", "json", "corpus"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let examples = report["examples"].as_array().expect("examples");
    assert!(examples.len() >= 8, "{examples:#?}");
    for example in examples {
        for text in ["before", "after"].iter().filter_map(|key| example[key].as_str()) {
            assert!(!text.contains('@') && !text.contains(|sign: char| sign.is_ascii_digit()), "{text}");
        }
    }
}

#[test]
fn the_trend_tells_what_is_gone_and_what_is_new() {
    let folder = templates();
    let baseline = format!("{}/baseline.json", folder.path());
    let written = traek(["baseline", "update", "--no-config", "--baseline", &baseline, &folder.path()]);
    assert_eq!(written.status.code(), Some(0), "{}", stderr(&written));
    folder.file("c-rykker.txt", template(RECEIPT, DATA, CONTACT));
    folder.file("f-ny.txt", template("Som bekendt mangler vi stadig dine lønsedler.", DATA, CONTACT));
    let output = traek(["report", "--no-config", "--format", "json", "--baseline", &baseline, &folder.path()]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let rules = report["trend"]["rules"].as_array().expect("rules");
    let of = |id: &str| rules.iter().find(|one| one["rule"] == id).unwrap_or_else(|| panic!("{id}: {rules:#?}"));
    let counts = |one: &Value| ["then", "gone", "new", "now"].map(|key| one[key].as_u64().expect("a count"));
    assert_eq!(counts(of("lukning/i-modsat-fald")), [2, 1, 0, 1]);
    assert_eq!(counts(of("bedoemmelse/som-bekendt")), [0, 0, 1, 1]);
    assert_eq!(counts(of("forsvar/men-efter-beklagelse")), [1, 0, 0, 1]);
    let [then, gone, new, now] = counts(&report["trend"]["total"]);
    assert_eq!(then - gone + new, now);
    assert_eq!(report["overview"]["findings"], json(&folder)["overview"]["findings"], "the baseline hides nothing");
}

#[test]
fn letters_that_are_not_read_say_nothing_about_the_trend() {
    let folder = templates();
    let baseline = format!("{}/baseline.json", folder.path());
    traek(["baseline", "update", "--no-config", "--baseline", &baseline, &folder.path()]);
    let one = format!("{}/c-rykker.txt", folder.path());
    let output = traek(["report", "--no-config", "--format", "json", "--baseline", &baseline, &one]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["trend"]["total"]["gone"], 0);
    assert_eq!(report["trend"]["total"]["new"], 0);
}

#[test]
fn every_section_of_the_markdown_has_something_to_say() {
    let report = markdown(&templates());
    for title in [
        "## Overblik",
        "## Begynd her",
        "## Tallene",
        "## Det hjælper mest at rette",
        "## Udviklingen",
        "## Oplysninger, der modsiger hinanden",
        "## Samme afsnit skrevet på flere måder",
        "## Før og efter",
        "## Fem spørgsmål til teamet",
        "## Skabelonerne, én for én",
    ] {
        let (_, section) = report.split_once(title).unwrap_or_else(|| panic!("{title} is missing"));
        let section = section.split("\n## ").next().unwrap_or_default().trim();
        assert!(section.len() > 40, "{title}: {section}");
    }
    assert!(report.contains("**til enhver tid**"), "{report}");
    assert!(report.contains("Vi beklager ~~ventetiden, men vi har haft travlt.~~"), "{report}");
}

#[test]
fn clean_templates_have_a_clean_report() {
    let folder = clean();
    let report = json(&folder);
    assert_eq!(report["overview"]["without_warnings"], 2);
    assert_eq!(report["contradictions"]["found"], serde_json::json!([]));
    assert_eq!(report["wordings"]["alike"], serde_json::json!([]));
    let text = markdown(&folder);
    assert!(text.contains("Skabelonerne er klar til brug."), "{text}");
    // The tool follows its own rules: what it writes has nothing that would be a warning in a letter.
    let written = folder.file("rapport.md", &text);
    let output = traek(["check", "--no-config", &written]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
}

#[test]
fn the_same_templates_give_the_same_bytes() {
    let folder = templates();
    for format in ["markdown", "html", "json"] {
        let written = || traek(["report", "--no-config", "--format", format, &folder.path()]).stdout;
        assert!(written() == written(), "{format}");
    }
}

#[test]
fn the_page_loads_nothing_and_has_every_section() {
    let output = traek(["report", "--no-config", "--format", "html", &templates().path()]);
    let page = stdout(&output);
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert!(!page.contains("src=") && !page.contains("url(") && !page.contains("://"), "{page}");
    for id in
        ["overblik", "begynd", "tal", "regler", "udvikling", "modstrid", "ordlyd", "eksempler", "laering", "skabeloner"]
    {
        assert!(page.contains(&format!("<section id=\"{id}\">")) && page.contains(&format!("href=\"#{id}\"")), "{id}");
    }
    assert!(page.contains("<ins>til enhver tid</ins>"), "{page}");
}

#[test]
fn reports_are_written_to_several_files() {
    let folder = templates();
    let [page, object] = ["html=rapport.html", "json=rapport.json"].map(|output| {
        let (format, name) = output.split_once('=').expect("a format");
        format!("{format}={}/{name}", folder.path())
    });
    let output = traek(["report", "--no-config", "--output", &page, "--output", &object, &folder.path()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).lines().all(|line| line.contains("5 skabeloner")), "{}", stdout(&output));
    let read = |name: &str| std::fs::read_to_string(format!("{}/{name}", folder.path())).expect("a file");
    assert!(read("rapport.html").starts_with("<!DOCTYPE html>"));
    assert_eq!(serde_json::from_str::<Value>(&read("rapport.json")).expect("JSON")["version"], 1);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_reported() {
    let folder = templates();
    folder.file("g-i-stykker.docx", b"PK\x03\x04 no package");
    let output = traek(["report", "--no-config", "--format", "json", &folder.path()]);
    assert_eq!(output.status.code(), Some(2));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&report["overview"]["templates"], &report["overview"]["unread"]), (&5.into(), &1.into()));
    assert!(report["errors"][0]["path"].as_str().is_some_and(|path| path.ends_with("g-i-stykker.docx")), "{report:#?}");
    assert!(stderr(&output).contains("g-i-stykker.docx"), "{}", stderr(&output));
}

#[test]
fn the_danish_name_and_a_wrong_format_are_understood() {
    let folder = clean();
    assert_eq!(traek(["rapport", "--no-config", &folder.path()]).status.code(), Some(0));
    let output = traek(["report", "--output", "pdf=x.pdf", &folder.path()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("formatet »pdf« kendes ikke; mulighederne er markdown, html og json"),
        "{}",
        stderr(&output)
    );
}
