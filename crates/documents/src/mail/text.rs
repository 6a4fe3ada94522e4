//! The plain text of a mail.

use crate::compose::{Composer, Line};

/// How the lines of a text are to be read (RFC 3676).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// As they stand.
    Fixed,
    /// A line with a space at its end goes on in the next one; `delete_space` says that the space is not part of it.
    Flowed { delete_space: bool },
}

/// The line above a signature; its space does not join it to the next one.
const SIGNATURE: &str = "-- ";

/// Whether the text is a PGP message.
pub(super) fn is_encrypted(text: &str) -> bool {
    text.trim_start().starts_with("-----BEGIN PGP MESSAGE-----")
}

/// Adds the lines of `text` to `composer`.
pub(super) fn write(text: &str, flow: Flow, composer: &mut Composer) {
    let mut open: Option<(usize, String)> = None;
    for line in text.lines() {
        let Flow::Flowed { delete_space } = flow else {
            write_line(line, composer);
            continue;
        };
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let content = &line[depth..];
        let content = content.strip_prefix(' ').unwrap_or(content);
        let joined = match open.take() {
            Some((open_depth, before)) if open_depth == depth && content != SIGNATURE => before + content,
            Some((open_depth, before)) => {
                write_line(&quoted(open_depth, &before), composer);
                content.to_owned()
            }
            None => content.to_owned(),
        };
        if content != SIGNATURE && content.ends_with(' ') {
            let end = joined.len() - usize::from(delete_space);
            open = Some((depth, joined[..end].to_owned()));
        } else {
            write_line(&quoted(depth, &joined), composer);
        }
    }
    if let Some((depth, before)) = open {
        write_line(&quoted(depth, &before), composer);
    }
}

fn quoted(depth: usize, content: &str) -> String {
    if depth == 0 { content.to_owned() } else { format!("{} {content}", ">".repeat(depth)) }
}

fn write_line(text: &str, composer: &mut Composer) {
    let mut line = Line::new();
    match bullet(text) {
        Some((bullet, item)) => line.push(&format!("{bullet} {item}"), 0),
        None => line.push(text, 0),
    }
    composer.line(line, None, String::new);
}

/// The bullet and the text of a list item as Outlook writes them, wide apart: `  *   Ring`, `·\tRing`, `1.\tRing`.
fn bullet(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let end = line.find(char::is_whitespace)?;
    let (bullet, item) = line.split_at(end);
    let number = bullet.strip_suffix(['.', ')']).is_some_and(|number| {
        !number.is_empty() && number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    let wide = item.starts_with('\t') || item.starts_with("  ");
    let item = item.trim_start();
    let columns = item.contains('\t') || item.contains("   ");
    (wide && !columns && (number || matches!(bullet, "*" | "•" | "·" | "-" | "–" | "o"))).then_some((bullet, item))
}
