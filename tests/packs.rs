//! Packs of the user's own: used beside the shipped ones, and tested by the same harness.

use crate::support::{Folder, stderr, stdout, traek};

const PACK: &str = r#"
title = "Prøve"

[[rule]]
id = "lukning/proeve"
marker = "lukning"
severity = "fejl"
message = "»{match}« er en prøve"
why = "Fordi det er en prøve."
source = "prøven"
patterns = ["prøveord"]
bad = ["Her er et prøveord."]
good = ["Her er et andet ord."]
"#;

#[test]
fn an_own_rule_is_found_explained_listed_and_tested() {
    let folder = Folder::new();
    let pack = folder.file("pakke.toml", PACK);
    let letter = folder.file("brev.txt", "Kære Mia\n\nHer står et prøveord.\n");
    let checked = traek(["check", "--pack", &pack, "--select", "lukning/proeve", &letter]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(stdout(&checked).contains("fejl[lukning/proeve]: »prøveord« er en prøve"));
    assert!(stdout(&traek(["explain", "--pack", &pack, "lukning/proeve"])).contains("Fordi det er en prøve."));
    assert!(stdout(&traek(["rules", "--pack", &pack, "--marker", "lukning"])).contains("lukning/proeve"));
    assert_eq!(stdout(&traek(["test", &pack])), "1 regel, 2 eksempler, 0 fejl\n");
}

#[test]
fn an_example_that_does_not_hold_is_shown_in_its_place() {
    let folder = Folder::new();
    let pack = folder.file("pakke.toml", PACK.replace("et andet ord", "igen et prøveord"));
    let output = traek(["test", &pack]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("pakke.toml:13:10"), "{}", stdout(&output));
    assert!(stdout(&output).contains("1 regel, 2 eksempler, 1 fejl"));
}

#[test]
fn a_signal_proves_itself_by_examples() {
    let signal = |good: &str| {
        format!(
            "{PACK}\n[[signal]]\nsignal = \"frist\"\npatterns = [\"prøvefrist\"]\ngood = [{good}]\nbad = [\"Vi venter.\"]\n"
        )
    };
    let folder = Folder::new();
    let pack = folder.file("pakke.toml", signal("\"Prøvefrist: fredag\", \"Vi venter på dig.\""));
    let output = traek(["test", &pack]);
    assert_eq!(output.status.code(), Some(1));
    let told = stdout(&output);
    assert!(told.contains("frist: eksemplet skulle sige det") && told.contains("pakke.toml:18:32"), "{told}");
    let unproven = folder.file("uden.toml", signal(""));
    let refused = traek(["test", &unproven]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("»frist« skal have eksempler i både bad og good"), "{}", stderr(&refused));
}

#[test]
fn all_mistakes_of_a_pack_come_at_once_each_in_its_place() {
    let folder = Folder::new();
    let broken = PACK.replace("\"prøveord\"", "\"(prøve\", \"~findesikke\"").replace("lukning/proeve", "Lukning/Prøve");
    let pack = folder.file("pakke.toml", broken);
    for args in [["test", &pack], ["check", "--pack"]] {
        let output = if args[0] == "test" { traek(args) } else { traek(["check", "--pack", &pack, "corpus"]) };
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("pakke.toml:5:6") && said.contains("pakke.toml:11:13"), "{said}");
        assert!(said.contains("3 fejl i regelpakkerne"), "{said}");
    }
}

#[test]
fn a_mistyped_key_is_refused_with_the_keys_that_there_are() {
    let folder = Folder::new();
    let pack = folder.file("pakke.toml", PACK.replace("severity", "alvor"));
    let output = traek(["test", &pack]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("»alvor« er ikke et felt her; felterne er id, marker"), "{}", stderr(&output));
}

#[test]
fn what_is_wrong_inside_an_example_is_shown_in_its_place() {
    let folder = Folder::new();
    let facts = "facts = { phones = [\"33 66\"], opening-hours = [\"mandag 15-10\"] }";
    let example = format!("[{{ text = \"Her er et prøveord.\", {facts} }}]");
    let pack = folder.file("pakke.toml", PACK.replace("[\"Her er et prøveord.\"]", &example));
    let said = stderr(&traek(["test", &pack]));
    assert!(said.contains("pakke.toml:12:60") && said.contains("»33 66« er ikke et telefonnummer"), "{said}");
    assert!(said.contains("pakke.toml:12:87") && said.contains("»mandag 15-10« er ikke en åbningstid"), "{said}");
    let pack = folder.file("pakke.toml", PACK.replace("[\"Her er et prøveord.\"]", "[{ tekst = \"prøveord\" }]"));
    let said = stderr(&traek(["test", &pack]));
    assert!(said.contains("»tekst« er ikke et felt her; felterne er text, match"), "{said}");
}

#[test]
fn a_pack_that_is_no_text_is_named() {
    let folder = Folder::new();
    let pack = folder.file("pakke.toml", b"title = \"Pr\xF8ve\"");
    let output = traek(["test", &pack]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stderr(&output), format!("fejl: {pack}: filen er ikke UTF-8\n"));
}

const EXTENSIONS: &str = r#"
title = "Vores ord"

[[extend]]
rule = "forsvar/men-efter-beklagelse"
add = { patterns = ["pinligt at ... [men ...]"], bad = ["Det er pinligt, at du ventede, men vi er få."] }

[[extend]]
rule = "fagsprog/saafremt"
add = { plain = ["når"], unless = ["såfremt muligt"], good = ["Vi ringer såfremt muligt i dag."] }

[[extend]]
set = "afsenderen"
add = ["sekretariatet"]

