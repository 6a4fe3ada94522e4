use proptest::prelude::*;
use traek_core::Document;

use super::*;

fn mail(bytes: &[u8]) -> Result<Source, ReadError> {
    read(bytes, &mut Nest::default())
}

fn text(mail_text: &str) -> String {
    mail(mail_text.as_bytes()).expect("a mail with text").document.text
}

fn blocks(document: &Document) -> Vec<(&str, BlockKind, bool)> {
    let text = |block: &traek_core::Block| &document.text[block.start..block.end];
    document.blocks.iter().map(|block| (text(block), block.kind, block.after_gap)).collect()
}

#[test]
fn a_mail_reads_as_it_would_as_a_text_file() {
    let body = "Kære Mia\n\nTak for din mail. Jeg har læst den og vender tilbage til dig,\nnår jeg har talt med skolen.\n\n\
        - Ring\n- Skriv\n\nVenlig hilsen\nBo Lund\n-- \nBy Kommune\n\nDen 3. maj 2024 kl. 9.15 skrev Mia Holm:\n> Hvor er I?\n>\n> Mia\n";
    let head = "From: Bo Lund <bo@by.example>\nTo: mia@post.example\nDate: Wed, 4 Sep 2024 20:47:00 +0200\nSubject: =?iso-8859-1?Q?SV:_St=F8j?=\n\n";
    let plain =
        "Fra: Bo Lund <bo@by.example>\nTil: mia@post.example\nDato: 4. september 2024 kl. 20.47\n\nEmne: SV: Støj\n\n";
    for end in ["\n", "\r\n"] {
        let source = mail(format!("{head}{body}").replace('\n', end).as_bytes()).expect("a mail");
        assert_eq!(blocks(&source.document), blocks(&Document::plain(format!("{plain}{body}"))));
        assert_eq!(source.place(0), Some("brevhovedet"));
        let at = source.document.text.find("Tak for").expect("there");
        assert_eq!(source.place(at), Some("afsnit 2"));
    }
}

#[test]
fn every_encoding_of_the_text_gives_the_same_letters() {
    for (fields, body) in [
        ("Content-Type: text/plain; charset=utf-8", "Så læs".as_bytes()),
        ("Content-Type: text/plain; charset=iso-8859-1", b"S\xE5 l\xE6s"),
        ("Content-Type: text/plain", b"S\xE5 l\xE6s"),
        (
            "Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable",
            b"S=E5 l=\n=E6s",
        ),
        ("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", b"U8OlIGzD\r\npnM="),
        (
            "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable",
            b"<p>S=C3=A5 l&aelig;s",
        ),
    ] {
        let bytes = [b"Subject: x\n", fields.as_bytes(), b"\n\n", body].concat();
        assert_eq!(mail(&bytes).expect("a mail").document.text, "Emne: x\n\nSå læs", "{fields}");
    }
}

#[test]
fn flowed_lines_are_joined_and_signatures_are_not() {
    let fields = "Subject: x\nContent-Type: text/plain; format=flowed";
    let body = "Vi ringer \ntil dig.\n\nHilsen \n-- \nBo\n> Hvor \n> er I?\n>> Her \nSlut \n";
    assert_eq!(
        text(&format!("{fields}\n\n{body}")),
        "Emne: x\n\nVi ringer til dig.\n\nHilsen \n-- \nBo\n> Hvor er I?\n>> Her \nSlut "
    );
    assert_eq!(text(&format!("{fields}; delsp=yes\n\nVi rin \nger.\n")), "Emne: x\n\nVi ringer.");
}

#[test]
fn wide_bullets_of_outlook_are_items_of_a_list() {
    let source =
        mail("Subject: x\n\nGør dette:\n\n  *   Ring\n•\tSkriv\n1.\tVent\nA\tB\tC\n".as_bytes()).expect("a mail");
    let kinds: Vec<(&str, BlockKind)> =
        blocks(&source.document).into_iter().map(|(text, kind, _)| (text, kind)).collect();
    assert_eq!(
        kinds[2..],
        [
            ("Ring", BlockKind::ListItem),
            ("Skriv", BlockKind::ListItem),
            ("Vent", BlockKind::ListItem),
            ("A\tB\tC", BlockKind::TableRow)
        ]
    );
}

fn multipart(kind: &str, parts: &[&str]) -> String {
    let parts: String = parts.iter().map(|part| format!("--grænse\r\n{part}\r\n")).collect();
    format!(
        "Subject: x\r\nContent-Type: multipart/{kind}; boundary=\"grænse\"\r\n\r\nindledning\r\n{parts}--grænse--\r\nrest"
    )
}

const PLAIN: &str = "Content-Type: text/plain\r\n\r\nRen tekst.";
const HTML: &str = "Content-Type: text/html\r\n\r\n<p>Med <b>fed</b>.";

