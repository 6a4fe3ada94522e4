//! `--format html`: one page for a person, the letters with their notes in the margin.
//!
//! The page is written letter by letter, so what they come to is only known at its end. It is read first, though: a
//! declarative shadow root puts the overview before the letters, for eyes, keyboard and screen readers alike. A browser
//! that does not know of it shows the overview last, where the link at the top leads.

mod letter;
mod marks;
mod notes;
mod overview;
mod passages;

use std::io::{self, Write};

use maud::{Markup, PreEscaped, html};

use self::overview::Overview;
use super::Writer;
use crate::check::Checked;
use crate::files::Problem;
use crate::page;

/// The looks of this page beside those of all pages.
const STYLE: &str = include_str!("letters.css");

/// Letters as a page.
#[derive(Default)]
pub(crate) struct Html {
    overview: Overview,
}

impl Writer for Html {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write(&page::head("Breve med noter", STYLE), out)?;
        write(&top(), out)
    }

    fn letter(&mut self, checked: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let number = self.overview.add(checked);
        write(&letter::letter(checked, number), out)
    }

    fn finish(&mut self, problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
        write(&html! { (PreEscaped("</div>")) (self.overview.markup(problems)) (PreEscaped("</main>")) }, out)?;
        out.write_all(page::END.as_bytes())
    }
}

fn write(markup: &Markup, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", markup.0)
}

/// What comes before the first letter. `main` and the letters in it are still open at its end.
fn top() -> Markup {
    html! {
        nav aria-label="Genveje" {
            a.skip href="#oversigt" { "Gå til oversigten" }
            a.skip href="#breve" { "Gå til brevene" }
        }
        header.top {
            h1 { "Breve med noter" }
            p.lead {
                "Noterne viser, hvor et brev kan optrappe en konflikt, hvad det mangler, og hvad der allerede virker. "
                "Du kender sagen og læseren og afgør selv, hvad der skal ændres."
            }
        }
        (PreEscaped("<main>"))
        template shadowrootmode="open" { slot name="oversigt" {} slot {} }
        (PreEscaped("<div id=\"breve\" tabindex=\"-1\">"))
    }
}
