//! Takes runs apart at a place in their text, and changes the XML of a part there.

use std::ops::Range;

use super::anatomy::{Anatomy, AtomKind};

/// A change of XML: the bytes `range` become `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Patch {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

/// What makes white space at the ends of a text element count.
const PRESERVE: &str = " xml:space=\"preserve\"";

/// Applies patches; those at one place stay in their order. White space of a text element is kept once, however many
/// changes ask for it.
pub(super) fn apply(xml: &str, mut patches: Vec<Patch>) -> String {
    patches.sort_by_key(|patch| (patch.range.start, patch.range.end));
    patches.dedup_by(|patch, before| patch == before && patch.text == PRESERVE);
    let mut text = String::with_capacity(xml.len() + patches.iter().map(|patch| patch.text.len()).sum::<usize>());
    let mut done = 0;
    for patch in patches {
        if patch.range.start < done && patch.text == PRESERVE {
            continue; // The tag itself has been replaced.
        }
        text.push_str(xml.get(done..patch.range.start).unwrap_or_default());
        text.push_str(&patch.text);
        done = done.max(patch.range.end);
    }
    text.push_str(xml.get(done..).unwrap_or_default());
    text
}

/// A place between two runs, or one that takes a run apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) at: usize,
    /// What ends the run before the place.
    pub(super) close: String,
    /// What begins the run after it again.
    pub(super) open: String,
    /// The start tag of a text element that is taken apart.
    pub(super) tag: Option<Range<usize>>,
}

/// The XML of a part and where things stand in it.
pub(super) struct Body<'a> {
    pub(super) xml: &'a str,
    pub(super) anatomy: Anatomy,
}

