//! Reads the parts of a letter that is a zip package, as .docx and .odt are.
//!
//! What is unpacked is bounded, whatever the package says of itself.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::ReadError;

/// A package has at most this many parts; a letter has some dozens.
const MOST_PARTS: usize = 10_000;

/// All parts that are read unpack to at most this much (bytes): the text of a letter and its marking up.
const MOST_UNPACKED: u64 = 48 * 1024 * 1024;

/// Parts unpack to at most this many times the size of the package; XML packs to a tenth or so.
const MOST_RATIO: u64 = 200;

/// A small package may unpack to this much (bytes), however well it packs.
const UNPACKED_FREELY: u64 = 2 * 1024 * 1024;

/// Whether a file begins as a zip package does.
pub(crate) fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Whether a file is the container that Office puts around a document with a password.
pub(crate) fn is_locked_office(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.starts_with(b"\xD0\xCF\x11\xE0") && bytes.windows(name.len()).any(|window| window == name)
}

/// A zip package, and how much may still be unpacked from it.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    format: &'static str,
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens the package `bytes`; `format` is what errors call the file.
    pub(crate) fn open(bytes: &'b [u8], format: &'static str) -> Result<Self, ReadError> {
        let parts = bytes.windows(4).filter(|window| *window == b"PK\x01\x02").take(MOST_PARTS + 1).count();
        if parts > MOST_PARTS {
            return Err(ReadError::Damaged(format, format!("den har mere end {MOST_PARTS} dele")));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            let what = "pakkens indholdsfortegnelse kan ikke læses – måske er filen ikke hentet helt ned";
            ReadError::Damaged(format, what.to_owned())
        })?;
        let left = (bytes.len() as u64 * MOST_RATIO).clamp(UNPACKED_FREELY, MOST_UNPACKED);
        Ok(Self { archive, format, left })
    }

    /// What errors call the file.
    pub(crate) fn format(&self) -> &'static str {
        self.format
    }

    /// Whether there is a part `name`.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The text of the part `name`; `None` if there is no such part.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let damaged = |what: &str| ReadError::Damaged(self.format, format!("delen {name} {what}"));
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(ReadError::Encrypted(self.format));
            }
            Err(_) => return Err(damaged("kan ikke pakkes ud")),
        };
        let mut bytes = Vec::new();
        file.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| damaged("kan ikke pakkes ud"))?;
        let size = bytes.len() as u64;
        self.left = self.left.checked_sub(size).ok_or(ReadError::TooMuchText)?;
        String::from_utf8(bytes).map(Some).map_err(|_| damaged("er ikke skrevet i UTF-8"))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    /// A package of these parts.
    pub(crate) fn package(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).expect("a new part");
            writer.write_all(text.as_bytes()).expect("written");
        }
        writer.finish().expect("a package").into_inner()
    }

    #[test]
    fn a_part_that_unpacks_to_far_too_much_is_refused() {
        let bytes = package(&[("a.xml", &"a".repeat(3 * 1024 * 1024))]);
        let mut package = Package::open(&bytes, "en pakke").expect("a package");
        assert_eq!(package.part("a.xml"), Err(ReadError::TooMuchText));
    }

    #[test]
    fn parts_share_one_bound() {
        let text = "a".repeat(1_500_000);
        let bytes = package(&[("a.xml", &text), ("b.xml", &text)]);
        let mut package = Package::open(&bytes, "en pakke").expect("a package");
        assert!(package.part("a.xml").is_ok());
        assert_eq!(package.part("b.xml"), Err(ReadError::TooMuchText));
    }

    #[test]
    fn a_package_cut_short_or_changed_is_damaged() {
        let mut bytes = package(&[("a.xml", "<brev>Kære Mia, tak for din mail om støjen</brev>")]);
        assert!(matches!(Package::open(&bytes[..40], "en pakke"), Err(ReadError::Damaged("en pakke", _))));
        bytes[45] ^= 0x55;
        let mut package = Package::open(&bytes, "en pakke").expect("the list of parts is whole");
        assert!(matches!(package.part("a.xml"), Err(ReadError::Damaged("en pakke", _))));
        assert_eq!(package.part("b.xml"), Ok(None));
    }

    #[test]
    fn an_encrypted_part_asks_for_a_copy_without_password() {
        let mut bytes = package(&[("a.xml", "<brev/>")]);
        let listed = bytes.windows(4).position(|window| window == b"PK\x01\x02").expect("a list of parts");
        bytes[6] |= 1;
        bytes[listed + 8] |= 1;
        let mut package = Package::open(&bytes, "en pakke").expect("a package");
        assert_eq!(package.part("a.xml"), Err(ReadError::Encrypted("en pakke")));
    }

    #[test]
    fn office_containers_with_a_password_are_known() {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(is_locked_office(&[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &name].concat()));
        assert!(!is_locked_office(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 WordDocument"));
    }
}