[[extend]]
move = "greb/tak-for"
add = { patterns = ["tak skal du have"], good = ["Tak skal du have."] }
"#;

#[test]
fn an_extended_rule_is_used_explained_and_tested() {
    let folder = Folder::new();
    let pack = folder.file("vores.toml", EXTENSIONS);
    let letter =
        folder.file("brev.txt", "Kære Mia\n\nDet er pinligt, at svaret kom så sent, men vi er få på kontoret.\n");
    let select = ["check", "--select", "forsvar/men-efter-beklagelse", &letter];
    assert_eq!(traek(select).status.code(), Some(0));
    let checked = traek(["check", "--pack", &pack, "--select", "forsvar/men-efter-beklagelse", &letter]);
    assert!(stdout(&checked).contains("»men vi er få på kontoret« tager beklagelsen tilbage"), "{}", stdout(&checked));
    let explained = stdout(&traek(["explain", "--pack", &pack, "forsvar/men-efter-beklagelse"]));
    assert!(explained.contains("Det er pinligt, at du ventede, men vi er få."), "{explained}");
    assert!(explained.ends_with(&format!("Udvidet af\n  {pack}\n")), "{explained}");
    assert!(stdout(&traek(["explain", "--pack", &pack, "fagsprog/saafremt"])).contains("skriv fx »hvis« eller »når«"));
    let tested = traek(["test", &pack]);
    assert_eq!(tested.status.code(), Some(0), "{}", stdout(&tested));
    assert!(stdout(&tested).ends_with(" 0 fejl\n"), "{}", stdout(&tested));
}

#[test]
fn two_packs_extend_the_rule_of_a_pack_that_comes_later() {
    let folder = Folder::new();
    let extension = |word: &str| {
        let add = format!("patterns = [\"{word}\"], bad = [\"Her er {word}.\"]");
        folder.file(
            &format!("{word}.toml"),
            format!("title = \"Mere\"\n[[extend]]\nrule = \"lukning/proeve\"\nadd = {{ {add} }}\n"),
        )
    };
    let (first, second, own) = (extension("farvel"), extension("goddag"), folder.file("pakke.toml", PACK));
    let output = traek(["test", &first, &second, &own]);
    assert_eq!(stdout(&output), "1 regel, 4 eksempler, 0 fejl\n");
}

#[test]
fn an_added_example_that_does_not_hold_is_shown_where_it_was_added() {
    let folder = Folder::new();
    let broken = EXTENSIONS.replace("Det er pinligt, at du", "Det var pinligt, hvad du").replace("Tak skal", "Ak skal");
    let pack = folder.file("vores.toml", broken);
    let output = traek(["test", &pack]);
    let said = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("forsvar/men-efter-beklagelse: eksemplet skulle findes"), "{said}");
    assert!(said.contains("vores.toml:6:58") && said.contains("vores.toml:18:51"), "{said}");
    assert!(said.ends_with(" 2 fejl\n"), "{said}");
}

#[test]
fn a_shipped_example_that_an_extension_breaks_is_shown_with_who_broke_it() {
    let folder = Folder::new();
    let removal = "title = \"Vores\"\n[[extend]]\nrule = \"fagsprog/saafremt\"\nadd = { unless = [\"såfremt du\"] }\n";
    let pack = folder.file("vores.toml", removal);
    let output = traek(["test", &pack]);
    let said = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(&format!("men blev fundet af ingen regler (udvidet af {pack})")), "{said}");
    assert!(said.contains("--> fagsprog-kancelli.toml:"), "{said}");
    let mended = removal.replace("] }", "], bad = [\"Ring, såfremt I kan.\"] }")
        + "remove = { bad = [\"Såfremt du ikke kan komme, må du ringe til os.\"] }\n";
    let pack = folder.file("rettet.toml", mended);
    assert_eq!(stdout(&traek(["test", &pack])), "1 regel, 2 eksempler, 0 fejl\n");
}

#[test]
fn all_mistakes_of_extensions_come_at_once_each_in_its_place() {
    let folder = Folder::new();
    let broken = EXTENSIONS
        .replace("efter-beklagelse", "efter-beklagelsen")
        .replace("\"såfremt muligt\"", "\"(såfremt\"")
        .replace("add = [\"sekretariatet\"]", "remove = [\"sekretariatet\"]")
        .replace("good = [\"Tak skal du have.\"]", "bad = [\"Nej tak.\"]");
    let pack = folder.file("vores.toml", broken);
    let said = stderr(&traek(["test", &pack]));
    for (place, message) in [
        ("5:8", "reglen »forsvar/men-efter-beklagelsen« findes ikke"),
        ("10:36", "der mangler »)«"),
        ("14:11", "det står ikke i »@afsenderen«; skriv det præcis, som det står der"),
        ("18:21", "det nye skal have et eksempel, som viser, at det virker: skriv et i good"),
    ] {
        assert!(said.contains(&format!("vores.toml:{place}\n")) && said.contains(message), "{said}");
    }
    assert!(said.contains("4 fejl i regelpakkerne"), "{said}");
}

#[test]
fn a_rule_that_a_shipped_pack_has_is_refused_with_the_name_of_that_pack() {
    let folder = Folder::new();
    let pack = PACK
        .replace("lukning/proeve", "lukning/udebliver-du")
        .replace("[[rule]]", "[sets]\nugedag = [\"mandag\"]\n[[rule]]");
    let said = stderr(&traek(["test", &folder.file("pakke.toml", pack)]));
    assert!(said.contains("reglen »lukning/udebliver-du« findes allerede i lukning.toml; brug [[extend]]"), "{said}");
    assert!(said.contains("mængden »@ugedag« findes allerede i greb.toml; brug [[extend]]"), "{said}");
}
