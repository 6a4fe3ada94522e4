//! The list of rules: names are a contract with everybody who selects or ignores them.

use std::collections::BTreeSet;

use snapbox::{Data, assert_data_eq};

use crate::support::{BOOK, project};

#[test]
fn ids_are_unique() {
    let ids: BTreeSet<&str> = BOOK.rules.iter().map(|rule| &*rule.id).collect();
    assert_eq!(ids.len(), BOOK.rules.len());
}

#[test]
fn ids_are_the_marker_and_a_lower_case_name() {
    for rule in &BOOK.rules {
        let (marker, name) = rule.id.split_once('/').expect("marker/name");
        assert_eq!(marker, rule.marker.id(), "{}", rule.id);
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        assert!(!name.is_empty() && name.bytes().all(plain), "{}", rule.id);
    }
}

#[test]
fn only_rules_about_something_missing_are_called_mangler() {
    for rule in BOOK.rules.iter().filter(|rule| rule.id.contains("/mangler")) {
        assert!(["anerkendelse", "naeste-skridt", "retssikkerhed"].contains(&rule.marker.id()), "{}", rule.id);
    }
}

/// Renaming or dropping a rule is a decision: somebody's configuration may name it.
#[test]
fn the_list_of_ids_is_known() {
    let ids: BTreeSet<&str> = BOOK.rules.iter().map(|rule| &*rule.id).collect();
    let list: String = ids.iter().flat_map(|id| [id, "\n"]).collect();
    assert_data_eq!(Data::text(list).raw(), Data::read_from(&project("tests/snapshots/rules.txt"), None).raw());
}

#[test]
fn every_rule_says_why_and_where_from() {
    for (rule, explanation) in BOOK.explained() {
        assert!(!explanation.why.trim().is_empty() && !explanation.source.trim().is_empty(), "{}", rule.id);
        assert!(!explanation.bad.is_empty() && !explanation.good.is_empty(), "{}", rule.id);
    }
}
