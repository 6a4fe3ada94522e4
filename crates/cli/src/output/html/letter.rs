//! One letter: what is said about it as a whole, and its text with the notes beside it.

use maud::{Markup, html};
use traek_core::{Fairness, Finding, Letter, Marker, Report, Severity};

use super::marks::marked;
use super::notes::{self, Notes};
use super::passages::{self, Ids, Passage, Piece, Shape};
use crate::check::Checked;
use crate::danish;
use crate::lines::Lines;
use crate::output::{json, summary};
use crate::page::{self, readable};
use crate::settle::Suppressed;

/// A bar of this many findings is full, so that the bars of two letters can be compared.
const FULL: usize = 12;

/// The markup of a letter, with its number on the page.
pub(super) fn letter(checked: &Checked, number: usize) -> Markup {
    let report = &checked.report;
    let document = &checked.source.document;
    let ids = Ids::new(number);
    let lines = Lines::new(&document.text);
    let notes = Notes::new(checked, &ids, &lines);
    let set = passages::set(document, &Letter::new(document).zones, report, &ids);
    let text = html! {
        div.passages { @for one in &set.passages { (passage(one, &document.text, &notes)) } }
    };
    let clean = report.findings.is_empty();
    html! {
        article.letter.of.clean[clean].{ (classes(report.findings.iter())) } id=(ids.letter()) aria-labelledby={ (ids.letter()) "-navn" } {
            h2 id={ (ids.letter()) "-navn" } { (name(&checked.name)) }
            (about(report, &lines))
            @if !clean { (profile(report)) }
            @if !set.whole.is_empty() {
                div.of.{ (classes(set.whole.iter().map(|one| one.finding))) } {
                    h3 { "Om hele brevet" }
                    ol.whole { @for one in &set.whole { (notes.whole(*one)) } }
                }
            }
            @if clean {
                details.text {
                    summary { "Vis brevet" }
                    h3.hidden { "Brevet" }
                    (text)
                }
            } @else {
                h3.text { "Brevet med noter" }
                (text)
            }
            @if !checked.settled.suppressed.is_empty() { (suppressed(&checked.settled.suppressed, &notes)) }
            p.back.on-screen { a href="#oversigt" { "Til oversigten" span.hidden { " fra " (readable(&checked.name)) } } }
        }
    }
}

/// The markers and severities of findings, as the classes that the choice of notes looks for.
pub(super) fn classes<'f>(findings: impl Iterator<Item = &'f Finding> + Clone) -> String {
    let has_marker = |marker: &&Marker| findings.clone().any(|finding| finding.marker == **marker);
    let has_severity = |severity: &&Severity| findings.clone().any(|finding| finding.severity == **severity);
    let markers = Marker::ALL.iter().filter(has_marker).map(|marker| marker.id());
    let severities = Severity::ALL.iter().filter(has_severity).map(|severity| severity.id());
    markers.chain(severities).collect::<Vec<_>>().join(" ")
}

/// The name of a letter, its folder less to be seen than its own name.
pub(super) fn name(path: &str) -> Markup {
    let (folder, own) = path.rfind(['/', '\\']).map_or(("", path), |at| path.split_at(at + 1));
    html! {
        bdi {
            @if !folder.is_empty() { span.folder { (readable(folder)) } }
            (readable(own))
        }
    }
}

fn about(report: &Report, lines: &Lines<'_>) -> Markup {
    let good = summary::strengths(report);
    html! {
        p.kind.soft { (danish::capitalised(report.genre.title())) " – " (summary::found_in(report)) }
        @match summary::first_step(report, lines) {
            Some(step) => p.about { strong { "Begynd med: " } (readable(&step)) },
            None => p.about { (summary::nothing_to_do(report)) },
        }
        @if !good.is_empty() { p.about.good { strong { "Det gør brevet godt: " } (danish::list(&good)) } }
    }
}

fn profile(report: &Report) -> Markup {
    html! {
        div.profile {
            div.figures {
                h3 { "Markører" }
                dl {
                    @for marker in Marker::ALL.iter().filter(|marker| report.count(**marker) > 0) {
                        div.(marker.id()) {
                            dt { (marker.title()) }
                            dd { (page::bar(report.count(*marker), FULL)) " " span.number { (report.count(*marker)) } }
                        }
                    }
                }
            }
            div.figures {
                h3 { "Procesretfærdighed" }
                dl {
                    @for dimension in Fairness::ALL {
                        div {
                            dt { (danish::capitalised(dimension.title())) }
                            dd { (json::degree(report.fairness(*dimension))) }
                        }
                    }
                }
            }
            div.figures {
                h3 { "Længde" }
                dl {
                    div { dt { "Ord" } dd.number { (report.words) } }
                    @if let Some(lix) = report.lix { div { dt { "LIX" } dd.number { (format!("{lix:.0}")) } } }
                }
            }
        }
    }
}

fn passage(one: &Passage<'_>, text: &str, notes: &Notes<'_>) -> Markup {
    html! {
        div.passage {
            @for pieces in one.pieces.chunk_by(|a, b| a.shape == Shape::Item && b.shape == Shape::Item) {
                @if pieces[0].shape == Shape::Item {
                    ul { @for piece in pieces { (item(piece, text)) } }
                } @else {
                    @for piece in pieces { (block(piece, text)) }
                }
            }
        }
        @if !one.notes.is_empty() || !one.moves.is_empty() {
            ul.notes {
                @if !one.moves.is_empty() { (notes::good(&one.moves)) }
                @for note in &one.notes { (notes.placed(*note)) }
            }
        }
    }
}

fn item(piece: &Piece, text: &str) -> Markup {
    let bullet = if piece.bullet.is_empty() { "•" } else { &piece.bullet };
    html! {
        li { span.bullet { (readable(bullet)) " " } span.words dir="auto" { (words(piece, text)) } }
    }
}

fn block(piece: &Piece, text: &str) -> Markup {
    let words = words(piece, text);
    match piece.shape {
        Shape::Heading => html! { h4 dir="auto" { (words) } },
        Shape::Subject => html! { p.subject dir="auto" { (words) } },
        Shape::Row => html! { p.cells dir="auto" { (words) } },
        Shape::Quoted => html! { p.quoted dir="auto" { (words) } },
        Shape::Aside => html! { p.aside dir="auto" { (words) } },
        Shape::Paragraph | Shape::Item => html! { p dir="auto" { (words) } },
    }
}

fn words(piece: &Piece, text: &str) -> Markup {
    marked(text, piece.span.clone(), &piece.marks)
}

/// What somebody has decided to live with, folded.
fn suppressed(all: &[Suppressed], notes: &Notes<'_>) -> Markup {
    html! {
        details.suppressed {
            summary { (danish::count(all.len(), "fund", "fund")) " er undertrykt" }
            ul {
                @for Suppressed { finding, by } in all {
                    li {
                        (readable(&finding.message)) " " span.soft {
                            "(" (notes.place(finding)) ", " code { (finding.rule) } ") – "
                            @match by.reason() {
                                Some(reason) => { "fordi: " (readable(reason)) },
                                None => "stod i baseline",
                            }
                        }
                    }
                }
            }
        }
    }
}
