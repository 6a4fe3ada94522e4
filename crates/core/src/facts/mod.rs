//! Facts of the authority: its phone numbers, mail addresses, opening hours and response times, and where a letter
//! tells others.

mod cursor;
mod hours;
mod mail;
mod phone;
mod place;
mod response;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use self::hours::OpeningHours;
pub use self::mail::Email;
pub use self::phone::Phone;
pub use self::response::ResponseTime;

use crate::letter::Letter;
use crate::names::{MentionKind, Topic};

/// What an authority says about itself. Each entry is made from what a person writes, by the functions below; a kind
/// without entries is not judged.
///
/// ```
/// use traek_core::Facts;
/// let facts = Facts { phones: vec![Facts::phone("33 66 4x xx").expect("eight digits")], ..Facts::default() };
/// assert_eq!(facts.phones[0].to_string(), "33 66 4x xx");
/// assert!(Facts::phone("33 66").is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Its phone numbers.
    pub phones: Vec<Phone>,
    /// Its mail addresses and domains.
    pub emails: Vec<Email>,
    /// When one can come or call.
    pub opening_hours: Vec<OpeningHours>,
    /// By when it answers.
    pub response_times: Vec<ResponseTime>,
}

impl Facts {
    /// A phone number of eight digits such as `33 66 40 00`; `x` stands for any digit, and `+45`, spaces, full stops and
    /// hyphens do not matter.
    ///
    /// # Errors
    /// What is wrong with `text`, in Danish.
    pub fn phone(text: &str) -> Result<Phone, String> {
        Phone::parse(text)
    }

    /// A mail address, or a domain with all addresses in it and below it: `@kommune.example`.
    ///
    /// # Errors
    /// What is wrong with `text`, in Danish.
    pub fn email(text: &str) -> Result<Email, String> {
        Email::parse(text)
    }

    /// Hours on weekdays: `mandag-onsdag 10-15`, `torsdag kl. 10.00-18.00`, `hverdage 9-12 og 13-15`, `fredag lukket`.
    /// `alle dage` is Monday to Friday, `alle ugens dage` is Monday to Sunday.
    ///
    /// # Errors
    /// What is wrong with `text`, in Danish.
    pub fn opening_hours(text: &str) -> Result<OpeningHours, String> {
        OpeningHours::parse(text)
    }

    /// A time within which it answers: `10 arbejdsdage`, `4 uger`, `en måned`, `24 timer`.
    ///
    /// # Errors
    /// What is wrong with `text`, in Danish.
    pub fn response_time(text: &str) -> Result<ResponseTime, String> {
        ResponseTime::parse(text)
    }

    /// Where `letter` tells something of `kind` that these facts do not know, each with what they say instead.
    pub(crate) fn objections(&self, letter: &Letter<'_>, kind: MentionKind) -> Vec<(Range<usize>, String)> {
        match kind {
            MentionKind::Telefon => phone::objections(&self.phones, letter),
            MentionKind::Mail => mail::objections(&self.emails, letter),
            MentionKind::Aabningstid => hours::objections(&self.opening_hours, letter),
            MentionKind::Svartid => response::objections(&self.response_times, letter),
        }
    }
}

/// Whose number, address, hours or promise it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The authority's.
    Office,
    /// That of the person who writes or is named: `jeg træffes …`.
    Person,
    /// That of another body, such as one that hears complaints.
    OtherBody,
}

/// Something that a letter tells about the authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What it is.
    pub kind: MentionKind,
    /// Where it stands, in bytes of the document's text.
    pub span: Range<usize>,
    /// What it says, written the same way in all letters: `10.00-15.00` is `10-15`, and `14 dage` is `2 uger`.
    pub value: String,
    /// Whose it is.
    pub whose: Whose,
    /// What it is about, for hours and response times.
    pub about: Option<Topic>,
}

/// Every phone number, mail address, statement of opening hours and promise of when we answer in the letter's own text,
/// in order of position. What the letter quotes, placeholders, and the reader's own number and address are none.
///
/// ```
/// let document = traek_core::Document::plain("Kære Mia\n\nRing til os på 96 11 84 02, mandag-torsdag kl. 10.00-15.00.\n");
/// let letter = traek_core::Letter::new(&document);
/// let values: Vec<String> = traek_core::mentions(&letter).into_iter().map(|mention| mention.value).collect();
/// assert_eq!(values, ["96118402", "mandag-torsdag 10-15"]);
/// ```
#[must_use]
pub fn mentions(letter: &Letter<'_>) -> Vec<Mention> {
    let mut mentions = phone::mentions(letter);
    mentions.extend(mail::mentions(letter));
    mentions.extend(hours::mentions(letter));
    mentions.extend(response::mentions(letter));
    mentions.sort_by_key(|mention| (mention.span.start, mention.span.end, mention.kind));
    mentions
}

/// `a`, `b og c`: a list as it is read aloud, its first entries if it is long.
fn listed(entries: &[String]) -> String {
    /// A message names so many facts.
    const MOST: usize = 3;
    let (shown, rest) = entries.split_at(entries.len().min(MOST));
    match shown {
        [] => String::new(),
        _ if !rest.is_empty() => format!("{} m.fl.", shown.join(", ")),
        [only] => only.clone(),
        [first @ .., last] => format!("{} og {last}", first.join(", ")),
    }
}
