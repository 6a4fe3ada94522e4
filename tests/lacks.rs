//! What whole letters lack, as rules and scorers together read them.

use crate::support::{Folder, report, stdout, traek};

/// The rules that say that something is missing from the letter `body`, with the frame of a letter around it.
fn missing(body: &str) -> Vec<String> {
    let letter = format!("Hej Karen\n\n{body}\n\nVenlig hilsen\n\nBo Lind\nSkoven Plejecenter\n");
    let findings = report(&letter).findings;
    findings.iter().filter(|one| one.rule.contains("/mangler")).map(|one| one.rule.to_string()).collect()
}

const HEARD: &str = "Tak for din mail. Du skriver, at din mor har ventet to timer på hjælp tre aftener i træk, og at hun \
                     sad i mørke. Det må have været ubehageligt for jer begge.";

#[test]
fn facts_with_times_are_no_next_step_and_what_somebody_will_do_is_one() {
    let facts =
        "Aftenholdet har fire på arbejde i hverdagene. Vagten skifter kl. 22.45. Huset har 31 boliger på to etager.";
    assert!(missing(&format!("{HEARD}\n\n{facts}")).contains(&"naeste-skridt/mangler".to_owned()));
    let told = "Jeg taler med aftenholdet i morgen og ringer til dig onsdag, når vi har fundet ud af det.";
    assert_eq!(missing(&format!("{HEARD}\n\n{facts} {told}")), Vec::<String>::new());
}

#[test]
fn an_acknowledgement_after_the_explanations_comes_too_late() {
    let explained = "Aftenholdet dækker to etager. Der kan derfor gå noget tid, før nogen kommer. Loggen viser, at der blev \
                     svaret på de fleste kald. Vi har i foråret desuden haft mange syge. Der er ingen garanti for, hvor \
                     hurtigt et kald bliver besvaret.";
    let next = "Jeg taler med aftenholdet i morgen og ringer til dig onsdag.";
    assert_eq!(missing(&format!("{explained} {HEARD} {next}")), ["anerkendelse/mangler"]);
    assert_eq!(missing(&format!("{HEARD} {next}")), Vec::<String>::new());
}

#[test]
fn a_hearing_that_is_open_until_a_day_has_a_deadline() {
    let hearing = |end: &str| {
        format!(
            "Vi overvejer at stoppe madordningen, fordi 22 af 30 retter er kommet uåbnet retur. Inden vi afgør sagen, vil vi \
             gerne høre dine bemærkninger. Du kan skrive eller ringe til os{end}."
        )
    };
    assert_eq!(missing(&hearing(" frem til den 20. oktober")), Vec::<String>::new());
    assert_eq!(missing(&hearing("")), ["retssikkerhed/mangler-hoeringsfrist"]);
}

#[test]
fn a_case_that_was_sent_on_to_the_appeals_board_needs_no_further_guidance() {
    let decision = "Klagen over afgørelsen af 2. maj er gennemgået på ny. Det fremkomne giver ikke anledning til et andet \
                    resultat, da retterne er leveret som aftalt. Afgørelsen fastholdes.";
    let sent = "Sagens akter er i dag fremsendt til Ankestyrelsen, som giver besked om behandlingstiden.";
    let guidance = "retssikkerhed/mangler-klagevejledning".to_owned();
    assert!(missing(decision).contains(&guidance));
    assert!(!missing(&format!("{decision} {sent}")).contains(&guidance));
}

#[test]
fn what_is_not_sure_to_be_missing_is_advice() {
    let folder = Folder::new();
    let letter = folder
        .file("brev.txt", "Hej Karen\n\nVagten skifter kl. 22.45, og huset har to etager.\n\nVenlig hilsen\nBo\n");
    let severity = |doubt: f32| {
        let rule = format!(
            "title = \"Prøve\"\n\n[[rule]]\nid = \"dokument/proeve\"\nmarker = \"dokument\"\nseverity = \"fejl\"\n\
             message = \"Mangler\"\nwhy = \"Fordi.\"\nsource = \"prøven\"\n\
             check = {{ missing-next-step = {{ from = 0.0, doubt = {doubt:?} }} }}\n\
             bad = [{{ text = \"Kære Mia\\n\\nBogen er grøn.\\n\", genre = \"svar\", letter = true }}]\n\
             good = [\"Bogen er grøn.\"]\n"
        );
        let pack = folder.file("pakke.toml", rule);
        let checked = traek([
            "check",
            "--format",
            "short",
            "--pack",
            &pack,
            "--select",
            "dokument/proeve",
            "--genre",
            "svar",
            &letter,
        ]);
        let told = stdout(&checked).to_owned();
        told.split(": ").nth(1).expect("a finding").to_owned()
    };
    assert_eq!(severity(1.1), "råd");
    assert_eq!(severity(0.0), "fejl");
}
