//! Reads a page that `traek` wrote, strictly: what a browser would have to mend fails the test.

use std::collections::BTreeMap;
use std::ops::Range;

use html5gum::{Token, Tokenizer};

/// Elements without an end.
const VOID: [&str; 2] = ["input", "meta"];

/// A page, its elements in order of their start.
pub(crate) struct Page {
    pub(crate) elements: Vec<Element>,
    /// Stretches of text, each with the element that it stands in.
    texts: Vec<(usize, String)>,
}

pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    parent: Option<usize>,
    texts: Range<usize>,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.attribute("class").split_whitespace().any(|one| one == class)
    }
}

impl Page {
    /// Panics where the markup is not well-formed.
    pub(crate) fn read(page: &str) -> Self {
        let mut read = Self { elements: Vec::new(), texts: Vec::new() };
        let mut open: Vec<usize> = Vec::new();
        for Ok(token) in Tokenizer::new(page) {
            match token {
                Token::StartTag(tag) => {
                    let name = text(&tag.name);
                    let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
                    let at = read.texts.len();
                    read.elements.push(Element { name, attributes, parent: open.last().copied(), texts: at..at });
                    let element = read.elements.len() - 1;
                    if !VOID.contains(&read.elements[element].name.as_str()) {
                        open.push(element);
                    }
                }
                Token::EndTag(tag) => {
                    let element = open.pop().expect("an element that is open");
                    assert_eq!(read.elements[element].name, text(&tag.name), "an element ends within another");
                    read.elements[element].texts.end = read.texts.len();
                }
                Token::String(string) => {
                    let element = open.last().copied();
                    let string = text(&string);
                    assert!(element.is_some() || string.trim().is_empty(), "text outside of the page: {string}");
                    read.texts.extend(element.map(|element| (element, string)));
                }
                Token::Error(error) => panic!("a browser would have to mend this: {:?}", *error),
                Token::Comment(comment) => panic!("a comment: {}", text(&comment)),
                Token::Doctype(_) => assert!(read.elements.is_empty(), "the doctype comes first"),
            }
        }
        assert!(open.is_empty(), "{} is still open", read.elements[open[0]].name);
        read
    }

    /// The elements with this class.
    pub(crate) fn with_class(&self, class: &str) -> Vec<usize> {
        (0..self.elements.len()).filter(|at| self.elements[*at].has_class(class)).collect()
    }

    /// The element with this id.
    pub(crate) fn with_id(&self, id: &str) -> usize {
        self.elements.iter().position(|element| element.attribute("id") == id).unwrap_or_else(|| panic!("no {id}"))
    }

    /// Whether `element` stands within `outer`.
    pub(crate) fn is_within(&self, element: usize, outer: usize) -> bool {
        self.around(element).any(|one| one == outer)
    }

    /// The text of an element, without that of elements with one of these classes.
    pub(crate) fn text_without(&self, element: usize, classes: &[&str]) -> String {
        let left_out = |at: usize| classes.iter().any(|class| self.elements[at].has_class(class));
        let texts = self.texts[self.elements[element].texts.clone()].iter();
        texts.filter(|(at, _)| !self.around(*at).any(left_out)).map(|(_, text)| text.as_str()).collect()
    }

    pub(crate) fn text(&self, element: usize) -> String {
        self.text_without(element, &[])
    }

    /// An element and those around it, from within.
    fn around(&self, element: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(element), |at| self.elements[*at].parent)
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}
