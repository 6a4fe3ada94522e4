//! A letter of the corpus as people save it: Markdown, a web page, a mail, and what LibreOffice makes of it.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use crate::support::project;

/// Letters with what formats carry in their own ways.
pub(crate) const LETTERS: [&str; 7] = [
    "devset-054",                        // letterhead, headings, a numbered list, columns set with spaces
    "plejehjem-hoereapparat-svar",       // a mail's head, a list, what the citizen wrote behind `>`
    "devset-062",                        // a mail's thread under its own heading
    "integration-samtale-skabelon",      // merge fields
    "hjemmepleje-datter-kontaktaftale",  // headings without empty lines, two lists
    "parkering-beboerlicens-afgoerelse", // a decision with guidance on complaints
    "runde5-boligliste-svar",            // a signature without a closing above a quotation
];

/// The formats of each of them. What has `web` in its name was made from the web page, with marked headings and lists;
/// the rest from the plain text, in which they show by their looks.
pub(crate) const ENDINGS: [&str; 13] =
    ["txt", "md", "html", "eml", "web.eml", "docx", "web.docx", "odt", "web.odt", "pdf", "web.pdf", "rtf", "web.rtf"];

/// The folder with every letter in every format.
pub(crate) static SAVED: LazyLock<PathBuf> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("saved");
    let _ = std::fs::remove_dir_all(&root);
    let (all, typed, pages) = (root.join("all"), root.join("typed"), root.join("pages"));
    for folder in [&all, &typed, &pages] {
        std::fs::create_dir_all(folder).expect("a folder");
    }
    for name in LETTERS {
        let text = std::fs::read_to_string(project("corpus").join(format!("{name}.txt"))).expect("a letter");
        for (ending, bytes) in written(&text) {
            std::fs::write(all.join(format!("{name}.{ending}")), bytes).expect("a file");
        }
        std::fs::write(typed.join(format!("{name}.txt")), &text).expect("a file");
        std::fs::write(pages.join(format!("{name}.web.html")), html(&text)).expect("a file");
    }
    for format in ["docx", "odt", "pdf", "rtf"] {
        office(&typed, "txt", format, &all);
        office(&pages, "html", format, &all);
    }
    all
});

