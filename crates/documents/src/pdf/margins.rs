//! Finds what stands at the top and the bottom of every page.

use std::collections::HashMap;

use super::columns::Column;

/// Headers and footers stand within this share of the page's height from its edge.
const EDGE: f64 = 0.14;

/// A page, taken apart.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) columns: Vec<Column>,
    /// Its height in points.
    pub(super) height: f64,
}

/// Takes headers, footers and page numbers out of `pages`; each header and footer is returned once.
pub(super) fn take_margins(pages: &mut [Page]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in &*pages {
        let mut keys: Vec<String> = page.edge_lines().map(key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().for_each(|key| *seen.entry(key).or_default() += 1);
    }
    let often = pages.len().div_ceil(2).max(2);
    let mut taken: Vec<String> = Vec::new();
    for page in pages {
        let height = page.height;
        for column in &mut page.columns {
            column.lines.retain(|line| {
                let repeated =
                    is_at_edge(line.base, height) && seen.get(&key(&line.text)).is_some_and(|times| *times >= often);
                let number = is_at_edge(line.base, height) && is_page_number(&line.text);
                let beside = line.beside && !number && !repeated;
                let text = line.text.trim();
                if (repeated && !number || beside)
                    && !taken.iter().any(|taken| key(taken) == key(text))
                    && taken.len() < 100
                {
                    taken.push(text.to_owned());
                }
                !repeated && !number && !beside
            });
        }
        page.columns.retain(|column| !column.lines.is_empty());
    }
    taken
}

impl Page {
    /// The lines near the edges that say something; a `>` alone can stand on any page.
    fn edge_lines(&self) -> impl Iterator<Item = &str> {
        let lines = self.columns.iter().flat_map(|column| &column.lines);
        let texts = lines.filter(|line| is_at_edge(line.base, self.height)).map(|line| line.text.as_str());
        texts.filter(|text| text.contains(char::is_alphanumeric))
    }
}

fn is_at_edge(base: f64, height: f64) -> bool {
    base < EDGE * height || base > (1.0 - EDGE) * height
}

/// A line without the numbers that change from page to page.
fn key(line: &str) -> String {
    let mut key = String::with_capacity(line.len());
    for c in line.trim().chars() {
        match c {
            '0'..='9' if key.ends_with('0') => {}
            '0'..='9' => key.push('0'),
            _ => key.push(c),
        }
    }
    key
}

/// `Side 2 af 3`, `2/3`, `- 2 -`, `2`.
fn is_page_number(line: &str) -> bool {
    let words = |c: char| !c.is_alphanumeric();
    let key = key(&line.to_lowercase());
    let parts: Vec<&str> = key.split(words).filter(|part| !part.is_empty()).collect();
    matches!(
        parts[..],
        ["0"] | ["0", "0"] | ["side", "0"] | ["side", "0", "0"] | ["side", "0", "af", "0"] | ["0", "af", "0"]
    ) && line.len() < 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_dates() {
        for number in ["Side 2 af 13", "2/3", "- 2 -", "2", "side 2"] {
            assert!(is_page_number(number), "{number}");
        }
        for text in ["2. maj", "3. maj 2025", "Side 2 af sagen", "2/3-2025"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
