//! The two halves of a template's conditions: `{% if x %}` … `{% endif %}`.

/// One half of a condition or loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Half<'t> {
    /// What both halves name: `if`, or the condition's own name.
    pub(crate) name: &'t str,
    /// Whether it is the first half.
    pub(crate) opens: bool,
    system: System,
}

/// How a template language writes conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum System {
    /// `{% if x %}` … `{% endif %}`
    Statements,
    /// `{{#x}}` … `{{/x}}`
    Sections,
    /// `«HVIS x»` … `«SLUT HVIS»`
    Fields,
}

/// Statements that have an end.
const STATEMENTS: [&str; 4] = ["if", "for", "unless", "case"];

/// The half of a condition that the placeholder `field` is, if it is one.
pub(crate) fn half(field: &str) -> Option<Half<'_>> {
    if let Some(inner) = inside(field, "{%", "%}") {
        let word = first_word(inner.trim_matches('-'))?;
        let (name, opens) = word.strip_prefix("end").map_or((word, true), |name| (name, false));
        return STATEMENTS.contains(&name).then_some(Half { name, opens, system: System::Statements });
    }
    if let Some(inner) = inside(field, "{{", "}}") {
        let mut rest = inner.trim_start().chars();
        let opens = match rest.next()? {
            '#' | '^' => true,
            '/' => false,
            _ => return None,
        };
        return Some(Half { name: first_word(rest.as_str())?, opens, system: System::Sections });
    }
    let mut words = inside(field, "«", "»")?.split_whitespace();
    let opens = match (words.next()?, words.next()) {
        ("HVIS", Some(_)) => true,
        ("SLUT", Some("HVIS")) => false,
        _ => return None,
    };
    Some(Half { name: "HVIS", opens, system: System::Fields })
}

impl Half<'_> {
    /// How the other half is written.
    pub(crate) fn other(&self) -> String {
        match (self.system, self.opens) {
            (System::Statements, true) => format!("{{% end{} %}}", self.name),
            (System::Statements, false) => format!("{{% {} … %}}", self.name),
            (System::Sections, true) => format!("{{{{/{}}}}}", self.name),
            (System::Sections, false) => format!("{{{{#{}}}}}", self.name),
            (System::Fields, true) => "«SLUT HVIS»".to_owned(),
            (System::Fields, false) => "«HVIS …»".to_owned(),
        }
    }

    /// Whether `self` is the end of what `first` begins.
    pub(crate) fn ends(&self, first: &Self) -> bool {
        !self.opens && first.opens && self.system == first.system && self.name == first.name
    }
}

fn inside<'t>(field: &'t str, open: &str, close: &str) -> Option<&'t str> {
    field.strip_prefix(open)?.strip_suffix(close)
}

fn first_word(text: &str) -> Option<&str> {
    text.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_know_how_their_other_half_is_written() {
        for (field, other) in [
            ("{% if boern %}", "{% endif %}"),
            ("{%- endfor -%}", "{% for … %}"),
            ("{{#hvis udland}}", "{{/hvis}}"),
            ("{{^enlig}}", "{{/enlig}}"),
            ("{{/enlig}}", "{{#enlig}}"),
            ("«HVIS pas»", "«SLUT HVIS»"),
            ("«SLUT HVIS»", "«HVIS …»"),
        ] {
            assert_eq!(half(field).map(|half| half.other()), Some(other.to_owned()), "{field}");
        }
    }

    #[test]
    fn other_placeholders_are_no_halves() {
        for field in ["{% else %}", "{% set x = 1 %}", "{{navn}}", "{{ }}", "«Navn»", "«SLUT»", "[hvis x]"] {
            assert_eq!(half(field), None, "{field}");
        }
    }
}
