//! What is read of bodies: text parts, attachments, the preview.

use crate::given::{Given, message};
use imap_dal::{Projection, prelude::*};

type M = AnyMailbox;

const MIME: &str = "MIME-Version: 1.0";

fn read<P: Projection<M>>(text: impl AsRef<[u8]>, columns: P) -> P::Output {
    let mut given = Given::mailbox("bodies");
    given.append_as(&[], None, text);
    given.source().all().select(columns).first(&given.dal()).unwrap().unwrap()
}

/// Media type and text of each part.
fn parts(mail: impl AsRef<[u8]>) -> Vec<(String, String)> {
    read(mail, M::content).into_iter().map(|part| (part.media_type, part.text)).collect()
}

fn part(media_type: &str, text: &str) -> (String, String) {
    (media_type.to_owned(), text.to_owned())
}

fn mixed(parts: &[&str]) -> String {
    let parts: String = parts.iter().map(|part| format!("--=b\n{part}\n")).collect();
    message(&[MIME, "Content-Type: multipart/mixed; boundary=\"=b\""], &format!("preamble\n{parts}--=b--\nepilogue\n"))
}

#[test]
fn a_message_without_mime_is_one_plain_text() {
    let mail = message(&["Subject: x"], "first\nsecond\n");
    assert_eq!(parts(&mail), [part("text/plain", "first\nsecond\n")]);
    assert_eq!(read(&mail, M::attachments), []);
}

#[test]
fn transfer_encodings_and_charsets_are_decoded() {
    let cases: [(&str, &str, &[u8], &str); 6] = [
        ("utf-8", "quoted-printable", b"Gr=C3=BC=\r\n=C3=9Fe\r\n", "Grüße\n"),
        ("iso-8859-1", "quoted-printable", b"caf=E9\r\n", "café\n"),
        ("utf-8", "base64", b"R3LDvMOf\r\nZQo=\r\n", "Grüße\n"),
        ("windows-1252", "8bit", b"5 \x80\r\n", "5 €\n"),
        ("shift_jis", "8bit", b"\x93\xfa\x96{\r\n", "日本\n"),
        ("x-unheard-of", "8bit", b"caf\xe9\r\n", "café\n"),
    ];
    for (charset, encoding, body, expected) in cases {
        let header =
            format!("{MIME}\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {encoding}");
        let mail = [header.as_bytes(), b"\r\n\r\n", body].concat();
        assert_eq!(parts(&mail), [part("text/plain", expected)], "{charset} {encoding}");
    }
}

#[test]
fn text_is_the_plain_parts_or_else_the_first_html() {
    let alternative = mixed(&["Content-Type: text/html\n\n<p>hi</p>", "Content-Type: text/plain\n\nhi"]);
    assert_eq!(parts(&alternative), [part("text/html", "<p>hi</p>"), part("text/plain", "hi")]);
    let string = |mail: &str| read(mail, M::content.read_as::<String>());
    assert_eq!(string(&alternative), "hi");
    assert_eq!(string(&mixed(&["Content-Type: text/plain\n\none", "Content-Type: text/plain\n\ntwo"])), "one\ntwo");
    assert_eq!(
        string(&mixed(&["Content-Type: text/html\n\n<b>1</b>", "Content-Type: text/html\n\n<b>2</b>"])),
        "<b>1</b>"
    );
    assert_eq!(string(&mixed(&["Content-Type: image/png\n\nxx"])), "");
}

