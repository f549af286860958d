//! Searches that are kept up to date (RFC 5267), and modification sequences followed from the middle of a session.
#![allow(missing_docs)]

#[allow(dead_code, missing_docs)]
mod common;

use std::net::TcpStream;

use common::Raw;
use imap_dal_embedded::{Capability, EmbeddedServer, StoredMessage};

fn server() -> EmbeddedServer {
    let message = |subject: &str| StoredMessage::new(format!("Subject: {subject}\r\n\r\n"));
    let messages = ["d", "b", "c", "a"].map(message);
    EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", messages).start().unwrap()
}

fn selected(server: &EmbeddedServer) -> Raw<TcpStream> {
    let mut raw = Raw::alice(server);
    raw.ok("SELECT INBOX");
    raw
}

/// Only what is told of searches, without the tag.
fn results(lines: Vec<String>) -> Vec<String> {
    lines.iter().filter_map(|l| l.strip_prefix("* ESEARCH (TAG \"t\") ").map(str::to_owned)).collect()
}

#[test]
fn what_comes_and_goes_is_told() {
    let server = server();
    let mut raw = selected(&server);
    assert_eq!(results(raw.ok("SEARCH RETURN (UPDATE COUNT) SEEN")), ["COUNT 0"]);
    assert_eq!(results(raw.ok("STORE 1,2,4 +FLAGS.SILENT (\\Seen)")), ["ADDTO (0 1:2,4)"]);
    assert_eq!(results(raw.ok("STORE 2 -FLAGS.SILENT (\\Seen)")), ["REMOVEFROM (0 2)"]);
    server.append("INBOX", StoredMessage::new("Subject: new\r\n\r\n").flags(["\\Seen"]));
    assert_eq!(results(raw.ok("NOOP")), ["ADDTO (0 5)"]);
    // Before the numbers change.
    server.expunge("INBOX", 1);
    assert_eq!(raw.ok("NOOP"), ["* ESEARCH (TAG \"t\") REMOVEFROM (0 1)", "* 1 EXPUNGE"]);
    assert!(raw.ends("CANCELUPDATE \"other\"").starts_with("BAD"));
    raw.ok("CANCELUPDATE \"t\"");
    assert_eq!(results(raw.ok("STORE 1 +FLAGS.SILENT (\\Seen)")), [""; 0]);
}

#[test]
fn uids_are_told_where_uids_were_asked_for_also_while_idle() {
    let server = server();
    let mut raw = selected(&server);
    assert_eq!(results(raw.ok("UID SEARCH RETURN (UPDATE ALL) FLAGGED")), ["UID"]);
    raw.send("i IDLE\r\n");
    assert_eq!(raw.line().unwrap(), "+ idling");
    server.set_flags("INBOX", 3, ["\\Flagged"]);
    assert_eq!(raw.line().unwrap(), "* 3 FETCH (FLAGS (\\Flagged \\Recent))");
    assert_eq!(raw.line().unwrap(), "* ESEARCH (TAG \"t\") UID ADDTO (0 3)");
}

#[test]
fn an_ordered_result_has_positions() {
    let server = server();
    let mut raw = selected(&server);
    assert_eq!(results(raw.ok("UID SORT RETURN (UPDATE ALL) (SUBJECT) UTF-8 UNSEEN")), ["UID ALL 4,2:3,1"]);
    assert_eq!(results(raw.ok("UID STORE 2,1 +FLAGS.SILENT (\\Seen)")), ["UID REMOVEFROM (4 1 2 2)"]);
    server.append("INBOX", "Subject: b2\r\n\r\n");
    assert_eq!(results(raw.ok("UID STORE 1 -FLAGS.SILENT (\\Seen)")), ["UID ADDTO (2 5 4 1)"]);
}

#[test]
fn more_updates_than_a_client_may_have_are_refused() {
    let server = server();
    let mut raw = selected(&server);
    for _ in 0..16 {
        raw.ok("UID SEARCH RETURN (UPDATE) FLAGGED");
    }
    assert_eq!(
        raw.ok("UID SEARCH RETURN (UPDATE COUNT) ALL"),
        ["* NO [NOUPDATE \"t\"] too many updates", "* ESEARCH (TAG \"t\") UID COUNT 4"]
    );
    let without = EmbeddedServer::builder().user("alice", "secret");
    let without = without.without(Capability::ContextSearch).without(Capability::ContextSort).start().unwrap();
    let mut raw = selected(&without);
    assert!(raw.ends("UID SEARCH RETURN (UPDATE) ALL").starts_with("BAD"));
    assert!(raw.ends("CANCELUPDATE \"t\"").starts_with("BAD"));
}

#[test]
fn who_begins_to_follow_is_told_where_the_mailbox_stands() {
    let server = server();
    for enabling in
        ["FETCH 1 MODSEQ", "SEARCH MODSEQ 1", "STORE 1 (UNCHANGEDSINCE 99) FLAGS (\\Seen)", "ENABLE CONDSTORE"]
    {
        let mut raw = selected(&server);
        let highest = |server: &EmbeddedServer| {
            format!("* OK [HIGHESTMODSEQ {}] highest", server.mailbox("INBOX").unwrap().highest_modseq)
        };
        let told = raw.ok(enabling);
        assert!(told.contains(&highest(&server)), "{enabling}: {told:?}");
        assert!(!raw.ok("FETCH 1 MODSEQ").contains(&highest(&server)), "once, after {enabling}");
    }
}
