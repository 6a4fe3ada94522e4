//! The report as a page: one file that can be read on a phone, printed on A4 and kept.

use maud::{Markup, PreEscaped, html};

use super::blocks::{Block, Run, Runs, Section, Table};
use crate::page::{self, readable};

/// What the report needs beside the looks that all pages share.
const STYLE: &str = include_str!("report.css");

/// The whole report: `title`, what it comes to, and the sections under it.
pub(crate) fn document(title: &str, summary: &str, sections: &[Section]) -> String {
    let body = html! {
        header.top {
            h1 { (title) }
            p.lead { (summary) "." }
        }
        nav.contents.on-screen aria-label="Indhold" {
            ol {
                @for section in sections { li { a href={ "#" (section.id) } { (section.title) } } }
            }
        }
        main {
            @for section in sections {
                section id=(section.id) { h2 { (section.title) } (blocks(&section.blocks)) }
            }
        }
    };
    format!("{}{}{}", page::head(title, STYLE).into_string(), body.into_string(), page::END)
}

fn blocks(all: &[Block]) -> Markup {
    html! { @for one in all { (block(one)) } }
}

fn block(block: &Block) -> Markup {
    match block {
        Block::Text(line) => html! { p { (runs(line)) } },
        Block::Where(line) => html! { p.where { (runs(line)) } },
        Block::Title(line) => html! { h3 { (runs(line)) } },
        Block::List(items) => html! { ul.list { @for item in items { li { (runs(item)) } } } },
        Block::Table(rows) => table(rows),
        Block::Quote { label, words } => html! {
            figure.wording { figcaption { (readable(label)) } blockquote { (runs(words)) } }
        },
        Block::Answer(question) => html! { div.answer { p { (question) } div.line {} div.line {} } },
        Block::Figures(figures) => html! {
            ul.figures { @for (figure, what) in figures { li { strong { (figure) } " " (what) } } }
        },
        Block::More { label, blocks: more } => html! { details { summary { (label) } (blocks(more)) } },
    }
}

fn table(table: &Table) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label={ "Tabel: " (headings(table)) } {
            table {
                thead { tr {
                    @for (heading, figures) in &table.columns { th scope="col" class=[class(*figures)] { (heading) } }
                } }
                tbody {
                    @for row in &table.rows { tr {
                        @for (at, (cell, (_, figures))) in row.iter().zip(&table.columns).enumerate() {
                            @if at == 0 { th scope="row" { (runs(cell)) } }
                            @else { td class=[class(*figures)] { (runs(cell)) } }
                        }
                    } }
                }
            }
        }
    }
}

/// What a table is about, for those who hear it.
fn headings(table: &Table) -> String {
    table.columns.iter().map(|(heading, _)| heading.as_str()).collect::<Vec<_>>().join(", ")
}

fn class(figures: bool) -> Option<&'static str> {
    figures.then_some("number")
}

fn runs(line: &Runs) -> Markup {
    html! { @for run in line { (self::run(run)) } }
}

fn run(run: &Run) -> Markup {
    match run {
        Run::Plain(text) => html! { (readable(text)) },
        Run::Quiet(text) => html! { " " span.quiet { (readable(text)) } },
        Run::Strong(text) => html! { strong { (readable(text)) } },
        Run::Name(text) => html! { code { (breakable(text)) } },
        Run::Gone(text) => around("del", text),
        Run::New(text) => around("ins", text),
        Run::Severity(severity) => page::tag(*severity),
        Run::Marker(marker) => page::marker(*marker),
        Run::Share(part, whole) => html! { (page::bar(*part, *whole)) span.share { (run.text()) } },
    }
}

/// `text` as an element that leaves out the spaces at its ends, which would be struck out or underlined too.
fn around(element: &str, text: &str) -> Markup {
    let inner = text.trim();
    let (before, after) = text.split_once(inner).unwrap_or((text, ""));
    html! {
        (before) (PreEscaped(format!("<{element}>"))) (readable(inner)) (PreEscaped(format!("</{element}>"))) (after)
    }
}

/// A name that may be broken after the signs that join its parts.
fn breakable(name: &str) -> Markup {
    let name = readable(name);
    let parts = name.split_inclusive(['/', '-', '_']).enumerate();
    html! { @for (at, part) in parts { @if at > 0 { wbr; } (part) } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::blocks::{name, plain, text};

    fn page(block: Block) -> String {
        document("Rapport", "2 skabeloner", &[Section { id: "a", title: "A", blocks: vec![block] }])
    }

    #[test]
    fn words_of_letters_do_not_become_markup() {
        let page = page(text("<script>alert(1)</script> & \u{1b}[31m«navn»"));
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; \u{FFFD}[31m«navn»"), "{page}");
    }

    #[test]
    fn marks_leave_out_the_spaces_at_their_ends() {
        let words = vec![plain("en"), Run::Gone(" to ".to_owned()), Run::New("tre".to_owned())];
        let page = page(Block::Quote { label: "Anden ordlyd".to_owned(), words });
        assert!(page.contains("en <del>to</del> <ins>tre</ins>"), "{page}");
    }

    #[test]
    fn names_can_be_broken_and_figures_stand_to_the_right() {
        let columns = vec![("Regel".to_owned(), false), ("Fund".to_owned(), true)];
        let page = page(Block::Table(Table { columns, rows: vec![vec![vec![name("a/b")], vec![plain("3")]]] }));
        assert!(page.contains("<th scope=\"row\"><code>a/<wbr>b</code></th><td class=\"number\">3</td>"), "{page}");
    }

    #[test]
    fn a_page_loads_nothing() {
        let page = page(text("x"));
        assert!(
            !page.contains("src=") && !page.contains("url(") && !page.contains("http:") && !page.contains("https:")
        );
    }
}
