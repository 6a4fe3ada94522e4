//! Results for programs: each format is read as other programs read it, and its places lead to the very words.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::documents::{MAIL, docx};
use crate::places::{Place, Point, Seen, decoded, list, number, region_of_sarif, text};
use crate::support::{Folder, command, read_results, stderr};

/// The formats; each is written in a file of that name.
const FORMATS: [&str; 7] = ["sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "short"];

/// A name that has to be escaped, and looks as if it were.
const PLAIN: &str = "svar, æ 100%2C: nr 1.txt";

/// Line ends of Windows, signs of several bytes before a finding, one over two lines, and a word in two of them.
const PLAIN_TEXT: &str = "Kære Åse\r\n\r\n😀 Æblet ærgrer os. Vi beklager fejlen, men vi har haft travlt. Ring, såfremt du er i \
    tvivl, og kom,\r\nsåfremt det haster. Vi beklager forløbet, men vi har\r\nhaft travlt.\r\n\r\nVenlig hilsen\r\nBo Ærø\r\n";

/// Letters in two parts, a soft hyphen and a hard space before and in what is found.
const DIVIDED: &str = "Vi na\u{30A}r det ma\u{AD}ske. Ring,\u{A0}sa\u{30A}fremt du kan.\n";

const PAGE: &str = "<html>\n<head><title>Såfremt</title></head>\n<body>\n<p>K&aelig;re Mia</p>\n\n\
    <p>😀 Vi beklager fejlen, <b>men</b> vi&nbsp;har\n  haft travlt.</p>\n<p>Ring, s&aring;fremt du kan.</p>\n</body>\n</html>\n";

/// The same in windows-1252.
const OLD_PAGE: &[u8] = b"<p>K\xE6re Mia</p>\n<p>P\xE5 gensyn. Ring, s\xE5fremt du kan, og s&aring;fremt du vil.</p>\n";

/// A comment that takes out what follows it; the configuration takes out the jargon.
const SUPPRESSED: &str = "<!-- traek: ignore forsvar/men-efter-beklagelse – aftalt med juristen -->\nVi beklager fejlen, \
    men vi har haft travlt.\n\nRing, såfremt du kan.\n";

const CONFIG: &str =
    "[[suppress]]\nrule = \"fagsprog/saafremt\"\nfiles = [\"undertrykt.md\"]\nreason = \"skiftes ud i maj\"\n";

/// The results of one run over awkward letters, in each format.
struct Results {
    folder: Folder,
    /// `--format json`, which says what there is to be seen.
    json: Value,
}

impl Results {
    fn new() -> Self {
        let folder = Folder::new();
        for name in [".git", "breve"] {
            std::fs::create_dir(format!("{}/{name}", folder.path())).expect("a folder");
        }
        folder.file("traek.toml", CONFIG);
        folder.file(&format!("breve/{PLAIN}"), PLAIN_TEXT);
        folder.file("breve/brev.docx", docx());
        folder.file("breve/delt.txt", DIVIDED);
        folder.file("breve/forkert.md", "Kære Mia\n\nVi ses.\n\n<!-- traek: ignore findes/ikke – fordi -->\nHej.\n");
        folder.file(
            "breve/forkert.html",
            "<p>\nKære\nMia</p>\n<!-- traek: ignore findes/ikke – fordi -->\n\n<p>Hej.</p>\n",
        );
        folder.file("breve/gammel.html", OLD_PAGE);
        folder.file("breve/mail.eml", MAIL);
        folder.file("breve/side.html", PAGE);
        folder.file("breve/styretegn.txt", "Vi beklager fejlen, men vi har \u{1b}[31mhaft\u{9b} {travlt}.\n");
        folder.file("breve/undertrykt.md", SUPPRESSED);
        folder.file("breve/ødelagt.docx", b"PK\x03\x04");
        Self::of(folder)
    }

    fn of(folder: Folder) -> Self {
        let mut command = command();
        command.current_dir(format!("{}/breve", folder.path()));
        command.args(["check", "--rules-only", "--select", "forsvar,fagsprog", "--format", "json"]);
        for format in FORMATS {
            command.arg(format!("--output={format}=../{format}"));
        }
        let output = command.arg(".").output().expect("traek starts");
        assert!(output.status.code().is_some(), "{}", stderr(&output));
        let json = serde_json::from_slice(&output.stdout).expect("JSON");
        Self { folder, json }
    }

    /// The file in `format`.
    fn written(&self, format: &str) -> String {
        std::fs::read_to_string(self.path(format)).expect("UTF-8")
    }

    fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.folder.path())
    }

    /// What a reader of `format` sees.
    fn read(&self, format: &str) -> Value {
        read_results(format, &self.path(format))
    }

    /// The findings that are shown, as (name of the letter, rule, words).
    fn findings(&self) -> Vec<(&str, &str, &str)> {
        let letters = list(&self.json["letters"]).iter();
        let found = letters.flat_map(|letter| list(&letter["findings"]).iter().map(move |finding| (letter, finding)));
        let found: Vec<_> =
            found.map(|(letter, one)| (text(&letter["path"]), text(&one["rule"]), text(&one["text"]))).collect();
        assert!(found.len() > 10, "{found:?}");
        found
    }

    /// Fails unless `seen` are the findings, each at its very words. `seen` may be in any order.
    fn assert_seen(&self, format: &str, mut seen: Vec<Seen>) {
        let findings = self.findings();
        assert_eq!(seen.len(), findings.len(), "{format}");
        for (name, rule, words) in findings {
            let path = name.split(" » ").next().expect("a path");
            let fits = |one: &Seen| one.path == path && one.rule == rule && self.is_at(one, name, words);
            let at = seen.iter().position(fits).unwrap_or_else(|| panic!("{format}: {rule} in {name}: {seen:?}"));
            seen.remove(at);
        }
    }

    /// Whether `seen` is at `words` of the letter `name`.
    fn is_at(&self, seen: &Seen, name: &str, words: &str) -> bool {
        let has_lines = [".txt", ".md", ".html"].iter().any(|ending| name.ends_with(ending)) && !name.contains('»');
        if !has_lines {
            return seen.place == Place::None;
        }
        let bytes = std::fs::read(self.path(&format!("breve/{name}"))).expect("there");
        let file =
            String::from_utf8(bytes).unwrap_or_else(|error| error.as_bytes().iter().map(|b| *b as char).collect());
        seen.place.leads_to(words, &file, name.ends_with(".html"))
    }
}

