//! Tells which format a file is: by its content first, by the ending of its name where the content leaves it open.

use std::path::Path;

use crate::container::{self, Package};
use crate::{ENDINGS, Format, ReadError, docx, encoding, odt};

/// So many bytes at each end of a file are searched for the signs of a format.
const SEARCHED: usize = 64 * 1024;

/// So many bytes at the start of a text are looked at.
const HEAD: usize = 8 * 1024;

/// The format of the file `bytes` with the name `path`.
///
/// # Errors
/// [`ReadError::Unsupported`] for a format that is known and not read.
pub(crate) fn format(path: &Path, bytes: &[u8]) -> Result<Format, ReadError> {
    let start = &bytes[..bytes.len().min(SEARCHED)];
    if let Some((_, format)) = PICTURES.iter().find(|(signature, _)| start.starts_with(signature)) {
        return Err(ReadError::Unsupported(format));
    }
    let ending = ending(path);
    if container::is_package(bytes) {
        return packed(bytes, &ending);
    }
    if container::is_locked_office(bytes) {
        return Err(ReadError::Encrypted(docx::NAME));
    }
    if start.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Ok(Format::OutlookMessage);
    }
    // Some programs put something before the header of a PDF; a mail may have one as its attachment.
    if start.starts_with(PDF) || ending == "pdf" && contains(&start[..start.len().min(1024)], PDF) {
        return Ok(Format::Pdf);
    }
    if start.starts_with(b"{\\rtf") {
        return Ok(Format::Rtf);
    }
    let start = &start[..start.len().min(HEAD)];
    text_format(&encoding::start(start).to_lowercase(), &ending)
}

/// The ending of a file's name in small letters; empty if it has none.
#[must_use]
pub fn ending(path: &Path) -> String {
    path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase()
}

/// Whether an attachment is a letter: in a format that is read, and not some other text such as a calendar entry.
pub(crate) fn is_letter(path: &Path, bytes: &[u8]) -> bool {
    let ending = ending(path);
    match format(path, bytes) {
        Ok(Format::Text) => ENDINGS.contains(&ending.as_str()),
        Ok(_) => true,
        Err(_) => false,
    }
}

const PDF: &[u8] = b"%PDF-";

const PICTURES: [(&[u8], &str); 5] = [
    (b"\x89PNG", "et billede"),
    (b"\xFF\xD8\xFF", "et billede"),
    (b"GIF8", "et billede"),
    (b"II*\0", "et billede"),
    (b"MM\0*", "et billede"),
];

