//! What the adapter did wrong when it changed, inserted and connected, by the numbers of its list of hazards, and what is so
//! here instead.

use crate::{
    mail::ALL,
    on::{Parity as M, Place, Way, numbers, on_both},
};
use imap_dal::{
    Error,
    jiff::{Zoned, civil::date},
    prelude::*,
};
use imap_dal_embedded::{EmbeddedServer, Fault};
use imap_dal_tests::server::Server;
use std::time::{Duration, Instant};

fn but(gone: &[u32]) -> Vec<u32> {
    ALL.into_iter().filter(|uid| !gone.contains(uid)).collect()
}

/// A message as a second client gets it.
fn stored(place: &Place, uid: Uid) -> String {
    let octets = place.selected().fetch_message(uid.get()).expect("the message is there");
    String::from_utf8(octets).expect("ASCII")
}

/// B6: changes went by sequence number, which every EXPUNGE of others shifts.
#[test]
fn an_expunge_by_another_client_does_not_shift_what_is_changed() {
    on_both(|place| {
        let rows = M::filter(M::uid.is_in([2, 9, 20])).select(M::uid).load(&place.dal).expect("answered");
        place.selected().expunge(1);
        let done = M::filter(M::uid.is_in(rows)).update(M::draft.set(true)).execute(&place.dal).expect("changed");
        assert_eq!((done.matched, done.changed), (3, 3));
        assert_eq!(place.selected().uid_search("DRAFT"), [2, 8, 9, 20]);
    });
}

/// B6: the same between the search and the change of one update.
#[test]
fn an_expunge_right_before_the_store_does_not_shift_it() {
    on_both(|place| {
        let mut other = place.selected();
        let mut is_first = true;
        let proxy = place.proxy().before_command("UID STORE", move |_| {
            if std::mem::take(&mut is_first) {
                other.expunge(1);
                other.expunge(18);
            }
        });
        let (dal, _proxy) = place.through(proxy);
        let done = M::filter(M::uid.ge(17) & M::uid.le(19)).update(M::draft.set(true)).execute(&dal).expect("changed");
        assert_eq!((done.matched, done.changed, numbers(done.vanished)), (3, 2, vec![18]));
        assert_eq!(place.selected().uid_search("DRAFT"), [8, 17, 19]);
    });
}

/// B7, B8: a mutation of nothing was one of something else.
#[test]
fn nothing_is_changed_where_nothing_matches() {
    on_both(|place| {
        let before = place.selected().flags();
        for condition in [M::uid.gt(22), M::uid.is_in(Vec::<Uid>::new()), M::uid.lt(1)] {
            let none = M::filter(condition);
            assert_eq!(none.update(M::seen.set(true)).execute(&place.dal).expect("nothing to do").matched, 0);
            if place.way != Way::Bare {
                assert_eq!(none.delete().execute(&place.dal).expect("nothing to do").matched, 0);
            }
        }
        assert_eq!(place.selected().flags(), before);
    });
}

/// B11: a bare EXPUNGE removed what other clients had marked.
#[test]
fn expunge_spares_what_others_marked() {
    on_both(|place| {
        let gone = M::filter(M::uid.is_in([3, 5]));
        if place.way == Way::Bare {
            gone.delete().execute(&place.dal).expect_err("exactly these cannot be removed without UIDPLUS");
            assert_eq!(place.selected().uid_search("ALL"), ALL);
        } else {
            gone.delete().execute(&place.dal).expect("removed");
            assert_eq!(place.selected().uid_search("ALL"), but(&[3, 5]));
        }
        assert_eq!(place.selected().uid_search("DELETED"), [9, 19]);
        assert!(!place.proxy.commands().iter().any(|command| command.trim() == "EXPUNGE" || command.trim() == "CLOSE"));
    });
}

/// B13: names of months and days followed the locale of the process. Here no locale is asked; all names are tried.
#[test]
fn month_names_ignore_the_locale() {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    on_both(|place| {
        for (month, name) in (1..).zip(NAMES) {
            let at: Zoned = date(2025, month, 9).at(12, 0, 0, 0).in_tz("UTC").expect("a time");
            let message = NewMessage::new().subject(name).sent(at.clone()).created(at);
            let uid = M::insert(message).execute(&place.dal).expect("inserted");
            assert_eq!(place.find(M::created.eq(date(2025, month, 9))), [uid.get()], "{name}");
            let text = stored(place, uid);
            assert!(text.contains(&format!("9 {name} 2025 12:00:00 +0000")), "{text}");
        }
    });
}

