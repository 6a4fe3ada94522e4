//! Opening hours: when the authority can be called or visited, and what a letter says about it.

mod schedule;
mod statement;
mod whose;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use self::schedule::{Schedule, WEEKDAYS, entry};
use super::cursor::Cursor;
use super::{Mention, Whose};
use crate::fold::fold;
use crate::letter::Letter;
use crate::names::{MentionKind, Topic};

pub(super) use self::statement::statements;

/// Hours of the authority on some weekdays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningHours {
    schedule: Schedule,
}

impl OpeningHours {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "»{text}« er ikke en åbningstid; skriv ugedage og klokkeslæt, fx »mandag-onsdag 10-15« eller »fredag lukket«"
            )
        };
        let folded = fold(text);
        let mut schedule = Schedule::default();
        let mut cursor = Cursor::new(&folded, 0);
        loop {
            cursor.space();
            let found = entry(&folded, cursor.at()).ok_or_else(wrong)?;
            schedule.add(&found);
            cursor = Cursor::new(&folded, found.end);
            cursor.space();
            if cursor.rest().is_empty() {
                return Ok(Self { schedule });
            }
            if ![",", ";", "."].iter().any(|sign| cursor.sign(sign)) && cursor.one_of(&["og", "samt"]).is_none() {
                return Err(wrong());
            }
        }
    }
}

impl std::fmt::Display for OpeningHours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.schedule.fmt(f)
    }
}

pub(super) fn mentions(letter: &Letter<'_>) -> Vec<Mention> {
    let mention = |statement: statement::Statement| Mention {
        kind: MentionKind::Aabningstid,
        span: statement.span(),
        value: statement.schedule().to_string(),
        whose: statement.whose,
        about: Some(if statement.by_phone { Topic::Telefontid } else { Topic::Fremmoede }),
    };
    statements(letter).into_iter().map(mention).collect()
}

/// The entries of the office's hours that disagree with `facts` on some weekday.
pub(super) fn objections(facts: &[OpeningHours], letter: &Letter<'_>) -> Vec<(Range<usize>, String)> {
    if facts.is_empty() {
        return Vec::new();
    }
    let mut known = Schedule::default();
    for fact in facts {
        known.join(&fact.schedule);
    }
    let office = statements(letter).into_iter().filter(|statement| statement.whose == Whose::Office);
    let mut found = Vec::new();
    for entry in office.flat_map(|statement| statement.entries) {
        let wrong: Vec<usize> = (0..WEEKDAYS.len()).filter(|day| !known.allows(*day, &entry)).collect();
        if !wrong.is_empty() {
            let told = known.only(&wrong);
            let instead = if told.is_empty() {
                format!("I har ikke oplyst nogen tid {}", schedule::days_on(&wrong))
            } else {
                format!("I har selv oplyst {told}")
            };
            found.push((entry.start..entry.end, instead));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    fn fact(text: &str) -> String {
        OpeningHours::parse(text).expect(text).to_string()
    }

    #[test]
    fn facts_are_read_however_they_are_written() {
        assert_eq!(fact("mandag-onsdag 10-15"), "mandag-onsdag 10-15");
        assert_eq!(fact("Torsdag kl. 10.00-18.00"), "torsdag 10-18");
        assert_eq!(fact("hverdage mellem kl. 8.30 og 14"), "mandag-fredag 8.30-14");
        assert_eq!(fact("man.-tors. 9:00 – 15:30"), "mandag-torsdag 9-15.30");
        assert_eq!(fact("mandag, onsdag og torsdag 9-12 og 13-15"), "mandag, onsdag og torsdag 9-12 og 13-15");
        assert_eq!(fact("mandag til fredag fra kl. 9 til 12"), "mandag-fredag 9-12");
        assert_eq!(fact("mandag-torsdag 9-15, fredag lukket"), "mandag-torsdag 9-15, fredag lukket");
        assert_eq!(fact("alle ugens dage 8-20"), "mandag-søndag 8-20");
    }

    #[test]
    fn what_is_no_hours_is_refused_with_an_example() {
        for wrong in
            ["", "mandag", "10-15", "mandag 15-10", "mandag 25-27", "mandag 10-15 sludder", "mandagsklub 10-15"]
        {
            assert!(OpeningHours::parse(wrong).is_err_and(|error| error.contains("mandag-onsdag 10-15")), "{wrong}");
        }
    }

    fn objections_to(text: &str, facts: &[&str]) -> Vec<(String, String)> {
        let document = Document::plain(text);
        let facts: Vec<OpeningHours> = facts.iter().map(|fact| OpeningHours::parse(fact).expect(fact)).collect();
        let found = objections(&facts, &Letter::running_text(&document));
        found.into_iter().map(|(span, instead)| (text[span].to_owned(), instead)).collect()
    }

    #[test]
    fn hours_are_compared_day_by_day() {
        let facts = ["mandag-onsdag 10-15", "torsdag 10-18"];
        let told = |text: &str| objections_to(text, &facts);
        assert_eq!(
            told("Vores telefontid er mandag-torsdag 10-15."),
            [("mandag-torsdag 10-15".to_owned(), "I har selv oplyst torsdag 10-18".to_owned())]
        );
        assert_eq!(told("Vores telefontid er mandag-onsdag kl. 10.00-15.00 og torsdag kl. 10-18."), []);
        assert_eq!(told("Vores telefontid er mandag 10-15. Fredag lukket."), []);
        assert_eq!(
            told("Vores telefontid er fredag 10-14."),
            [("fredag 10-14".to_owned(), "I har ikke oplyst nogen tid om fredagen".to_owned())]
        );
        assert_eq!(
            told("Vores telefontid er mandag-tirsdag 9-12. Torsdag lukket."),
            [
                ("mandag-tirsdag 9-12".to_owned(), "I har selv oplyst mandag og tirsdag 10-15".to_owned()),
                ("Torsdag lukket".to_owned(), "I har selv oplyst torsdag 10-18".to_owned()),
            ]
        );
    }

    #[test]
    fn hours_of_several_desks_are_all_known() {
        let facts = ["mandag-fredag 9-15", "mandag-torsdag 10-12"];
        assert_eq!(objections_to("Telefontiden er mandag-torsdag 10-12.", &facts), []);
        assert_eq!(objections_to("Telefontiden er fredag 10-12.", &facts).len(), 1);
    }

    #[test]
    fn a_persons_own_hours_are_not_those_of_the_office() {
        assert_eq!(objections_to("Du kan ringe til mig på 96 11 84 02, fredag 9-10.", &["mandag 10-15"]), []);
    }
}
