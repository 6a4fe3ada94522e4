//! Writes a package again with some parts changed and all others byte for byte as they were.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::ZipArchive;
use zip::result::ZipResult;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Writes the package `bytes` with `parts` (name and text) in place of those of the same name, or added to it.
///
/// Times are those of the package, and those of added parts the beginning of the zip calendar, so that the same changes
/// give the same bytes.
pub(super) fn save(bytes: &[u8], mut parts: BTreeMap<String, String>) -> ZipResult<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    writer.set_raw_comment(archive.comment().into())?;
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index)?;
        let changed = file.name().ok().and_then(|name| parts.remove_entry(&*name));
        match changed {
            Some((name, text)) => {
                let mut options = SimpleFileOptions::default().compression_method(file.compression());
                if let Some(time) = file.last_modified() {
                    options = options.last_modified_time(time);
                }
                writer.start_file(name, options)?;
                writer.write_all(text.as_bytes())?;
            }
            None => writer.raw_copy_file(file)?,
        }
    }
    for (name, text) in parts {
        writer.start_file(name, SimpleFileOptions::default().last_modified_time(zip::DateTime::default()))?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}