/// The format of a zip package, by what is in it; the ending only helps to name one that cannot be opened.
fn packed(bytes: &[u8], ending: &str) -> Result<Format, ReadError> {
    let name = match ending {
        "docx" | "docm" | "dotx" => docx::NAME,
        "odt" | "ott" => odt::NAME,
        _ => "en zip-pakke",
    };
    let package = Package::open(bytes, name)?;
    if package.has("xl/workbook.xml") {
        Err(ReadError::Unsupported("et regneark"))
    } else if package.has("ppt/presentation.xml") {
        Err(ReadError::Unsupported("en præsentation"))
    } else if package.has("[Content_Types].xml") {
        Ok(Format::Docx)
    } else if package.has("mimetype") {
        Ok(Format::Odt)
    } else {
        Err(ReadError::Unsupported("en zip-pakke uden brev i"))
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The format of a file that is text; `start` is how it begins, in lower case.
fn text_format(start: &str, ending: &str) -> Result<Format, ReadError> {
    let start = start.trim_start();
    if is_memo(start) {
        return Ok(Format::MeMo);
    }
    if is_html(start) {
        return Ok(Format::Html);
    }
    if is_mail(start) {
        return Ok(Format::Mail);
    }
    match ending {
        "md" | "markdown" => Ok(Format::Markdown),
        "html" | "htm" | "xhtml" => Ok(Format::Html),
        "eml" => Ok(Format::Mail),
        _ if start.starts_with("<?xml") => Err(ReadError::Unsupported("XML, men ikke en MeMo-besked")),
        _ => Ok(Format::Text),
    }
}

/// Whether the first element is the `Message` of Digital Post, or the request that carries it to the sending service.
fn is_memo(start: &str) -> bool {
    let Some(root) = first_element(start) else { return false };
    let name = root.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
    matches!(name.rsplit(':').next(), Some("message" | "kombi_request")) && root.contains("digitalpost.dk/memo")
}

fn is_html(start: &str) -> bool {
    start.starts_with("<!doctype html") || first_element(start).is_some_and(|root| root.starts_with("html"))
}

/// What follows the `<` of the first element, after the XML declaration, comments and the like.
fn first_element(start: &str) -> Option<&str> {
    let mut rest = start;
    loop {
        rest = rest.trim_start().strip_prefix('<')?;
        let end = match rest {
            _ if rest.starts_with("!--") => "-->",
            _ if rest.starts_with(['?', '!']) && rest.split('>').next().is_some_and(|tag| tag.contains('[')) => "]>",
            _ if rest.starts_with(['?', '!']) => ">",
            _ => return Some(rest),
        };
        rest = rest.split_once(end)?.1;
    }
}

/// Whether the text begins with lines that only a mail program writes.
fn is_mail(start: &str) -> bool {
    const WRITTEN_BY_PROGRAMS: [&str; 7] =
        ["mime-version:", "message-id:", "received:", "return-path:", "delivered-to:", "x-mailer:", "dkim-signature:"];
    let lines = start.lines().skip_while(|line| line.starts_with("from ")).take_while(|line| !line.trim().is_empty());
    let mut found = false;
    for line in lines {
        let name = line.split(':').next().unwrap_or_default();
        let folded = line.starts_with([' ', '\t']);
        let named = name.len() < line.len() && name.bytes().all(|byte| byte.is_ascii_graphic());
        if !folded && !named {
            return false;
        }
        found |= WRITTEN_BY_PROGRAMS.iter().any(|start| line.starts_with(start));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, bytes: &[u8]) -> Result<Format, ReadError> {
        format(Path::new(name), bytes)
    }

    #[test]
    fn the_content_counts_for_more_than_the_ending() {
        for (name, bytes, wanted) in [
            ("brev.docx", &b"%PDF-1.7\n"[..], Format::Pdf),
            ("brev.pdf", b"{\\rtf1\\ansi Hej}", Format::Rtf),
            ("brev.txt", b"<!DOCTYPE html><p>Hej", Format::Html),
            ("brev.doc", b"\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- x -->\n<html xmlns=\"a\">", Format::Html),
            ("brev.txt", b"Received: from a\n\tby b\nSubject: Hej\n\nKaere Mia", Format::Mail),
            ("brev.xml", b"<m:Message xmlns:m=\"https://DigitalPost.dk/MeMo-1\">", Format::MeMo),
            ("brev.msg", b"Hej Mia", Format::Text),
        ] {
            assert_eq!(found(name, bytes), Ok(wanted), "{name}");
        }
    }

    #[test]
    fn the_ending_decides_where_the_content_leaves_it_open() {
        for (name, wanted) in [("a.MD", Format::Markdown), ("a.htm", Format::Html), ("a.eml", Format::Mail)] {
            assert_eq!(found(name, b"Subject: Hej\n\nHej Mia"), Ok(wanted));
        }
        let pasted = "Fra: Bo\nEmne: Støj\n\nHej Mia".as_bytes();
        assert_eq!(found("a.txt", pasted), Ok(Format::Text), "a mail that was pasted as text");
    }

    #[test]
    fn other_files_are_refused_by_name() {
        for (bytes, name) in [
            (&b"\x89PNG\r\n"[..], "et billede"),
            (b"<?xml version=\"1.0\"?><faktura/>", "XML, men ikke en MeMo-besked"),
        ] {
            assert_eq!(found("brev.docx", bytes), Err(ReadError::Unsupported(name)));
        }
    }
}
