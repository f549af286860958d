//! A connection that is lost, and a server that asks for patience, are normal life for a query.

use imap_dal::{Error, prelude::*};
use imap_dal_embedded::{EmbeddedServer, Fault};
use imap_dal_tests::script::Script;
use std::{
    thread,
    time::{Duration, Instant},
};

type M = AnyMailbox;

const MANY: u32 = 2_500;

fn server(messages: u32) -> EmbeddedServer {
    let messages = (1..=messages).map(|n| format!("Subject: number {n}\r\n\r\n").into_bytes());
    EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", messages).start().unwrap()
}

fn dal(server: &EmbeddedServer) -> Dal {
    Dal::builder(server.url()).timeout(Duration::from_secs(20)).connect().unwrap()
}

/// One that reads in windows: without SEARCHRES what is found cannot be fetched in the same flight.
fn windowed(server: &EmbeddedServer, timeout: u64) -> Dal {
    let dal = Dal::builder(server.url()).timeout(Duration::from_secs(timeout));
    dal.hide_capabilities(["SEARCHRES"]).connect().unwrap()
}

fn titles() -> Query<M, (Uid, Option<String>)> {
    M::in_mailbox("INBOX").all().select((M::uid, M::subject))
}

/// The same by a search: all messages are larger.
fn found() -> Query<M, (Uid, Option<String>)> {
    M::in_mailbox("INBOX").filter(M::size.gt(1)).select((M::uid, M::subject))
}

fn expected(uids: impl IntoIterator<Item = u32>) -> Vec<(u32, String)> {
    uids.into_iter().map(|uid| (uid, format!("number {uid}"))).collect()
}

fn plain(rows: Vec<(Uid, Option<String>)>) -> Vec<(u32, String)> {
    rows.into_iter().map(|(uid, subject)| (uid.get(), subject.unwrap_or_default())).collect()
}

#[test]
fn each_row_comes_once_though_the_connection_was_lost_in_between() {
    for cut in [30_000, 100_000, 150_000] {
        let server = server(MANY);
        let dal = dal(&server);
        server.inject(Fault::cut_after_sent(cut).on_connection(1));
        let streamed: Vec<_> = titles().stream(&dal).unwrap().map(|row| row.unwrap()).collect();
        assert_eq!(plain(streamed), expected(1..=MANY), "cut after {cut}");
        assert_eq!(server.connections(), 2, "cut after {cut}");
    }
}

#[test]
fn the_order_is_kept_and_only_what_is_missing_is_fetched_again() {
    let server = server(MANY);
    let dal = dal(&server);
    server.inject(Fault::cut_after_sent(100_000).on_connection(1));
    let newest = titles().order_by(M::uid.desc());
    let rows: Vec<_> = newest.stream(&dal).unwrap().map(|row| row.unwrap()).collect();
    assert_eq!(plain(rows), expected((1..=MANY).rev()));
    let commands = server.transcript();
    let searches: Vec<_> = commands.iter().filter(|command| command.name == "UID SEARCH").collect();
    assert!(searches.iter().all(|search| search.connection == 1), "{searches:?}");
    let again = commands.iter().find(|command| command.connection == 2 && command.name == "UID FETCH").unwrap();
    assert!(!again.line.contains(&MANY.to_string()), "{}", again.line);
}

#[test]
fn a_connection_lost_twice_is_an_error_after_the_rows_that_came() {
    let server = server(MANY);
    let dal = dal(&server);
    server.inject(Fault::cut_after_sent(60_000).always());
    let mut rows = Vec::new();
    let mut error = None;
    for row in titles().stream(&dal).unwrap() {
        match row {
            Ok(row) => rows.push(row),
            Err(failed) => error = Some(failed),
        }
    }
    assert!(matches!(error, Some(Error::Bye { .. })), "{error:?}");
    let came = u32::try_from(rows.len()).unwrap();
    assert_eq!(plain(rows), expected(1..=came));
    assert!(matches!(titles().load(&dal), Err(Error::Bye { .. })));
}

#[test]
fn a_mailbox_made_anew_meanwhile_is_not_read_on() {
    let server = server(MANY);
    let dal = windowed(&server, 20);
    let mut rows = found().stream(&dal).unwrap();
    assert_eq!(rows.next().unwrap().unwrap().0.get(), 1);
    assert!(server.recreate("INBOX"));
    server.append("INBOX", b"Subject: another\r\n\r\n".as_slice());
    server.inject(Fault::at("UID FETCH", 1).cut());
    let last = rows.last().unwrap();
    assert!(matches!(last, Err(Error::UidValidityChanged { .. } | Error::Bye { .. })), "{last:?}");
}

#[test]
fn a_mailbox_made_anew_is_told_also_where_nothing_was_delivered() {
    let server = server(3);
    let dal = dal(&server);
    server.inject(Fault::at("UID SEARCH", 1).recreate("INBOX"));
    server.inject(Fault::at("UID SEARCH", 1).bye("it is gone"));
    let error = found().load(&dal).unwrap_err();
    assert!(matches!(error, Error::UidValidityChanged { .. }), "{error:?}");
    assert_eq!(server.connections(), 2);
}

