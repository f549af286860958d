//! Mail that no program should write: the row comes with what can be known, and the rows beside it come whole.

use crate::given::{Given, message};
use imap_dal::{Error, prelude::*};

type M = AnyMailbox;

const MIME: &str = "MIME-Version: 1.0";

/// Multiparts within multiparts, and a text innermost.
fn nested(levels: usize) -> String {
    let open: String =
        (0..levels).map(|i| format!("Content-Type: multipart/mixed; boundary=\"<{i}>\"\n\n--<{i}>\n")).collect();
    let close: String = (0..levels).rev().map(|i| format!("\n--<{i}>--\n")).collect();
    format!("{MIME}\n{open}Content-Type: text/plain\n\ninnermost{close}").replace('\n', "\r\n")
}

fn mails() -> Vec<Vec<u8>> {
    let recipients: Vec<String> = (0..10_000).map(|i| format!("\"User, {i}\" <user{i}@x.org>")).collect();
    let mut raw = b"Subject: gr\xfc\xdfe\r\nFrom: J\xf6rg <j@x.org>\r\nX-Odd: \xff\xfe\x01\r\n\r\n".to_vec();
    raw.extend(b"caf\xe9 \x80\r\n");
    vec![
        message(&["Subject: before", "From: ann@x.org"], "text\n").into(),
        nested(90).into(),
        message(&["Subject: many", &format!("To: {}", recipients.join(",\n "))], "text\n").into(),
        raw,
        message(&["Subject: charset", MIME, "Content-Type: text/plain; charset=no-such"], "plain\n").into(),
        message(&["Subject: cut off", MIME, "Content-Type: multipart/mixed; boundary=b"], "--b\n\nfirst\n--b\nConte")
            .into(),
        message(&["Subject: lies", MIME, "Content-Type: text/plain; charset=utf-16"], "one octet short").into(),
        message(
            &["Subject: lies", MIME, "Content-Type: text/plain", "Content-Transfer-Encoding: base64"],
            "no base64!",
        )
        .into(),
        b"\r\n".to_vec(),
        message(&["Subject: after", "From: ben@x.org"], "text\n").into(),
        // Deeper than Dovecot looks: its structure has an attachment there.
        nested(100).into(),
    ]
}

fn given() -> Given {
    let mut given = Given::mailbox("robust");
    for mail in mails() {
        given.append_as(&[], None, mail);
    }
    given
}

#[test]
fn no_message_costs_another_its_row() {
    let given = given();
    let dal = given.dal();
    let all = given.source().all();
    let texts: Vec<String> = all.select(M::content.read_as::<String>()).load(&dal).unwrap();
    let whole: Vec<(Vec<TextPart>, Vec<u8>)> = all.select((M::content, M::email)).load(&dal).unwrap();
    let of_whole: Vec<&str> =
        whole.iter().map(|(parts, _)| parts.first().map_or("", |part| part.text.as_str())).collect();
    for (how, texts) in [("parts", texts.iter().map(String::as_str).collect()), ("messages", of_whole)] {
        assert_eq!(texts[0], "text\n", "{how}");
        assert_eq!(texts[1], "innermost", "{how}");
        assert_eq!(texts[3], "café €\n", "{how}");
        assert_eq!(texts[4], "plain\n", "{how}");
        assert!(texts[5].starts_with("first"), "{how}: {:?}", texts[5]);
        assert!(!texts[6].is_empty() && texts[8].is_empty(), "{how}");
        assert_eq!(texts[9], "text\n", "{how}");
    }
    let heads = all.select((M::subject, M::sender, M::to)).load(&dal).unwrap();
    assert_eq!((heads[2].2.len(), heads[2].2[9_999].email.as_str()), (10_000, "user9999@x.org"));
    assert_eq!(heads[2].2[7].name.as_deref(), Some("User, 7"));
    assert_eq!(heads[3].0.as_deref(), Some("grüße"));
    assert_eq!(heads[3].1[0].name.as_deref(), Some("Jörg"));
    assert_eq!((heads[8].0.clone(), heads[9].0.as_deref()), (None, Some("after")));
    assert_eq!(whole[10].0[0].text, "innermost");
    assert_eq!(all.select(M::attachments.read_as::<usize>()).load(&dal).unwrap()[..10], [0; 10]);
    assert_eq!(all.load(&dal).unwrap().len(), 11);
}

#[test]
fn only_a_missing_value_of_a_field_that_must_be_there_is_an_error_of_its_row() {
    let given = given();
    let dal = given.dal();
    let rows: Vec<imap_dal::Result<(Uid, String)>> =
        given.source().all().select((M::uid, M::sender.read_as::<String>())).stream(&dal).unwrap().collect();
    assert_eq!(rows.len(), 11);
    for (uid, row) in (1..).zip(&rows) {
        match (uid, row) {
            (1 | 4 | 10, Ok((known, _))) => assert_eq!(known.get(), uid),
            (1 | 4 | 10, Err(error)) => panic!("uid {uid} has a sender: {error}"),
            (_, Err(Error::Decode { uid: known, column, .. })) => assert_eq!((*known, &**column), (uid, "sender")),
            (_, other) => panic!("uid {uid} has no sender: {other:?}"),
        }
    }
}
