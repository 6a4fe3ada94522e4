//! Output formats, one file each.

pub(crate) mod json;
