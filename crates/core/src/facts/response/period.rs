//! A length of time, written the same way whatever words it is told in.

use serde::{Deserialize, Serialize};

use super::super::cursor::Cursor;

/// A length of time, or the shortest and the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Period {
    from: Option<u32>,
    to: u32,
    unit: Unit,
}

/// Weeks are seven days and years are twelve months; working days and months are no fixed number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Unit {
    Hour,
    Workday,
    Day,
    Month,
}

const NUMERALS: [(&str, u32); 31] = [
    ("en", 1),
    ("én", 1),
    ("et", 1),
    ("ét", 1),
    ("to", 2),
    ("tre", 3),
    ("fire", 4),
    ("fem", 5),
    ("seks", 6),
    ("syv", 7),
    ("otte", 8),
    ("ni", 9),
    ("ti", 10),
    ("elleve", 11),
    ("tolv", 12),
    ("tretten", 13),
    ("fjorten", 14),
    ("femten", 15),
    ("seksten", 16),
    ("sytten", 17),
    ("atten", 18),
    ("nitten", 19),
    ("tyve", 20),
    ("tredive", 30),
    ("fyrre", 40),
    ("halvtreds", 50),
    ("tres", 60),
    ("halvfjerds", 70),
    ("firs", 80),
    ("halvfems", 90),
    ("hundrede", 100),
];

/// Words for a unit, how many of it they are, and how they are told in a list of the parts of a day or month.
const UNITS: [(&str, Unit, u32); 27] = [
    ("arbejdsdage", Unit::Workday, 1),
    ("arbejdsdages", Unit::Workday, 1),
    ("arbejdsdag", Unit::Workday, 1),
    ("hverdage", Unit::Workday, 1),
    ("hverdages", Unit::Workday, 1),
    ("hverdag", Unit::Workday, 1),
    ("bankdage", Unit::Workday, 1),
    ("kalenderdage", Unit::Day, 1),
    ("kalenderdages", Unit::Day, 1),
    ("dage", Unit::Day, 1),
    ("dages", Unit::Day, 1),
    ("dag", Unit::Day, 1),
    ("døgn", Unit::Day, 1),
    ("uger", Unit::Day, 7),
    ("ugers", Unit::Day, 7),
    ("uge", Unit::Day, 7),
    ("uges", Unit::Day, 7),
    ("måneder", Unit::Month, 1),
    ("måneders", Unit::Month, 1),
    ("måned", Unit::Month, 1),
    ("måneds", Unit::Month, 1),
    ("år", Unit::Month, 12),
    ("års", Unit::Month, 12),
    ("timer", Unit::Hour, 1),
    ("timers", Unit::Hour, 1),
    ("time", Unit::Hour, 1),
    ("times", Unit::Hour, 1),
];

/// Longer numbers are years, amounts or references.
const LONGEST_NUMBER: usize = 3;

impl Period {
    /// The period at byte `at` of `text`, which is in lower case, and the byte after it.
    pub(super) fn read(text: &str, at: usize) -> Option<(Self, usize)> {
        let mut cursor = Cursor::new(text, at);
        let first = number(&mut cursor)?;
        let mut ahead = cursor;
        let range = ahead.dash() || {
            let spaced = ahead.space() && ahead.one_of(&["til"]).is_some();
            ahead.space();
            spaced
        };
        let second = if range { number(&mut ahead).filter(|second| *second > first) } else { None };
        if second.is_some() {
            cursor = ahead;
        }
        cursor.space();
        if cursor.one_of(&["hele", "hel"]).is_some() {
            cursor.space();
        }
        let (_, unit, each) = UNITS.iter().find(|(name, ..)| cursor.word(name))?;
        let period = match second {
            Some(second) => Self { from: Some(first * each), to: second * each, unit: *unit },
            None => Self { from: None, to: first * each, unit: *unit },
        };
        (period.to > 0).then(|| (period.in_days(), cursor.at()))
    }

    /// Whole days for hours that are.
    fn in_days(self) -> Self {
        const HOURS: u32 = 24;
        let whole = self.unit == Unit::Hour
            && self.to.is_multiple_of(HOURS)
            && self.from.is_none_or(|from| from.is_multiple_of(HOURS));
        match whole {
            true => Self { from: self.from.map(|from| from / HOURS), to: self.to / HOURS, unit: Unit::Day },
            false => self,
        }
    }

    /// Whether an answer within `promised` is one within this: the same end, wherever the beginning.
    pub(super) fn allows(self, promised: Self) -> bool {
        self.to == promised.to && self.unit == promised.unit
    }
}

/// A number in digits or words.
fn number(cursor: &mut Cursor<'_>) -> Option<u32> {
    if let Some((_, number)) = NUMERALS.iter().find(|(name, _)| cursor.word(name)) {
        return Some(*number);
    }
    cursor.number(LONGEST_NUMBER)
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const WEEK: u32 = 7;
        let weeks = self.unit == Unit::Day
            && self.to.is_multiple_of(WEEK)
            && self.from.is_none_or(|from| from.is_multiple_of(WEEK));
        let each = if weeks { WEEK } else { 1 };
        let one = self.to == each;
        let unit = match self.unit {
            _ if weeks => {
                if one {
                    "uge"
                } else {
                    "uger"
                }
            }
            Unit::Hour => {
                if one {
                    "time"
                } else {
                    "timer"
                }
            }
            Unit::Workday => {
                if one {
                    "arbejdsdag"
                } else {
                    "arbejdsdage"
                }
            }
            Unit::Day => {
                if one {
                    "dag"
                } else {
                    "dage"
                }
            }
            Unit::Month => {
                if one {
                    "måned"
                } else {
                    "måneder"
                }
            }
        };
        if let Some(from) = self.from {
            write!(f, "{}-", from / each)?;
        }
        write!(f, "{} {unit}", self.to / each)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<String> {
        Period::read(text, 0).map(|(period, _)| period.to_string())
    }

    #[test]
    fn one_length_has_one_form() {
        for (texts, form) in [
            (&["14 dage", "to uger", "2 uger", "fjorten dage", "14 kalenderdage"][..], "2 uger"),
            (&["10 arbejdsdage", "ti hverdage", "10 hverdages"], "10 arbejdsdage"),
            (&["en måned", "1 måned", "én måned"], "1 måned"),
            (&["24 timer", "et døgn", "1 dag"], "1 dag"),
            (&["36 timer"], "36 timer"),
            (&["3-5 uger", "3 – 5 uger", "tre til fem uger", "tre-fem uger", "21-35 dage"], "3-5 uger"),
            (&["et år"], "12 måneder"),
        ] {
            for text in texts {
                assert_eq!(told(text).as_deref(), Some(form), "{text}");
            }
        }
    }

    #[test]
    fn what_has_no_length_is_none() {
        for text in ["et par dage", "uger", "0 dage", "2024 dage", "10", "10 kr", "en ugeplan", "14-dages"] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