/// B16: the uid was the last number of the reply, whatever it was.
#[test]
fn the_uid_of_an_insert_is_appenduid() {
    on_both(|place| {
        let mut other = place.raw();
        let proxy = place.proxy().before_command("APPEND", move |_| {
            other.append("Parity", &[], None, b"Subject: in between 99\r\n\r\n");
        });
        let (dal, _proxy) = place.through(proxy);
        let uid = M::insert(NewMessage::new().subject("ours").text("7 8 9")).execute(&dal).expect("inserted");
        assert_eq!(uid.get(), 24);
        assert!(uid.validity().is_some());
        assert_eq!(place.find(M::subject.eq("ours")), [24]);
        let whole = NewMessage::from_rfc822("Subject: whole\r\n\r\nno Message-ID\r\n");
        assert_eq!(M::insert(whole).execute(&dal).expect("inserted").get(), 26);
        assert_eq!(place.find(M::subject.eq("whole")), [26]);
    });
}

/// B17: an update of two flags counted each message twice. B18: each message was a STORE of its own.
#[test]
fn update_counts_messages() {
    on_both(|place| {
        let some = M::filter(M::uid.le(10));
        let done =
            some.update((M::seen.set(true), M::flagged.set(false), M::keywords.add("$Done"))).execute(&place.dal);
        let done = done.expect("changed");
        assert_eq!((done.matched, done.changed), (9, 9));
        let mut raw = place.selected();
        assert_eq!(raw.uid_search("KEYWORD $Done SEEN UNFLAGGED"), [1, 2, 3, 5, 6, 7, 8, 9, 10]);
        assert_eq!(raw.uid_search("FLAGGED"), [20]);
        assert!(place.sent("UID STORE") <= 2, "{:?}", place.proxy.commands());
    });
}

/// B18: a change half done was lost in an exception.
#[test]
fn a_message_that_somebody_else_changed_is_told() {
    on_both(|place| {
        if place.way == Way::Bare {
            return;
        }
        let some = M::filter(M::uid.is_in([1, 2, 3]));
        let since = some.select(M::modseq).load(&place.dal).expect("answered").into_iter().max().expect("three rows");
        place.selected().store("2", "+FLAGS", "work");
        let done = some.update(M::flagged.set(true)).unchanged_since(since).execute(&place.dal).expect("changed");
        assert_eq!((done.matched, done.changed, numbers(done.conflicts)), (3, 2, vec![2]));
        assert_eq!(place.selected().uid_search("FLAGGED"), [1, 3, 5, 10, 20]);
    });
}

/// B20: certificates were not checked.
#[test]
fn a_certificate_is_checked() {
    let server = Server::from_env();
    let error = Dal::connect(server.tls_url()).expect_err("nobody vouches for the server");
    assert!(matches!(error, Error::Tls { .. }), "{error:?}");
    let dal = Dal::builder(server.tls_url()).root_certificate(server.ca()).connect().expect("now somebody does");
    assert!(AnyMailbox::in_mailbox("INBOX").all().count(&dal).expect("answered") > 0);
    let elsewhere = server.tls_url().replace("localhost", "127.0.0.2");
    let error = Dal::builder(&elsewhere).root_certificate(server.ca()).connect().expect_err("another name");
    assert!(matches!(error, Error::Tls { .. } | Error::Connect { .. }), "{error:?}");

    let certificate = include_bytes!("../../imap-dal-embedded/tests/tls/certificate.pem");
    let key = include_bytes!("../../imap-dal-embedded/tests/tls/key.pem");
    let described = EmbeddedServer::builder().user("alice", "secret").pem(certificate, key).implicit_tls(true);
    let embedded = described.start().expect("started");
    let error = Dal::connect(embedded.url()).expect_err("it vouches for itself");
    assert!(matches!(error, Error::Tls { .. }), "{error:?}");
}

/// B20: nothing had a time-out.
#[test]
fn a_silent_server_is_given_up() {
    let server = EmbeddedServer::builder().user("alice", "secret").start().expect("started");
    let dal = Dal::builder(server.url()).timeout(Duration::from_millis(300)).connect().expect("signed in");
    server.inject(Fault::at("UID SEARCH", 1).stall().always());
    let start = Instant::now();
    let error = AnyMailbox::in_mailbox("INBOX").filter(AnyMailbox::seen.eq(true)).count(&dal).expect_err("silence");
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(10));
}

/// B21: a password could not hold an at sign, and a user name no colon.
#[test]
fn a_password_with_an_at_sign_signs_in() {
    let server = EmbeddedServer::builder().user("ann:a@example.org", "p@ss/w?o#r%d:\"\\ é").start().expect("started");
    let dal = Dal::connect(server.url()).expect("signed in");
    assert_eq!(AnyMailbox::in_mailbox("INBOX").all().count(&dal).expect("answered"), 0);
}

