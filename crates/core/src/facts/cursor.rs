//! A reader of short fixed forms in lower-case text, such as times and lists of weekdays.

/// A place in a text that moves on as forms are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    /// At byte `at` of `text`, which must be a char boundary.
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    /// The byte that is read next.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Goes over white space; returns whether there was any.
    pub(super) fn space(&mut self) -> bool {
        let rest = self.rest();
        let length = rest.len() - rest.trim_start().len();
        self.at += length;
        length > 0
    }

    /// Reads `form`.
    pub(super) fn sign(&mut self, form: &str) -> bool {
        let found = self.rest().starts_with(form);
        if found {
            self.at += form.len();
        }
        found
    }

    /// Reads `form` where no letter, digit or hyphen goes on with it.
    pub(super) fn word(&mut self, form: &str) -> bool {
        let goes_on = |c: char| c.is_alphanumeric();
        let found = self.rest().strip_prefix(form).is_some_and(|rest| !rest.starts_with(goes_on));
        if found {
            self.at += form.len();
        }
        found
    }

    /// Reads the first of `forms` that stands here as a word; returns its number.
    pub(super) fn one_of(&mut self, forms: &[&str]) -> Option<usize> {
        forms.iter().position(|form| self.word(form))
    }

    /// Reads a number of at most `most` digits that no further digit follows.
    pub(super) fn number(&mut self, most: usize) -> Option<u32> {
        let rest = self.rest();
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number = rest[..length].parse().ok().filter(|_| length <= most)?;
        self.at += length;
        Some(number)
    }

    /// Reads a dash, with or without spaces around it.
    pub(super) fn dash(&mut self) -> bool {
        let mut ahead = *self;
        ahead.space();
        let found = ["-", "–", "—", "\u{2011}"].iter().any(|dash| ahead.sign(dash));
        if found {
            ahead.space();
            *self = ahead;
        }
        found
    }
}
