//! Weekdays with their hours, and how they are written: `mandag-onsdag kl. 10-15`.

use serde::{Deserialize, Serialize};

use super::super::cursor::Cursor;

/// The weekdays by number.
pub(super) const WEEKDAYS: [&str; 7] = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"];

/// Short names and the number of their day, the longer ones first.
const SHORT: [(&str, usize); 9] =
    [("man", 0), ("tirs", 1), ("tir", 1), ("ons", 2), ("tors", 3), ("tor", 3), ("fre", 4), ("lør", 5), ("søn", 6)];

/// Names of several days together, the longer ones first, and the last of them. All begin on a Monday.
const TOGETHER: [(&str, usize); 9] = [
    ("alle ugens hverdage", 4),
    ("alle ugens dage", 6),
    ("alle hverdage", 4),
    ("hver hverdag", 4),
    ("hverdage", 4),
    ("hverdag", 4),
    ("alle dage", 4),
    ("hver dag", 4),
    ("dagligt", 4),
];

/// From and to, in minutes after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Hours {
    from: u16,
    to: u16,
}

/// Some weekdays with the same hours; without any, they are closed. `start..end` are bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) start: usize,
    pub(super) end: usize,
    days: [bool; 7],
    hours: Vec<Hours>,
}

impl Entry {
    /// Whether it is about one day only, as an appointment is.
    pub(super) fn is_one_day(&self) -> bool {
        self.days.iter().filter(|day| **day).count() == 1
    }
}

/// What is said about each weekday; `None` for nothing, and no hours for closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Schedule {
    days: [Option<Vec<Hours>>; 7],
}

impl Schedule {
    pub(super) fn add(&mut self, entry: &Entry) {
        for (day, _) in entry.days.iter().enumerate().filter(|(_, named)| **named) {
            let hours = self.days[day].get_or_insert_default();
            hours.extend(&entry.hours);
            hours.sort_unstable();
            hours.dedup();
        }
    }

    /// Adds what `other` says.
    pub(super) fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.days.iter_mut().zip(&other.days) {
            if let Some(theirs) = theirs {
                let hours = mine.get_or_insert_default();
                hours.extend(theirs);
                hours.sort_unstable();
                hours.dedup();
            }
        }
    }

    /// Whether what `entry` says about `day` is known here. A day that is not named here is closed.
    pub(super) fn allows(&self, day: usize, entry: &Entry) -> bool {
        let known = self.days[day].as_deref().unwrap_or_default();
        match entry.hours.as_slice() {
            _ if !entry.days[day] => true,
            [] => known.is_empty(),
            hours => hours.iter().all(|hours| known.contains(hours)),
        }
    }

    /// What it says about `days`.
    pub(super) fn only(&self, days: &[usize]) -> Self {
        let mut part = Self::default();
        for day in days {
            part.days[*day].clone_from(&self.days[*day]);
        }
        part
    }

    pub(super) fn is_empty(&self) -> bool {
        self.days.iter().all(Option::is_none)
    }
}

impl std::fmt::Display for Schedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut done = [false; 7];
        let mut first = true;
        for (day, hours) in self.days.iter().enumerate() {
            let Some(hours) = hours.as_ref().filter(|_| !done[day]) else { continue };
            let same: Vec<usize> = (day..7).filter(|other| self.days[*other].as_ref() == Some(hours)).collect();
            same.iter().for_each(|day| done[*day] = true);
            let times = if hours.is_empty() {
                "lukket".to_owned()
            } else {
                joined(&hours.iter().map(Hours::to_string).collect::<Vec<_>>())
            };
            write!(f, "{}{} {times}", if first { "" } else { ", " }, days(&same))?;
            first = false;
        }
        Ok(())
    }
}

impl std::fmt::Display for Hours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let time = |minutes: u16| match minutes % 60 {
            0 => (minutes / 60).to_string(),
            rest => format!("{}.{rest:02}", minutes / 60),
        };
        write!(f, "{}-{}", time(self.from), time(self.to))
    }
}

/// `mandag-onsdag og fredag`
fn days(numbers: &[usize]) -> String {
    let name = |day: &usize| WEEKDAYS[*day].to_owned();
    let run = |run: &[usize]| match run {
        [first, _, .., last] => vec![format!("{}-{}", WEEKDAYS[*first], WEEKDAYS[*last])],
        few => few.iter().map(name).collect(),
    };
    joined(&numbers.chunk_by(|day, next| day + 1 == *next).flat_map(run).collect::<Vec<_>>())
}

/// `om fredagen`, `mandag-onsdag`: the days as a time in a sentence.
pub(super) fn days_on(numbers: &[usize]) -> String {
    match numbers {
        [day] => format!("om {}en", WEEKDAYS[*day]),
        several => days(several),
    }
}

fn joined(parts: &[String]) -> String {
    match parts {
        [first @ .., before, last] if !first.is_empty() => format!("{}, {before} og {last}", first.join(", ")),
        parts => parts.join(" og "),
    }
}

