//! What a paragraph or its style says about it: spacing, list, heading.

/// The properties that matter for reading; `None` where they are left to the style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Properties {
    /// Id of the paragraph's style.
    pub(crate) style: Option<String>,
    /// Level of a heading from 0 on; 9 is running text.
    pub(crate) outline: Option<u8>,
    /// Whether it has a bullet or number.
    pub(crate) list: Option<bool>,
    /// Space before it, in twentieths of a point.
    pub(crate) before: Option<i32>,
    /// Space after it, in twentieths of a point.
    pub(crate) after: Option<i32>,
    /// Whether paragraphs of the same style stand without that space.
    pub(crate) contextual: Option<bool>,
}

impl Properties {
    /// These properties, and `base` where they say nothing.
    pub(crate) fn or(self, base: &Self) -> Self {
        Self {
            style: self.style,
            outline: self.outline.or(base.outline),
            list: self.list.or(base.list),
            before: self.before.or(base.before),
            after: self.after.or(base.after),
            contextual: self.contextual.or(base.contextual),
        }
    }
}
