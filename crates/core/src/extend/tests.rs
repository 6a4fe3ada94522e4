//! What extensions do, and what is said about those that are wrong.

use crate::{Document, PackError, Rulebook, test};

const METHOD: &str = r#"
title = "Metoden"

[sets]
os = ["vi", "@ledelse"]
ledelse = ["chefen"]

[[rule]]
id = "lukning/farvel"
marker = "lukning"
message = "»{match}« lukker"
why = "Derfor."
source = "prøven"
patterns = ["farvel", "@os siger stop"]
suggest = ["Skriv noget andet."]
bad = ["Her er et farvel.", "Chefen siger stop."]
good = ["Her er et goddag."]

[[rule]]
id = "laesbarhed/lang"
marker = "laesbarhed"
message = "»{match}« er lang"
why = "Derfor."
source = "prøven"
check = { sentence-length = { max-words = 8 } }
bad = ["En sætning med flere end de otte ord er lang."]
good = ["En kort sætning."]

[[term]]
lemma = "såfremt"
class = "erstat"
plain = ["hvis"]
bad = "Såfremt du kommer, ses vi."
good = "Hvis du kommer, ses vi."

[[move]]
id = "greb/tak"
move = "tak"
patterns = ["tak for"]
good = ["Tak for din mail."]
bad = ["Vi har din mail."]
"#;

/// The method with packs that hold these extensions, called `a`, `b` and so on.
fn load(extensions: &[&str]) -> Result<Rulebook, Vec<PackError>> {
    let texts: Vec<String> = extensions.iter().map(|text| pack(text)).collect();
    let own = ["a", "b", "c"].into_iter().zip(texts.iter().map(String::as_str));
    Rulebook::load(&own.chain([("metoden", METHOD)]).collect::<Vec<_>>())
}

fn pack(text: &str) -> String {
    format!("title = \"Egne ord\"\n{text}")
}