/// The weekdays and their hours that stand at byte `at` of `text`, which is in lower case.
pub(super) fn entry(text: &str, at: usize) -> Option<Entry> {
    let mut cursor = Cursor::new(text, at);
    let mut named = [false; 7];
    group(&mut cursor, &mut named)?;
    loop {
        let mut ahead = cursor;
        let listed = separator(&mut ahead) && group(&mut ahead, &mut named).is_some();
        if !listed {
            break;
        }
        cursor = ahead;
    }
    let between = lead(&mut cursor);
    if cursor.one_of(&["lukket", "er lukket", "holder vi lukket", "har vi lukket"]).is_some() {
        return Some(Entry { start: at, end: cursor.at(), days: named, hours: Vec::new() });
    }
    let mut hours = vec![range(&mut cursor, between)?];
    loop {
        let mut ahead = cursor;
        let more = separator(&mut ahead).then(|| {
            let between = lead(&mut ahead);
            range(&mut ahead, between)
        });
        let Some(Some(next)) = more else { break };
        hours.push(next);
        cursor = ahead;
    }
    (!is_measure(cursor)).then(|| Entry { start: at, end: cursor.at(), days: named, hours })
}

/// One day, or the first and the last of some; notes them in `named`.
fn group(cursor: &mut Cursor<'_>, named: &mut [bool; 7]) -> Option<()> {
    if let Some((_, last)) = TOGETHER.iter().find(|(name, _)| cursor.word(name)) {
        named[..=*last].fill(true);
        return Some(());
    }
    let mut ahead = *cursor;
    let first = day(&mut ahead)?;
    *cursor = ahead;
    let range = ahead.dash() || {
        ahead.space();
        let found = ahead.one_of(&["til og med", "t.o.m.", "til"]).is_some();
        ahead.space();
        found
    };
    let last = if range { day(&mut ahead).filter(|last| *last > first) } else { None };
    if last.is_some() {
        *cursor = ahead;
    }
    named[first..=last.unwrap_or(first)].fill(true);
    Some(())
}

fn day(cursor: &mut Cursor<'_>) -> Option<usize> {
    for (number, name) in WEEKDAYS.iter().enumerate() {
        let mut ahead = *cursor;
        if ahead.sign(name) {
            // `mandage`, `mandagen`
            let ends = |ahead: &mut Cursor<'_>| ahead.word("");
            if ends(&mut ahead) || ahead.word("en") || ahead.word("e") {
                *cursor = ahead;
                return Some(number);
            }
        }
    }
    let (_, number) = SHORT.iter().find(|(name, _)| cursor.word(name))?;
    cursor.sign(".");
    Some(*number)
}

/// `,`, `og` and the like between days or between hours.
fn separator(cursor: &mut Cursor<'_>) -> bool {
    cursor.space();
    let found = [",", "/", "+", "&"].iter().any(|sign| cursor.sign(sign)) || cursor.one_of(&["og", "samt"]).is_some();
    cursor.space();
    found
}

/// What may stand between days and hours: `: kl.`, `mellem`; returns whether `og` stands between the hours.
fn lead(cursor: &mut Cursor<'_>) -> bool {
    /// More signs and words than this lead nowhere.
    const MOST: usize = 6;
    let mut between = false;
    for _ in 0..MOST {
        cursor.space();
        if cursor.word("mellem") {
            between = true;
        } else if ![":", ",", "("].iter().any(|sign| cursor.sign(sign))
            && cursor.one_of(&["i tidsrummet", "klokken", "fra"]).is_none()
            && !clock(cursor)
        {
            break;
        }
    }
    between
}

/// `kl.` or `kl`
fn clock(cursor: &mut Cursor<'_>) -> bool {
    cursor.sign("kl.") || cursor.word("kl")
}

/// `10-15`, `10.00 – kl. 15.30`, `8 til 9`; with `between` also `8 og 9`.
fn range(cursor: &mut Cursor<'_>, between: bool) -> Option<Hours> {
    let mut ahead = *cursor;
    let from = time(&mut ahead)?;
    if !ahead.dash() {
        ahead.space();
        ahead.one_of(if between { &["til", "og"] } else { &["til"] })?;
        ahead.space();
    }
    clock(&mut ahead);
    ahead.space();
    let to = time(&mut ahead)?;
    *cursor = ahead;
    (from < to).then_some(Hours { from, to })
}

/// Minutes after midnight.
fn time(cursor: &mut Cursor<'_>) -> Option<u16> {
    let hour = cursor.number(2)?;
    let mut ahead = *cursor;
    let minutes = if ahead.sign(".") || ahead.sign(":") { ahead.number(2) } else { None };
    if minutes.is_some() {
        *cursor = ahead;
    }
    let minute = minutes.unwrap_or(0);
    let goes_on = cursor.rest().starts_with(|c: char| c.is_alphanumeric());
    let valid = hour < 24 && minute < 60 || hour == 24 && minute == 0;
    u16::try_from(hour * 60 + minute).ok().filter(|_| valid && !goes_on)
}

/// Whether what follows makes the numbers before it something else than hours: `10-15 år`.
fn is_measure(mut cursor: Cursor<'_>) -> bool {
    const UNITS: [&str; 14] = [
        "år", "årige", "børn", "kr", "procent", "personer", "minutter", "timer", "pladser", "km", "meter", "ord",
        "sider", "uger",
    ];
    let sign = cursor.sign("%") || cursor.sign("-");
    cursor.space();
    sign || cursor.one_of(&UNITS).is_some()
}
