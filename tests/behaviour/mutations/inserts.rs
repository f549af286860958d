//! `insert`.

use super::Scene;
use imap_dal::{Error, prelude::*};

#[test]
fn what_is_inserted_reads_back_with_flags_and_date() {
    let scene = Scene::new("insert", &["a"]);
    let dal = scene.dal();
    let created: jiff::Zoned = "2026-02-03T04:05:06+05:30[+05:30]".parse().expect("a date");
    let message = NewMessage::new()
        .sender("ann@example.org")
        .to(["bob@example.org"])
        .subject("Grüße")
        .text("hello\nworld")
        .seen(true)
        .keyword("$Paid")
        .created(created);
    let uid = scene.messages().insert(message).execute(&dal).expect("is inserted");
    assert_eq!(uid.get(), 2);
    assert_eq!(scene.flags(2), ["$Paid", "\\Seen"]);
    let mut raw = scene.second();
    let text = String::from_utf8(raw.fetch_message(2).expect("is there")).expect("ASCII");
    assert!(text.contains("From: ") && text.contains("ann@example.org") && text.ends_with("hello\r\nworld"), "{text}");
    let fetched = raw.ok("UID FETCH 2 (INTERNALDATE)").lines().join("\n");
    assert!(
        // The day has two places; Dovecot fills them with a zero rather than a space (RFC 3501, section 9).
        ["2-Feb-2026 22:35:06 +0000", "3-Feb-2026 04:05:06 +0530"].iter().any(|date| fetched.contains(date)),
        "{fetched}"
    );
    let read = scene.messages().filter(AnyMailbox::uid.eq(uid)).select(AnyMailbox::subject).load(&dal);
    assert_eq!(read.expect("the uid is of this mailbox"), [Some("Grüße".to_owned())]);
}

#[test]
fn without_uidplus_the_uid_is_found_by_message_id_or_size() {
    let scene = Scene::new("insert no uidplus", &["a"]);
    let proxy = scene.proxy().hide(["UIDPLUS", "LITERAL+"]).start();
    let dal = scene.dal_through(&proxy);
    let uid = scene.messages().insert(NewMessage::new().subject("b").text("x")).execute(&dal).expect("is inserted");
    assert_eq!(scene.seen()[&uid.get()].0, "b");
    // The same message once more: the new one is meant.
    let copy = scene.second().fetch_message(uid.get()).expect("is there");
    let second = scene.messages().insert(NewMessage::from_rfc822(copy)).execute(&dal).expect("is inserted");
    assert_eq!((uid.get(), second.get()), (2, 3));
    let bare = NewMessage::from_rfc822(*b"Subject: c\r\n\r\nno id\r\n");
    let third = scene.messages().insert(bare).execute(&dal).expect("is inserted");
    assert_eq!(scene.seen()[&third.get()].0, "c");
}

#[test]
fn inserting_into_a_missing_mailbox_names_it() {
    let scene = Scene::new("insert missing", &[]);
    let proxy = scene.proxy().start();
    let dal = scene.dal_through(&proxy);
    let insert = AnyMailbox::in_mailbox("No Such Mailbox").insert(NewMessage::new().subject("x"));
    match insert.execute(&dal) {
        Err(Error::MailboxNotFound { mailbox, .. }) => assert_eq!(&*mailbox, "No Such Mailbox"),
        other => panic!("{other:?}"),
    }
    // Gone between looking and appending.
    proxy.answer("APPEND", "<tag> NO [TRYCREATE] no such mailbox\r\n");
    let refused = scene.messages().insert(NewMessage::new().subject("x")).execute(&dal);
    assert!(matches!(refused, Err(Error::MailboxNotFound { .. })), "{refused:?}");
    assert!(scene.uids().is_empty());
}

#[test]
fn a_refusal_keeps_the_servers_code() {
    let scene = Scene::new("insert refused", &[]);
    let proxy = scene.proxy().start();
    let dal = scene.dal_through(&proxy);
    for code in ["OVERQUOTA", "TOOBIG"] {
        proxy.answer("APPEND", &format!("<tag> NO [{code}] no room\r\n"));
        let refused = scene.messages().insert(NewMessage::new().subject("x")).execute(&dal).expect_err("is refused");
        assert_eq!((refused.code(), refused.mailbox()), (Some(code), Some(&*scene.mailbox)), "{refused}");
    }
    assert!(scene.uids().is_empty());
}

#[test]
fn a_message_that_cannot_be_composed_is_refused_before_connecting() {
    let scene = Scene::new("insert invalid", &[]);
    let proxy = scene.proxy().start();
    let dal = scene.dal_through(&proxy);
    proxy.reset();
    let refused = scene.messages().insert(NewMessage::new().subject("a\r\nb")).execute(&dal);
    assert!(matches!(refused, Err(Error::InvalidInput { .. })), "{refused:?}");
    assert_eq!(proxy.commands(), [] as [&str; 0]);
}
