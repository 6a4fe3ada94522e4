//! Refuses PDFs that unpack into far more than a letter holds, before any of them is unpacked.
//!
//! The library unpacks a stream as a whole. So each stream is unpacked here first, a little at a time and only counted.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::PDF;
use crate::ReadError;

/// One stream holds at most this much (bytes); a page scanned at 600 dots per inch holds 100 MB.
const MOST_IN_STREAM: u64 = 128 * 1024 * 1024;

/// All streams together hold at most this much (bytes).
const MOST_IN_FILE: u64 = 1024 * 1024 * 1024;

/// A byte of deflated data holds at most so many bytes.
const MOST_PER_BYTE: u64 = 1032;

/// A file that cannot be looked into - because it is encrypted, or packed in a way of the nineties - has at most this
/// many bytes.
const MOST_UNSEEN: usize = 256 * 1024;

/// # Errors
/// [`ReadError::TooMuchText`], [`ReadError::Encrypted`] and [`ReadError::Unsupported`].
pub(super) fn check(bytes: &[u8]) -> Result<(), ReadError> {
    if bytes.len() > MOST_UNSEEN {
        if find(bytes, b"/Encrypt").is_some() {
            return Err(ReadError::Encrypted(PDF));
        }
        if find(bytes, b"/LZW").is_some() || find(bytes, b"/RunLength").is_some() {
            return Err(ReadError::Unsupported("en PDF af en meget gammel slags"));
        }
    }
    if is_packed_twice(bytes) {
        return Err(ReadError::TooMuchText);
    }
    let mut total = 0;
    let mut rest = bytes;
    while let Some(at) = find(rest, b"stream") {
        let before = &rest[at.saturating_sub(3)..at];
        rest = &rest[at + b"stream".len()..];
        if before != b"end" {
            let size = unpacked_size(after_line_end(rest));
            total += size;
            if size > MOST_IN_STREAM || total > MOST_IN_FILE {
                return Err(ReadError::TooMuchText);
            }
        }
    }
    Ok(())
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    let first = part[0];
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == first) {
        if bytes[from + at..].starts_with(part) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

/// Whether a stream names two ways of packing, one inside the other, or leaves the ways to another object.
fn is_packed_twice(bytes: &[u8]) -> bool {
    const PACKING: [&[u8]; 6] = [b"/FlateDecode", b"/Fl", b"/LZWDecode", b"/LZW", b"/RunLengthDecode", b"/RL"];
    let is_name = |bytes: &[u8]| {
        PACKING.iter().any(|name| {
            bytes.strip_prefix(*name).is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
        })
    };
    let mut rest = bytes;
    while let Some(at) = find(rest, b"/") {
        rest = &rest[at..];
        let elsewhere = rest
            .strip_prefix(b"/Filter")
            .is_some_and(|value| value.trim_ascii_start().first().is_some_and(u8::is_ascii_digit));
        if elsewhere {
            return true;
        }
        let packing = is_name(rest);
        rest = &rest[1..];
        if packing {
            let end = rest.iter().position(|byte| matches!(byte, b']' | b'>')).unwrap_or(rest.len());
            let list = &rest[..end];
            if rest.get(end) == Some(&b']') && (0..list.len()).any(|at| is_name(&list[at..])) {
                return true;
            }
            rest = &rest[end..];
        }
    }
    false
}

fn after_line_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\r").unwrap_or(bytes);
    bytes.strip_prefix(b"\n").unwrap_or(bytes)
}

/// How much a stream holds (bytes), counted up to a little more than [`MOST_IN_STREAM`]; 0 where it is not packed.
fn unpacked_size(stream: &[u8]) -> u64 {
    let [first, second, ..] = stream else { return 0 };
    let is_zlib = first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31);
    let (size, whole) = if is_zlib { count(ZlibDecoder::new(stream)) } else { count(DeflateDecoder::new(stream)) };
    if whole || !is_zlib {
        return size;
    }
    // The library goes on behind an error, so what could still come counts.
    let packed = find(stream, b"endstream").unwrap_or(stream.len()) as u64;
    size.max(packed * MOST_PER_BYTE)
}

/// Bytes that come out of `unpacked`, and whether it ended as it should.
fn count(mut unpacked: impl Read) -> (u64, bool) {
    let mut buffer = [0; 16 * 1024];
    let mut size = 0;
    loop {
        match unpacked.read(&mut buffer) {
            Ok(0) => return (size, true),
            Ok(read) => size += read as u64,
            Err(_) => return (size, false),
        }
        if size > MOST_IN_STREAM {
            return (size, true);
        }
    }
}
