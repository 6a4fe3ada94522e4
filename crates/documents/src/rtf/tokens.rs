//! Takes RTF apart into its tokens.

/// A part of RTF with its place in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'r> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\name` or `\name12`.
    Word(&'r str, Option<i32>),
    /// `\~`, `\*` and the like.
    Symbol(u8),
    /// `\'e6`
    Byte(u8),
    /// A letter as it stands.
    Letter(u8),
}

/// The tokens of a file with the offset of each (bytes).
pub(super) struct Tokens<'r> {
    bytes: &'r [u8],
    at: usize,
}

impl<'r> Tokens<'r> {
    pub(super) fn new(bytes: &'r [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Leaves out the next `count` bytes, which are a picture or the like.
    pub(super) fn leave_out(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.bytes.len());
    }

    /// What follows a backslash.
    fn control(&mut self) -> Option<Token<'r>> {
        let rest = &self.bytes[self.at..];
        let first = *rest.first()?;
        if first == b'\'' {
            let digits = rest.get(1..3).and_then(|digits| std::str::from_utf8(digits).ok());
            let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
            self.at += if byte.is_some() { 3 } else { 1 };
            return Some(byte.map_or(Token::Symbol(first), Token::Byte));
        }
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return Some(Token::Symbol(first));
        }
        let name = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let sign = usize::from(rest.get(name) == Some(&b'-'));
        let digits = rest[name + sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = if digits > 0 { sign + digits } else { 0 };
        let end = name + number;
        self.at += end + usize::from(rest.get(end) == Some(&b' '));
        let text = |range: std::ops::Range<usize>| std::str::from_utf8(&rest[range]).unwrap_or_default();
        Some(Token::Word(text(0..name), text(name..end).parse().ok()))
    }
}

impl<'r> Iterator for Tokens<'r> {
    type Item = (Token<'r>, usize);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let at = self.at;
            let byte = *self.bytes.get(at)?;
            self.at += 1;
            let token = match byte {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => self.control()?,
                b'\r' | b'\n' | b'\0' => continue,
                _ => Token::Letter(byte),
            };
            return Some((token, at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_a_space_that_is_theirs() {
        let found: Vec<(Token<'_>, usize)> = Tokens::new(b"{\\b0 a\\u-4051 \\'e6\\~\n\\'zz}").collect();
        assert_eq!(
            found,
            [
                (Token::Open, 0),
                (Token::Word("b", Some(0)), 1),
                (Token::Letter(b'a'), 5),
                (Token::Word("u", Some(-4051)), 6),
                (Token::Byte(0xE6), 14),
                (Token::Symbol(b'~'), 18),
                (Token::Symbol(b'\''), 21),
                (Token::Letter(b'z'), 23),
                (Token::Letter(b'z'), 24),
                (Token::Close, 25),
            ]
        );
    }
}