/// The results that are not suppressed.
fn seen_in_sarif(run: &Value) -> Vec<Seen> {
    let shown = list(&run["results"]).iter().filter(|result| result["suppressions"].is_null());
    let seen = shown.map(|result| {
        let location = &result["locations"][0]["physicalLocation"];
        let place = match &location["region"] {
            Value::Null => Place::None,
            region => {
                let (start, end) = region_of_sarif(region);
                Place::Range(start, end)
            }
        };
        let path = decoded(text(&location["artifactLocation"]["uri"]));
        Seen { path, rule: text(&result["ruleId"]).to_owned(), place }
    });
    seen.collect()
}

#[test]
fn sarif_fits_its_schema_and_leads_to_the_words() {
    let results = Results::new();
    let log = results.read("sarif");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    results.assert_seen("sarif", seen_in_sarif(run));
    let rules: Vec<&str> = list(&run["tool"]["driver"]["rules"]).iter().map(|rule| text(&rule["id"])).collect();
    let found: BTreeSet<&str> = list(&run["results"]).iter().map(|result| text(&result["ruleId"])).collect();
    assert_eq!(rules.iter().copied().collect::<BTreeSet<_>>(), found, "only the rules that found something");
    assert_eq!(rules.len(), found.len());
    for result in list(&run["results"]) {
        assert_eq!(rules[number(&result["ruleIndex"])], text(&result["ruleId"]));
    }
}

#[test]
fn sarif_says_what_is_suppressed_and_why() {
    let results = Results::new();
    let log = results.read("sarif");
    let suppressed: Vec<(&str, &str, &str)> = list(&log["runs"][0]["results"])
        .iter()
        .filter(|result| !result["suppressions"].is_null())
        .map(|result| (text(&result["ruleId"]), &result["suppressions"][0]))
        .map(|(rule, one)| (rule, text(&one["kind"]), text(&one["justification"])))
        .collect();
    let expected = [
        ("forsvar/men-efter-beklagelse", "inSource", "aftalt med juristen"),
        ("fagsprog/saafremt", "external", "skiftes ud i maj"),
    ];
    assert_eq!(suppressed, expected);
}

