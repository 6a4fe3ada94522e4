//! Comments in a file that its readers do not see.

/// A comment of HTML or Markdown: `<!-- … -->`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where the document's text goes on after it (bytes).
    pub at: usize,
    /// Where the file goes on after it (bytes of [`crate::Source::file_text`]).
    pub in_file: usize,
    /// What it says, without the signs around it.
    pub text: String,
}

/// The comments in `source`, each with the byte after it.
pub(crate) fn remarks(source: &str) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut from = 0;
    while let Some(start) = source[from..].find("<!--").map(|found| from + found + 4) {
        let Some(length) = source[start..].find("-->") else { break };
        from = start + length + 3;
        remarks.push(Remark { at: from, in_file: from, text: source[start..start + length].trim().to_owned() });
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_found_one_by_one() {
        let found = remarks("a <!-- en\n to --> b <!--tre--> c <!-- uden ende");
        let told: Vec<(usize, &str)> = found.iter().map(|remark| (remark.at, remark.text.as_str())).collect();
        assert_eq!(told, [(17, "en\n to"), (30, "tre")]);
    }
}