impl Body<'_> {
    /// The prefix of Word's names with its colon.
    pub(super) fn prefix(&self) -> &str {
        &self.anatomy.prefix
    }

    /// Index of the atom that has the byte `at`, and no atoms within.
    pub(super) fn atom_at(&self, at: usize) -> Option<usize> {
        let atoms = &self.anatomy.atoms;
        let after = atoms.partition_point(|atom| atom.range.start <= at);
        // Atoms within others come after them, so that the innermost is the first one found on the way back; one that
        // has ended before lies in the same run or in one within.
        (0..after).rev().take(MOST_STEPS).find(|index| atoms[*index].range.contains(&at))
    }

    /// The atom of the run in the letter itself on which the text box hangs that `atom` is in; or `atom`.
    pub(super) fn outermost(&self, mut atom: usize) -> usize {
        while let Some(outer) = self.anatomy.runs.get(self.anatomy.atoms[atom].run).and_then(|run| run.within) {
            atom = outer;
        }
        atom
    }

    /// The cut before the byte `at` in `atom`; before the atom if it is no text.
    pub(super) fn before(&self, atom: usize, at: usize) -> Cut {
        match &self.anatomy.atoms[atom].kind {
            AtomKind::Text(content) if at > content.start && at < content.end && self.is_plain(content) => {
                self.within(atom, content, at)
            }
            AtomKind::Text(content) if at >= content.end && !content.is_empty() => self.after_atom(atom),
            _ => self.before_atom(atom),
        }
    }

    /// The cut after the sign that begins at `at` in `atom`; after the atom if it is no text.
    pub(super) fn after(&self, atom: usize, at: usize) -> Cut {
        match &self.anatomy.atoms[atom].kind {
            AtomKind::Text(content) if content.contains(&at) && self.is_plain(content) => {
                let end = sign_end(self.xml, at, content.end);
                if end < content.end { self.within(atom, content, end) } else { self.after_atom(atom) }
            }
            _ => self.after_atom(atom),
        }
    }

    /// The cut after the bytes of `atom` that go to `end`.
    pub(super) fn after_bytes(&self, atom: usize, end: usize) -> Cut {
        match &self.anatomy.atoms[atom].kind {
            AtomKind::Text(content) if end < content.end => self.within(atom, content, end),
            _ => self.after_atom(atom),
        }
    }

    fn before_atom(&self, atom: usize) -> Cut {
        let run = &self.anatomy.runs[self.anatomy.atoms[atom].run];
        if run.atoms.start == atom {
            return Cut { at: run.range.start, close: String::new(), open: String::new(), tag: None };
        }
        self.between(atom, self.anatomy.atoms[atom].range.start)
    }

    fn after_atom(&self, atom: usize) -> Cut {
        let run = &self.anatomy.runs[self.anatomy.atoms[atom].run];
        let end = self.anatomy.atoms[atom].range.end;
        let last = self.anatomy.atoms[run.atoms.clone()].iter().all(|other| other.range.start < end);
        if last {
            return Cut { at: run.range.end, close: String::new(), open: String::new(), tag: None };
        }
        self.between(atom, end)
    }

    fn between(&self, atom: usize, at: usize) -> Cut {
        let prefix = self.prefix();
        Cut { at, close: format!("</{prefix}r>"), open: self.run_start(atom), tag: None }
    }

    fn within(&self, atom: usize, content: &Range<usize>, at: usize) -> Cut {
        let prefix = self.prefix();
        Cut {
            at,
            close: format!("</{prefix}t></{prefix}r>"),
            open: format!("{}<{prefix}t xml:space=\"preserve\">", self.run_start(atom)),
            tag: Some(self.anatomy.atoms[atom].range.start..content.start),
        }
    }

    /// The start of a run that looks like that of `atom`.
    pub(super) fn run_start(&self, atom: usize) -> String {
        let run = &self.anatomy.runs[self.anatomy.atoms[atom].run];
        format!("<{}r>{}", self.prefix(), &self.xml[run.properties.clone()])
    }

    /// Whether an atom has text to read.
    pub(super) fn has_text(&self, atom: usize) -> bool {
        match &self.anatomy.atoms[atom].kind {
            AtomKind::Text(content) => !self.xml[content.clone()].trim().is_empty(),
            AtomKind::Sign | AtomKind::Fixed => false,
        }
    }

    /// Whether a stretch of text has no markup in it, such as CDATA.
    pub(super) fn is_plain(&self, content: &Range<usize>) -> bool {
        !self.xml[content.clone()].contains('<')
    }

    /// The patches that keep the white space of the text element with the start tag `tag` as it shows now, when it
    /// is taken apart or changed.
    pub(super) fn preserve(&self, tag: &Range<usize>) -> Vec<Patch> {
        let text = &self.xml[tag.clone()];
        if text.contains("xml:space") && text.contains("preserve") {
            return Vec::new();
        }
        let patch = |range, text: &str| Patch { range, text: text.to_owned() };
        let name = tag.start + 1 + self.prefix().len() + 1;
        let mut patches = vec![patch(name..name, PRESERVE)];
        let rest = &self.xml[tag.end..];
        let content = &rest[..rest.find('<').unwrap_or(0)];
        let blanks = content.len() - content.trim_ascii_start().len();
        if blanks > 0 {
            patches.push(patch(tag.end..tag.end + blanks, ""));
        }
        let kept = content.trim_ascii_end().len();
        if kept > blanks && kept < content.len() {
            patches.push(patch(tag.end + kept..tag.end + content.len(), ""));
        }
        patches
    }
}

/// Steps back to the atom that has a byte; more of them end only in text boxes with a great many runs.
const MOST_STEPS: usize = 100_000;

/// The end of the sign that begins at `at`: of a reference, or of a letter and the marks that follow it.
pub(super) fn sign_end(xml: &str, at: usize, limit: usize) -> usize {
    let rest = xml.get(at..limit).unwrap_or_default();
    let length = if rest.starts_with('&') {
        rest.find(';').map_or(rest.len(), |end| end + 1)
    } else {
        rest.chars().next().map_or(0, char::len_utf8)
    };
    let marks = rest[length..].chars().take_while(|c| unicode_normalization::char::is_combining_mark(*c));
    at + length + marks.map(char::len_utf8).sum::<usize>()
}

/// `text` as it stands in XML; signs that XML does not allow are left out.
pub(super) fn escape(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() || matches!(c, '\t' | '\n');
    let allowed: String = text.chars().filter(allowed).filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect();
    quick_xml::escape::escape(allowed).into_owned()
}
