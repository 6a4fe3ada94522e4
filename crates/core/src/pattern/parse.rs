//! Reads a pattern into a tree.

use serde::{Deserialize, Serialize};

use crate::words::WordKind;

/// Where in a word a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Part {
    /// `*frist`
    Suffix,
    /// `for*`
    Prefix,
    /// `*fri*`
    Inside,
}

/// A pattern as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Word(String),
    Exact(String),
    Lemma(String),
    Set(String),
    Part(Part, String),
    Kind(WordKind),
    Name,
    Any,
    Question,
    Start,
    End,
    Comma,
    Gap { max: u8, clause: bool },
    Sequence(Vec<Node>),
    Alternatives(Vec<Node>),
    Optional(Box<Node>),
    Not(Box<Node>),
    Mark(Box<Node>),
}

/// A gap without a number crosses at most this many words.
const DEFAULT_GAP: u8 = 8;
/// A gap may cross at most this many words.
const WIDEST_GAP: u8 = 25;
/// Parts shorter than this (chars) would hit too many words.
const SHORTEST_PART: usize = 3;
/// Groups may nest this deep.
const DEEPEST: usize = 16;

/// Reads `pattern`.
///
/// # Errors
/// A Danish message that says what is wrong.
pub(crate) fn parse(pattern: &str) -> Result<Node, String> {
    let mut parser = Parser { rest: pattern, depth: 0 };
    let node = parser.alternatives()?;
    if parser.rest.is_empty() { Ok(node) } else { Err(format!("»{}« har ingen begyndelse", &parser.rest[..1])) }
}

struct Parser<'p> {
    rest: &'p str,
    depth: usize,
}

impl Parser<'_> {
    fn alternatives(&mut self) -> Result<Node, String> {
        let mut branches = vec![self.sequence()?];
        while self.eat("|") {
            branches.push(self.sequence()?);
        }
        Ok(if branches.len() == 1 { branches.remove(0) } else { Node::Alternatives(branches) })
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut items = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.is_empty() || self.rest.starts_with([')', ']', '|']) {
                break;
            }
            items.push(self.item()?);
        }
        match items.len() {
            0 => Err("et mønster eller et led i det er tomt".to_owned()),
            1 => Ok(items.remove(0)),
            _ => Ok(Node::Sequence(items)),
        }
    }

    fn item(&mut self) -> Result<Node, String> {
        if self.eat("!") {
            return Ok(Node::Not(Box::new(self.item()?)));
        }
        let node = if self.eat("(") {
            self.group(")")?
        } else if self.eat("[") {
            Node::Mark(Box::new(self.group("]")?))
        } else if self.eat("<") {
            Node::Start
        } else if self.eat(">") {
            Node::End
        } else if self.eat(",") {
            Node::Comma
        } else if self.eat("...") {
            self.gap(false)?
        } else if self.eat("..") {
            self.gap(true)?
        } else {
            self.atom()?
        };
        Ok(if self.eat("?") { Node::Optional(Box::new(node)) } else { node })
    }

    fn group(&mut self, close: &str) -> Result<Node, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("mønsteret har mere end {DEEPEST} parenteser inden i hinanden"));
        }
        let node = self.alternatives()?;
        self.depth -= 1;
        if self.eat(close) { Ok(node) } else { Err(format!("der mangler »{close}«")) }
    }

    fn gap(&mut self, clause: bool) -> Result<Node, String> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        let max = if number.is_empty() { DEFAULT_GAP } else { number.parse().unwrap_or(u8::MAX) };
        if max == 0 || max > WIDEST_GAP {
            return Err(format!("et spring går fra 1 til {WIDEST_GAP} ord"));
        }
        Ok(Node::Gap { max, clause })
    }

    fn atom(&mut self) -> Result<Node, String> {
        let length = self.rest.find([' ', '(', ')', '[', ']', '|', '?', ',', '\t', '\n']).unwrap_or(self.rest.len());
        let (token, rest) = self.rest.split_at(length);
        self.rest = rest;
        let mut chars = token.chars();
        match (chars.next(), chars.as_str()) {
            (Some('~'), lemma) if !lemma.is_empty() => Ok(Node::Lemma(lemma.replace('_', " "))),
            (Some('@'), name) if !name.is_empty() => Ok(Node::Set(name.to_owned())),
            (Some('='), word) if !word.is_empty() => Ok(Node::Exact(word.to_owned())),
            (Some('#'), kind) => kind_named(kind),
            (Some('*'), "") => Ok(Node::Any),
            _ if token.contains('*') => part(token),
            (Some(first), _) if first.is_uppercase() => Ok(Node::Exact(token.to_owned())),
            (Some(first), _) if first.is_alphanumeric() || first == '§' => Ok(Node::Word(token.to_owned())),
            _ => Err(format!("»{token}« er ikke et ord")),
        }
    }

    fn eat(&mut self, sign: &str) -> bool {
        let trimmed = if matches!(sign, "?") { self.rest } else { self.rest.trim_start() };
        match trimmed.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
}

fn kind_named(name: &str) -> Result<Node, String> {
    Ok(match name {
        "dato" => Node::Kind(WordKind::Date),
        "tid" => Node::Kind(WordKind::Time),
        "tal" => Node::Kind(WordKind::Number),
        "telefon" => Node::Kind(WordKind::Phone),
        "mail" => Node::Kind(WordKind::Address),
        "felt" => Node::Kind(WordKind::Field),
        "paragraf" => Node::Kind(WordKind::Section),
        "navn" => Node::Name,
        "spørgsmål" => Node::Question,
        _ => {
            return Err(format!(
                "»#{name}« findes ikke; der er #dato #tid #tal #telefon #mail #felt #navn #paragraf #spørgsmål"
            ));
        }
    })
}

fn part(token: &str) -> Result<Node, String> {
    let text = token.trim_matches('*').to_lowercase();
    if text.chars().count() < SHORTEST_PART || text.contains('*') {
        return Err(format!("»{token}« skal have mindst {SHORTEST_PART} bogstaver og kun * i enderne"));
    }
    let place = match (token.starts_with('*'), token.ends_with('*')) {
        (true, true) => Part::Inside,
        (true, false) => Part::Suffix,
        _ => Part::Prefix,
    };
    Ok(Node::Part(place, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signs_of_the_language_are_read() {
        let node = parse("@vi? ~beklage ... [(men|dog du)]").expect("valid");
        let Node::Sequence(items) = node else { panic!("a sequence") };
        assert_eq!(items[0], Node::Optional(Box::new(Node::Set("vi".into()))));
        assert_eq!(items[2], Node::Gap { max: 8, clause: false });
        assert!(matches!(&items[3], Node::Mark(_)));
    }

    #[test]
    fn mistakes_are_explained() {
        for (pattern, told) in [
            ("", "tomt"),
            ("(a", "mangler »)«"),
            ("a | ", "tomt"),
            ("*a", "bogstaver"),
            ("#x", "findes ikke"),
            ("a )", "begyndelse"),
            ("...0", "spring"),
        ] {
            let message = parse(pattern).expect_err(pattern);
            assert!(message.contains(told), "{pattern}: {message}");
        }
    }
}
