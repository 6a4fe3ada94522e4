//! What the letters of a page come to: figures, the choice of notes, the list of letters, files that could not be read.

use maud::{Markup, html};
use traek_core::{Marker, Report, Severity};

use super::letter;
use super::passages::Ids;
use crate::check::Checked;
use crate::danish::count;
use crate::files::Problem;
use crate::output::summary;
use crate::page::{self, readable};

/// How many findings there are of each marker in each severity.
type Figures = [[usize; Severity::ALL.len()]; Marker::ALL.len()];

/// What is kept of the letters: a line for each, and figures.
#[derive(Default)]
pub(super) struct Overview {
    letters: Vec<Entry>,
    figures: Figures,
    moves: usize,
}

/// A letter in the list.
struct Entry {
    name: String,
    genre: &'static str,
    /// What filters look for.
    classes: String,
    findings: usize,
    worst: Option<Severity>,
}

impl Overview {
    /// Adds a letter; returns its number on the page.
    pub(super) fn add(&mut self, checked: &Checked) -> usize {
        let report: &Report = &checked.report;
        for finding in &report.findings {
            self.figures[finding.marker as usize][finding.severity as usize] += 1;
        }
        self.moves += report.moves.len();
        self.letters.push(Entry {
            name: checked.name.clone(),
            genre: report.genre.title(),
            classes: letter::classes(report.findings.iter()),
            findings: report.findings.len(),
            worst: report.findings.iter().map(|finding| finding.severity).max(),
        });
        self.letters.len()
    }

    pub(super) fn markup(&self, problems: &[Problem]) -> Markup {
        html! {
            section.overview slot="oversigt" id="oversigt" tabindex="-1" aria-labelledby="oversigt-navn" {
                @let several = self.letters.len() != 1 || !problems.is_empty();
                h2.hidden[!several] id="oversigt-navn" { "Oversigt" }
                @if several { p.total { (self.total(problems.len())) } }
                @if self.all() > 0 || self.moves > 0 { (self.choice()) }
                @if self.letters.len() > 1 {
                    div.side-by-side {
                        @if self.all() > 0 { (self.table()) }
                        (self.list())
                    }
                }
                @if !problems.is_empty() { (unread(problems)) }
            }
        }
    }

    fn all(&self) -> usize {
        self.figures.iter().flatten().sum()
    }

    fn of(&self, severity: Severity) -> usize {
        self.figures.iter().map(|figures| figures[severity as usize]).sum()
    }

    /// `25 breve med 212 fund (…). 3 breve er uden fund.`
    fn total(&self, problems: usize) -> String {
        let letters = self.letters.len();
        if letters == 0 {
            return match problems {
                0 => "Der var ingen breve at læse.".to_owned(),
                _ => "Ingen breve kunne læses.".to_owned(),
            };
        }
        let by_severity: Vec<usize> = Severity::ALL.iter().map(|severity| self.of(*severity)).collect();
        let mut total = format!("{}: {}.", count(letters, "brev", "breve"), summary::found(&by_severity));
        let clean = self.letters.iter().filter(|letter| letter.findings == 0).count();
        if clean > 0 && clean < letters {
            total.push_str(&format!(" {} er uden fund.", count(clean, "brev", "breve")));
        }
        if problems > 0 {
            total.push_str(&format!(" {} kunne ikke læses.", count(problems, "fil eller mappe", "filer eller mapper")));
        }
        total
    }

