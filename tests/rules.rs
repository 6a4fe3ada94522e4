//! Every shipped rule proves itself on its own examples.

use crate::support::BOOK;

#[test]
fn all_examples_of_all_rules_hold() {
    let failures: Vec<String> = traek_core::test(&BOOK)
        .into_iter()
        .map(|failure| format!("{}: {}: {}\n    {}", failure.pack, failure.rule, failure.message, failure.example))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
