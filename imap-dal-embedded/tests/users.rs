//! Who signs in where, and what he finds there.
#![allow(missing_docs)]

#[allow(dead_code, missing_docs)]
mod common;

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener, TcpStream};

use common::Raw;
use imap_dal_embedded::{Builder, EmbeddedServer, Fault};
use native_tls::{Certificate, TlsConnector};

const CERTIFICATE: &[u8] = include_bytes!("tls/certificate.pem");
const KEY: &[u8] = include_bytes!("tls/key.pem");

fn two_users() -> Builder {
    let builder = EmbeddedServer::builder().user("alice", "secret").user("bob", "builder");
    builder.mailbox("INBOX", ["Subject: for both\r\n\r\n"]).empty_mailbox("Work").subscribed("Work")
}

fn signed_in(server: &EmbeddedServer, user: &str, password: &str) -> Raw<TcpStream> {
    let mut raw = Raw::connect(server);
    raw.ok(&format!("LOGIN {user} {password}"));
    raw
}

#[test]
fn users_share_their_mailboxes() {
    let server = two_users().start().unwrap();
    let (mut alice, mut bob) = (signed_in(&server, "alice", "secret"), signed_in(&server, "bob", "builder"));
    alice.ok("CREATE Ours");
    alice.ok("APPEND Ours {3+}\r\nabc");
    assert_eq!(bob.ok("STATUS Ours (MESSAGES)"), ["* STATUS \"Ours\" (MESSAGES 1)"]);
    assert_eq!(server.mailbox_of("bob", "Ours"), server.mailbox("Ours"));
}

#[test]
fn users_may_have_mailboxes_of_their_own() {
    let server = two_users().own_mailboxes(true).start().unwrap();
    let (mut alice, mut bob) = (signed_in(&server, "alice", "secret"), signed_in(&server, "bob", "builder"));
    assert_eq!(bob.ok("LSUB \"\" *"), ["* LSUB (\\HasNoChildren) \"/\" \"Work\""]);
    bob.ok("SELECT INBOX");
    assert_eq!(bob.ok("UID SEARCH SUBJECT both"), ["* SEARCH 1"]);
    alice.ok("CREATE Mine");
    assert!(bob.ends("SELECT Mine").starts_with("NO [NONEXISTENT]"));
    bob.ok("APPEND Work {3+}\r\nabc");
    let messages = |user| server.mailbox_of(user, "Work").unwrap().messages.len();
    assert_eq!((messages("alice"), messages("bob")), (0, 1));
    assert_eq!(server.mailboxes(), ["INBOX", "Mine", "Work"], "the first user's");
    assert_eq!(server.mailbox_of("bob", "Mine"), None);
    assert_eq!(server.mailbox_of("carol", "INBOX"), None);
}

#[test]
fn a_fault_changes_the_mailboxes_of_the_client_it_happens_to() {
    let server = two_users().own_mailboxes(true).start().unwrap();
    let mut bob = signed_in(&server, "bob", "builder");
    server.inject(Fault::at("STATUS", 1).append("INBOX", "Subject: meanwhile\r\n\r\n"));
    assert_eq!(bob.ok("STATUS INBOX (MESSAGES)"), ["* STATUS \"INBOX\" (MESSAGES 2)"]);
    assert_eq!(server.mailbox("INBOX").unwrap().uids(), [1]);
}

#[test]
fn a_second_port_speaks_tls_at_once() {
    let server = two_users().pem(CERTIFICATE, KEY).tls_port(0).start().unwrap();
    assert!(server.url().starts_with("imap://alice:secret@"));
    let stream = TcpStream::connect(server.tls_address().unwrap()).unwrap();
    let trust = Certificate::from_pem(CERTIFICATE).unwrap();
    let connector = TlsConnector::builder().add_root_certificate(trust).build().unwrap();
    let mut secure = Raw::new(connector.connect("localhost", stream).unwrap());
    assert!(!secure.line().unwrap().contains("STARTTLS"));
    secure.ok("LOGIN alice secret");
    secure.ok("APPEND Work {3+}\r\nabc");
    let mut plain = Raw::alice(&server);
    assert_eq!(plain.ok("STATUS Work (MESSAGES)"), ["* STATUS \"Work\" (MESSAGES 1)"]);
    let refused = two_users().tls_port(0).start();
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidInput, "without an identity");
}

#[test]
fn a_port_can_be_chosen() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    assert_eq!(two_users().port(port).start().unwrap_err().kind(), ErrorKind::AddrInUse);
    drop(taken);
    let server = two_users().port(port).start().unwrap();
    assert_eq!(server.address().port(), port);
    assert_eq!(server.tls_address(), None);
}
