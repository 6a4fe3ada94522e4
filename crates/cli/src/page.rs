//! The frame of the pages that people open in a browser: head, looks, and what keeps everything else out.
//!
//! A page is one file that loads nothing. It has no script; its policy allows its own style and refuses the rest, so that
//! not even a letter that found a way into the markup could reach the network. The looks are in `page.css`: colours and
//! type, tables, tags, bars, dark mode, print. A page adds what it needs beside them.
//!
//! ```text
//! out.write_all(page::head("Rapport", include_str!("report.css")).into_string().as_bytes())?;
//! … the body, with one `header.top` and one `main` …
//! out.write_all(page::END.as_bytes())?;
//! ```

use std::borrow::Cow;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use traek_core::{Marker, Severity};

/// The looks that all pages share.
const STYLE: &str = include_str!("page.css");

/// What ends a page.
pub(crate) const END: &str = "</body></html>\n";

/// The width of the space that a bar is drawn in (CSS pixels).
const BAR_WIDTH: usize = 96;

/// The height of a bar (CSS pixels).
const BAR_HEIGHT: usize = 8;

/// A page up to and with `<body>`; `style` are its own rules beside those that all pages share.
pub(crate) fn head(title: &str, style: &str) -> Markup {
    // A browser takes carriage returns out before it compares.
    let style = format!("{STYLE}{style}").replace('\r', "");
    let policy =
        format!("default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'", hash(&style));
    html! {
        (DOCTYPE)
        (PreEscaped("<html lang=\"da\">"))
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            meta name="format-detection" content="telephone=no";
            title { (readable(title)) }
            style { (PreEscaped(style)) }
        }
        (PreEscaped("<body>"))
    }
}

/// A bar that is `part` of `whole` long, for a number that stands beside it: it says nothing of its own. Its colour is
/// that of the marker whose class stands around it.
pub(crate) fn bar(part: usize, whole: usize) -> Markup {
    let length = BAR_WIDTH * part.min(whole) / whole.max(1);
    html! {
        svg.bar width=(BAR_WIDTH) height=(BAR_HEIGHT) aria-hidden="true" {
            rect.track width=(BAR_WIDTH) height=(BAR_HEIGHT) rx="2" {}
            @if part > 0 { rect.fill width=(length.max(2)) height=(BAR_HEIGHT) rx="2" {} }
        }
    }
}

/// A severity as a word with a shape of its own.
pub(crate) fn tag(severity: Severity) -> Markup {
    html! { span.tag.(severity.id()) { (severity.title()) } }
}

/// The name of a marker, underlined as its places in a letter are.
pub(crate) fn marker(marker: Marker) -> Markup {
    html! { span.marker.(marker.id()) { (marker.title()) } }
}

/// `text` without the signs that would steer how a page is read: control signs become `\u{FFFD}`, and those that turn the
/// direction of what follows are left out.
pub(crate) fn readable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|sign| is_control(sign) || turns(sign)) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().filter(|sign| !turns(*sign));
    Cow::Owned(shown.map(|sign| if is_control(sign) { '\u{FFFD}' } else { sign }).collect())
}

fn is_control(sign: char) -> bool {
    sign.is_control() && !matches!(sign, '\n' | '\r' | '\t')
}

/// Whether a sign sets the direction of the text after it, whatever that is.
fn turns(sign: char) -> bool {
    matches!(sign, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The SHA-256 of `text` in base64, as a policy names what may be used.
fn hash(text: &str) -> String {
    base64(&Sha256::digest(text))
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0, |bits: usize, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - three.len()));
        let sign = |at: usize| if at > three.len() { '=' } else { char::from(SIGNS[bits >> (18 - 6 * at) & 63]) };
        text.extend((0..4).map(sign));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        let known =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("æøå", "w6bDuMOl")];
        for (text, encoded) in known {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
    }

    #[test]
    fn the_policy_names_the_style_and_nothing_else() {
        let page = head("Prøve", "p { color: red; }").into_string();
        let style = page.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).expect("a style").0;
        assert!(style.ends_with("p { color: red; }"));
        assert!(page.contains(&format!("default-src 'none'; style-src 'sha256-{}'", hash(style))));
    }

    #[test]
    fn signs_that_steer_are_not_shown() {
        assert_eq!(readable("Kære\tMia\n"), "Kære\tMia\n");
        assert_eq!(readable("a\u{1b}[2Jb\u{85}\u{202E}c\u{2069}"), "a\u{FFFD}[2Jb\u{FFFD}c");
        assert_eq!(readable("\u{200F}مرحبا 👋"), "\u{200F}مرحبا 👋");
    }

    #[test]
    fn a_bar_stays_within_its_space_and_shows_the_smallest_number() {
        let width = |part, whole| {
            let bar = bar(part, whole).into_string();
            bar.split_once("class=\"fill\" width=\"").map(|(_, rest)| rest.split('"').next().unwrap_or("").to_owned())
        };
        assert_eq!(width(0, 10), None);
        assert_eq!(width(5, 10).as_deref(), Some("48"));
        assert_eq!(width(1, 1000).as_deref(), Some("2"));
        assert_eq!(width(20, 10).as_deref(), Some("96"));
        assert_eq!(width(3, 0).as_deref(), Some("2"));
    }
}
