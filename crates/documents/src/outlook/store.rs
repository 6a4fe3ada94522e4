//! The properties of a mail that Outlook saved (MS-OXMSG), in a compound file.

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::OUTLOOK;
use crate::{MOST_BYTES, ReadError};

/// Properties that are read, by their numbers in MS-OXPROPS.
pub(super) mod property {
    pub(crate) const MESSAGE_CLASS: u16 = 0x001A;
    pub(crate) const SUBJECT: u16 = 0x0037;
    pub(crate) const SENT: u16 = 0x0039;
    pub(crate) const SENDER_NAME: u16 = 0x0C1A;
    pub(crate) const SENDER_ADDRESS: u16 = 0x0C1F;
    pub(crate) const SENDER_SMTP_ADDRESS: u16 = 0x5D01;
    pub(crate) const DISPLAY_TO: u16 = 0x0E04;
    pub(crate) const BODY: u16 = 0x1000;
    pub(crate) const BODY_HTML: u16 = 0x1013;
    pub(crate) const ATTACHED_FILE: u16 = 0x3701;
    pub(crate) const ATTACHED_NAME: u16 = 0x3707;
    pub(crate) const ATTACHED_SHORT_NAME: u16 = 0x3704;
    pub(crate) const CODE_PAGE: u16 = 0x3FFD;
    pub(crate) const INTERNET_CODE_PAGE: u16 = 0x3FDE;
}

/// Type of a property whose value is another mail.
const OBJECT: u16 = 0x000D;

/// Length of a property in the list of those with values of fixed length (bytes).
const FIXED: usize = 16;

/// The compound file.
pub(super) struct Store<'b> {
    file: CompoundFile<Cursor<&'b [u8]>>,
}

/// One mail or attachment in it.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    /// Path in the compound file, ending in `/`.
    path: String,
    /// Where the list of its properties begins in its stream (bytes).
    head: usize,
}

impl<'b> Store<'b> {
    /// # Errors
    /// [`ReadError::Damaged`]; for other files of Office [`ReadError::Unsupported`] and [`ReadError::Encrypted`].
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, ReadError> {
        let damaged = |_| ReadError::Damaged(OUTLOOK, "dens indholdsfortegnelse kan ikke læses".to_owned());
        let file = CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
        let has = |name: &str| file.exists(name);
        if has("/__properties_version1.0") {
            Ok(Self { file })
        } else if has("/EncryptedPackage") {
            Err(ReadError::Encrypted("et Office-dokument"))
        } else if has("/WordDocument") {
            Err(ReadError::Unsupported("et Word-dokument fra før 2007 (.doc)"))
        } else {
            Err(ReadError::Unsupported("et gammelt Office-dokument"))
        }
    }

    /// The mail itself.
    pub(super) fn root() -> Folder {
        Folder { path: "/".to_owned(), head: 32 }
    }

    /// The attachments of `mail`, up to `most`.
    pub(super) fn attachments(&self, mail: &Folder, most: usize) -> Vec<Folder> {
        let Ok(entries) = self.file.read_storage(&mail.path) else { return Vec::new() };
        let names = entries.filter(|entry| entry.is_storage()).map(|entry| entry.name().to_owned());
        let attached = names.filter(|name| name.starts_with("__attach_version1.0_"));
        attached.take(most).map(|name| Folder { path: format!("{}{name}/", mail.path), head: 8 }).collect()
    }

    /// The mail that is attached in `attachment`.
    pub(super) fn mail(&self, attachment: &Folder) -> Option<Folder> {
        let path = format!("{}{}/", attachment.path, stream_name(property::ATTACHED_FILE, OBJECT));
        self.file.is_storage(&path).then_some(Folder { path, head: 24 })
    }

    /// The bytes of a property.
    pub(super) fn bytes(&mut self, folder: &Folder, property: u16) -> Option<Vec<u8>> {
        self.stream(&format!("{}{}", folder.path, stream_name(property, 0x0102)))
    }

    /// The text of a property, in Unicode or in the code page of the mail.
    pub(super) fn text(&mut self, folder: &Folder, property: u16) -> Option<String> {
        if let Some(bytes) = self.stream(&format!("{}{}", folder.path, stream_name(property, 0x001F))) {
            let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            return Some(String::from_utf16_lossy(&units));
        }
        let bytes = self.stream(&format!("{}{}", folder.path, stream_name(property, 0x001E)))?;
        let page = self.number(folder, property::CODE_PAGE).or(self.number(folder, property::INTERNET_CODE_PAGE));
        let encoding = page.and_then(encoding_name).and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
        let (text, _) = encoding.unwrap_or(encoding_rs::WINDOWS_1252).decode_without_bom_handling(&bytes);
        Some(text.into_owned())
    }

    /// The number in a property: of four bytes, or of eight for a time.
    pub(super) fn number(&mut self, folder: &Folder, property: u16) -> Option<u64> {
        let list = self.stream(&format!("{}__properties_version1.0", folder.path))?;
        let mut properties = list.get(folder.head..)?.chunks_exact(FIXED);
        let found = properties.find(|entry| u16::from_le_bytes([entry[2], entry[3]]) == property)?;
        let value =
            |length: usize| found[8..8 + length].iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte));
        Some(if found[0] == 0x40 { value(8) } else { value(4) })
    }

    fn stream(&mut self, path: &str) -> Option<Vec<u8>> {
        let stream = self.file.open_stream(path).ok()?;
        let mut bytes = Vec::new();
        stream.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}

fn stream_name(property: u16, kind: u16) -> String {
    format!("__substg1.0_{property:04X}{kind:04X}")
}

/// The name of a code page of Windows.
pub(super) fn encoding_name(page: u64) -> Option<String> {
    match page {
        65001 => Some("utf-8".to_owned()),
        20127 | 28591 => Some("windows-1252".to_owned()),
        28592..=28606 => Some(format!("iso-8859-{}", page - 28590)),
        1250..=1258 => Some(format!("windows-{page}")),
        10000 => Some("macintosh".to_owned()),
        _ => None,
    }
}
