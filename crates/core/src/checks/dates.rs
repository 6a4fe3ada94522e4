//! Dates that do not agree with their weekday or with each other.

use super::Found;
use crate::letter::Letter;
use crate::words::{Word, WordKind, month_number};
use crate::zones::Zone;

const WEEKDAYS: [&str; 7] = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"];

/// A calendar day; the year is known only where the text says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Day {
    year: Option<i64>,
    month: i64,
    day: i64,
}

impl Day {
    /// Reads `3. marts 2025`, `3/4`, `03.03.2026` or `2024-09-03` (in lower case).
    fn read(text: &str) -> Option<Self> {
        let mut numbers = Vec::new();
        let mut month_name = None;
        for part in text.split([' ', '.', '/', '-', '\u{a0}']).filter(|part| !part.is_empty()) {
            match part.parse::<i64>() {
                Ok(number) => numbers.push(number),
                Err(_) => month_name = month_number(part),
            }
        }
        let (year, month, day) = match (month_name, numbers.as_slice()) {
            (Some(month), [day]) => (None, month as i64, *day),
            (Some(month), [day, year]) => (Some(*year), month as i64, *day),
            (None, [day, month]) => (None, *month, *day),
            (None, [year, month, day]) if *year > 1900 => (Some(*year), *month, *day),
            (None, [day, month, year]) => (Some(*year), *month, *day),
            _ => return None,
        };
        let year = year.map(|year| if year < 100 { year + 2000 } else { year });
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Self { year, month, day })
    }

    /// Days since 1970-01-01 in the Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms").
    fn number(self, year: i64) -> i64 {
        let year = if self.month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (self.month + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + self.day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// 0 for Monday to 6 for Sunday.
    fn weekday(self, year: i64) -> usize {
        (self.number(year) + 3).rem_euclid(7) as usize
    }
}

/// The date of the letter: the first date with a year in its head, else the first in the whole letter.
fn letter_date(letter: &Letter<'_>) -> Option<Day> {
    let dates = |only_head: bool| {
        letter
            .sentences
            .iter()
            .filter(move |sentence| sentence.zone == Zone::Letterhead || !only_head && sentence.zone != Zone::Quoted)
            .flat_map(|sentence| &letter.words[sentence.words.clone()])
            .filter(|word| word.kind == WordKind::Date)
            .filter_map(|word| Day::read(letter.form(word)))
            .find(|day| day.year.is_some())
    };
    dates(true).or_else(|| dates(false))
}

/// `tirsdag den 3. maj 2024`, when that day is no Tuesday.
pub(super) fn weekday_mismatches(letter: &Letter<'_>) -> Vec<Found> {
    let written = letter_date(letter).and_then(|day| day.year);
    let mut found = Vec::new();
    for sentence in letter.sentences.iter().filter(|sentence| sentence.zone != Zone::Quoted) {
        let words = &letter.words[sentence.words.clone()];
        for (at, word) in words.iter().enumerate().filter(|(_, word)| word.kind == WordKind::Date) {
            let Some(day) = Day::read(letter.form(word)) else { continue };
            let Some((first, said)) = weekday_before(letter, &words[..at]) else { continue };
            // A date without a year is in the letter's year or the next.
            let years = match (day.year, written) {
                (Some(year), _) => vec![year],
                (None, Some(year)) => vec![year, year + 1, year - 1],
                (None, None) => continue,
            };
            if years.iter().all(|year| day.weekday(*year) != said) {
                let is = WEEKDAYS[day.weekday(years[0])];
                found.push(Found::with(first..word.end, is));
            }
        }
    }
    found
}

/// The weekday right before a date, as its first byte and number: `tirsdag`, `tirsdag den`, `tirsdag d.`.
fn weekday_before(letter: &Letter<'_>, before: &[Word]) -> Option<(usize, usize)> {
    let last = before.last()?;
    let word = if matches!(letter.form(last), "den" | "d.") { before.get(before.len().checked_sub(2)?)? } else { last };
    let number = WEEKDAYS.iter().position(|day| *day == letter.form(word))?;
    Some((word.start, number))
}

/// `senest den 3. maj 2024` in a letter of 10 May 2024.
pub(super) fn deadlines_passed(letter: &Letter<'_>) -> Vec<Found> {
    let Some(written) = letter_date(letter) else { return Vec::new() };
    let Some(year) = written.year else { return Vec::new() };
    let mut found = Vec::new();
    for (_, sentence) in letter.body() {
        let words = &letter.words[sentence.words.clone()];
        for (at, word) in words.iter().enumerate().filter(|(_, word)| word.kind == WordKind::Date) {
            let latest = words[..at].iter().rev().take(3).find(|one| letter.form(one) == "senest");
            let Some(day) = Day::read(letter.form(word)).filter(|_| latest.is_some()) else { continue };
            let passed = day.year.is_some_and(|due| day.number(due) < written.number(year));
            if passed {
                found.push(Found::at(latest.map_or(word.start, |one| one.start)..word.end));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_those_of_the_calendar() {
        let day = Day::read("20. juni 2024").expect("a date");
        assert_eq!(WEEKDAYS[day.weekday(2024)], "torsdag");
        assert_eq!(Day::read("03.03.2026").map(|day| WEEKDAYS[day.weekday(2026)]), Some("tirsdag"));
        assert_eq!(Day::read("2024-09-03").and_then(|day| day.year), Some(2024));
    }
}
