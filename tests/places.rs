//! Where readers of results see findings, and whether the words are there.

use serde_json::Value;

/// A finding as a reader sees it.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) rule: String,
    pub(crate) place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    None,
    From(Point),
    Range(Point, Point),
    Lines(usize, usize),
}

/// Line and column, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    Signs(usize, usize),
    Bytes(usize, usize),
}

impl Place {
    /// Whether `words` of a letter are at this place of its `file`, which may be a `page` with marking up.
    pub(crate) fn leads_to(self, words: &str, file: &str, page: bool) -> bool {
        let read = |slice: &str| as_read(slice, page);
        let words = as_read(words, false);
        match self {
            Self::None => false,
            Self::From(start) => read(&file[start.of(file)..]).starts_with(&words),
            Self::Range(start, end) => read(&file[start.of(file)..end.of(file)]) == words,
            Self::Lines(first, last) => {
                let lines: Vec<&str> = file.split_inclusive('\n').skip(first - 1).take(last + 1 - first).collect();
                read(&lines.concat()).contains(&words)
            }
        }
    }
}

impl Point {
    /// The byte of `file`.
    pub(crate) fn of(self, file: &str) -> usize {
        let (Self::Signs(line, column) | Self::Bytes(line, column)) = self;
        let start: usize = file.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let before = column.checked_sub(1).expect("columns begin with 1");
        start
            + match self {
                Self::Bytes(..) => before,
                Self::Signs(..) => file[start..].chars().take(before).map(char::len_utf8).sum(),
            }
    }
}

/// `slice` of a file as the letter has it, without line breaks.
fn as_read(slice: &str, page: bool) -> String {
    let mut read = slice.replace('\u{AD}', "").replace("a\u{30A}", "å");
    if page {
        read = read.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
        read = read.replace("&aring;", "å").replace("&aelig;", "æ").replace("&nbsp;", " ");
    }
    read.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

pub(crate) fn number(value: &Value) -> usize {
    value.as_u64().expect("a number").try_into().expect("a small number")
}

/// What `uri` stands for.
pub(crate) fn decoded(uri: &str) -> String {
    let mut parts = uri.split('%');
    let mut bytes = parts.next().expect("a part").as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("two digits"));
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).expect("UTF-8")
}

pub(crate) fn region_of_sarif(region: &Value) -> (Point, Point) {
    let point = |line: &str, column: &str| Point::Signs(number(&region[line]), number(&region[column]));
    (point("startLine", "startColumn"), point("endLine", "endColumn"))
}
