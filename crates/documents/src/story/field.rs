//! What stands in the text for a field, whose code is written as Word writes it.

/// A placeholder is cut to this many bytes, so that it is still taken for one.
const LONGEST_PLACEHOLDER: usize = 100;

/// Fields that number pages, which are no text of the letter.
const PAGE_NUMBERS: [&str; 5] = ["PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "SECTION"];

/// A field that has begun: its code first, then the result that Word wrote at the last update.
#[derive(Debug)]
pub(crate) struct Field {
    /// Where it begins, in bytes of the source.
    pub(super) at: usize,
    code: String,
    in_result: bool,
    page_number: bool,
    shown: bool,
    blanks: Vec<(String, usize)>,
}

impl Field {
    pub(crate) fn new(at: usize) -> Self {
        Self { at, code: String::new(), in_result: false, page_number: false, shown: false, blanks: Vec::new() }
    }

    /// A field that gives its code at once, and whose content is its result.
    pub(crate) fn simple(at: usize, code: String) -> Self {
        let mut field = Self { code, ..Self::new(at) };
        field.begin_result();
        field
    }

    pub(super) fn add_code(&mut self, code: &str) {
        if !self.in_result {
            self.code.push_str(code);
        }
    }

    /// Its code has ended.
    pub(super) fn begin_result(&mut self) {
        self.in_result = true;
        let kind = self.code.split_whitespace().next().unwrap_or_default();
        self.page_number = PAGE_NUMBERS.iter().any(|name| kind.eq_ignore_ascii_case(name));
    }

    /// Whether text in it is code or a page number, and not read.
    pub(super) fn drops(&self) -> bool {
        !self.in_result || self.page_number
    }

    /// Keeps a blank back that may be all there is; says whether it did.
    pub(super) fn hold(&mut self, blank: &str, at: usize) -> bool {
        if !self.shown {
            self.blanks.push((blank.to_owned(), at));
        }
        !self.shown
    }

    /// Its result has words; gives the blanks that stand before them.
    pub(super) fn show(&mut self) -> Vec<(String, usize)> {
        self.shown = true;
        std::mem::take(&mut self.blanks)
    }

    /// What stands for the field where it has no result.
    pub(super) fn placeholder(&self) -> Option<String> {
        if self.shown {
            return None;
        }
        let mut words = self.code.split_whitespace();
        let kind = words.next()?.to_uppercase();
        let name = words.next().map(|name| name.trim_matches('"')).filter(|name| !name.starts_with('\\'));
        match kind.as_str() {
            "FORMTEXT" | "FORMDROPDOWN" => Some(placeholder("felt")),
            _ if PAGE_NUMBERS.contains(&kind.as_str()) => None,
            "FORMCHECKBOX" | "HYPERLINK" | "TC" | "XE" | "RD" | "SET" | "BOOKMARK" | "SEQ" | "ADVANCE" => None,
            "MERGEFIELD" | "DOCPROPERTY" | "DOCVARIABLE" | "FILLIN" | "ASK" | "REF" => {
                Some(placeholder(name.unwrap_or(&kind)))
            }
            _ => Some(placeholder(&kind)),
        }
    }
}

/// An opaque word for something that is filled in later: `«name»`.
pub(super) fn placeholder(name: &str) -> String {
    let name = name.trim().trim_matches(['«', '»', '<', '>']);
    format!("«{}»", name[..name.floor_char_boundary(LONGEST_PLACEHOLDER)].replace(['\n', '\r', '\t', '»'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str) -> Option<String> {
        Field::simple(0, code.to_owned()).placeholder()
    }

    #[test]
    fn a_field_without_result_is_called_by_its_name() {
        assert_eq!(shown(" MERGEFIELD  KONTAKT_Navn \\* MERGEFORMAT "), Some("«KONTAKT_Navn»".to_owned()));
        assert_eq!(shown("docproperty \"Sagsnr\""), Some("«Sagsnr»".to_owned()));
        assert_eq!(shown(" DATE \\@ \"d. MMMM yyyy\" "), Some("«DATE»".to_owned()));
        assert_eq!(shown(" PAGE "), None);
        assert_eq!(shown(""), None);
    }

    #[test]
    fn a_form_field_with_nothing_but_blanks_waits_to_be_filled_in() {
        let mut field = Field::simple(0, " FORMTEXT ".to_owned());
        assert!(field.hold("\u{2002}\u{2002}", 7));
        assert_eq!(field.placeholder(), Some("«felt»".to_owned()));
        assert_eq!(field.show(), [("\u{2002}\u{2002}".to_owned(), 7)]);
        assert_eq!((field.placeholder(), field.hold(" ", 9)), (None, false));
    }

    #[test]
    fn a_long_placeholder_is_cut_between_letters() {
        let text = placeholder(&"å".repeat(80));
        assert_eq!(text.len(), "«»".len() + 100);
    }
}
