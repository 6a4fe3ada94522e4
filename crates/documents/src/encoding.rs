//! From bytes to text, with a map back to the bytes.

use traek_core::OffsetMap;

use crate::ReadError;

/// How the bytes of a file were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte-order mark.
    Utf8,
    /// UTF-16 with byte-order mark.
    Utf16,
    /// Windows-1252, because the bytes are no UTF-8.
    Windows1252,
    /// Another encoding of one byte per letter that the file names itself; its name in the WHATWG Encoding Standard.
    Named(&'static str),
}

pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) map: OffsetMap,
    pub(crate) encoding: Encoding,
}

/// Decodes a file that may name its encoding: byte-order mark first, then UTF-8, then `name`, then windows-1252.
///
/// UTF-8 comes before the name because other text is next to never valid UTF-8 by chance, and files often keep the
/// name when they are saved in another encoding.
pub(crate) fn decode(bytes: &[u8], name: Option<&[u8]>) -> Result<Decoded, ReadError> {
    let otherwise = name
        .and_then(encoding_rs::Encoding::for_label)
        .filter(|named| named.is_single_byte())
        .unwrap_or(encoding_rs::WINDOWS_1252);
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf8(rest, 3, otherwise);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return Ok(utf16(rest, u16::from_le_bytes));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return Ok(utf16(rest, u16::from_be_bytes));
    }
    utf8(bytes, 0, otherwise)
}

/// How a file begins, for telling its format; a letter that is cut in two at the end becomes a sign.
pub(crate) fn start(bytes: &[u8]) -> String {
    let (encoding, skip) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    encoding.decode_without_bom_handling(&bytes[skip..]).0.into_owned()
}

fn utf8(bytes: &[u8], shift: usize, otherwise: &'static encoding_rs::Encoding) -> Result<Decoded, ReadError> {
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(ReadError::Binary(at + shift));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.to_owned(), map: OffsetMap::shifted(shift), encoding: Encoding::Utf8 }),
        Err(_) => Ok(single_byte(bytes, shift, otherwise)),
    }
}

fn single_byte(bytes: &[u8], shift: usize, encoding: &'static encoding_rs::Encoding) -> Decoded {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut map = OffsetMap::shifted(shift);
    for (at, byte) in bytes.iter().enumerate() {
        map.push(text.len(), at + shift);
        if byte.is_ascii() {
            text.push(char::from(*byte));
        } else {
            let (letter, _) = encoding.decode_without_bom_handling(std::slice::from_ref(byte));
            text.push_str(&letter);
        }
    }
    map.push(text.len(), bytes.len() + shift);
    let windows = encoding == encoding_rs::WINDOWS_1252;
    let encoding = if windows { Encoding::Windows1252 } else { Encoding::Named(encoding.name()) };
    Decoded { text, map, encoding }
}

fn utf16(bytes: &[u8], read: impl Fn([u8; 2]) -> u16) -> Decoded {
    let units = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len());
    let mut map = OffsetMap::shifted(2);
    let mut at = 2;
    for unit in char::decode_utf16(units) {
        map.push(text.len(), at);
        let letter = unit.unwrap_or(char::REPLACEMENT_CHARACTER);
        at += 2 * letter.len_utf16();
        text.push(letter);
    }
    map.push(text.len(), at);
    Decoded { text, map, encoding: Encoding::Utf16 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_gives_the_same_text_and_its_own_offsets() {
        let text = "Å, så";
        let utf16: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for (bytes, encoding, source) in [
            (text.as_bytes().to_vec(), Encoding::Utf8, 4),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), Encoding::Utf8, 7),
            (b"\xC5, s\xE5".to_vec(), Encoding::Windows1252, 3),
            (utf16, Encoding::Utf16, 8),
        ] {
            let decoded = decode(&bytes, None).expect("text");
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding));
            assert_eq!(decoded.map.source(4), source, "the s of så");
        }
    }

    #[test]
    fn a_named_encoding_is_used_where_the_bytes_are_no_utf_8() {
        let read = |bytes: &[u8], name: &[u8]| {
            let decoded = decode(bytes, Some(name)).expect("text");
            (decoded.text, decoded.encoding)
        };
        assert_eq!(read(b"\xA4 s\xE5", b"ISO-8859-15"), ("€ så".to_owned(), Encoding::Named("ISO-8859-15")));
        assert_eq!(read(b"s\xE5", b"iso-8859-1"), ("så".to_owned(), Encoding::Windows1252));
        assert_eq!(read(b"s\xE5", b"big5"), ("så".to_owned(), Encoding::Windows1252));
        assert_eq!(read("så".as_bytes(), b"iso-8859-1"), ("så".to_owned(), Encoding::Utf8));
    }

    #[test]
    fn a_nul_byte_is_no_text() {
        assert_eq!(decode(b"ab\0c", None).err(), Some(ReadError::Binary(2)));
    }
}
