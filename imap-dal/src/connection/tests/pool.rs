//! Who gets a connection, when, and what becomes of it; the escape hatch; which mailbox has which role.

use super::*;
use crate::{Error, Role, wire::Command};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc,
    time::Instant,
};

#[test]
fn idle_connections_are_reused_and_logged_out_at_the_end() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        peer.answer("ONE", "OK");
        peer.answer("TWO", "OK");
        peer.logged_out();
    });
    let dal = server.dal().connect().unwrap();
    for name in ["ONE", "TWO"] {
        dal.clone().lease().unwrap().run(Command::new(name), |_| Ok(())).unwrap();
    }
    drop(dal);
    server.end();
}

#[test]
fn no_more_connections_are_open_than_allowed_and_the_error_says_what_to_do() {
    let server = serve(|listener| {
        let mut peers = [Peer::signed_in(listener, ""), Peer::signed_in(listener, "")];
        listener.set_nonblocking(true).unwrap();
        peers[1].logged_out();
        peers[0].logged_out();
        assert!(listener.accept().is_err(), "a third connection was opened");
    });
    let dal = server.dal().timeout(Duration::from_millis(200)).connect().unwrap();
    let first = dal.lease().unwrap();
    let second = dal.connection().unwrap();
    let start = Instant::now();
    assert!(matches!(dal.lease(), Err(Error::Busy {})), "it would wait for itself");
    assert!(start.elapsed() < Duration::from_millis(100));
    let error = thread::scope(|scope| scope.spawn(|| dal.lease().unwrap_err()).join().unwrap());
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("all 2 connections") && text.contains("pool_size"), "{text}");
    drop(first);
    drop(dal.lease().unwrap());
    drop((second, dal));
    server.end();
}

#[test]
fn who_waits_longest_is_served_first() {
    let server = serve(|listener| Peer::signed_in(listener, "").logged_out());
    let dal = server.dal().pool_size(1).connect().unwrap();
    let held = dal.lease().unwrap();
    let (served, order) = mpsc::channel();
    let waiting: Vec<_> = (0..4)
        .map(|number| {
            let (dal, served) = (dal.clone(), served.clone());
            let thread = thread::spawn(move || {
                let lease = dal.lease().unwrap();
                served.send(number).unwrap();
                drop(lease);
            });
            thread::sleep(Duration::from_millis(50));
            thread
        })
        .collect();
    drop(held);
    assert_eq!(order.iter().take(4).collect::<Vec<_>>(), [0, 1, 2, 3]);
    for thread in waiting {
        thread.join().unwrap();
    }
    drop(dal);
    server.end();
}

#[test]
fn a_connection_that_the_server_closed_while_idle_is_replaced_without_an_error() {
    let farewells: [fn(&mut Peer); 3] =
        [|_| {}, |peer| peer.say("* BYE autologout"), |peer| peer.say("* 3 EXISTS\r\n* BYE autologout")];
    for farewell in farewells {
        let (closed, is_closed) = mpsc::channel();
        let server = serve(move |listener| {
            let mut first = Peer::signed_in(listener, "");
            farewell(&mut first);
            drop(first);
            closed.send(()).unwrap();
            let mut second = Peer::signed_in(listener, "");
            second.answer("NOOP", "OK");
            second.logged_out();
        });
        let dal = server.dal().connect().unwrap();
        is_closed.recv().unwrap();
        thread::sleep(Duration::from_millis(50));
        dal.lease().unwrap().run(Command::new("NOOP"), |_| Ok(())).unwrap();
        drop(dal);
        server.end();
    }
}

#[test]
fn what_the_server_said_to_an_idle_connection_belongs_to_no_flight() {
    let (said, is_said) = mpsc::channel();
    let server = serve(move |listener| {
        let mut peer = Peer::signed_in(listener, "");
        peer.say("* OK still here\r\n* 3 EXISTS");
        said.send(()).unwrap();
        peer.answer("NOOP", "OK");
        peer.logged_out();
    });
    let dal = server.dal().connect().unwrap();
    is_said.recv().unwrap();
    thread::sleep(Duration::from_millis(50));
    let mut untagged = 0;
    dal.lease()
        .unwrap()
        .run(Command::new("NOOP"), |_| {
            untagged += 1;
            Ok(())
        })
        .unwrap();
    assert_eq!(untagged, 0);
    drop(dal);
    server.end();
}