#[test]
fn attachments_have_names_types_sizes_and_data() {
    let mail = mixed(&[
        "Content-Type: text/plain\n\nSee the files.",
        "Content-Type: application/pdf\nContent-Disposition: attachment;\n filename*0*=utf-8''Rechnung%20M;\n \
         filename*1*=%C3%A4rz;\n filename*2=.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0x\nLjQK",
        "Content-Type: image/png; name=\"=?utf-8?b?w6QucG5n?=\"\nContent-Disposition: inline\n\npng",
        "Content-Type: text/csv\nContent-Disposition: attachment; filename=\"a;b \\\"c\\\".csv\"\n\n1,2",
        "Content-Type: text/plain; name=notes.txt\n\nnotes",
        "Content-Type: application/octet-stream\n\nraw",
    ]);
    let infos = read(&mail, M::attachments);
    let facts: Vec<(Option<&str>, &str, u64)> =
        infos.iter().map(|info| (info.name.as_deref(), info.media_type.as_str(), info.size)).collect();
    assert_eq!(
        facts,
        [
            // As encoded: two lines of base64 and the line end between.
            (Some("Rechnung März.pdf"), "application/pdf", 14),
            (Some("ä.png"), "image/png", 3),
            (Some("a;b \"c\".csv"), "text/csv", 3),
            (Some("notes.txt"), "text/plain", 5),
            (None, "application/octet-stream", 3),
        ]
    );
    let attachments = read(&mail, M::attachments.read_as::<Vec<Attachment>>());
    let data: Vec<&[u8]> = attachments.iter().map(|attachment| attachment.data.as_slice()).collect();
    assert_eq!(data, [&b"%PDF-1.4\n"[..], b"png", b"1,2", b"notes", b"raw"]);
    assert!(attachments.iter().map(|attachment| &attachment.info).eq(&infos));
    assert_eq!(read(&mail, M::attachments.read_as::<usize>()), 5);
    assert_eq!(parts(&mail), [part("text/plain", "See the files.")]);
}

#[test]
fn a_forwarded_message_is_one_attachment() {
    let inner = "Content-Type: message/rfc822\n\nSubject: inner\nMIME-Version: 1.0\n\
                 Content-Type: multipart/mixed; boundary=in\n\n--in\nContent-Type: image/png\n\nx\n--in--\n";
    let mail = mixed(&["Content-Type: text/plain\n\nlook", inner]);
    let (infos, has_any) = read(&mail, (M::attachments, M::attachments.read_as::<bool>()));
    assert_eq!(infos.iter().map(|info| info.media_type.as_str()).collect::<Vec<_>>(), ["message/rfc822"]);
    assert!(has_any);
    assert_eq!(parts(&mail), [part("text/plain", "look")]);
}

#[test]
fn a_root_that_is_no_text_is_an_attachment() {
    let mail = message(
        &[MIME, "Content-Type: application/zip; name=a.zip", "Content-Transfer-Encoding: base64"],
        "UEsDBA==\n",
    );
    let infos = read(&mail, M::attachments);
    assert_eq!(infos.iter().map(|info| info.name.as_deref()).collect::<Vec<_>>(), [Some("a.zip")]);
    assert_eq!(parts(&mail), []);
    let attachments = read(&mail, M::attachments.read_as::<Vec<Attachment>>());
    assert_eq!(attachments[0].data, b"PK\x03\x04");
}

#[test]
fn names_of_attachments_are_safe_to_write_to() {
    let mail = mixed(&["Content-Type: image/png\nContent-Disposition: attachment; filename=\"../../etc/passwd\"\n\nx"]);
    let infos = read(&mail, M::attachments);
    assert_eq!(infos[0].name.as_deref(), Some("../../etc/passwd"));
    assert!(!infos[0].file_name().contains('/') && !infos[0].file_name().starts_with('.'), "{}", infos[0].file_name());
}

#[test]
fn a_preview_is_the_beginning_of_the_first_text() {
    assert_eq!(read(message(&["Subject: x"], "one\n\ntwo   three\n"), M::preview), "one two three");
    let long = read(message(&["Subject: x"], &"word ".repeat(100)), M::preview);
    assert!(long.starts_with("word word ") && long.chars().count() <= 200, "{long}");
}

#[test]
fn broken_mime_is_a_row_all_the_same() {
    let unclosed =
        message(&[MIME, "Content-Type: multipart/mixed; boundary=x"], "--x\nContent-Type: text/plain\n\nhi\n");
    let missing = message(&[MIME, "Content-Type: multipart/mixed"], "no boundary\n");
    let stray = message(&[MIME, "Content-Type: text/plain", "Content-Transfer-Encoding: base64"], "aGk=*?\n");
    assert!(read(&unclosed, M::content.read_as::<String>()).starts_with("hi"));
    for mail in [&unclosed, &missing, &stray] {
        assert_eq!(read(mail, M::email), mail.as_bytes());
        read(mail, (M::content, M::attachments, M::preview));
    }
}
