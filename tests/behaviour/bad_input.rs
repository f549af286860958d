//! What cannot work says so: credentials, hosts, certificates, URLs, servers that leave or fall silent.

use crate::given::{Given, refused};
use imap_dal::{Error, prelude::*};
use imap_dal_tests::{
    proxy::{Direction, Fault},
    script::Script,
    server::Server,
};
use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

type M = AnyMailbox;

/// The text a person would see, which holds no secret.
#[track_caller]
fn told(error: &Error, secret: &str) -> String {
    let text = error.to_string();
    for shown in [&text, &format!("{error:?}")] {
        assert!(!shown.contains(secret), "{shown}");
    }
    text
}

#[test]
fn a_wrong_password_is_refused_and_not_repeated() {
    let server = Server::from_env();
    let error = refused(Dal::connect(&format!("imap://alice:through-the-mirror@{}", server.address())));
    assert!(matches!(error, Error::Auth { .. }), "{error:?}");
    assert!(told(&error, "through-the-mirror").contains(server.address()), "{error}");
    let error = refused(Dal::connect(&format!("imap://nobody%22%5C:%22%5C%7B5%7D@{}", server.address())));
    assert!(matches!(error, Error::Auth { .. }), "{error:?}");
}

#[test]
fn a_closed_port_is_named() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = refused(Dal::connect(&format!("imap://alice:wonderland@{free}")));
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert!(told(&error, "wonderland").contains(&free.to_string()), "{error}");
}

#[test]
fn a_host_that_cannot_be_reached_is_named_in_time() {
    let started = Instant::now();
    for host in ["nobody.invalid", "[100::1]"] {
        let url = format!("imaps://alice:wonderland@{host}");
        let error = refused(Dal::builder(&url).timeout(Duration::from_millis(500)).connect());
        assert!(matches!(error, Error::Connect { .. } | Error::Timeout { .. }), "{error:?}");
        if matches!(error, Error::Connect { .. }) {
            assert!(told(&error, "wonderland").contains(host), "{error}");
        }
    }
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
}

#[test]
fn a_certificate_of_an_unknown_authority_is_refused() {
    let server = Server::from_env();
    let error = refused(Dal::connect(server.tls_url()));
    assert!(matches!(error, Error::Tls { .. }), "{error:?}");
    assert!(told(&error, "wonderland").contains("localhost"), "{error}");
}

#[test]
fn an_authority_the_program_names_is_trusted() {
    let server = Server::from_env();
    let dal = Dal::builder(server.tls_url()).root_certificate(server.ca()).connect().unwrap();
    assert_eq!(M::in_mailbox("INBOX").all().count(&dal).unwrap(), 400);
    assert_eq!(M::in_mailbox("INBOX").all().select((M::uid, M::email)).load(&dal).unwrap().len(), 400);
}

#[test]
fn a_trusted_authority_does_not_make_another_host_trusted() {
    let server = Server::from_env();
    // The certificate names localhost and 127.0.0.1.
    let url = server.tls_url().replace("localhost", "127.0.0.2");
    let error = refused(Dal::builder(&url).root_certificate(server.ca()).connect());
    assert!(matches!(error, Error::Tls { .. } | Error::Connect { .. }), "{error:?}");
}

#[test]
fn a_root_certificate_that_is_none_is_refused() {
    let server = Server::from_env();
    for path in ["/nowhere/ca.pem".into(), server.ca().with_file_name("users")] {
        let error = refused(Dal::builder(server.tls_url()).root_certificate(&path).connect());
        assert!(matches!(error, Error::InvalidInput { .. }), "{error:?}");
        assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
    }
}

