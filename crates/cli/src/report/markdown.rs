//! The report as Markdown.

use super::blocks::{Block, Run, Section, Table};

/// Signs that Markdown gives a meaning inside a line.
const MARKS: [char; 9] = ['\\', '`', '*', '_', '<', '[', ']', '|', '~'];

/// The whole report: `title`, and the sections under it.
pub(crate) fn document(title: &str, sections: &[Section]) -> String {
    let mut out = format!("# {}\n", escaped(title));
    for section in sections {
        out.push_str(&format!("\n## {}\n", section.title));
        blocks(&section.blocks, &mut out);
    }
    out
}

fn blocks(all: &[Block], out: &mut String) {
    for block in all {
        out.push('\n');
        match block {
            Block::Text(line) | Block::Where(line) => out.push_str(&format!("{}\n", runs(line))),
            Block::Title(line) => out.push_str(&format!("### {}\n", runs(line))),
            Block::List(items) => items.iter().for_each(|item| out.push_str(&format!("- {}\n", runs(item)))),
            Block::Table(rows) => table(rows, out),
            Block::Quote { label, words } => out.push_str(&format!("> **{}:** {}\n", escaped(label), runs(words))),
            Block::Answer(label) => out.push_str(&format!("**{label}** …\n")),
            Block::Figures(figures) => {
                for (figure, what) in figures {
                    out.push_str(&format!("- **{}** {}\n", escaped(figure), escaped(what)));
                }
            }
            Block::More { label, blocks: more } => {
                out.push_str(&format!("**{}**\n", escaped(label)));
                blocks(more, out);
            }
        }
    }
}

fn table(table: &Table, out: &mut String) {
    let headings: Vec<String> = table.columns.iter().map(|(heading, _)| escaped(heading)).collect();
    let rules: Vec<&str> = table.columns.iter().map(|(_, figures)| if *figures { "---:" } else { "---" }).collect();
    out.push_str(&format!("| {} |\n| {} |\n", headings.join(" | "), rules.join(" | ")));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| runs(cell)).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
}

fn runs(line: &[Run]) -> String {
    line.iter()
        .map(|run| match run {
            Run::Plain(text) => escaped(text),
            Run::Quiet(text) => format!(" – {}", escaped(text)),
            Run::Strong(text) | Run::New(text) => around(text, "**"),
            Run::Gone(text) => around(text, "~~"),
            Run::Name(text) => code(text),
            Run::Severity(_) | Run::Marker(_) | Run::Share(..) => escaped(&run.text()),
        })
        .collect()
}

/// `text` between marks, which must stand at its words.
fn around(text: &str, mark: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    format!("{}{mark}{}{mark}{}", &text[..start], escaped(inner), &text[end..])
}

/// `text` as code; a table would split at a bar.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    if text.contains(['`', '|']) { escaped(&text) } else { format!("`{text}`") }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\n' | '\r' => out.push(' '),
            mark if MARKS.contains(&mark) => out.extend(['\\', mark]),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::blocks::{name, plain, strong};

    #[test]
    fn words_of_letters_do_not_become_marks() {
        assert_eq!(runs(&[plain("[navn] *nu* | a_b")]), "\\[navn\\] \\*nu\\* \\| a\\_b");
        assert_eq!(runs(&[name("a_b.txt"), plain(" "), name("a|b`c")]), "`a_b.txt` a\\|b\\`c");
    }

    #[test]
    fn marks_stand_at_the_words() {
        assert_eq!(runs(&[plain("en"), Run::New(" to ".to_owned()), strong("tre")]), "en **to** **tre**");
        assert_eq!(runs(&[Run::Gone(" ".to_owned())]), " ");
    }

    #[test]
    fn figures_stand_to_the_right() {
        let table = Table {
            columns: vec![("Regel".to_owned(), false), ("Fund".to_owned(), true)],
            rows: vec![vec![vec![name("a/b")], vec![plain("3")]]],
        };
        let mut out = String::new();
        super::table(&table, &mut out);
        assert_eq!(out, "| Regel | Fund |\n| --- | ---: |\n| `a/b` | 3 |\n");
    }
}