    /// What to show: the style looks at what is chosen here, so the page needs no script.
    fn choice(&self) -> Markup {
        let all = self.all();
        let reaching = |threshold| -> usize {
            Severity::ALL.iter().filter(|one| one.reaches(threshold)).map(|one| self.of(*one)).sum()
        };
        let (errors, warnings) = (reaching(Severity::Fejl), reaching(Severity::Advarsel));
        let markers = Marker::ALL.iter().map(|marker| (*marker, self.of_marker(*marker)));
        html! {
            div.choice.on-screen {
                @if all > 0 {
                    fieldset {
                        legend { "Vis noter om" }
                        div {
                            (option("om", "alt", true, &html! { "alt" }, all))
                            @for (marker, number) in markers.filter(|(_, number)| *number > 0) {
                                (option("om", marker.id(), false, &page::marker(marker), number))
                            }
                        }
                    }
                    fieldset {
                        legend { "Grad" }
                        div {
                            (option("grad", "alle", true, &html! { "alle" }, all))
                            @if warnings < all && warnings > 0 {
                                (option("grad", "advarsel", false, &html! { "advarsler og fejl" }, warnings))
                            }
                            @if errors < all && errors > 0 {
                                (option("grad", "fejl", false, &html! { "kun fejl" }, errors))
                            }
                        }
                    }
                }
                @if self.moves > 0 {
                    fieldset {
                        legend { "Vis også" }
                        div {
                            label {
                                input type="checkbox" id="vis-ros" checked;
                                span { "det, der virker " span.number { (self.moves) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn of_marker(&self, marker: Marker) -> usize {
        self.figures[marker as usize].iter().sum()
    }

    /// The findings by marker and severity.
    fn table(&self) -> Markup {
        let longest = Marker::ALL.iter().map(|marker| self.of_marker(*marker)).max().unwrap_or_default();
        let severities: Vec<Severity> = Severity::ALL.iter().rev().copied().filter(|one| self.of(*one) > 0).collect();
        html! {
            table {
                caption { "Fund i alle breve" }
                thead {
                    tr {
                        th scope="col" { "Markør" }
                        @for severity in &severities { th.number scope="col" { (page::tag(*severity)) } }
                        th.number scope="col" { "i alt" }
                        td.bars {}
                    }
                }
                tbody {
                    @for marker in Marker::ALL.iter().filter(|marker| self.of_marker(**marker) > 0) {
                        tr.(marker.id()) {
                            th scope="row" { (page::marker(*marker)) }
                            @for severity in &severities {
                                @let number = self.figures[*marker as usize][*severity as usize];
                                td.number.soft[number == 0] { (number) }
                            }
                            td.number { (self.of_marker(*marker)) }
                            td.bars { (page::bar(self.of_marker(*marker), longest)) }
                        }
                    }
                }
                tfoot {
                    tr {
                        th scope="row" { "I alt" }
                        @for severity in &severities { td.number { (self.of(*severity)) } }
                        td.number { (self.all()) }
                        td.bars {}
                    }
                }
            }
        }
    }

    /// The letters as links, those without findings folded.
    fn list(&self) -> Markup {
        let numbered = || self.letters.iter().zip(1..);
        let clean = numbered().filter(|(letter, _)| letter.worst.is_none()).count();
        html! {
            nav.letters aria-labelledby="breve-navn" {
                h3 id="breve-navn" { "Brevene" }
                @if clean < self.letters.len() {
                    ol { @for (letter, number) in numbered().filter(|(one, _)| one.worst.is_some()) { (entry(letter, number)) } }
                }
                @if clean > 0 {
                    details {
                        summary { (count(clean, "brev", "breve")) " uden fund" }
                        ol { @for (letter, number) in numbered().filter(|(one, _)| one.worst.is_none()) { (entry(letter, number)) } }
                    }
                }
            }
        }
    }
}

/// Something to choose; `id` is what the style looks for.
fn option(group: &str, id: &str, chosen: bool, label: &Markup, number: usize) -> Markup {
    html! {
        label {
            input type="radio" name=(group) id={ (group) "-" (id) } checked[chosen];
            span { (label) " " span.number { (number) } }
        }
    }
}

fn entry(letter: &Entry, number: usize) -> Markup {
    html! {
        li.of.(letter.classes) {
            span {
                a href={ "#" (Ids::new(number).letter()) } { (letter::name(&letter.name)) }
                " " span.soft {
                    (letter.genre)
                    @if letter.findings > 0 { ", " (count(letter.findings, "fund", "fund")) }
                }
            }
            @if let Some(worst) = letter.worst { " " (page::tag(worst)) }
        }
    }
}

/// What could not be done.
fn unread(problems: &[Problem]) -> Markup {
    html! {
        div.unread {
            h3 { "Kunne ikke læses" }
            ul {
                @for problem in problems {
                    li { bdi { (readable(&problem.path)) } ": " (readable(&problem.message)) }
                }
            }
        }
    }
}
