//! News, minutes and guides are no letters to somebody: they give few warnings.

use std::collections::BTreeMap;

use traek_core::{Document, Options, Severity, check};

use crate::support::{BOOK, project};

/// Findings of `advarsel` or above that pass for each 1,000 words of neutral text.
const MOST_PER_THOUSAND_WORDS: f64 = 2.0;

#[test]
fn neutral_public_danish_gives_few_warnings() {
    let mut words = 0;
    let mut warnings: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for entry in std::fs::read_dir(project("corpus/neutral")).expect("the neutral texts are there") {
        let text = std::fs::read_to_string(entry.expect("a readable entry").path()).expect("UTF-8");
        let report = check(&BOOK, &Document::plain(text.as_str()), &Options::default());
        words += report.words;
        for finding in report.findings.iter().filter(|finding| finding.severity >= Severity::Advarsel) {
            let told = format!("{}: {}", finding.rule, &text[finding.span.clone()]);
            warnings.entry(finding.marker.id()).or_default().push(told);
        }
    }
    assert!(words > 3_000, "too little text to judge by: {words} words");
    let count: usize = warnings.values().map(Vec::len).sum();
    let rate = 1000.0 * count as f64 / words as f64;
    assert!(rate <= MOST_PER_THOUSAND_WORDS, "{rate:.1} warnings for 1,000 words: {warnings:#?}");
}