/// B22: LIST was split at quotes. B24: names were sent without quotes.
#[test]
fn a_name_with_quotes_spaces_and_brackets_is_a_name() {
    on_both(|place| {
        let names = ["Quote\"d", "Two Words", "[Gmail] (all)", "100%", "*", "日本語 & more", "{5}"];
        let mut made = Vec::new();
        for name in names {
            // Servers refuse some of them.
            let answer = place.raw().command(format!("CREATE {}", imap_dal_tests::raw::mailbox_name(name)));
            made.extend(answer.is_ok().then_some(name));
        }
        assert!(made.len() >= 4, "{made:?}");
        let listed = place.dal.mailboxes().expect("listed");
        for name in made {
            let info = listed.iter().find(|info| info.name() == name);
            let here = AnyMailbox::in_mailbox(info.unwrap_or_else(|| panic!("{name} is not listed")));
            let uid = here.insert(NewMessage::new().subject("hello")).execute(&place.dal).expect("inserted");
            assert_eq!(uid.get(), 1);
            assert_eq!(M::filter(M::uid.eq(3)).copy_to(name).execute(&place.dal).expect("copied").matched, 1);
            here.all().update(AnyMailbox::seen.set(true)).execute(&place.dal).expect("changed");
            assert_eq!(place.raw().status(name, "UNSEEN"), 0);
            assert_eq!(here.all().count(&place.dal).expect("answered"), 2, "{name}");
        }
    });
}

/// B23: names that became the same identifier took each other's place.
#[test]
fn names_that_differ_in_punctuation_stay_apart() {
    on_both(|place| {
        let names = ["a-b", "ab", "a b", "A_B", "123"];
        for name in names {
            place.raw().create(name);
        }
        let listed = place.dal.mailboxes().expect("listed");
        for (count, name) in names.into_iter().enumerate() {
            let info = listed.iter().find(|info| info.name() == name).expect("listed");
            for _ in 0..count {
                AnyMailbox::in_mailbox(info)
                    .insert(NewMessage::new().subject(name))
                    .execute(&place.dal)
                    .expect("inserted");
            }
        }
        let counts = names.map(|name| place.raw().status(name, "MESSAGES"));
        assert_eq!(counts, [0, 1, 2, 3, 4]);
    });
}

/// B29: `\Recent` was sent, which clients must not set.
#[test]
fn recent_is_never_sent() {
    on_both(|place| {
        let message = NewMessage::new().subject("new").keyword("\\Recent");
        let error = M::insert(message).execute(&place.dal).expect_err("no keyword");
        assert!(matches!(error, Error::InvalidInput { .. }), "{error:?}");
        let update = M::filter(M::uid.eq(3)).update(M::keywords.add("\\Recent"));
        let error = update.execute(&place.dal).expect_err("no keyword");
        assert!(matches!(error, Error::InvalidInput { .. }), "{error:?}");
        assert_eq!(place.sent("APPEND") + place.sent("UID STORE"), 0);
    });
}

/// B30: addresses were joined by semicolons. B31: no Message-ID, no MIME-Version, bare line feeds, a date without zone.
#[test]
fn an_inserted_message_is_a_message() {
    on_both(|place| {
        let message = NewMessage::new()
            .sender("ann@example.org")
            .to(["bob@example.org", "carl@example.net"])
            .subject("simple")
            .text("one\ntwo\n");
        let uid = M::insert(message).execute(&place.dal).expect("inserted");
        let text = stored(place, uid);
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text:?}");
        let (header, body) = text.split_once("\r\n\r\n").expect("an empty line");
        let header = header.replace("\r\n ", " ").replace("\r\n\t", " ");
        let field = |name: &str| header.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        let to = field("To").unwrap_or_default();
        assert!(to.contains("bob@example.org") && to.contains(',') && !to.contains(';'), "{to}");
        let id = field("Message-ID").unwrap_or_default();
        assert!(id.starts_with('<') && id.ends_with("@example.org>"), "{id}");
        assert_eq!(field("MIME-Version"), Some("1.0"));
        let zone = field("Date").and_then(|date| date.rsplit_once(' ')).map(|(_, zone)| zone).unwrap_or_default();
        assert!(zone.len() == 5 && zone.starts_with(['+', '-']), "{zone}");
        assert_eq!(body.trim_end(), "one\r\ntwo");
    });
}

/// B33: a pooled connection that had died was met with a list of all mailboxes, and none was ever logged out.
#[test]
fn a_dead_connection_is_replaced_and_a_living_one_logged_out() {
    on_both(|place| {
        assert_eq!(place.find(M::flagged.eq(true)), [5, 10, 20]);
        place.proxy.sever();
        assert_eq!(place.find(M::flagged.eq(true)), [5, 10, 20]);
        assert_eq!(place.sent("LIST"), 0);
        let (dal, proxy) = place.through(place.proxy());
        assert!(M::all().exists(&dal).expect("answered"));
        drop(dal);
        let patience = Instant::now() + Duration::from_secs(5);
        let is_logged_out = || proxy.commands().iter().any(|command| command.starts_with("LOGOUT"));
        while !is_logged_out() && Instant::now() < patience {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(is_logged_out());
    });
}