/// The letter in the formats that need no other program, with their endings.
pub(crate) fn written(letter: &str) -> [(&'static str, Vec<u8>); 5] {
    [
        ("txt", letter.as_bytes().to_vec()),
        ("md", markdown(letter).into_bytes()),
        ("html", html(letter).into_bytes()),
        ("eml", mail(letter, "plain")),
        ("web.eml", mail(letter, "html")),
    ]
}

/// One part of a letter that was written as plain text.
enum Part<'t> {
    /// A line that stands over a paragraph without an empty line between.
    Heading(&'t str),
    /// Lines that stand one below the other.
    Lines(Vec<&'t str>),
    /// The items of a list, and whether they are numbered.
    List(Vec<&'t str>, bool),
    /// What somebody else wrote, without its `>`.
    Quoted(Vec<&'t str>),
}

/// A line with more bytes than this under a short one is a paragraph under its heading.
const LONG_LINE: usize = 60;

/// The parts of `letter`; an empty line stands between two of them.
fn parts(letter: &str) -> Vec<Vec<Part<'_>>> {
    letter.split("\n\n").map(|group| group_parts(group.trim_matches('\n'))).filter(|group| !group.is_empty()).collect()
}

fn group_parts(group: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let lines: Vec<&str> = group.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let over_paragraph = index == 0
            && line.len() < LONG_LINE
            && !line.ends_with(['.', ',', ':'])
            && !line.starts_with('>')
            && lines.get(1).is_some_and(|next| next.len() > LONG_LINE);
        let expected = match parts.last() {
            Some(Part::List(items, true)) => items.len() + 1,
            _ => 1,
        };
        match (item(line, expected), line.strip_prefix('>'), parts.last_mut()) {
            (Some((text, numbered)), _, Some(Part::List(items, kind))) if *kind == numbered => items.push(text),
            (Some((text, numbered)), ..) => parts.push(Part::List(vec![text], numbered)),
            (_, Some(said), Some(Part::Quoted(all))) => all.push(said.trim_start()),
            (_, Some(said), _) => parts.push(Part::Quoted(vec![said.trim_start()])),
            (_, _, Some(Part::Lines(all))) => all.push(line),
            _ if over_paragraph => parts.push(Part::Heading(line)),
            _ => parts.push(Part::Lines(vec![line])),
        }
    }
    parts
}

/// The text of a list item, and whether it has a number, which must be the one that is `expected`.
fn item(line: &str, expected: usize) -> Option<(&str, bool)> {
    let bullet = line.strip_prefix("- ").map(|text| (text, false));
    bullet.or_else(|| line.strip_prefix(&format!("{expected}. ")).map(|text| (text, true)))
}

/// The letter in Markdown, as one writes it by hand: headings, lists and quotations marked, lines ended with
/// two spaces.
fn markdown(letter: &str) -> String {
    let mut out = String::new();
    for part in parts(letter).iter().flatten() {
        match part {
            Part::Heading(text) => writeln!(out, "## {text}"),
            Part::Lines(lines) => lines.iter().try_for_each(|line| writeln!(out, "{}  ", line.trim())),
            Part::List(items, numbered) => items.iter().enumerate().try_for_each(|(index, text)| {
                if *numbered { writeln!(out, "{}. {text}", index + 1) } else { writeln!(out, "* {text}") }
            }),
            Part::Quoted(lines) => lines.iter().try_for_each(|line| writeln!(out, "> {line}")),
        }
        .expect("memory");
        out.push('\n');
    }
    out
}

/// The letter as a web page in UTF-8.
fn html(letter: &str) -> String {
    let body: Vec<String> = parts(letter).iter().flatten().map(element).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"da\">\n<head><meta charset=\"utf-8\"><title>Brev</title></head>\n<body>\n{}\n</body>\n</html>\n",
        body.join("\n")
    )
}

fn element(part: &Part<'_>) -> String {
    let lines = |lines: &[&str]| lines.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("<br>\n");
    match part {
        Part::Heading(text) => format!("<h2>{}</h2>", escaped(text)),
        Part::Lines(all) => format!("<p>{}</p>", lines(all)),
        Part::List(items, numbered) => {
            let name = if *numbered { "ol" } else { "ul" };
            let items: String = items.iter().map(|text| format!("<li>{}</li>\n", escaped(text))).collect();
            format!("<{name}>\n{items}</{name}>")
        }
        Part::Quoted(all) => format!("<blockquote><p>{}</p></blockquote>", lines(all)),
    }
}

/// Letters that HTML writes in another way; columns that were set with spaces stay in place.
fn escaped(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.replace('ø', "&oslash;").replace("  ", "&nbsp; ")
}

/// The letter as a mail whose text is of this `kind` (`plain` or `html`). Lines on top that are a mail's own head become
/// that.
fn mail(letter: &str, kind: &str) -> Vec<u8> {
    let (head, body) = mail_head(letter);
    let text = if kind == "html" { html(body) } else { body.to_owned() };
    let mut out = format!(
        "{head}MIME-Version: 1.0\r\nContent-Type: text/{kind}; charset=utf-8\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    );
    out.push_str(&quoted_printable(&text));
    out.into_bytes()
}

/// The headers for the first lines of `letter`, and what follows these.
fn mail_head(letter: &str) -> (String, &str) {
    let (first, rest) = letter.split_once("\n\n").unwrap_or(("", letter));
    let field = |key: &str| first.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
    let (Some(from), Some(subject)) = (field("Fra:"), field("Emne:")) else {
        return ("From: Bo Lund <bo@by.example>\r\nTo: mia@post.example\r\n".to_owned(), letter);
    };
    let (name, address) = from.split_once(" <").unwrap_or((from, "post@by.example>"));
    let to = encoded(field("Til:").unwrap_or("Mia Holm"));
    let head = format!(
        "From: {} <{address}\r\nTo: {to} <mia@post.example>\r\nSubject: {}\r\n",
        encoded(name),
        encoded(subject)
    );
    (head, rest)
}

/// A word of a mail's head in any letters (RFC 2047).
fn encoded(text: &str) -> String {
    let signs = text.bytes().map(|byte| format!("={byte:02X}")).collect::<String>();
    format!("=?utf-8?Q?{signs}?=")
}

/// A line of a mail has at most this many signs before it is broken (RFC 2045).
const MAIL_LINE: usize = 72;

fn quoted_printable(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut width = 0;
        for byte in line.bytes() {
            if width >= MAIL_LINE {
                out.push_str("=\r\n");
                width = 0;
            }
            let plain = matches!(byte, b' '..=b'~') && byte != b'=';
            let sign = if plain { char::from(byte).to_string() } else { format!("={byte:02X}") };
            width += sign.len();
            out.push_str(&sign);
        }
        out.push_str("\r\n");
    }
    out
}

/// Has LibreOffice save the files with `ending` in `folder` as `format`, all at once.
fn office(folder: &Path, ending: &str, format: &str, out: &Path) {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let filter = if ending == "html" { "HTML (StarWriter)" } else { "Text (encoded):UTF8,LF,,," };
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    files.sort();
    let output = Command::new("soffice")
        .args([&profile, "--headless", &format!("--infilter={filter}"), "--convert-to", format, "--outdir"])
        .arg(out)
        .args(&files)
        .output()
        .unwrap_or_else(|error| panic!("soffice is missing ({error}): bash tests/run.sh installs it"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