fn loaded(extensions: &[&str]) -> Rulebook {
    load(extensions).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// The mistakes in one pack of extensions: what each points at, and what it says.
fn mistakes(extension: &str) -> Vec<(String, String)> {
    let text = pack(extension);
    let errors = load(&[extension]).err().unwrap_or_default();
    let in_place = |error: PackError| {
        assert_eq!(error.pack, "a", "{}", error.message);
        (text[error.span].to_owned(), error.message)
    };
    errors.into_iter().map(in_place).collect()
}

/// Asserts that there is one mistake in the extension.
fn assert_refused(extension: &str, place: &str, message: &str) {
    assert_eq!(mistakes(extension), [(place.to_owned(), message.to_owned())]);
}

fn finds(book: &Rulebook, text: &str) -> Vec<String> {
    let report = crate::check(book, &Document::plain(text), &Default::default());
    report.findings.iter().map(|finding| format!("{}: {}", finding.rule, &text[finding.span.clone()])).collect()
}

fn broken(book: &Rulebook) -> Vec<(String, String, String)> {
    test(book).into_iter().map(|failure| (failure.pack, failure.rule, failure.example)).collect()
}

#[test]
fn a_rule_finds_what_is_added_and_not_what_is_removed() {
    let book = loaded(&[r#"
[[extend]]
rule = "lukning/farvel"
add = { patterns = ["på gensyn"], unless = ["sagde du"], suggest = ["Skriv dit navn."], bad = ["Her er et på gensyn."] }
remove = { patterns = ["farvel"], suggest = ["Skriv noget andet."], bad = ["Her er et farvel."] }
"#]);
    assert_eq!(finds(&book, "Så er det på gensyn."), ["lukning/farvel: på gensyn"]);
    assert!(finds(&book, "På gensyn, sagde du.").is_empty());
    assert!(finds(&book, "Så er det farvel.").is_empty());
    assert_eq!(book.rule("lukning/farvel").expect("a rule").suggest, ["Skriv dit navn."]);
    assert_eq!(broken(&book), []);
}

#[test]
fn an_extended_rule_tells_by_whom_and_shows_their_examples_first() {
    let extension = "[[extend]]\nrule = \"lukning/farvel\"\nadd = { good = [\"Hej igen.\"] }\n";
    let book = loaded(&[extension, "", &extension.replace("igen", "med dig")]);
    let (_, explanation) = book.explained().find(|(rule, _)| &*rule.id == "lukning/farvel").expect("the rule is there");
    assert_eq!(explanation.extended_by, ["a", "c"]);
    let good: Vec<(&str, Option<&str>)> =
        explanation.good.iter().map(|example| (example.text.as_str(), example.added_by.as_deref())).collect();
    assert_eq!(good, [("Hej igen.", Some("a")), ("Hej med dig.", Some("c")), ("Her er et goddag.", None)]);
}

#[test]
fn a_term_gets_forms_and_plain_words() {
    let book = loaded(&[r#"
[[extend]]
rule = "fagsprog/saafremt"
add = { plain = ["når", "hvis"], also = ["for så vidt"], unless = ["såfremt muligt"], bad = ["Ring, for så vidt du kan."] }
remove = { plain = ["hvis"] }
"#]);
    let text = "Ring, såfremt du kan.";
    let report = crate::check(&book, &Document::plain(text), &Default::default());
    assert_eq!(report.findings[0].suggestions, ["når", "hvis"]);
    assert_eq!(finds(&book, "Ring, for så vidt du vil."), ["fagsprog/saafremt: for så vidt"]);
    assert!(finds(&book, "Ring såfremt muligt.").is_empty());
    assert_eq!(broken(&book), []);
}

#[test]
fn a_move_and_a_set_grow() {
    let book = loaded(&[r#"
[[extend]]
set = "ledelse"
add = ["direktøren"]
remove = ["chefen"]

[[extend]]
move = "greb/tak"
add = { patterns = ["tusind tak"], unless = ["ironisk"], good = ["Tusind tak."], bad = ["Tak for ingenting, ironisk."] }
"#]);
    assert_eq!(finds(&book, "Direktøren siger stop."), ["lukning/farvel: Direktøren siger stop"]);
    assert!(finds(&book, "Chefen siger stop.").is_empty());
    // The example of a rule does not hold any more, because of a set in a set of its pattern.
    assert_eq!(broken(&book), [("metoden".into(), "lukning/farvel".into(), "Chefen siger stop.".into())]);
    assert_eq!(test(&book)[0].extended_by, ["a"]);
}

#[test]
fn examples_that_are_added_are_proven_where_they_stand() {
    let book = loaded(&[r#"
[[extend]]
rule = "lukning/farvel"
add = { patterns = ["ses"], bad = [{ text = "Vi ses.", match = "ses" }, "Hej."], good = ["Et farvel."] }

[[extend]]
move = "greb/tak"
add = { good = ["Nej."], bad = ["Tak for alt."] }
"#]);
    let rule = |text: &str| ("a".to_owned(), "lukning/farvel".to_owned(), text.to_owned());
    let greb = |text: &str| ("a".to_owned(), "greb/tak".to_owned(), text.to_owned());
    assert_eq!(broken(&book), [rule("Hej."), rule("Et farvel."), greb("Nej."), greb("Tak for alt.")]);
}

#[test]
fn two_packs_may_remove_the_same_and_add_what_the_other_removes() {
    let remove =
        "[[extend]]\nrule = \"lukning/farvel\"\nremove = { patterns = [\"farvel\"], bad = [\"Her er et farvel.\"] }\n";
    let add = "add = { patterns = [\"farvel\"], bad = [\"Et farvel.\"] }\n";
    assert!(finds(&loaded(&[remove, remove]), "Så er det farvel.").is_empty());
    assert_eq!(finds(&loaded(&[remove, &format!("{remove}{add}")]), "Så er det farvel.").len(), 1);
}

#[test]
fn what_is_not_there_cannot_be_extended() {
    let unknown =
        |line: &str| format!("[[extend]]\n{line}\nremove = {{ bad = [\"x\"] }}\nadd = {{ good = [\"x\"] }}\n");
    let rule = "reglen »lukning/goddag« findes ikke; »traek rules« viser alle regler";
    assert_refused(&unknown("rule = \"lukning/goddag\""), "\"lukning/goddag\"", rule);
    assert_refused(&unknown("set = \"jer\""), "\"jer\"", "mængden »@jer« findes ikke");
    assert_refused(&unknown("move = \"lukning/farvel\""), "\"lukning/farvel\"", "grebet »lukning/farvel« findes ikke");
    let greb = "reglen »greb/tak« findes ikke; »traek rules« viser alle regler";
    assert_refused(&unknown("rule = \"greb/tak\""), "\"greb/tak\"", greb);
}

#[test]
fn what_is_removed_must_stand_there() {
    let remove = |line: &str| format!("[[extend]]\n{line}\n");
    let message = "det står ikke i patterns i »lukning/farvel«; skriv det præcis, som det står der";
    let line =
        "rule = \"lukning/farvel\"\nremove = { patterns = [\"farvel\", \"Farvel\"], bad = [\"Her er et farvel.\"] }";
    assert_refused(&remove(line), "\"Farvel\"", message);
    let message = "det står ikke i »@os«; skriv det præcis, som det står der";
    assert_refused(&remove("set = \"os\"\nremove = [\"jeg\"]"), "\"jeg\"", message);
}

#[test]
fn nothing_vital_is_removed_without_anything_in_its_place() {
    let extend = |line: &str| format!("[[extend]]\n{line}\n");
    let message = |field: &str| format!("så står der intet i {field}; føj noget andet til med add");
    let line = "rule = \"fagsprog/saafremt\"\nremove = { bad = [\"Såfremt du kommer, ses vi.\"] }";
    assert_refused(&extend(line), "\"Såfremt du kommer, ses vi.\"", &message("bad"));
    assert!(load(&[&extend(&format!("{line}\nadd = {{ bad = [\"Ring, såfremt du kan.\"] }}"))]).is_ok());
    assert_refused(&extend("set = \"ledelse\"\nremove = [\"chefen\"]"), "\"chefen\"", &message("mængden"));
}

#[test]
fn an_extension_changes_something_of_one_record() {
    let empty = "udvidelsen er tom; skriv i add eller remove, hvad den skal ændre";
    assert_refused("[[extend]]\nrule = \"lukning/farvel\"\n", "\"lukning/farvel\"", empty);
    assert_refused("[[extend]]\nset = \"os\"\nadd = []\n", "\"os\"", empty);
    let one = "en udvidelse skal have præcis én af rule, set og move";
    assert_refused("[[extend]]\nadd = [\"x\"]\n", "[[extend]]", one);
    assert_refused("[[extend]]\nset = \"os\"\nmove = \"greb/tak\"\nadd = [\"x\"]\n", "[[extend]]", one);
}

#[test]
fn new_patterns_come_with_their_proof() {
    let extend = |name: &str, add: &str| format!("[[extend]]\n{name}\nadd = {{ {add} }}\n");
    let message = |field: &str| format!("det nye skal have et eksempel, som viser, at det virker: skriv et i {field}");
    let rule = extend("rule = \"lukning/farvel\"", "patterns = [\"ses\"], good = [\"Vi sås.\"]");
    assert_refused(&rule, "\"ses\"", &message("bad"));
    let term = extend("rule = \"fagsprog/saafremt\"", "also = [\"for så vidt\"]");
    assert_refused(&term, "\"for så vidt\"", &message("bad"));
    let greb = extend("move = \"greb/tak\"", "patterns = [\"tusind tak\"], bad = [\"Nej.\"]");
    assert_refused(&greb, "\"tusind tak\"", &message("good"));
}

#[test]
fn a_field_that_the_record_does_not_have_is_refused_with_those_that_it_has() {
    let extend = |name: &str, add: &str| format!("[[extend]]\n{name}\nadd = {add}\n");
    let term = extend("rule = \"fagsprog/saafremt\"", "{ patterns = [\"x\"] }");
    let message = "»patterns« kan ikke udvides her; felterne er also, plain, only, unless, bad, good";
    assert_refused(&term, "\"x\"", message);
    let check = extend("rule = \"laesbarhed/lang\"", "{ patterns = [\"x\"] }");
    let message = "»patterns« kan ikke udvides her; felterne er unless, unless-near, needs-near, suggest, bad, good";
    assert_refused(&check, "\"x\"", message);
    let list = extend("move = \"greb/tak\"", "[\"x\"]");
    let message = "her skal stå felter, fx { bad = [\"…\"] }; felterne er patterns, unless, bad, good";
    assert_refused(&list, "\"x\"", message);
    let set = extend("set = \"os\"", "{ bad = [\"x\"] }");
    assert_refused(&set, "\"x\"", "en mængde har ingen felter; skriv en liste af ord, fx add = [\"teamet\"]");
    let table = extend("move = \"greb/tak\"", "{ bad = [{ text = \"x\", letter = true }] }");
    assert_refused(&table, "{ text = \"x\", letter = true }", "her skal kun stå en tekst");
    let unknown = extend("move = \"greb/tak\"", "{ ord = [\"x\"] }");
    let found = mistakes(&unknown);
    assert_eq!(found[0].0, "ord");
    assert!(found[0].1.starts_with("»ord« er ikke en mulighed her; mulighederne er patterns, unless, "), "{found:?}");
}

#[test]
fn what_is_wrong_with_an_added_pattern_is_said_in_its_own_pack_only() {
    let found = mistakes(
        r#"
[[extend]]
set = "os"
add = ["(jer", "@os", "*", "teamet"]

[[extend]]
rule = "lukning/farvel"
add = { patterns = ["(ses"], unless = ["~findesikke"], bad = ["Vi ses."] }
"#,
    );
    let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["\"(jer\"", "\"@os\"", "\"*\"", "\"(ses\"", "\"~findesikke\""]);
    assert_eq!(found[1].1, "mængden »@os« går i ring");
}

#[test]
fn what_two_packs_have_is_said_with_the_place_of_both() {
    let errors = Rulebook::load(&[("metoden", METHOD), ("kopien", METHOD)]).err().unwrap_or_default();
    let found: Vec<(&str, &str, &str)> =
        errors.iter().map(|error| (&*error.pack, &METHOD[error.span.clone()], &*error.message)).collect();
    let message = |what: &str| format!("{what} findes allerede i metoden; brug [[extend]], hvis du vil føje noget til");
    assert_eq!(
        found,
        [
            ("kopien", "[\"vi\", \"@ledelse\"]", &*message("mængden »@os«")),
            ("kopien", "[\"chefen\"]", &*message("mængden »@ledelse«")),
            ("kopien", "\"lukning/farvel\"", &*message("reglen »lukning/farvel«")),
            ("kopien", "\"laesbarhed/lang\"", &*message("reglen »laesbarhed/lang«")),
            ("kopien", "\"såfremt\"", &*message("reglen »fagsprog/saafremt«")),
            ("kopien", "\"greb/tak\"", &*message("grebet »greb/tak«")),
        ]
    );
}

#[test]
fn an_extended_rulebook_survives_as_an_image() {
    let book = loaded(&["[[extend]]\nset = \"os\"\nadd = [\"teamet\"]\n"]);
    let image = book.to_image().expect("an image");
    let again = Rulebook::from_image(&image).expect("a rulebook");
    assert_eq!(finds(&again, "Teamet siger stop."), ["lukning/farvel: Teamet siger stop"]);
    assert_eq!(again.explained().next().map(|(_, told)| told.extended_by.clone()), Some(vec!["a".to_owned()]));
}