#[test]
fn a_connection_is_for_one_thing_at_a_time_and_opens_anew_when_it_was_lost() {
    let server = serve(|listener| {
        drop(Peer::signed_in(listener, "FIRST"));
        Peer::signed_in(listener, "SECOND").logged_out();
    });
    let dal = server.dal().pool_size(1).connect().unwrap();
    let connection = dal.connection().unwrap();
    let lease = connection.lease().unwrap();
    assert!(matches!(connection.capabilities(), Err(Error::Busy {})));
    drop(lease);
    thread::sleep(Duration::from_millis(50));
    assert_eq!(connection.capabilities().unwrap(), ["IMAP4REV1", "SECOND"]);
    drop(connection);
    drop(dal.lease().unwrap());
    drop(dal);
    server.end();
}

#[test]
fn crate_imap_and_the_engine_take_turns_on_one_stream() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        peer.answer("ONE", "OK");
        let tag = peer.expect("LIST \"\" *");
        peer.say("* LIST () \"/\" INBOX");
        peer.say("* OK schön");
        peer.say(&format!("{tag} OK größer"));
        peer.answer("NOOP", "OK");
        peer.answer("TWO", "OK");
        peer.answer("CREATE \"x\"", "NO [OVERQUOTA] voll, schön voll");
        peer.answer("THREE", "OK");
        peer.logged_out();
    });
    let dal = server.dal().pool_size(1).connect().unwrap();
    let run = |name| drop(dal.lease().unwrap().run(Command::new(name), |_| Ok(())).unwrap());
    run("ONE");
    let names = dal
        .connection()
        .unwrap()
        .with_imap(|session| {
            Ok(session.list(None, Some("*"))?.iter().map(|name| name.name().to_owned()).collect::<Vec<_>>())
        })
        .unwrap();
    assert_eq!(names, ["INBOX"]);
    run("TWO");
    let error = dal.connection().unwrap().with_imap(|session| session.create("x")).unwrap_err();
    assert!(matches!(error, Error::No { .. }) && error.to_string().contains("voll, sch"), "{error:?}");
    run("THREE");
    drop(dal);
    server.end();
}

#[test]
fn a_session_left_out_of_step_costs_its_connection_and_nothing_else() {
    let unread = |peer: &mut Peer| {
        let [noop, check] = [peer.expect("NOOP"), peer.expect("NOOP")];
        peer.say(&format!("{noop} OK\r\n{check} OK"));
    };
    let unreadable = |peer: &mut Peer| {
        let tag = peer.expect("NOOP");
        peer.say(&format!("* ESEARCH (TAG \"x\") UID\r\n{tag} OK"));
    };
    let panicking = |peer: &mut Peer| assert_eq!(peer.line(), "");
    let scripts: [fn(&mut Peer); 3] = [unread, unreadable, panicking];
    let server = serve(move |listener| {
        for script in scripts {
            script(&mut Peer::signed_in(listener, ""));
        }
        let mut peer = Peer::signed_in(listener, "");
        peer.answer("NOOP", "OK");
        peer.logged_out();
    });
    let dal = server.dal().pool_size(1).connect().unwrap();
    let connection = dal.connection().unwrap();
    connection.with_imap(|session| session.run_command("NOOP")).unwrap();
    let error = connection.with_imap(|session| session.noop().map(drop)).unwrap_err();
    assert!(matches!(error, Error::Protocol { .. }), "{error:?}");
    let panic = catch_unwind(AssertUnwindSafe(|| connection.with_imap::<()>(|_| panic!("in the closure"))));
    assert!(panic.is_err());
    connection.lease().unwrap().run(Command::new("NOOP"), |_| Ok(())).unwrap();
    drop((connection, dal));
    server.end();
}

/// Answers one LIST.
fn listed(peer: &mut Peer, command: &str, mailboxes: &[&str]) {
    let tag = peer.expect(command);
    for mailbox in mailboxes {
        peer.say(&format!("* LIST {mailbox}"));
    }
    peer.say(&format!("{tag} OK"));
}