#[test]
fn a_server_that_hangs_up_when_asked_is_asked_once_more() {
    for command in ["EXAMINE", "UID SEARCH", "UID FETCH"] {
        for fault in [Fault::at(command, 1).bye("idle for too long"), Fault::at(command, 1).cut_after()] {
            let server = server(3);
            let dal = dal(&server);
            server.inject(fault);
            assert_eq!(plain(found().load(&dal).unwrap()), expected(1..=3), "{command}");
            assert_eq!(server.connections(), 2, "{command}");
        }
    }
}

#[test]
fn a_change_is_never_made_twice_for_a_lost_connection() {
    let server = server(3);
    let dal = dal(&server);
    server.inject(Fault::at("UID STORE", 1).cut_after());
    let error = M::in_mailbox("INBOX").filter(M::uid.le(2)).update(M::flagged.set(true)).execute(&dal).unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown { .. }), "{error:?}");
    assert_eq!(server.transcript().iter().filter(|command| command.name == "UID STORE").count(), 1);
}

#[test]
fn a_server_that_asks_for_patience_gets_it() {
    for code in ["THROTTLED", "UNAVAILABLE", "INUSE"] {
        for command in ["EXAMINE", "UID SEARCH", "UID FETCH"] {
            let server = server(3);
            let dal = dal(&server);
            server.inject(Fault::at(command, 1).no(&format!("[{code}] later")));
            let began = Instant::now();
            assert_eq!(plain(found().load(&dal).unwrap()), expected(1..=3), "{code} at {command}");
            assert!(began.elapsed() >= Duration::from_millis(250), "{code} at {command}");
        }
    }
}

#[test]
fn patience_ends_and_a_refusal_for_good_gets_none() {
    let server = server(3);
    let dal = dal(&server);
    server.inject(Fault::at("UID SEARCH", 1).no("[THROTTLED] later").always());
    let error = found().load(&dal).unwrap_err();
    assert_eq!(error.code(), Some("THROTTLED"));
    assert_eq!(server.transcript().iter().filter(|command| command.name == "UID SEARCH").count(), 4);
    server.clear_faults();
    server.clear_record();
    server.inject(Fault::at("UID SEARCH", 1).no("[LIMIT] too much asked").always());
    assert_eq!(found().load(&dal).unwrap_err().code(), Some("LIMIT"));
    assert_eq!(server.transcript().iter().filter(|command| command.name == "UID SEARCH").count(), 1);
}

#[test]
fn too_many_connections_are_no_wrong_password_and_the_error_says_what_to_do() {
    let refusals =
        ["NO [ALERT] Too many simultaneous connections. (Failure)", "NO [LIMIT] enough", "NO [UNAVAILABLE] x"];
    for refusal in refusals {
        let refused = |script: Script| {
            script.send("* OK [CAPABILITY IMAP4rev1] hello").expect("LOGIN").send(&format!("<tag> {refusal}"))
        };
        let once = refused(Script::new()).next_connection().sign_in("IMAP4rev1").stall().start();
        drop(Dal::connect(&once.url()).unwrap());
        let always = (0..3).fold(refused(Script::new()), |script, _| refused(script.next_connection())).start();
        let error = Dal::connect(&always.url()).unwrap_err();
        assert!(matches!(error, Error::No { .. }), "{error:?}");
        assert!(error.to_string().contains("`pool_size`"), "{error}");
        always.finish();
    }
}

#[test]
fn an_idle_connection_that_was_lost_without_a_word_is_replaced() {
    let server = server(3);
    let dal = Dal::builder(server.url()).timeout(Duration::from_secs(1)).connect().unwrap();
    assert_eq!(titles().count(&dal).unwrap(), 3);
    thread::sleep(Duration::from_millis(2_200));
    server.inject(Fault::at("EXAMINE", 1).stall());
    assert_eq!(titles().count(&dal).unwrap(), 3);
    assert_eq!(server.connections(), 2);
    // A server that was just heard is slow, not gone: nobody asks twice.
    server.inject(Fault::at("EXAMINE", 1).stall());
    let error = titles().count(&dal).unwrap_err();
    assert!(matches!(error, Error::Timeout { command: "EXAMINE", .. }), "{error:?}");
    assert_eq!(server.connections(), 2);
}

#[test]
fn many_threads_share_few_connections() {
    let server = server(3);
    let dal = Dal::builder(server.url()).pool_size(4).timeout(Duration::from_secs(60)).connect().unwrap();
    thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| {
                for _ in 0..3 {
                    assert_eq!(plain(titles().load(&dal).unwrap()), expected(1..=3));
                    assert_eq!(titles().count(&dal).unwrap(), 3);
                }
            });
        }
    });
    assert!(server.connections() <= 4, "{} connections", server.connections());
}

