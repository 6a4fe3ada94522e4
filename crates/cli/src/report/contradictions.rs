//! Facts of the authority that templates tell differently.

use serde::Serialize;

use super::blocks::{Section, text};
use super::hits::TemplateHits;

#[derive(Debug, Default, Serialize)]
pub(crate) struct Contradictions {
    pub(crate) found: Vec<()>,
}

impl Contradictions {
    pub(crate) fn section(&self, _templates: &[TemplateHits]) -> Section {
        Section { id: "modstrid", title: "Oplysninger, der modsiger hinanden", blocks: vec![text("")] }
    }
}
