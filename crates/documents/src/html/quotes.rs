//! How mail programs mark what somebody else wrote.

/// Classes of the element around a quoted mail: Gmail, Yahoo, Proton, Outlook for phones.
const QUOTING_CLASSES: [&str; 6] = [
    "gmail_quote",
    "gmail_quote_container",
    "gmail_extra",
    "yahoo_quoted",
    "protonmail_quote",
    "ms-outlook-mobile-reference-message",
];

/// Ids and classes of an element above a quoted mail, which then goes on to the end: Outlook and Thunderbird.
const QUOTING_STARTS: [&str; 5] = [
    "divrplyfwdmsg",
    "appendonsend",
    "mail-editor-reference-message-container",
    "moz-cite-prefix",
    "olk_src_body_section",
];

/// Whether the element itself holds a quoted mail.
pub(crate) fn is_quote(name: &str, class: &str) -> bool {
    name == "blockquote" || class.split_whitespace().any(|class| QUOTING_CLASSES.contains(&marks(class).as_str()))
}

/// Whether a quoted mail begins with the element and goes on to the end of the document.
pub(crate) fn begins_quote(id: &str, class: &str) -> bool {
    class.split_whitespace().chain([id]).any(|name| QUOTING_STARTS.contains(&marks(name).as_str()))
}

/// Whether a line under a rule begins the head of the mail that is answered.
pub(crate) fn is_reply_head(line: &str) -> bool {
    ["fra:", "from:", "von:"].iter().any(|word| line.starts_with(word))
}

/// A name without the `x_` that Outlook puts before each when it quotes a mail again.
fn marks(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    name.trim_start_matches("x_").to_owned()
}