#[test]
fn a_plain_port_is_no_tls_and_a_tls_port_is_not_plain() {
    let server = Server::from_env();
    let short = Duration::from_secs(2);
    let plain = format!("imaps://alice:wonderland@{}", server.address());
    let error = refused(Dal::builder(&plain).timeout(short).connect());
    assert!(matches!(error, Error::Tls { .. } | Error::Timeout { .. }), "{error:?}");
    let secure = server.tls_url().replace("imaps://", "imap://");
    let error = refused(Dal::builder(&secure).timeout(short).connect());
    assert!(!matches!(error, Error::Auth { .. }), "{error:?}");
}

#[test]
fn a_url_that_cannot_be_used_is_not_quoted() {
    for url in [
        "",
        "wonderland",
        "alice:wonderland@127.0.0.1",
        "imap:alice:wonderland@127.0.0.1",
        "http://alice:wonderland@127.0.0.1",
        "imap://127.0.0.1",
        "imap://alice@127.0.0.1",
        "imap://:wonderland@127.0.0.1",
        "imap://alice:@127.0.0.1",
        "imap://alice:wonderland@",
        "imap://alice:wonderland@:143",
        "imap://alice:wonderland@127.0.0.1:",
        "imap://alice:wonderland@127.0.0.1:0",
        "imap://alice:wonderland@127.0.0.1:99999",
        "imap://alice:wonderland@127.0.0.1:abc",
        "imap://alice:wonderland@[::1",
        "imap://alice:wonder land\r\n@127.0.0.1",
        "imap://alice:wonderland%0d%0a@127.0.0.1",
        "imap://alice:wonderland%00@127.0.0.1",
        "imap://alice:wonderland%zz@127.0.0.1",
    ] {
        let error = refused(Dal::connect(url));
        assert!(matches!(error, Error::InvalidInput { .. }), "{url}: {error:?}");
        assert!(!error.to_string().is_empty());
        told(&error, "wonder");
        told(&error, "alice");
    }
}

#[test]
fn options_that_cannot_be_used_are_refused() {
    let url = Server::from_env().alice().url();
    assert!(matches!(refused(Dal::builder(&url).pool_size(0).connect()), Error::InvalidInput { .. }));
    assert!(matches!(refused(Dal::builder(&url).timeout(Duration::ZERO).connect()), Error::InvalidInput { .. }));
    let patient = Dal::builder(&url).timeout(Duration::MAX).connect().unwrap();
    assert_eq!(M::in_mailbox("INBOX").all().count(&patient).unwrap(), 400);
}

#[test]
fn a_server_that_refuses_to_serve_is_quoted() {
    for greeting in ["* BYE too many connections", "* NO what", "220 smtp.example.org ESMTP"] {
        let server = Script::new().send(greeting).start();
        let error = refused(Dal::builder(&server.url()).timeout(Duration::from_secs(2)).connect());
        let text = told(&error, "wonderland");
        assert!(matches!(error, Error::Bye { .. } | Error::Protocol { .. } | Error::Connect { .. }), "{error:?}");
        if greeting.starts_with("* BYE") {
            assert!(text.contains("too many connections"), "{text}");
        }
    }
}

#[test]
fn a_server_that_says_bye_is_an_error_with_its_words() {
    let leaving = || {
        Script::new().sign_in("IMAP4rev1 ESEARCH SEARCHRES").expect("EXAMINE").send("* BYE [UNAVAILABLE] é going down")
    };
    let server = leaving()
        .next_connection()
        .sign_in("IMAP4rev1")
        .expect("EXAMINE")
        .send("* BYE [UNAVAILABLE] é going down")
        .start();
    let dal = Dal::builder(&server.url()).timeout(Duration::from_secs(5)).connect().unwrap();
    let error = refused(M::in_mailbox("INBOX").all().select(M::subject).load(&dal));
    assert!(matches!(error, Error::Bye { .. }), "{error:?}");
    assert!(error.to_string().contains("going down"), "{error}");
    assert_eq!(error.code(), Some("UNAVAILABLE"));
}

