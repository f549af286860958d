//! `insert`.

use super::Scene;
use imap_dal::{Error, prelude::*};
use imap_dal_tests::proxy::{Direction, Fault};

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
    assert!(
        text.contains("From: ") && text.contains("ann@example.org") && text.trim_end().ends_with("hello\r\nworld"),
        "{text}"
    );
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

/// Before the message is sent nothing has changed.
#[test]
fn a_connection_that_was_lost_unused_is_replaced() {
    let scene = Scene::new("insert lost", &[]);
    let proxy = scene.proxy().start();
    let dal = scene.dal_through(&proxy);
    let message = |subject| NewMessage::new().subject(subject).text("x");
    proxy.cut(Direction::ToClient, 5, Fault::Close);
    let one = scene.messages().insert(message("one")).execute(&dal).expect("is inserted");
    proxy.cut(Direction::ToClient, 5, Fault::Reset);
    let two = scene.messages().insert_many([message("two"), message("three")]).execute(&dal).expect("are inserted");
    assert_eq!((one.get(), super::numbers(&two)), (1, vec![2, 3]));
    assert_eq!((scene.uids(), proxy.connections()), (vec![1, 2, 3], 3));
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

#[test]
fn a_message_that_cannot_be_read_is_not_inserted() {
    let scene = Scene::new("insert unreadable", &[]);
    let dal = scene.dal();
    let missing = NewMessage::from_rfc822_reader(|| std::fs::File::open("/no/such/file"));
    let refused = scene.messages().insert(missing).execute(&dal).expect_err("is refused");
    assert!(matches!(refused, Error::Read { .. }), "{refused:?}");
    // Shorter, or longer, when it is read again to be sent.
    for second in ["Subject: x\r\n\r\n", "Subject: x\r\n\r\ntext and more\r\n"] {
        let count = std::sync::atomic::AtomicUsize::new(0);
        let shrinking = NewMessage::from_rfc822_reader(move || {
            let is_first = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0;
            Ok(std::io::Cursor::new(if is_first { "Subject: x\r\n\r\ntext\r\n" } else { second }))
        });
        let refused = scene.messages().insert(shrinking).execute(&dal).expect_err("is refused");
        assert!(matches!(refused, Error::Read { .. }), "{refused:?}");
    }
    assert!(scene.uids().is_empty());
}

#[test]
fn a_message_larger_than_the_server_takes_is_refused_before_it_is_sent() {
    let scene = Scene::new("insert limit", &[]);
    let limited = scene.proxy().edit_responses(|response| {
        let text = String::from_utf8_lossy(response);
        vec![text.replacen(" IDLE", " IDLE APPENDLIMIT=1000", 1).into_bytes()]
    });
    let proxy = limited.start();
    let dal = scene.dal_through(&proxy);
    let large = NewMessage::new().subject("x").text("x".repeat(1_000));
    let refused = scene.messages().insert_many([NewMessage::new().subject("y"), large]).execute(&dal);
    let refused = refused.expect_err("is refused");
    assert!(
        matches!(&refused, Error::Limit { text, .. } if text.contains("1000") && text.contains(&scene.mailbox)),
        "{refused:?}"
    );
    assert!(proxy.commands().iter().all(|command| !command.starts_with("APPEND")));
    scene.messages().insert(NewMessage::new().subject("y")).execute(&dal).expect("is small enough");
}

#[test]
fn many_messages_are_stored_all_or_none_or_the_error_names_those_that_are() {
    let messages = || (0..4).map(|number| NewMessage::new().subject(number.to_string()));
    let scene = Scene::new("insert partly", &["a"]);
    let proxy = scene.proxy().start();
    let dal = scene.dal_through(&proxy);
    proxy.answer("APPEND", "<tag> NO [OVERQUOTA] no room\r\n");
    let refused = scene.messages().insert_many(messages()).execute(&dal).expect_err("is refused");
    assert!(matches!(refused, Error::No { .. }), "{refused:?}");
    assert_eq!((refused.code(), scene.uids().len()), (Some("OVERQUOTA"), 1));
    let proxy = scene.proxy().hide(["MULTIAPPEND"]).start();
    let dal = scene.dal_through(&proxy);
    // EXAMINE and two messages pass.
    proxy.answer_after(3, "<tag> NO [OVERQUOTA] no room\r\n");
    let error = scene.messages().insert_many(messages()).execute(&dal).expect_err("is refused");
    assert_eq!((error.code(), error.mailbox()), (Some("OVERQUOTA"), Some(&*scene.mailbox)));
    let Error::OutcomeUnknown { uids, token, .. } = error else { panic!("{error:?}") };
    // With LITERAL+ the fourth was on its way already.
    let stored = scene.uids().into_iter().filter(|uid| *uid > 1).collect::<Vec<_>>();
    assert_eq!(uids.iter().map(|uid| uid.get()).collect::<Vec<_>>(), stored);
    assert!((1..4).contains(&stored.len()), "{stored:?}");
    let words = token.to_string();
    assert!(
        words.contains("4 messages") && words.contains(&format!("{} of which are stored", stored.len())),
        "{words}"
    );
    let done = imap_dal::resume(&dal, token).expect("completes");
    assert_eq!((done.matched, done.changed), (4, 4));
    let mut subjects: Vec<String> = scene.seen().into_values().map(|(subject, _)| subject).collect();
    subjects.sort();
    assert_eq!(subjects, ["0", "1", "2", "3", "a"]);
}