#[test]
fn sarif_has_what_a_baseline_knows() {
    let folder = Folder::new();
    folder.file("a.txt", "Vi beklager fejlen, men vi har haft travlt.\n");
    let traek = |args: &[&str]| {
        let mut command = command();
        command.current_dir(folder.path()).args(args).args(["--no-config", "--select", "forsvar", "a.txt"]);
        command.output().expect("traek starts")
    };
    traek(&["baseline", "update", "--baseline", "b.json"]);
    let output = traek(&["check", "--baseline", "b.json", "--format", "sarif"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let log = read_results("sarif", &folder.file("sarif", output.stdout));
    let suppression = &log["runs"][0]["results"][0]["suppressions"][0];
    assert_eq!(
        (text(&suppression["kind"]), text(&suppression["justification"])),
        ("external", "Fundet står i baseline")
    );
}

#[test]
fn sarif_has_related_places_and_fixes_of_the_very_words() {
    let results = Results::new();
    let log = results.read("sarif");
    let of = |uri: &str, rule: &str| {
        let fits = |one: &&Value| {
            one["ruleId"] == rule && one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
        };
        list(&log["runs"][0]["results"]).iter().find(fits).expect("a result").clone()
    };
    let uri = "svar%2C%20%C3%A6%20100%252C%3A%20nr%201.txt";
    let term = of(uri, "fagsprog/saafremt");
    let related = &term["relatedLocations"][0]["physicalLocation"]["region"];
    assert_eq!(region_of_sarif(related), (Point::Signs(4, 1), Point::Signs(4, 8)));
    let change = &term["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], uri);
    assert_eq!(list(&change["replacements"]).len(), 2, "one for each place");
    for replacement in list(&change["replacements"]) {
        let (start, end) = region_of_sarif(&replacement["deletedRegion"]);
        assert_eq!(&PLAIN_TEXT[start.of(PLAIN_TEXT)..end.of(PLAIN_TEXT)], "såfremt");
        assert_eq!(replacement["insertedContent"]["text"], "hvis");
    }
    let on_page = &of("side.html", "fagsprog/saafremt")["fixes"][0]["artifactChanges"][0]["replacements"][0];
    let (start, end) = region_of_sarif(&on_page["deletedRegion"]);
    assert_eq!(&PAGE[start.of(PAGE)..end.of(PAGE)], "s&aring;fremt");
    let over_tags = of("side.html", "forsvar/men-efter-beklagelse");
    assert!(over_tags["fixes"].is_null(), "a tag would go with the words: {over_tags}");
}

#[test]
fn sarif_names_places_without_lines_and_doubles_braces() {
    let results = Results::new();
    let log = results.read("sarif");
    let found = list(&log["runs"][0]["results"]).iter();
    let named: BTreeSet<&str> = found
        .filter_map(|result| result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].as_str())
        .collect();
    assert_eq!(named, BTreeSet::from(["brev.docx, afsnit 2", "brev.docx, afsnit 3", "mail.eml, svar.txt, linje 3"]));
    assert!(results.written("sarif").contains("{{travlt}}"), "{}", results.written("sarif"));
}

/// A workflow command as GitHub's runner reads it: name, properties, message.
fn command_of_github(line: &str) -> (String, BTreeMap<String, String>, String) {
    let (command, message) = line.strip_prefix("::").expect("a command").split_once("::").expect("a message");
    let (name, properties) = command.split_once(' ').expect("properties");
    let unescaped = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let properties = properties.split(',').map(|property| {
        let (key, value) = property.split_once('=').expect("a value");
        (key.to_owned(), unescaped(value).replace("%3A", ":").replace("%2C", ",").replace("%25", "%"))
    });
    (name.to_owned(), properties.collect(), unescaped(message).replace("%25", "%"))
}

#[test]
fn github_reads_every_annotation_and_the_weightiest_first() {
    let results = Results::new();
    let written = results.written("github");
    let commands: Vec<_> = written.lines().map(command_of_github).collect();
    let (problems, findings): (Vec<_>, Vec<_>) = commands.iter().partition(|(name, ..)| name == "error");
    let seen = findings.iter().map(|(_, properties, message)| {
        let get = |key: &str| properties.get(key).map(|value| value.parse::<usize>().expect("a number"));
        let place = match (get("line"), get("endLine"), get("col"), get("endColumn")) {
            (None, None, None, None) => Place::None,
            (Some(line), Some(end), Some(from), Some(to)) if line == end => {
                Place::Range(Point::Signs(line, from), Point::Signs(line, to))
            }
            (Some(line), Some(end), None, None) => Place::Lines(line, end),
            other => panic!("{other:?}"),
        };
        let path = properties["file"].strip_prefix("breve/").expect("from the repository's root").to_owned();
        let rule = properties["title"].split(" – ").next().expect("a rule").to_owned();
        assert_eq!(properties["title"] != rule, place == Place::None, "the place is in the title: {properties:?}");
        assert!(!message.is_empty());
        Seen { path, rule, place }
    });
    results.assert_seen("github", seen.collect());
    for path in [PLAIN, "side.html"] {
        let kinds = findings.iter().filter(|(_, properties, _)| properties["file"] == format!("breve/{path}"));
        let kinds: Vec<&str> = kinds.map(|(name, ..)| name.as_str()).collect();
        assert!(kinds.is_sorted_by_key(|kind| *kind == "notice") && kinds.len() > 1, "{kinds:?}");
    }
    let files: Vec<&str> = problems.iter().map(|(_, properties, _)| properties["file"].as_str()).collect();
    assert_eq!(files, ["breve/forkert.html", "breve/forkert.md", "breve/ødelagt.docx"]);
}

#[test]
fn gitlab_reads_every_issue() {
    let results = Results::new();
    let report = results.read("gitlab");
    let (problems, issues): (Vec<_>, Vec<_>) = list(&report).iter().partition(|issue| issue["severity"] == "blocker");
    let seen = issues.iter().map(|issue| {
        let path = text(&issue["location"]["path"]).strip_prefix("breve/").expect("from the repository's root");
        let lines = &issue["location"]["lines"];
        let lines = (number(&lines["begin"]), number(&lines["end"]));
        let no_lines = [".docx", ".eml"].iter().any(|ending| path.ends_with(ending));
        let place = if no_lines && lines == (1, 1) { Place::None } else { Place::Lines(lines.0, lines.1) };
        Seen { path: path.to_owned(), rule: text(&issue["check_name"]).to_owned(), place }
    });
    results.assert_seen("gitlab", seen.collect());
    let in_word = issues.iter().find(|issue| issue["location"]["path"] == "breve/brev.docx").expect("there");
    assert!(text(&in_word["description"]).starts_with("afsnit 2: "), "{in_word}");
    assert_eq!(problems.len(), 3);
}

#[test]
fn fingerprints_stay_when_lines_move_and_no_two_are_the_same() {
    let letter = "Kære Mia\n\nVi beklager fejlen, men vi har haft travlt.\n\nVi beklager fejlen, men vi har haft travlt.\n\
                  \nRing, såfremt du kan.\n";
    let fingerprints = |changed: &str| {
        let folder = Folder::new();
        std::fs::create_dir(format!("{}/breve", folder.path())).expect("a folder");
        std::fs::create_dir(format!("{}/.git", folder.path())).expect("a folder");
        folder.file("breve/a.txt", changed);
        folder.file("breve/b.txt", changed);
        folder.file("breve/c.txt", letter);
        folder.file("breve/d.txt", letter);
        folder.file("breve/e.txt", letter);
        let results = Results::of(folder);
        let of_gitlab = results.read("gitlab");
        let of_gitlab: Vec<String> =
            list(&of_gitlab).iter().map(|issue| text(&issue["fingerprint"]).to_owned()).collect();
        let log = results.read("sarif");
        let of_sarif = list(&log["runs"][0]["results"])
            .iter()
            .filter(|one| one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a.txt")
            .map(|one| text(&one["partialFingerprints"]["primaryLocationLineHash"]).to_owned());
        (of_gitlab, of_sarif.collect::<Vec<String>>())
    };
    let before = fingerprints(letter);
    let moved = letter.replace("Kære Mia", "Kære Mia\n\nTak for dit brev.").replace("fejlen, men", "Fejlen,  men");
    assert_eq!(before, fingerprints(&moved));
    for (all, number) in [(&before.0, 15), (&before.1, 3)] {
        assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (number, number));
    }
}

#[test]
fn rdjson_counts_bytes_and_offers_fixes_on_the_lines_of_the_finding() {
    let results = Results::new();
    let report = results.read("rdjson");
    let diagnostics = list(&report["diagnostics"]);
    let range = |range: &Value| {
        let point = |value: &Value| Point::Bytes(number(&value["line"]), number(&value["column"]));
        (point(&range["start"]), point(&range["end"]))
    };
    let found = diagnostics.iter().filter(|one| !one["code"].is_null());
    let seen = found.map(|one| {
        let place = match &one["location"]["range"] {
            Value::Null => Place::None,
            there => Place::Range(range(there).0, range(there).1),
        };
        let path = text(&one["location"]["path"]).to_owned();
        Seen { path, rule: text(&one["code"]["value"]).to_owned(), place }
    });
    results.assert_seen("rdjson", seen.collect());
    let term =
        diagnostics.iter().find(|one| one["location"]["path"] == PLAIN && one["code"]["value"] == "fagsprog/saafremt");
    let suggestions = list(&term.expect("there")["suggestions"]);
    assert_eq!(suggestions.len(), 1, "the other place is in another line");
    let (start, end) = range(&suggestions[0]["range"]);
    assert_eq!(&PLAIN_TEXT[start.of(PLAIN_TEXT)..end.of(PLAIN_TEXT)], "såfremt");
    assert_eq!(suggestions[0]["text"], "hvis");
}

#[test]
fn checkstyle_reads_every_error() {
    let results = Results::new();
    let report = results.read("checkstyle");
    let files = list(&report).iter();
    let errors: Vec<(&str, &Value)> =
        files.flat_map(|file| list(&file["errors"]).iter().map(|error| (text(&file["name"]), error))).collect();
    let (problems, findings): (Vec<_>, Vec<_>) = errors.iter().partition(|(_, error)| error["source"] == "traek");
    let seen = findings.iter().map(|(path, error)| {
        let get = |key: &str| error[key].as_str().map(|value| value.parse().expect("a number"));
        let place = match (get("line"), get("column")) {
            (Some(line), Some(column)) => Place::From(Point::Signs(line, column)),
            (None, None) => Place::None,
            other => panic!("{other:?}"),
        };
        let rule = text(&error["source"]).strip_prefix("traek.").expect("our name").replacen('.', "/", 1);
        Seen { path: (*path).to_owned(), rule, place }
    });
    results.assert_seen("checkstyle", seen.collect());
    let problems: Vec<(&str, Option<&str>)> =
        problems.iter().map(|(path, error)| (*path, error["line"].as_str())).collect();
    assert_eq!(problems, [("forkert.html", Some("4")), ("forkert.md", Some("5")), ("ødelagt.docx", None)]);
}

#[test]
fn short_has_the_lines_of_the_file() {
    let results = Results::new();
    let written = results.written("short");
    let lines: Vec<&str> = written.lines().collect();
    for (line, (name, rule, words)) in lines.iter().zip(results.findings()) {
        let rest = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(':')).expect(line);
        assert!(rest.ends_with(&format!("[{rule}]")), "{line}");
        let mut numbers = rest.split(':').map_while(|part| part.parse().ok());
        let place = match (numbers.next(), numbers.next()) {
            (Some(line), Some(column)) => Place::From(Point::Signs(line, column)),
            _ => Place::None,
        };
        let expected = name.contains('»') || results.is_at(&seen(name, rule, place), name, words);
        assert!(expected, "{line}");
    }
    assert_eq!(lines.len(), results.findings().len());
}

fn seen(path: &str, rule: &str, place: Place) -> Seen {
    Seen { path: path.to_owned(), rule: rule.to_owned(), place }
}

#[test]
fn a_page_has_its_own_lines_in_json_beside_those_of_its_text() {
    let results = Results::new();
    let letters = list(&results.json["letters"]);
    for letter in letters {
        let name = text(&letter["path"]);
        for finding in list(&letter["findings"]) {
            let file = &finding["file"];
            assert_eq!(file.is_null(), !name.ends_with(".html"), "{name}");
            if !file.is_null() {
                let point = |line: &str, column: &str| Point::Signs(number(&file[line]), number(&file[column]));
                let place = Place::Range(point("line", "column"), point("end_line", "end_column"));
                assert!(results.is_at(&seen(name, "", place), name, text(&finding["text"])), "{finding}");
            }
        }
    }
}

#[test]
fn junit_fails_where_the_threshold_is_reached() {
    let results = Results::new();
    let suites = results.read("junit");
    let suite = |name: &str| list(&suites).iter().find(|suite| suite["name"] == name).expect(name).clone();
    let counts = |suite: &Value| ["tests", "failures", "errors"].map(|key| number(&suite[key]));
    let plain = suite(PLAIN);
    assert_eq!(counts(&plain), [3, 2, 0], "{plain}");
    let cases: Vec<(&str, Option<&str>)> =
        list(&plain["cases"]).iter().map(|case| (text(&case["name"]), case["results"][0]["kind"].as_str())).collect();
    let expected = [
        ("forsvar/men-efter-beklagelse", Some("Failure")),
        ("fagsprog/saafremt", None),
        ("forsvar/men-efter-beklagelse (2)", Some("Failure")),
    ];
    assert_eq!(cases, expected);
    assert!(text(&plain["cases"][1]["out"]).contains("såfremt"), "a hint is told and passes");
    assert_eq!(counts(&suite("undertrykt.md")), [1, 0, 0], "a letter without findings passes");
    assert_eq!(counts(&suite("ødelagt.docx")), [1, 0, 1]);
    assert!(text(&suite("ødelagt.docx")["cases"][0]["results"][0]["message"]).contains("beskadiget"));
    assert_eq!(counts(&suite("mail.eml » svar.txt"))[1], 1);
    let all = results.findings().len();
    let no_problem =
        list(&suites).iter().flat_map(|suite| list(&suite["cases"])).filter(|case| case["name"] != "traek");
    assert_eq!(no_problem.filter(|case| case["name"] != "ingen fund").count(), all);
}

#[test]
fn signs_that_steer_a_terminal_are_in_no_result() {
    let results = Results::new();
    for format in FORMATS {
        let written = results.written(format);
        assert!(written.contains("haft"), "{format}");
        let raw: Vec<char> = written.chars().filter(|sign| sign.is_control() && *sign != '\n').collect();
        assert!(raw.is_empty(), "{format}: {raw:?}");
    }
}

#[test]
fn what_could_not_be_done_is_told() {
    let results = Results::new();
    let log = results.read("sarif");
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told = list(&invocation["toolExecutionNotifications"]).iter().map(|one| {
        let location = &one["locations"][0]["physicalLocation"];
        (decoded(text(&location["artifactLocation"]["uri"])), location["region"]["startLine"].as_u64())
    });
    let expected =
        [("forkert.html".to_owned(), Some(4)), ("forkert.md".to_owned(), Some(5)), ("ødelagt.docx".to_owned(), None)];
    assert_eq!(told.collect::<Vec<_>>(), expected);
    let report = results.read("rdjson");
    let problems = list(&report["diagnostics"]).iter().filter(|one| one["code"].is_null());
    let problems: Vec<(&str, &str)> =
        problems.map(|one| (text(&one["severity"]), text(&one["location"]["path"]))).collect();
    assert_eq!(problems, [("ERROR", "forkert.html"), ("ERROR", "forkert.md"), ("ERROR", "ødelagt.docx")]);
}

#[test]
fn a_run_without_letters_is_a_whole_result() {
    let folder = Folder::new();
    std::fs::create_dir(format!("{}/breve", folder.path())).expect("a folder");
    folder.file("breve/a.txt", "Kære Mia\n\nTak for dit brev.\n");
    let results = Results::of(folder);
    assert_eq!(results.read("sarif")["runs"][0]["results"], Value::Array(Vec::new()));
    assert_eq!(results.read("gitlab"), Value::Array(Vec::new()));
    assert_eq!(results.read("rdjson")["diagnostics"], Value::Array(Vec::new()));
    assert_eq!(list(&results.read("junit")).len(), 1);
    assert_eq!(list(&results.read("checkstyle")).len(), 1);
    assert_eq!(results.written("github"), "");
}
