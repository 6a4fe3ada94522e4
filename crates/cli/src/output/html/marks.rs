//! The words of a block as markup: what is found underlined, what calms tinted, and the number of its note after each
//! place. Places of different markers may overlap, so the words are cut where one begins or ends.

use std::ops::Range;

use maud::{Markup, html};
use traek_core::{Marker, Severity};

use crate::page::readable;

/// Keeps what follows on the line of the words before it.
const JOIN: &str = "\u{2060}";

/// Something that is shown at a place within one block. Offsets are bytes of the letter's text.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) span: Range<usize>,
    pub(super) what: What,
}

/// What stands at a place.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// Words that calm; `ends` if they go no further than this block.
    Move {
        /// Whether this is the end of it.
        ends: bool,
    },
    /// Words with a note.
    Finding {
        /// What the note is about.
        marker: Marker,
        /// How much it weighs.
        severity: Severity,
        /// The link to the note; `None` where the words only go on from another block.
        link: Option<Link>,
    },
}

/// A link from words to their note.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// The number of the note in its letter.
    pub(super) number: usize,
    /// The id of the note.
    pub(super) note: String,
    /// The id of the link, for the way back; only the first place of a note has one.
    pub(super) id: Option<String>,
}

/// What happens at an offset. What ends there comes before what begins there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    End,
    Link,
    Begin,
}

/// The text of `block` with its marks.
pub(super) fn marked(text: &str, block: Range<usize>, marks: &[Mark]) -> Markup {
    let mut edges: Vec<(usize, Edge, &Mark)> = Vec::with_capacity(marks.len() * 3);
    for mark in marks {
        edges.push((mark.span.end, Edge::Link, mark));
        if !mark.span.is_empty() {
            edges.push((mark.span.start, Edge::Begin, mark));
            edges.push((mark.span.end, Edge::End, mark));
        }
    }
    // Stable: links at one place keep the order of their notes.
    edges.sort_by_key(|(at, edge, _)| (*at, *edge));
    let mut open = Open::default();
    let mut done = block.start;
    let mut ticked = None;
    let mut parts = Vec::new();
    for (at, edge, mark) in edges {
        if at > done {
            parts.push(open.around(&text[done..at]));
            done = at;
        }
        match edge {
            Edge::Begin => open.add(&mark.what, 1),
            Edge::End => open.add(&mark.what, -1),
            Edge::Link => match &mark.what {
                What::Finding { marker, severity, link: Some(link) } => parts.push(reference(*marker, *severity, link)),
                // One tick for all that calms up to here.
                What::Move { ends: true } if ticked != Some(at) => {
                    ticked = Some(at);
                    parts.push(html! { span.tick aria-hidden="true" { (JOIN) "✓" } });
                }
                _ => {}
            },
        }
    }
    parts.push(open.around(&text[done..block.end]));
    html! { @for part in &parts { (part) } }
}

/// How many marks of each kind are open.
#[derive(Default)]
struct Open {
    moves: i32,
    findings: [[i32; Severity::ALL.len()]; Marker::ALL.len()],
}

impl Open {
    fn add(&mut self, what: &What, number: i32) {
        match what {
            What::Move { .. } => self.moves += number,
            What::Finding { marker, severity, .. } => self.findings[*marker as usize][*severity as usize] += number,
        }
    }

    /// `words` within an element for each kind of open mark, so that the lines of several can stand under each other.
    fn around(&self, words: &str) -> Markup {
        let mut inner = html! { (readable(words)) };
        for marker in Marker::ALL.iter().rev() {
            let found = &self.findings[*marker as usize];
            if found.iter().all(|number| *number == 0) {
                continue;
            }
            let severities = Severity::ALL.iter().filter(|severity| found[**severity as usize] > 0);
            let classes = severities.fold(marker.id().to_owned(), |classes, severity| classes + " " + severity.id());
            inner = html! { mark class=(classes) { (inner) } };
        }
        if self.moves > 0 {
            html! { span.calms { (inner) } }
        } else {
            inner
        }
    }
}

/// The number of a note, as a link to it.
fn reference(marker: Marker, severity: Severity, link: &Link) -> Markup {
    html! {
        a.ref.of.(marker.id()).(severity.id()) id=[&link.id] href={ "#" (link.note) } {
            (JOIN) span.hidden { " note " } (link.number)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(span: Range<usize>, marker: Marker, number: usize) -> Mark {
        let link = Some(Link { number, note: format!("n{number}"), id: None });
        Mark { span, what: What::Finding { marker, severity: Severity::Raad, link } }
    }

    /// The markup without links.
    fn shown(text: &str, marks: &[Mark]) -> String {
        let mut marks = marks.to_vec();
        for mark in &mut marks {
            if let What::Finding { link, .. } = &mut mark.what {
                *link = None;
            }
        }
        marked(text, 0..text.len(), &marks).into_string()
    }

    #[test]
    fn places_that_overlap_are_cut_where_one_begins_or_ends() {
        let marks = [finding(0..4, Marker::Forsvar, 1), finding(2..6, Marker::Fagsprog, 2)];
        assert_eq!(
            shown("abcdefg", &marks),
            "<mark class=\"forsvar raad\">ab</mark>\
             <mark class=\"fagsprog raad\"><mark class=\"forsvar raad\">cd</mark></mark>\
             <mark class=\"fagsprog raad\">ef</mark>g"
        );
    }

    #[test]
    fn places_side_by_side_do_not_run_together() {
        let marks = [finding(0..2, Marker::Forsvar, 1), finding(2..3, Marker::Lukning, 2)];
        assert_eq!(shown("åb", &marks), "<mark class=\"forsvar raad\">å</mark><mark class=\"lukning raad\">b</mark>");
    }

    #[test]
    fn numbers_follow_their_words_in_order() {
        let marks =
            [finding(0..2, Marker::Forsvar, 1), finding(0..2, Marker::Lukning, 2), finding(1..1, Marker::Dokument, 3)];
        let markup = marked("ab", 0..2, &marks).into_string();
        let order: Vec<&str> = markup.split("href=\"#n").skip(1).map(|rest| &rest[..1]).collect();
        assert_eq!(order, ["3", "1", "2"]);
        assert!(markup.find("b</mark>") < markup.find("#n1"));
    }

    #[test]
    fn a_calming_move_ends_with_a_tick_where_it_ends() {
        let mark = |ends| [Mark { span: 0..2, what: What::Move { ends } }];
        let both = [mark(true), mark(true)].concat();
        assert_eq!(marked("ab", 0..2, &both).into_string().matches('✓').count(), 1);
        assert_eq!(marked("ab", 0..2, &mark(false)).into_string(), "<span class=\"calms\">ab</span>");
    }

    #[test]
    fn words_of_a_letter_are_never_markup() {
        let text = "<script>alert(\"1\")</script> & 'x'";
        let markup = shown(text, &[finding(0..8, Marker::Fagsprog, 1)]);
        assert!(markup.starts_with("<mark class=\"fagsprog raad\">&lt;script&gt;</mark>"), "{markup}");
        assert!(markup.ends_with("alert(&quot;1&quot;)&lt;/script&gt; &amp; 'x'"), "{markup}");
    }
}
