//! The same of a row as a server's answer makes it.

use crate::{
    AnyMailbox, AttachmentInfo, Error, Expr, Result, Row,
    evaluate::{Condition, Sorter},
    row::{Fetched, Origin},
    schema::Fingerprint,
    wire::{Limits, Response, parse},
};
use jiff::{Timestamp, civil::date};
use std::sync::Arc;

fn row(items: &str) -> Row {
    let response = format!("* 3 FETCH ({items})");
    let Ok(Response::Fetch(fetch)) = parse(response.as_bytes(), &Limits::default()) else {
        panic!("no FETCH response: {response}");
    };
    let mut fetched = Fetched::default();
    fetched.absorb(fetch);
    let fingerprint = Fingerprint::of("alice@mail.example.org:993", "INBOX");
    Row::new(Arc::new(Origin { mailbox: "INBOX".into(), validity: 17, fingerprint }), Box::new(fetched))
}

/// A row of which the whole message was fetched.
fn whole() -> Row {
    let message = "From: Ann <ann@example.org>\r\n\
                   Date: Fri, 1 Mar 2024 12:00:00 +0100\r\n\
                   Subject: [list] Re: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\
                   Message-ID: <1@x>\r\n\
                   References: <0@x>\r\n\
                   Content-Type: multipart/mixed; boundary=b\r\n\
                   \r\n\
                   --b\r\n\
                   Content-Type: text/plain; charset=utf-8\r\n\
                   \r\n\
                   See you\r\non Friday\r\n\
                   --b\r\n\
                   Content-Type: application/pdf; name=bill.pdf\r\n\
                   \r\n\
                   %PDF\r\n\
                   --b--\r\n";
    row(&format!(
        "UID 7 FLAGS (\\Seen $Junk) INTERNALDATE \" 1-Mar-2024 23:30:00 -0500\" RFC822.SIZE 600 BODY[] {{{}}}\r\n{message}",
        message.len()
    ))
}

fn decided(condition: Expr<AnyMailbox>, row: &Row) -> Result<bool> {
    Condition::prepare(&condition.into_node())?.matches(row)
}

#[test]
fn every_kind_of_column_is_read_from_the_row() {
    let row = whole();
    for condition in [
        AnyMailbox::uid.eq(7),
        AnyMailbox::seen.eq(true),
        AnyMailbox::keyword("$junk").eq(true),
        AnyMailbox::keywords.contains("$JUNK"),
        AnyMailbox::size.between(600, 600),
        AnyMailbox::created.eq(date(2024, 3, 1)),
        AnyMailbox::sent.eq("2024-03-01T11:00:00Z".parse::<Timestamp>().unwrap()),
        AnyMailbox::subject.contains("GRÜß"),
        AnyMailbox::sender.eq("ANN@example.org"),
        AnyMailbox::message_id.eq("1@x"),
        AnyMailbox::references.contains("0@x"),
        AnyMailbox::content.contains("you on friday"),
        AnyMailbox::text.contains("ann <ann@"),
        AnyMailbox::text.contains("you on"),
        AnyMailbox::attachments.any(AttachmentInfo::name.ends_with(".pdf")),
    ] {
        assert!(matches!(decided(condition.clone(), &row), Ok(true)), "{condition:?}");
    }
}

#[test]
fn a_broken_body_structure_is_an_error_where_attachments_are_asked_for() {
    let row = row(r#"UID 7 FLAGS () BODYSTRUCTURE ("text" "plain" 5 (("#);
    let any = || AnyMailbox::attachments.any(AttachmentInfo::size.gt(0));
    assert!(matches!(
        decided(any(), &row),
        Err(Error::Decode { uid: 7, column, mailbox, .. }) if &*column == "attachments" && &*mailbox == "INBOX"
    ));
    assert!(matches!(decided(any() & AnyMailbox::seen.eq(true), &row), Ok(false)));
}

#[test]
fn what_was_not_fetched_is_not_taken_for_missing() {
    let row = row("UID 7 FLAGS ()");
    for condition in [AnyMailbox::subject.is_none(), AnyMailbox::size.eq(0), AnyMailbox::sent.is_none()] {
        assert!(matches!(decided(condition.clone(), &row), Err(Error::InvalidInput { .. })), "{condition:?}");
    }
}

#[test]
fn rows_are_ordered() {
    let sorter = Sorter::new(&[AnyMailbox::subject.asc().key()]).unwrap();
    let about = |uid: u32, subject: &str| {
        let header = format!("Subject: {subject}\r\n\r\n");
        sorter.key(&row(&format!("UID {uid} BODY[HEADER] {{{}}}\r\n{header}", header.len()))).unwrap()
    };
    assert!(about(9, "Re: Ape") < about(1, "bee"));
    assert!(about(1, "bee") < about(2, "Fwd: BEE"));
    assert!(about(8, "=?utf-8?q?=C3=A4?=") > about(9, "z"));
}
