//! A repository of letter templates through its life, as its continuous integration sees it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::mixed_folder::word_with;
use crate::support::{Folder, read_results, stderr, stdout};

const TEMPLATES: &str = "tests/data/skabeloner";

/// Templates that nothing is wrong with.
const GOOD: [&str; 13] = [
    "afgoerelser/afslag-enkeltydelse.txt",
    "afgoerelser/bevilling-hjaelpemiddel.md",
    "afgoerelser/udendoersservering.md",
    "indkaldelser/skole-hjem-samtale.md",
    "kvitteringer/ansoegning.txt",
    "kvitteringer/byggeansoegning.html",
    "kvitteringer/mellemsvar.txt",
    "opfoelgning/efter-moedet.txt",
    "orientering/vejarbejde.md",
    "partshoering/boernetilskud.md",
    "svar/klage-over-samtale.txt",
    "svar/klage-over-ventetid.md",
    "svar/stoej-fra-byggeplads.html",
];

/// Templates that would make it worse, each with the least that a careful reader would say.
const BAD: [(&str, &[&str]); 9] = [
    ("afgoerelser/afslag-befordring.md", &["retssikkerhed/mangler-klagevejledning", "anerkendelse/mangler"]),
    ("afgoerelser/tilbagebetaling-boligstoette.txt", &["bedoemmelse/burde-have", "lukning/politi-og-jura"]),
    ("indkaldelser/sygedagpenge-opfoelgning.txt", &["bedoemmelse/du-har-undladt", "lukning/hvis-du-ikke"]),
    ("kvitteringer/henvendelse.txt", &["naeste-skridt/mangler", "forsvar/paa-grund-af-travlhed"]),
    ("opfoelgning/rykker-dokumentation.txt", &["bedoemmelse/som-tidligere-oplyst", "lukning/besvares-ikke"]),
    ("orientering/takster.html", &["lukning/udebliver-du", "fagsprog/i-henhold-til"]),
    ("partshoering/kontanthjaelp.html", &["retssikkerhed/mangler-hoeringsfrist", "lukning/konsekvenser"]),
    ("svar/affald-ikke-hentet.txt", &["forsvar/beklagelse-med-hvis", "forsvar/kan-ikke-genkende"]),
    ("svar/gentagne-henvendelser.txt", &["bedoemmelse/du-paastaar", "lukning/sagen-er-afsluttet"]),
];

/// The template with a condition that does not end.
const BROKEN: &str = "orientering/madservice.md";

/// Its last line before the end is missing.
const UNFINISHED: &str = "hvis noget ikke passer.\n";

/// The repository with everything committed on `main`, the broken template mended.
fn repository() -> Folder {
    let folder = Folder::copy_of(TEMPLATES);
    folder.edit(BROKEN, UNFINISHED, &format!("{UNFINISHED}{{% endif %}}\n"));
    folder.git(["init", "--quiet"]);
    commit(&folder, "Skabeloner");
    folder
}

fn commit(folder: &Folder, message: &str) {
    folder.git(["add", "."]);
    folder.git(["commit", "--quiet", "-m", message]);
}

/// What a run in the repository comes to.
struct Run {
    code: i32,
    out: String,
    told: String,
}

fn run<const N: usize>(folder: &Folder, args: [&str; N]) -> Run {
    let output = folder.traek(args);
    Run { code: output.status.code().expect("no signal"), out: stdout(&output), told: stderr(&output) }
}

/// The findings of a run as (path, rule).
fn found<const N: usize>(folder: &Folder, args: [&str; N]) -> BTreeSet<(String, String)> {
    let output = folder.command().args(["check", "--format", "json"]).args(args).output().expect("traek starts");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let letters = report["letters"].as_array().expect("letters").iter();
    letters.flat_map(|letter| places(letter, "findings").map(|rule| (text(&letter["path"]), rule))).collect()
}

