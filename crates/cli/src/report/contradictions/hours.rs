//! Opening hours of one place that do not fit together.

use std::collections::BTreeMap;

use traek_core::Topic;

use super::told::without_both;
use super::{Contradiction, Kind, Told};

const WEEKDAYS: [&str; 7] = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"];

/// For each weekday what is told of it, if anything is.
type Week<'v> = [Vec<&'v str>; WEEKDAYS.len()];

/// Hours that templates tell for the same number or address and that differ on some weekday.
pub(super) fn clashes(told: &[Told], paths: &[&str]) -> Vec<Contradiction> {
    let mut groups: BTreeMap<(Option<Topic>, &str), Vec<&Told>> = BTreeMap::new();
    for one in told.iter().filter(|one| one.kind == Kind::Aabningstid) {
        if let Some(contact) = &one.contact {
            groups.entry((one.about, contact)).or_default().push(one);
        }
    }
    let clash = |((about, _), told): (&(Option<Topic>, &str), &Vec<&Told>)| {
        let told = without_both(told);
        let differs = |one: &&&Told| told.iter().any(|other| differ(&one.value, &other.value));
        let differing: Vec<&Told> = told.iter().filter(differs).copied().collect();
        Contradiction::new(Kind::Aabningstid, *about, &differing, paths)
    };
    groups.iter().filter_map(clash).collect()
}

/// Whether two statements of hours tell different times for some weekday.
fn differ(a: &str, b: &str) -> bool {
    let (a, b) = (week(a), week(b));
    a.iter().zip(&b).any(|(a, b)| !a.is_empty() && !b.is_empty() && a != b)
}

/// The hours of each weekday in a statement such as `mandag-onsdag og fredag 9-12 og 13-15, torsdag lukket`.
fn week(value: &str) -> Week<'_> {
    let mut week = Week::default();
    let mut days: Vec<usize> = Vec::new();
    let mut named_last = false;
    let tokens = value.split([' ', ',']).filter(|token| !matches!(*token, "" | "og"));
    for token in tokens {
        match weekdays(token) {
            Some(more) => {
                if !named_last {
                    days.clear();
                }
                days.extend(more);
                named_last = true;
            }
            None => {
                days.iter().for_each(|day| week[*day].push(token));
                named_last = false;
            }
        }
    }
    week
}

/// `onsdag`, `mandag-torsdag`
fn weekdays(token: &str) -> Option<std::ops::RangeInclusive<usize>> {
    let number = |name: &str| WEEKDAYS.iter().position(|day| *day == name);
    match token.split_once('-') {
        Some((first, last)) => Some(number(first)?..=number(last)?),
        None => number(token).map(|day| day..=day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_compared_day_by_day() {
        assert!(differ("mandag-torsdag 10-15", "torsdag 10-18"));
        assert!(differ("mandag, onsdag og fredag 9-12 og 13-15", "onsdag 9-12"));
        assert!(differ("mandag-torsdag 9-15, fredag lukket", "mandag-fredag 9-15"));
        assert!(!differ("mandag-onsdag 10-15, torsdag 10-18", "torsdag 10-18, mandag 10-15"));
        assert!(!differ("mandag-torsdag 10-15", "fredag 10-14"));
    }
}
