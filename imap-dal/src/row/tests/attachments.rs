//! Attachments: the same from BODYSTRUCTURE and from the message.

use crate::{
    AttachmentInfo,
    row::testing::{literal, row, row_of_message},
};

type Expected<'a> = (Option<&'a str>, &'a str, u64);

fn facts(infos: &[AttachmentInfo]) -> Vec<Expected<'_>> {
    infos.iter().map(|info| (info.name.as_deref(), info.media_type.as_str(), info.size)).collect()
}

#[track_caller]
fn attaches(message: &str, expected: &[Expected<'_>]) {
    let infos = row_of_message(message).attachments().unwrap();
    assert_eq!(facts(&infos), expected, "{message:?}");
}

#[test]
fn what_counts_as_an_attachment() {
    let table: &[(&str, &[Expected<'_>])] = &[
        ("Subject: x\n\nbody", &[]),
        ("Content-Type: text/html\nContent-Disposition: inline\n\nbody", &[]),
        ("MIME-Version: 1.0\nContent-Disposition: ATTACHMENT\n\nbody", &[(None, "text/plain", 4)]),
        ("Content-Disposition: attachment\n\nwithout a word of MIME", &[]),
        ("MIME-Version: 1.0\nContent-Disposition: inline; filename=a.txt\n\nbody", &[(Some("a.txt"), "text/plain", 4)]),
        ("MIME-Version: 1.0\nContent-Disposition: inline; filename=\"\"\n\nbody", &[]),
        ("Content-Type: text/plain; name=a.txt\n\nbody", &[(Some("a.txt"), "text/plain", 4)]),
        ("Content-Type: IMAGE/PNG\nContent-Disposition: inline\n\nbody", &[(None, "image/png", 4)]),
        ("Content-Type: message/rfc822\n\nSubject: y\n\nz", &[(None, "message/rfc822", 13)]),
        ("Content-Type: application/pgp-signature\n\nbody", &[(None, "application/pgp-signature", 4)]),
        ("Content-Type: image/png\nContent-Transfer-Encoding: base64\n\nYWJj\n", &[(None, "image/png", 5)]),
        ("Content-Type: text/plain/foo; name=a.txt\n\nbody", &[]),
        ("Content-Type: te xt/plain; name=a.txt\n\nbody", &[]),
        ("Content-Type: text / plain; (x) name=a.txt\n\nbody", &[(Some("a.txt"), "text/plain", 4)]),
        ("Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b--", &[]),
    ];
    for (message, expected) in table {
        attaches(message, expected);
    }
}

#[test]
fn names_are_decoded_by_rfc_2231_and_rfc_2047() {
    let table = [
        ("filename=plain.pdf", "plain.pdf"),
        ("filename=\"two  words;.pdf\"", "two words;.pdf"),
        ("filename=\"say \\\"hi\\\".pdf\"", "say \"hi\".pdf"),
        ("filename=cut here.pdf", "cut"),
        ("FileName = a.pdf ; size=3", "a.pdf"),
        ("filename=\"=?utf-8?q?Gr=C3=BC=C3=9Fe.pdf?=\"", "Gr\u{fc}\u{df}e.pdf"),
        ("filename==?utf-8?q?Gr=C3=BC=C3=9Fe.pdf?=", "Gr\u{fc}\u{df}e.pdf"),
        ("filename*=utf-8''Gr%C3%BC%c3%9fe.pdf", "Gr\u{fc}\u{df}e.pdf"),
        ("filename*=iso-8859-1'de'Gr%FC%DFe.pdf", "Gr\u{fc}\u{df}e.pdf"),
        ("filename=fallback.pdf; filename*=utf-8''%E2%82%AC.pdf", "\u{20ac}.pdf"),
        ("filename*0=one; filename*1=\" two\"; filename*2=.pdf", "one two.pdf"),
        ("filename*1=b.pdf; filename*0=a", "ab.pdf"),
        ("filename*0*=utf-8''%E2%82; filename*1*=%AC; filename*2=\"%41.pdf\"", "\u{20ac}%41.pdf"),
        ("filename*10=k; filename*9=j; filename*0=a", "ajk"),
        ("filename*=no-quotes%20here", "no-quotes here"),
        ("filename=first.pdf; filename=second.pdf", "first.pdf"),
        ("filename=a.pdf; oops; size=\"never closed", "a.pdf"),
        ("filename=\"Gr\u{fc}\u{df}e.pdf\"", "Gr\u{fc}\u{df}e.pdf"),
    ];
    for (parameters, name) in table {
        attaches(
            &format!("Content-Type: text/plain\nContent-Disposition: attachment; {parameters}\n\n1"),
            &[(Some(name), "text/plain", 1)],
        );
    }
}

#[test]
fn what_is_no_parameter_is_passed_over_and_what_is_never_closed_ends_them() {
    for (parameters, name) in [
        ("oops; filename=a.pdf", Some("a.pdf")),
        (";; ; filename=a.pdf", Some("a.pdf")),
        ("filename=\"never closed.pdf", None),
    ] {
        let message = format!("Content-Type: text/plain\nContent-Disposition: attachment; {parameters}\n\n1");
        attaches(&message, &[(name, "text/plain", 1)]);
    }
}

#[test]
fn the_disposition_names_it_before_the_type_does() {
    let both = "Content-Type: text/plain; name=type.txt\nContent-Disposition: inline; filename=disposition.txt\n\n1";
    attaches(both, &[(Some("disposition.txt"), "text/plain", 1)]);
}

/// A message, and its BODYSTRUCTURE as Dovecot 2.3.19 prints it.
const MESSAGE: &str = "From: a@x\r\n\
    MIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=\"outer\"\r\n\
    \r\n\
    preamble\r\n\
    --outer\r\n\
    Content-Type: multipart/related; boundary=inner\r\n\
    \r\n\
    --inner\r\n\
    Content-Type: text/html; charset=utf-8\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\
    \r\n\
    <p>Gr=C3=BC=C3=9Fe</p>\r\n\
    \r\n\
    --inner\r\n\
    Content-Type: image/png\r\n\
    Content-ID: <logo@x>\r\n\
    Content-Disposition: inline\r\n\
    Content-Transfer-Encoding: base64\r\n\
    \r\n\
    iVBORw0K\r\n\
    --inner--\r\n\
    --outer\r\n\
    Content-Type: application/pdf; name=\"bill.pdf\"\r\n\
    Content-Disposition: attachment;\r\n\
    \x20filename*0*=utf-8''Gr%C3%BC;\r\n\
    \x20filename*1*=%C3%9Fe.pdf\r\n\
    Content-Transfer-Encoding: base64\r\n\
    \r\n\
    JVBERi0x\r\n\
    JVBERi0x\r\n\
    --outer\r\n\
    Content-Type: message/rfc822\r\n\
    \r\n\
    Subject: inner\r\n\
    \r\n\
    inner text\r\n\
    --outer--\r\n";
const STRUCTURE: &[u8] = b"UID 7 BODYSTRUCTURE (((\"text\" \"html\" (\"charset\" \"utf-8\") NIL NIL \"quoted-printable\" 24 1 NIL NIL NIL NIL)\
    (\"image\" \"png\" NIL \"<logo@x>\" NIL \"base64\" 8 NIL (\"inline\" NIL) NIL NIL) \"related\" (\"boundary\" \"inner\") NIL NIL NIL)\
    (\"application\" \"pdf\" (\"name\" \"bill.pdf\") NIL NIL \"base64\" 18 NIL \
    (\"attachment\" (\"filename*\" \"utf-8''Gr%C3%BC%C3%9Fe.pdf\")) NIL NIL)\
    (\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 28 (NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL) \
    (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 10 0 NIL NIL NIL NIL) 2 NIL NIL NIL NIL) \
    \"mixed\" (\"boundary\" \"outer\") NIL NIL NIL)";
const EXPECTED: [Expected<'_>; 3] =
    [(None, "image/png", 8), (Some("Gr\u{fc}\u{df}e.pdf"), "application/pdf", 18), (None, "message/rfc822", 28)];

#[test]
fn bodystructure_and_the_message_tell_the_same() {
    assert_eq!(facts(&row([STRUCTURE]).attachments().unwrap()), EXPECTED);
    assert_eq!(facts(&row_of_message(MESSAGE).attachments().unwrap()), EXPECTED);
    let both = row([STRUCTURE, &literal("BODY[]", MESSAGE.as_bytes())]);
    assert_eq!(facts(&both.attachments().unwrap()), EXPECTED);
}

#[test]
fn bodystructure_may_list_the_pieces_of_a_name() {
    let structure = b"BODYSTRUCTURE (\"application\" \"pdf\" (\"NAME\" \"a\") NIL NIL \"base64\" 18 NIL \
        (\"attachment\" (\"FILENAME*1*\" \"%C3%9Fe.pdf\" \"FILENAME*0*\" \"utf-8''Gr%C3%BC\")) NIL NIL)";
    let infos = row([structure.as_slice()]).attachments().unwrap();
    assert_eq!(facts(&infos), [(Some("Gr\u{fc}\u{df}e.pdf"), "application/pdf", 18)]);
}

#[test]
fn the_content_of_attachments_is_transfer_decoded() {
    let attachments = row_of_message(MESSAGE).attachment_parts().unwrap();
    let data: Vec<_> = attachments.iter().map(|attachment| attachment.data.as_slice()).collect();
    assert_eq!(data, [&b"\x89PNG\r\n"[..], b"%PDF-1%PDF-1", b"Subject: inner\r\n\r\ninner text"]);
    assert_eq!(attachments[1].info.name.as_deref(), Some("Gr\u{fc}\u{df}e.pdf"));
}

#[test]
fn parts_that_were_fetched_alone_complete_the_structure() {
    let html = literal("BODY[1.1]", b"<p>Gr=C3=BC=C3=9Fe</p>\r\n");
    let content = row([STRUCTURE, &html]).content().unwrap();
    assert_eq!((content.len(), content[0].text.as_str()), (1, "<p>Gr\u{fc}\u{df}e</p>\n"));
    let (image, pdf, inner) = (
        literal("BODY[1.2]", b"iVBORw0K"),
        literal("BODY[2]", b"JVBERi0x\r\nJVBERi0x"),
        literal("BODY[3]", b"Subject: inner\r\n\r\ninner text"),
    );
    let attachments = row([STRUCTURE, &image, &pdf, &inner]).attachment_parts().unwrap();
    assert_eq!(attachments, row_of_message(MESSAGE).attachment_parts().unwrap());
}

#[test]
fn parts_with_their_mime_headers_need_no_structure() {
    let header = literal("BODY[10.MIME]", b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\n");
    let body = literal("BODY[10]", b"caf\xe9");
    let (header_2, body_2) = (literal("BODY[2.MIME]", b"\r\n"), literal("BODY[2]", b"first"));
    let content = row([header.as_slice(), &body, &header_2, &body_2]).content().unwrap();
    let texts: Vec<_> = content.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(texts, ["first", "caf\u{e9}"]);
}
