use std::io::{Cursor, Write};

use cfb::CompoundFile;
use proptest::prelude::*;
use traek_core::BlockKind;

use super::*;

/// A compound file with these streams; storages are made as the paths need them.
fn file(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut file = CompoundFile::create(Cursor::new(Vec::new())).expect("created");
    for (path, bytes) in streams {
        if let Some((folder, _)) = path.rsplit_once('/') {
            file.create_storage_all(format!("/{folder}")).expect("created");
        }
        file.create_stream(format!("/{path}")).expect("created").write_all(bytes).expect("written");
    }
    file.flush().expect("written");
    file.into_inner().into_inner()
}

fn unicode(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The list of properties of fixed length after a head of `head` bytes.
fn numbers(head: usize, properties: &[(u16, u8, u64)]) -> Vec<u8> {
    let mut bytes = vec![0; head];
    for (property, kind, value) in properties {
        bytes.extend([*kind, 0]);
        bytes.extend(property.to_le_bytes());
        bytes.extend([0; 4]);
        bytes.extend(value.to_le_bytes());
    }
    bytes
}

/// The fourth of September 2024, 18.47 UTC.
const SENT: u64 = (1_725_475_620 + 11_644_473_600) * 10_000_000;

fn mail() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("__properties_version1.0", numbers(32, &[(property::CODE_PAGE, 3, 1252), (property::SENT, 0x40, SENT)])),
        ("__substg1.0_0037001F", unicode("SV: Støj")),
        ("__substg1.0_0C1A001E", b"Bo S\xF8by".to_vec()),
        ("__substg1.0_5D01001F", unicode("bo@by.example")),
        ("__substg1.0_0E04001F", unicode("Mia Holm; Ib Lund")),
        ("__substg1.0_1000001F", unicode("Kære Mia\r\n\r\n  *   Ring\r\n\r\nFra: Mia\r\nSendt: 3. maj\r\n")),
    ]
}

fn outlook(bytes: &[u8]) -> Result<Source, ReadError> {
    read(bytes, &mut Nest::default())
}

#[test]
fn a_mail_reads_as_it_would_as_a_text_file() {
    let source = outlook(&file(&mail())).expect("a mail");
    assert_eq!(
        source.document.text,
        "Fra: Bo Søby <bo@by.example>\nTil: Mia Holm, Ib Lund\nDato: 4. september 2024\n\nEmne: SV: Støj\n\n\
         Kære Mia\n\n* Ring\n\nFra: Mia\nSendt: 3. maj"
    );
    assert_eq!(source.document.blocks[5].kind, BlockKind::ListItem);
    assert_eq!(source.place(source.document.text.len()), Some("afsnit 3"));
}

#[test]
fn html_is_read_where_there_is_no_plain_text() {
    let mut streams = mail();
    streams.pop();
    streams.push(("__substg1.0_10130102", b"<p>K\xE6re Mia</p><p>Hej</p>".to_vec()));
    let source = outlook(&file(&streams)).expect("a mail");
    assert!(source.document.text.ends_with("Støj\n\nKære Mia\n\nHej"), "{}", source.document.text);
}

#[test]
fn attached_letters_and_mails_are_read() {
    let mut streams = mail();
    let first = "__attach_version1.0_#00000000/";
    let second = "__attach_version1.0_#00000001/";
    let third = "__attach_version1.0_#00000002/";
    let paths = [
        (format!("{first}__substg1.0_3707001F"), unicode("bilag.html")),
        (format!("{first}__substg1.0_37010102"), b"<p>Bilag".to_vec()),
        (format!("{second}__substg1.0_3701000D/__properties_version1.0"), numbers(24, &[])),
        (format!("{second}__substg1.0_3701000D/__substg1.0_0037001F"), unicode("Inde")),
        (format!("{second}__substg1.0_3701000D/__substg1.0_1000001F"), unicode("Hvor er I?")),
        (format!("{third}__substg1.0_3707001F"), unicode("logo.png")),
        (format!("{third}__substg1.0_37010102"), b"\x89PNG\r\n\x1A\n".to_vec()),
    ];
    streams.extend(paths.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())));
    let source = outlook(&file(&streams)).expect("a mail");
    let found: Vec<(&str, &str)> = source
        .attachments
        .iter()
        .map(|attachment| (attachment.name.as_str(), attachment.source.as_ref().expect("read").document.text.as_str()))
        .collect();
    assert_eq!(found, [("bilag.html", "Bilag"), ("Inde", "Emne: Inde\n\nHvor er I?")]);
}

#[test]
fn other_files_of_office_and_encrypted_mails_say_what_they_are() {
    let mut streams = mail();
    streams.push(("__substg1.0_001A001F", unicode("IPM.Note.SMIME")));
    assert_eq!(outlook(&file(&streams)).err(), Some(ReadError::Encrypted(OUTLOOK)));
    let word = file(&[("WordDocument", vec![1])]);
    assert_eq!(outlook(&word).err(), Some(ReadError::Unsupported("et Word-dokument fra før 2007 (.doc)")));
    assert_eq!(
        outlook(&file(&[("EncryptedPackage", vec![1])])).err(),
        Some(ReadError::Encrypted("et Office-dokument"))
    );
    let whole = file(&mail());
    assert!(matches!(outlook(&whole[..600]), Err(ReadError::Damaged(..))));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mail_with_any_change_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = file(&mail());
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(source) = outlook(&bytes) {
            crate::testing::assert_sound(&source, source.document.text.len());
        }
    }
}