#[test]
fn mailboxes_are_those_that_can_be_selected_with_their_names_decoded() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        listed(
            &mut peer,
            "LIST \"\" \"*\"",
            &[
                r"(\HasNoChildren) NIL INBOX",
                r#"(\Noselect \HasChildren) "/" Projects"#,
                r#"(\nonexistent) "/" Ghost"#,
                r#"(\Drafts) "/" "Entw&APw-rfe""#,
            ],
        );
        peer.logged_out();
    });
    let dal = server.dal().connect().unwrap();
    let mailboxes = dal.mailboxes().unwrap();
    let told: Vec<_> = mailboxes.iter().map(|mailbox| (mailbox.name(), mailbox.role(), mailbox.delimiter())).collect();
    assert_eq!(told, [("INBOX", None, None), ("Entwürfe", Some(Role::Drafts), Some('/'))]);
    drop(dal);
    server.end();
}

#[test]
fn a_role_is_found_by_its_attribute_and_asked_for_once() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "SPECIAL-USE LIST-EXTENDED");
        let list = "LIST \"\" \"*\" RETURN (SPECIAL-USE)";
        let mailboxes = [
            r#"(\sent) "/" Aaa"#,
            r#"(\Sent) "/" "Sent Messages""#,
            r#"(\SENT) "/" Sent"#,
            r#"(\Junk) "/" "&ZeVnLIqe-""#,
            r#"() "/" Trash"#,
        ];
        for _ in 0..3 {
            listed(&mut peer, list, &mailboxes);
        }
        peer.logged_out();
    });
    let dal = server.dal().connect().unwrap();
    let role = |role| dal.lease().unwrap().mailbox_with_role(role);
    for _ in 0..2 {
        assert_eq!(&*role(Role::Sent).unwrap(), "Sent");
        assert_eq!(&*role(Role::Junk).unwrap(), "日本語");
    }
    // The server knows roles and gives this one to no mailbox.
    let error = role(Role::Trash).unwrap_err();
    assert!(matches!(&error, Error::MailboxNotFound { mailbox } if &**mailbox == "role Trash"), "{error:?}");
    drop(dal);
    server.end();
}

#[test]
fn without_special_use_a_role_is_found_by_a_usual_name_at_the_top() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        let mailboxes = [
            r#"() "." INBOX"#,
            r#"() "." "INBOX.deleted items""#,
            r#"() "." INBOX.Sent"#,
            r#"() "." INBOX.Old.Drafts"#,
            r#"() "." "INBOX.Sent Items""#,
        ];
        for _ in 0..3 {
            listed(&mut peer, "LIST \"\" \"*\"", &mailboxes);
        }
        peer.logged_out();
    });
    let dal = server.dal().connect().unwrap();
    let role = |role| dal.lease().unwrap().mailbox_with_role(role);
    assert_eq!(&*role(Role::Trash).unwrap(), "INBOX.deleted items");
    assert_eq!(&*role(Role::Sent).unwrap(), "INBOX.Sent");
    assert!(matches!(role(Role::Drafts), Err(Error::MailboxNotFound { .. })));
    drop(dal);
    server.end();
}

#[test]
fn a_connection_that_lay_idle_for_too_long_is_logged_out_and_replaced() {
    let server = serve(|listener| {
        let mut first = Peer::signed_in(listener, "");
        first.logged_out();
        let mut second = Peer::signed_in(listener, "");
        second.logged_out();
    });
    let dal = server.dal().idle_timeout(Duration::from_millis(50)).connect().unwrap();
    thread::sleep(Duration::from_millis(100));
    drop(dal.lease().unwrap());
    drop(dal);
    server.end();
}

#[test]
fn each_new_connection_begins_with_the_hook() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        peer.answer("CREATE \"box\"", "OK");
        peer.answer("NOOP", "OK");
        peer.logged_out();
        let mut peer = Peer::signed_in(listener, "");
        peer.answer("CREATE \"box\"", "NO never");
        peer.logged_out();
    });
    let with_hook = || server.dal().after_connect(|session| session.create("box"));
    drop(with_hook().connect().unwrap());
    assert!(matches!(with_hook().connect(), Err(Error::No { .. })));
    server.end();
}