#[test]
fn a_server_that_falls_silent_is_given_up_in_time() {
    let wait = Duration::from_secs(2);
    let silent_at = |script: Script| script.stall().start();
    let check = |started: Instant, error: &Error| {
        let taken = started.elapsed();
        assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
        assert!(taken >= wait && taken < wait * 4, "{taken:?}");
    };

    let started = Instant::now();
    let mute = silent_at(Script::new());
    check(started, &refused(Dal::builder(&mute.url()).timeout(wait).connect()));

    for script in [
        Script::new().sign_in("IMAP4rev1"),
        Script::new().sign_in("IMAP4rev1").expect("EXAMINE").send("* 3 EXISTS").send_bytes(*b"* OK [UIDVALID"),
        Script::new().sign_in("IMAP4rev1").expect("EXAMINE").send("* OK [UIDVALIDITY 7] ok").send("<tag> OK done"),
    ] {
        let server = silent_at(script);
        let dal = Dal::builder(&server.url()).timeout(wait).connect().unwrap();
        let started = Instant::now();
        check(started, &refused(M::in_mailbox("INBOX").filter(M::seen.eq(true)).count(&dal)));
    }
}

#[test]
fn a_server_that_talks_of_other_things_is_given_up_too() {
    let wait = Duration::from_secs(2);
    let opened = Script::new().sign_in("IMAP4rev1").expect("EXAMINE");
    let chatting = (0..100).fold(opened, |script, _| script.send("* OK still here").pause(Duration::from_millis(50)));
    let server = chatting.start();
    let dal = Dal::builder(&server.url()).timeout(wait).connect().unwrap();
    let started = Instant::now();
    let error = refused(M::in_mailbox("INBOX").all().count(&dal));
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    assert!(started.elapsed() < wait * 4, "{:?}", started.elapsed());
}

#[test]
fn a_connection_that_stalls_does_not_take_the_next_with_it() {
    let given = Given::subjects("stall", &["one", "two"]);
    let proxy = given.proxy().start();
    let url = given.server.alice().url_at(proxy.address());
    let dal = Dal::builder(&url).timeout(Duration::from_secs(2)).pool_size(1).connect().unwrap();
    let query = given.source().all();
    for bytes in [0, 5, 200] {
        proxy.cut(Direction::ToClient, bytes, Fault::Stall);
        // A read may be tried once more on another connection.
        match query.count(&dal) {
            Ok(count) => assert_eq!(count, 2),
            Err(error) => assert!(matches!(error, Error::Timeout { .. }), "{error:?}"),
        }
        assert_eq!(query.count(&dal).unwrap(), 2, "after {bytes} octets");
    }
}

#[test]
fn an_idle_connection_that_the_server_closed_is_replaced() {
    let given = Given::subjects("closed", &["one", "two"]);
    let (dal, proxy) = given.through(given.proxy());
    let query = given.source().all();
    assert_eq!(query.count(&dal).unwrap(), 2);
    proxy.sever();
    // Reads are tried once more.
    assert_eq!(query.count(&dal).unwrap(), 2);
    assert_eq!(proxy.connections(), 2);
}

#[test]
fn uids_and_windows_beyond_the_last_are_empty() {
    let given = Given::subjects("beyond", &["one", "two"]);
    let dal = given.dal();
    let all = given.source().all();
    for query in [
        given.source().filter(M::uid.eq(99)),
        given.source().filter(M::uid.gt(2)),
        given.source().filter(M::uid.ge(u32::MAX)),
        given.source().filter(M::uid.is_in([3, 77, u32::MAX])),
        given.source().filter(M::uid.is_in(Vec::<Uid>::new())),
        all.offset(2),
        all.offset(u64::MAX),
        all.limit(0),
    ] {
        assert_eq!(query.count(&dal).unwrap(), 0, "{query:?}");
        assert!(query.uids(&dal).unwrap().is_empty(), "{query:?}");
        assert!(query.select(M::email).load(&dal).unwrap().is_empty(), "{query:?}");
    }
    assert_eq!(all.count(&dal).unwrap(), 2);
}