#[test]
fn the_plain_form_of_a_text_is_preferred() {
    assert_eq!(text(&multipart("alternative", &[PLAIN, HTML])), "Emne: x\n\nRen tekst.");
    assert_eq!(text(&multipart("alternative", &[HTML, PLAIN])), "Emne: x\n\nRen tekst.");
    assert_eq!(
        text(&multipart("alternative", &["Content-Type: text/plain\r\n\r\n \r\n", HTML])),
        "Emne: x\n\nMed fed."
    );
    assert_eq!(text(&multipart("mixed", &["\r\nUden felter.", HTML])), "Emne: x\n\nUden felter.\n\nMed fed.");
}

#[test]
fn attached_letters_are_read_and_other_files_are_not() {
    let attached = "Content-Type: text/html; name=\"=?utf-8?Q?sp=C3=B8rgsm=C3=A5l.html?=\"\r\nContent-Disposition: attachment\r\n\r\n<p>Bilag";
    let picture = "Content-Type: image/png; name=logo.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=";
    let calendar = "Content-Type: text/calendar; name=m.ics\r\n\r\nBEGIN:VCALENDAR";
    let forwarded = "Content-Type: message/rfc822\r\n\r\nSubject: Inde\r\n\r\nHvor er I?";
    let source = mail(multipart("mixed", &[PLAIN, attached, picture, calendar, forwarded]).as_bytes()).expect("a mail");
    let found: Vec<(&str, &str)> = source
        .attachments
        .iter()
        .map(|attachment| (attachment.name.as_str(), attachment.source.as_ref().expect("read").document.text.as_str()))
        .collect();
    assert_eq!(found, [("spørgsmål.html", "Bilag"), ("Inde.eml", "Emne: Inde\n\nHvor er I?")]);
}

#[test]
fn encrypted_mails_say_so() {
    for fields in [
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB",
        "Content-Type: multipart/encrypted; boundary=a; protocol=\"application/pgp-encrypted\"\n\n--a\n\nx\n--a--",
        "Content-Type: text/plain\n\n-----BEGIN PGP MESSAGE-----\nhQE",
    ] {
        assert_eq!(
            mail(format!("Subject: x\n{fields}").as_bytes()).err(),
            Some(ReadError::Encrypted(MAIL)),
            "{fields}"
        );
    }
}

#[test]
fn damaged_mails_say_what_is_wrong() {
    for (bytes, what) in [
        ("\nKære Mia", "den begynder ikke med en mails felter, fx »From:« og »Subject:«"),
        ("Content-Type: multipart/mixed; boundary=a\n\nKære Mia", "den har flere dele, men linjen mellem dem mangler"),
        ("Content-Transfer-Encoding: base64\n\n(Kære Mia)", "en del af den er ikke gyldig base64"),
    ] {
        assert_eq!(mail(bytes.as_bytes()).err(), Some(ReadError::Damaged(MAIL, what.to_owned())));
    }
    assert_eq!(mail(b"Subject: x\n\n").err(), Some(ReadError::Empty));
}

#[test]
fn a_mail_that_was_cut_off_is_read_as_far_as_it_goes() {
    let whole = multipart("mixed", &[PLAIN, HTML]);
    assert_eq!(text(&whole[..whole.find("fed").expect("there")]), "Emne: x\n\nRen tekst.\n\nMed");
}

#[test]
fn a_thousand_parts_and_deep_mails_are_refused_in_bounds() {
    let many = multipart("mixed", &[PLAIN; 1000]);
    assert_eq!(mail(many.as_bytes()).err(), Some(ReadError::TooManyParts(MAIL, 200)));
    let deep = "Content-Type: message/rfc822\n\n".repeat(100_000);
    let mut source = mail(deep.as_bytes());
    let mut depth = 0;
    while let Ok(Source { mut attachments, .. }) = source {
        source = attachments.pop().map_or(Err(ReadError::Empty), |attachment| attachment.source);
        depth += 1;
    }
    assert_eq!((source.err(), depth), (Some(ReadError::TooNested), 5));
    let nested: String =
        (0..50).map(|level| format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n")).collect();
    assert_eq!(mail(nested.as_bytes()).err(), Some(ReadError::TooNested));
}

const PIECES: [&str; 16] = [
    "Subject: =?utf-8?Q?St=C3=B8j?=\n",
    "From: Bo <bo@by.example>\n",
    "Date: Wed, 4 Sep 2024 20:47:00 +0200\n",
    "Content-Type: multipart/mixed; boundary=a\n",
    "Content-Type: text/html; charset=windows-1252\n",
    "Content-Type: text/plain; format=flowed; delsp=yes\n",
    "Content-Type: message/rfc822\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "\n",
    "--a\n",
    "--a--\n",
    "Kære Mia \n",
    "> =E6\n",
    "U8OlIGzDpnM=\n",
    "<p>Hej</p>\n",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mail_is_read_or_refused(
        pieces in prop::collection::vec(prop_oneof![
            8 => prop::sample::select(PIECES.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
            1 => any::<Vec<u8>>(),
        ], 0..40),
    ) {
        let bytes = pieces.concat();
        if let Ok(source) = mail(&bytes) {
            crate::testing::assert_sound(&source, source.document.text.len());
        }
    }
}
