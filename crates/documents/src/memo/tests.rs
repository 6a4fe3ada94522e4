use proptest::prelude::*;

use super::*;

fn memo(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<memo:Message xmlns:memo=\"https://DigitalPost.dk/MeMo-1\" memoVersion=\"1.1\">\
         <memo:MessageHeader><memo:label>Svar &amp; st&#248;j</memo:label>\
         <memo:Sender><memo:label>By Kommune</memo:label><memo:AttentionData><memo:label>Andet</memo:label></memo:AttentionData></memo:Sender>\
         <memo:Recipient><memo:recipientID>x</memo:recipientID></memo:Recipient></memo:MessageHeader>\
         <memo:MessageBody><memo:createdDateTime>2024-09-04T20:47:00Z</memo:createdDateTime>{body}</memo:MessageBody></memo:Message>"
    )
}

fn file(kind: &str, name: &str, content: &str) -> String {
    format!(
        "<memo:File><memo:encodingFormat>{kind}</memo:encodingFormat><memo:filename>{name}</memo:filename>\
         <memo:language>da</memo:language><memo:content>{content}</memo:content></memo:File>"
    )
}

fn main_document(files: &str) -> String {
    memo(&format!("<memo:MainDocument><memo:title>Brev</memo:title>{files}</memo:MainDocument>"))
}

fn read_text(xml: &str) -> Result<Source, ReadError> {
    crate::read("besked.xml".as_ref(), xml.as_bytes())
}

const HEAD: &str = "Fra: By Kommune\nDato: 4. september 2024 kl. 20.47\n\nEmne: Svar & støj\n\n";

#[test]
fn the_main_document_is_the_letter_below_the_label() {
    // "Kære Mia\n\nTak for din mail." in base64, wrapped as some senders do.
    let source =
        read_text(&main_document(&file("text/plain", "besked.txt", "S8OmcmUgTWlhCgpU\n  YWsgZm9yIGRpbiBtYWlsLg==")));
    let source = source.expect("a message");
    assert_eq!(source.document.text, format!("{HEAD}Kære Mia\n\nTak for din mail."));
    assert_eq!(source.format, Format::MeMo);
    assert_eq!(source.place(0), Some("brevhovedet"));
    assert_eq!(source.place(source.document.text.len() - 1), Some("afsnit 2"));
    let last = source.document.blocks.last().expect("a block");
    assert_eq!(&source.document.text[last.start..last.end], "Tak for din mail.");
}

#[test]
fn html_is_read_as_text_content_and_before_other_forms() {
    let html = file("text/html", "brev", "&lt;p&gt;Kære &lt;b&gt;Mia&lt;/b&gt;&lt;/p&gt;");
    let plain = file("text/plain", "brev.txt", "<![CDATA[Kære <ukendt>]]>");
    let source = read_text(&main_document(&format!("{plain}{html}"))).expect("a message");
    assert_eq!(source.document.text, format!("{HEAD}Kære Mia"));
}

#[test]
fn additional_documents_are_attachments_and_technical_ones_are_not() {
    let body = format!(
        "<memo:MainDocument>{}</memo:MainDocument><memo:AdditionalDocument>{}</memo:AdditionalDocument>\
         <memo:TechnicalDocument>{}</memo:TechnicalDocument>",
        file("text/plain", "brev.txt", "Kære Mia."),
        file("text/html", "bilag.html", "<![CDATA[<p>Bilag 1</p>]]>"),
        file("text/xml", "data.xml", "x")
    );
    let source = read_text(&memo(&body)).expect("a message");
    assert_eq!(source.attachments.len(), 1);
    assert_eq!(source.attachments[0].name, "bilag.html");
    assert_eq!(source.attachments[0].source.as_ref().expect("read").document.text, "Bilag 1");
}

#[test]
fn a_request_around_the_message_is_read_through() {
    let xml = main_document(&file("text/plain", "brev.txt", "Kære Mia."));
    let xml = xml.replace("<memo:Message ", "<kombi_request><memo:Message ") + "</kombi_request>";
    assert!(read_text(&xml).expect("a message").document.text.ends_with("Kære Mia."));
}

#[test]
fn broken_messages_say_what_is_wrong_and_where() {
    let whole = main_document(&file("text/plain", "brev.txt", "Kære Mia."));
    let entity = whole.replace("Kære", "&xxe;");
    let with_dtd = whole.replace("?>\n", "?>\n<!DOCTYPE Message [<!ENTITY xxe SYSTEM \"file:///etc/passwd\">]>");
    let deep = whole.replace("Kære", &"<a>".repeat(100_000));
    let many = main_document(&file("text/plain", "a.txt", "b").repeat(1000));
    for (xml, what) in [
        (&whole[..whole.len() - "</memo:Message>".len()], "den holder op midt i"),
        (&whole.replace("</memo:label>", "</memo:lable>"), "XML'en er ikke gyldig"),
        (&entity, "den bruger en entitet, som ikke findes i MeMo"),
        (&with_dtd, "den har en DTD"),
        (&deep, "elementerne ligger for dybt"),
        (&memo(""), "hoveddokumentet mangler"),
    ] {
        let error = read_text(xml).expect_err("broken");
        assert!(error.to_string().contains(what), "{error}");
        assert!(error.to_string().starts_with("filen er en MeMo-besked"), "{error}");
    }
    assert_eq!(read_text(&many).err(), Some(ReadError::TooManyParts(MEMO, 100)));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_message_with_any_change_is_read_or_refused(
        at in any::<prop::sample::Index>(), end in any::<prop::sample::Index>(), new in any::<Vec<u8>>(),
    ) {
        let mut bytes = main_document(&file("text/html", "a.html", "PHA+SGVqPC9wPg==")).into_bytes();
        let (at, end) = (at.index(bytes.len()), end.index(bytes.len()));
        bytes.splice(at.min(end)..at.max(end), new);
        if let Ok(source) = read(&bytes, &mut Nest::default()) {
            crate::testing::assert_sound(&source, source.document.text.len());
        }
    }
}