fn places(letter: &Value, list: &str) -> impl Iterator<Item = String> {
    letter[list].as_array().into_iter().flatten().map(|finding| text(&finding["rule"]))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

fn read(folder: &Folder) -> Vec<Value> {
    let output = folder.traek(["check", "--format", "json", "."]);
    let mut report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    report["letters"].as_array_mut().map(std::mem::take).expect("letters")
}

#[test]
fn the_first_run_tells_the_good_templates_from_the_bad() {
    let folder = Folder::copy_of(TEMPLATES);
    let letters: BTreeMap<String, Value> =
        read(&folder).into_iter().map(|letter| (text(&letter["path"]), letter)).collect();
    assert_eq!(letters.len(), 30);
    for path in GOOD {
        let warnings: Vec<&Value> = letters[path]["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .filter(|finding| finding["severity"] != "raad")
            .collect();
        assert!(warnings.is_empty(), "{path}: {warnings:#?}");
    }
    for (path, expected) in BAD {
        let rules: BTreeSet<String> = places(&letters[path], "findings").collect();
        assert!(expected.iter().all(|rule| rules.contains(*rule)), "{path}: {rules:?}");
    }
    let neither = letters.keys().filter(|path| !GOOD.contains(&path.as_str()) && BAD.iter().all(|bad| bad.0 != *path));
    for path in neither {
        assert_ne!(places(&letters[path], "findings").count(), 0, "{path}");
    }
}

#[test]
fn the_exit_code_goes_from_broken_over_findings_to_clean() {
    let folder = Folder::copy_of(TEMPLATES);
    let first = run(&folder, ["check", "--format", "short", "."]);
    assert_eq!(first.code, 2, "{}", first.told);
    assert!(first.told.contains(&format!("fejl: {BROKEN}:10: »{{% if diaet %}}« mangler")), "{}", first.told);
    assert!(first.out.contains("svar/affald-ikke-hentet.txt:"), "{}", first.out);

    let folder = repository();
    let mended = run(&folder, ["check", "--format", "short", "."]);
    assert_eq!((mended.code, mended.told.as_str()), (1, ""));
    assert_eq!(run(&folder, ["check", "svar/klage-over-ventetid.md", "opfoelgning/efter-moedet.txt"]).code, 0);
    assert_eq!(run(&folder, ["check", "--fail-on", "fejl", "svar/skolevej.md"]).code, 0);
}

#[test]
fn the_settings_hold_for_the_folders_that_they_name() {
    let folder = repository();
    for letter in read(&folder) {
        let path = text(&letter["path"]);
        let given = text(&letter["genre_source"]) == "given";
        assert_eq!(given, !path.starts_with("svar/"), "{path}");
    }
    let rule = |path: &str, rule: &str| (path.to_owned(), rule.to_owned());
    let accepted = rule("partshoering/tagterrasse.txt", "fagsprog/partshoering");
    assert!(!found(&folder, ["."]).contains(&accepted));
    assert!(found(&folder, ["--no-config", "."]).contains(&accepted));
    let told = run(&folder, ["config", "opfoelgning/rykker-dokumentation.txt"]).out;
    assert!(told.contains("genre = \"opfoelgning\"  # traek.toml:"), "{told}");
}

#[test]
fn what_the_team_lives_with_is_told_with_its_reason() {
    let folder = repository();
    let suppressed: Vec<[String; 3]> = read(&folder)
        .iter()
        .flat_map(|letter| {
            let one = |finding: &Value| [text(&letter["path"]), text(&finding["by"]), text(&finding["reason"])];
            letter["suppressed"].as_array().into_iter().flatten().map(one).collect::<Vec<_>>()
        })
        .collect();
    let by_comment = "klagevejledningen ligger i bilag 2, som systemet altid vedhæfter";
    let by_settings = "Det skal læseren vide, og hjælpen til at betale står lige før";
    assert!(
        suppressed.contains(&["afgoerelser/udendoersservering.md", "comment", by_comment].map(str::to_owned)),
        "{suppressed:?}"
    );
    assert!(
        suppressed.contains(&["svar/parkeringsafgift.txt", "config", by_settings].map(str::to_owned)),
        "{suppressed:?}"
    );
}

#[test]
fn a_word_document_gives_the_findings_of_its_text() {
    let folder = repository();
    for name in ["svar/affald-ikke-hentet", "partshoering/boernetilskud", "indkaldelser/sygedagpenge-opfoelgning"] {
        let ending = if name.starts_with("partshoering") { "md" } else { "txt" };
        let text = folder.read(&format!("{name}.{ending}"));
        folder.file(&format!("{name}.docx"), word_document(&text));
        let rules = |ending: &str| -> Vec<String> {
            found(&folder, [&format!("{name}.{ending}")]).into_iter().map(|(_, rule)| rule).collect()
        };
        assert_eq!(rules("docx"), rules(ending), "{name}");
    }
}

/// A Word document with the paragraphs of `text`, lines that belong together in one paragraph.
fn word_document(text: &str) -> Vec<u8> {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let paragraphs = escaped.split("\n\n").map(|paragraph| {
        let lines: Vec<&str> = paragraph.lines().collect();
        format!("<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p><w:p/>", lines.join("</w:t><w:br/><w:t>"))
    });
    word_with(&paragraphs.collect::<String>())
}

#[test]
fn a_branch_is_judged_by_what_it_changes() {
    let folder = repository();
    folder.git(["switch", "--quiet", "-c", "ny-tekst"]);
    folder.edit("svar/skolevej.md", "Du hører fra os inden længe.", "Jeg ringer til dig senest den {{ svarfrist }}.");
    folder.file("svar/graffiti.docx", word_document(&folder.read("svar/klage-over-samtale.txt")));
    commit(&folder, "Bedre svar");
    let paths = |folder: &Folder| -> Vec<String> {
        let output = folder.traek(["check", "--format", "jsonl", "--changed-since", "main", "."]);
        let lines = stdout(&output);
        let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        lines.filter_map(|line| line["letter"]["path"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(paths(&folder), ["svar/graffiti.docx", "svar/skolevej.md"]);
    assert_eq!(run(&folder, ["check", "--changed-since", "main", "."]).code, 0);
    folder.edit("svar/skolevej.md", "Jeg ringer", "Vi beklager ventetiden, men vi har haft travlt. Jeg ringer");
    assert_eq!(run(&folder, ["check", "--changed-since", "main", "."]).code, 1);
}

#[test]
fn after_a_baseline_only_what_is_new_is_red() {
    let folder = repository();
    let settings = folder.read("traek.toml");
    let updated = run(&folder, ["baseline", "update", "."]);
    assert_eq!((updated.code, updated.told.as_str()), (0, ""), "{}", updated.out);
    folder.file("traek.toml", format!("baseline = \"traek-baseline.json\"\n{settings}"));
    commit(&folder, "Kendte fund");
    let check = || run(&folder, ["check", "--format", "short", "."]);
    let green = check();
    assert_eq!((green.code, green.out.as_str(), green.told.as_str()), (0, "", ""));

    // A paragraph moves within its template, and a template moves to another folder.
    let letter = "svar/affald-ikke-hentet.txt";
    let moved = "Vi har modtaget din klage over manglende tømning af din restaffaldsbeholder.\n\n";
    folder.edit(letter, moved, "");
    folder.edit(letter, "Med venlig hilsen", &format!("{moved}Med venlig hilsen"));
    folder.git(["mv", "svar/gentagne-henvendelser.txt", "svar/flere-mails.txt"]);
    let green = check();
    assert_eq!((green.code, green.out.as_str(), green.told.as_str()), (0, "", ""));

    // Somebody edits a sentence that has a finding: now it is theirs.
    folder.edit(letter, "Vi kan ikke genkende din beskrivelse", "Vi kan slet ikke genkende din beskrivelse");
    let red = check();
    assert_eq!((red.code, red.out.lines().count()), (1, 1), "{}", red.out);
    assert!(red.out.starts_with(letter) && red.out.contains("[forsvar/kan-ikke-genkende]"), "{}", red.out);
    assert!(red.told.contains("1 fund er ikke i brevene længere"), "{}", red.told);
    assert_eq!(run(&folder, ["baseline", "update", "."]).code, 0);
    assert_eq!(check().code, 0);

    // A new template has no findings that anybody knows.
    folder.file("svar/ny.txt", folder.read(letter));
    let red = check();
    assert_eq!(red.code, 1);
    assert!(red.out.lines().all(|line| line.starts_with("svar/ny.txt:")), "{}", red.out);
}

#[cfg(unix)]
#[test]
fn everything_that_goes_wrong_is_told_and_the_rest_is_done() {
    let folder = Folder::copy_of(TEMPLATES);
    folder.file("opfoelgning/traek.toml", "genre = \"opfølgning\"\nexlude = [\"arkiv/\"]\n");
    std::os::unix::fs::symlink("..", format!("{}/svar/rundt", folder.path())).expect("a link");
    folder.file("svar/oedelagt.docx", b"PK\x03\x04 der mangler resten");
    folder.edit("svar/skolevej.md", "Kære {{ navn }}", "<!-- traek: ignore fagsprog -->\nKære {{ navn }}");
    let broken = run(
        &folder,
        [
            "check",
            "--format",
            "short",
            "--output",
            "json=mangler/fund.json",
            "--output",
            "jsonl=.",
            "--output",
            "json=fund.json",
            ".",
        ],
    );
    assert_eq!(broken.code, 2);
    for message in [
        "opfoelgning/traek.toml:1:9",
        "opfoelgning/traek.toml:2:1",
        "linket fører tilbage",
        "svar/oedelagt.docx: ",
        "orientering/madservice.md:10: »{% if diaet %}« mangler",
        "svar/skolevej.md:3: ",
        "mangler/fund.json: mappen findes ikke",
        ".: det er en mappe",
    ] {
        assert!(broken.told.contains(message), "{message}: {}", broken.told);
    }
    assert!(!broken.out.contains("opfoelgning/"), "{}", broken.out);
    for (path, rules) in BAD.iter().filter(|(path, _)| !path.starts_with("opfoelgning/")) {
        let shown = |rule: &&str| broken.out.lines().any(|line| line.starts_with(path) && line.contains(*rule));
        assert!(rules.iter().all(shown), "{path}: {}", broken.out);
    }
    let report: Value = serde_json::from_str(&folder.read("fund.json")).expect("JSON");
    assert_eq!(report["letters"].as_array().map(Vec::len), Some(28));
    assert!(!std::path::Path::new(&folder.path()).join("mangler").exists());
}

#[test]
fn what_is_left_out_stays_so_when_a_hook_names_it() {
    let folder = repository();
    folder.file("arkiv/gammel.txt", folder.read("svar/affald-ikke-hentet.txt"));
    assert_eq!(run(&folder, ["check", "--force-exclude", "arkiv/gammel.txt", "svar/klage-over-ventetid.md"]).code, 0);
    assert_eq!(run(&folder, ["check", "arkiv/gammel.txt"]).code, 1);
    let named = run(&folder, ["fix", "--force-exclude", "arkiv/gammel.txt"]);
    assert_eq!((named.code, named.out.as_str()), (0, ""));
}

/// Every format with the file that it is written to; no file is one that would be read as a letter.
const FORMATS: [(&str, &str); 11] = [
    ("pretty", "fund.pretty"),
    ("short", "fund.short"),
    ("json", "fund.json"),
    ("jsonl", "fund.jsonl"),
    ("sarif", "fund.sarif"),
    ("github", "fund.github"),
    ("gitlab", "fund.gitlab"),
    ("junit", "fund.junit"),
    ("checkstyle", "fund.checkstyle"),
    ("rdjson", "fund.rdjson"),
    ("html", "fund.side"),
];

#[test]
fn every_format_is_written_in_one_run_and_tells_of_the_same_findings() {
    let folder = repository();
    let files: Vec<String> = FORMATS.iter().map(|(format, file)| format!("--output={format}={file}")).collect();
    let output = folder.command().args(["check", "--format", "github"]).args(&files).arg(".").output();
    let output = output.expect("traek starts");
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(1), ""));
    assert_eq!(folder.read("fund.github"), stdout(&output), "a file has what is shown");
    for (format, file) in FORMATS {
        assert!(folder.read(file).contains("svar/affald-ikke-hentet.txt"), "{format}");
    }

    let report: Value = serde_json::from_str(&folder.read("fund.json")).expect("JSON");
    let letters = list(&report["letters"]);
    let mut expected: Vec<(String, String)> = letters
        .iter()
        .flat_map(|letter| places(letter, "findings").map(|rule| (text(&letter["path"]), rule)))
        .collect();
    expected.sort();
    assert_eq!(letters.len(), 30);
    for (format, told) in told_by_readers(&folder) {
        assert_eq!(told, expected, "{format}");
    }
}

/// The findings of each result as its readers see them, as (path, rule) in order.
fn told_by_readers(folder: &Folder) -> Vec<(&'static str, Vec<(String, String)>)> {
    let read = |format: &str| read_results(format, &format!("{}/fund.{format}", folder.path()));
    let log = read("sarif");
    let shown = list(&log["runs"][0]["results"]).iter().filter(|result| result["suppressions"].is_null());
    let sarif = shown.map(|result| {
        let location = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        (text(&location["uri"]), text(&result["ruleId"]))
    });
    let issues = read("gitlab");
    let gitlab = list(&issues).iter().map(|issue| (text(&issue["location"]["path"]), text(&issue["check_name"])));
    let suites = read("junit");
    let junit = list(&suites).iter().flat_map(|suite| {
        let cases = list(&suite["cases"]).iter().map(|case| text(&case["name"])).filter(|name| name != "ingen fund");
        cases.map(|name| (text(&suite["name"]), name.split(' ').next().expect("a rule").to_owned()))
    });
    let reports = read("checkstyle");
    let checkstyle = list(&reports).iter().flat_map(|file| {
        let rule = |error: &Value| text(&error["source"]).replacen("traek.", "", 1).replacen('.', "/", 1);
        list(&file["errors"]).iter().map(move |error| (text(&file["name"]), rule(error)))
    });
    let diagnostics = read("rdjson");
    let rdjson = list(&diagnostics["diagnostics"])
        .iter()
        .map(|one| (text(&one["location"]["path"]), text(&one["code"]["value"])));
    let mut told = vec![
        ("sarif", sarif.collect::<Vec<_>>()),
        ("gitlab", gitlab.collect()),
        ("junit", junit.collect()),
        ("checkstyle", checkstyle.collect()),
        ("rdjson", rdjson.collect()),
    ];
    told.iter_mut().for_each(|(_, findings)| findings.sort());
    told
}

#[test]
fn templates_that_say_other_things_than_the_authority_are_told() {
    let folder = repository();
    let findings = found(&folder, ["."]);
    let objections: Vec<(&str, &str)> = findings
        .iter()
        .map(|(path, rule)| (path.as_str(), rule.as_str()))
        .filter(|(_, rule)| rule.starts_with("dokument/and"))
        .collect();
    let expected = [
        ("kvitteringer/klage.md", "dokument/anden-svartid"),
        // Two digits have changed places.
        ("orientering/aabningstider.txt", "dokument/andet-telefonnummer"),
        ("orientering/aabningstider.txt", "dokument/andre-aabningstider"),
    ];
    assert_eq!(objections, expected);
}

#[test]
fn the_report_shows_where_templates_have_drifted_apart() {
    let folder = repository();
    let output = folder.traek(["report", "--format", "json", "."]);
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let versions =
        |one: &Value| -> Vec<String> { list(&one["versions"]).iter().map(|one| text(&one["value"])).collect() };
    let contradictions: Vec<Vec<String>> = list(&report["contradictions"]["found"]).iter().map(versions).collect();
    assert_eq!(contradictions, [["55 12 40 10", "55 12 04 10"]]);
    let alike = list(&report["wordings"]["alike"]);
    assert_eq!(alike.len(), 1);
    assert_eq!(alike[0]["most_common"]["templates"][0], "kvitteringer/ansoegning.txt");
    assert_eq!(alike[0]["others"][0]["templates"][0], "kvitteringer/klage.md");
}

#[test]
fn what_a_template_may_have_a_letter_may_not() {
    let folder = repository();
    let rule = ("partshoering/tagterrasse.txt".to_owned(), "dokument/glemt-vejledning".to_owned());
    assert!(!found(&folder, ["."]).contains(&rule));
    let sent = found(&folder, ["--mode", "afsend", "svar/klage-over-samtale.txt"]);
    assert!(sent.iter().any(|(_, rule)| rule.starts_with("dokument/")), "{sent:?}");
}