#[test]
fn a_farewell_to_an_idle_connection_is_no_error() {
    let server = server(3);
    let dal = dal(&server);
    assert_eq!(titles().count(&dal).unwrap(), 3);
    server.inject(Fault::at("NOOP", 1).bye("idle for too long"));
    let connection = dal.connection().unwrap();
    connection.with_imap(|session| session.noop().map(drop)).unwrap_err();
    assert_eq!(titles().count(&connection).unwrap(), 3);
    assert_eq!(titles().count(&dal).unwrap(), 3);
}

#[test]
fn a_consumer_slower_than_any_deadline_gets_every_row() {
    let server = server(MANY);
    let dal = windowed(&server, 2);
    // Such a server has hung up by the time it is asked for more.
    server.inject(Fault::at("UID FETCH", 3).bye("idle for too long"));
    let mut uids = Vec::new();
    for row in found().stream(&dal).unwrap() {
        uids.push(row.unwrap().0.get());
        if [1, 1_200].contains(&uids.len()) {
            thread::sleep(Duration::from_millis(2_500));
        }
    }
    assert!(uids.into_iter().eq(1..=MANY));
    assert_eq!(server.connections(), 2);
}

#[test]
fn a_server_waits_for_a_consumer_slower_than_any_deadline() {
    let server = server(MANY);
    let dal = Dal::builder(server.url()).timeout(Duration::from_secs(2)).connect().unwrap();
    let mut uids = Vec::new();
    for row in titles().stream(&dal).unwrap() {
        uids.push(row.unwrap().0.get());
        if [1, 1_200].contains(&uids.len()) {
            thread::sleep(Duration::from_millis(2_500));
        }
    }
    assert!(uids.into_iter().eq(1..=MANY));
    let fetches = server.transcript().iter().filter(|command| command.name == "UID FETCH").count();
    assert_eq!((server.connections(), fetches), (1, 1));
}

/// A message with one attachment of four pieces, and what it is decoded to.
fn with_attachment() -> (Vec<u8>, Vec<u8>) {
    let lines: Vec<String> = (0..16_384).map(|number| format!("{number:062}")).collect();
    let content = format!("{}\r\n", lines.join("\r\n"));
    let head = "MIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=a\r\n\r\n";
    (format!("{head}{content}").into_bytes(), content.into_bytes())
}

#[test]
fn an_attachment_goes_on_behind_the_piece_that_came_last() {
    let (message, content) = with_attachment();
    let server = EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", [message]).start().unwrap();
    let dal = dal(&server);
    let info = M::in_mailbox("INBOX").all().select(M::attachments).first(&dal).unwrap().unwrap().remove(0);
    server.inject(Fault::cut_after_sent(700_000).on_connection(1));
    let mut out = Vec::new();
    assert_eq!(info.stream(&dal, &mut out).unwrap(), content.len() as u64);
    assert!(out == content, "{} octets of {}", out.len(), content.len());
    let commands = server.transcript();
    let fetches = commands.iter().filter(|command| command.name == "UID FETCH" && command.line.contains("BODY.PEEK["));
    let fetches: Vec<(u64, &str)> = fetches.map(|fetch| (fetch.connection, fetch.line.as_str())).collect();
    let again = fetches.iter().find(|(connection, _)| *connection == 2).expect("a second connection");
    assert!(again.1.contains("BODY.PEEK[1]<524288.262144>"), "{fetches:?}");
}

#[test]
fn an_attachment_of_a_mailbox_made_anew_is_not_read_on() {
    let (message, _) = with_attachment();
    let server = EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", [message.clone()]).start().unwrap();
    let dal = dal(&server);
    let info = M::in_mailbox("INBOX").all().select(M::attachments).first(&dal).unwrap().unwrap().remove(0);
    server.inject(Fault::at("UID FETCH", 2).recreate("INBOX"));
    server.inject(Fault::at("UID FETCH", 2).cut());
    let error = info.stream(&dal, &mut Vec::new()).unwrap_err();
    assert!(matches!(error, Error::UidValidityChanged { .. } | Error::Bye { .. }), "{error:?}");
    assert_eq!(server.append("INBOX", message), Some(1));
}

#[test]
fn an_attachment_whose_connection_is_lost_twice_is_an_error() {
    let (message, content) = with_attachment();
    let server = EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", [message]).start().unwrap();
    let dal = dal(&server);
    let info = M::in_mailbox("INBOX").all().select(M::attachments).first(&dal).unwrap().unwrap().remove(0);
    server.inject(Fault::cut_after_sent(300_000).always());
    let mut out = Vec::new();
    let error = info.stream(&dal, &mut out).unwrap_err();
    assert!(matches!(error, Error::Bye { .. }), "{error:?}");
    assert!(content.starts_with(&out) && out.len() >= 262_144, "{}", out.len());
}
