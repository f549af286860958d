//! A connection that ends after any octet: a result is complete and right, or an error.

use imap_dal::{Error, Result, prelude::*};
use imap_dal_embedded::{EmbeddedServer, Fault, StoredMessage};
use std::{fmt::Debug, time::Duration};

type M = AnyMailbox;

fn server() -> EmbeddedServer {
    let message = |n: u32| {
        let text = format!("Subject: number {n}\r\nFrom: ann@example.org\r\n\r\ntext {n}\r\n");
        if n == 2 { StoredMessage::new(text).flags(["\\Seen"]) } else { StoredMessage::new(text) }
    };
    EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", (1..=4).map(message)).start().unwrap()
}

fn dal(server: &EmbeddedServer) -> Result<Dal> {
    Dal::builder(server.url()).timeout(Duration::from_secs(10)).connect()
}

/// Cuts one connection, or each, after every octet; `read` must give what it gives on a connection that lasts.
fn cut_at_every_octet<T: PartialEq + Debug>(read: impl Fn(&Dal) -> Result<T>) {
    let server = server();
    let whole = read(&dal(&server).unwrap()).unwrap();
    let (mut errors, mut results) = (0, 0);
    for is_every_connection in [true, false] {
        for octets in 0.. {
            server.clear_faults();
            let connection = server.connections() + 1;
            let fault = Fault::cut_after_sent(octets);
            server.inject(if is_every_connection { fault.always() } else { fault.on_connection(connection) });
            match dal(&server).and_then(|dal| read(&dal)) {
                Ok(result) => {
                    assert_eq!(result, whole, "cut after {octets} octets");
                    results += 1;
                    // The farewell is sent after what was read; if nothing was cut, all octets were tried.
                    if is_every_connection || server.connections() == connection {
                        break;
                    }
                }
                Err(error) => {
                    assert!(matches!(error, Error::Bye { .. }), "cut after {octets} octets: {error:?}");
                    errors += 1;
                }
            }
        }
    }
    // Each of the two rounds ends with a result; where only one connection is cut, most of its octets do no harm.
    assert!(errors > 300 && results > 2, "{errors} errors, {results} results");
}

#[test]
fn counting() {
    cut_at_every_octet(|dal| M::in_mailbox("INBOX").filter(M::seen.eq(false)).count(dal));
}

#[test]
fn counting_what_is_decided_here() {
    cut_at_every_octet(|dal| M::in_mailbox("INBOX").filter(M::subject.ends_with("3")).count(dal));
}

#[test]
fn loading_in_one_flight() {
    cut_at_every_octet(|dal| M::in_mailbox("INBOX").all().select((M::uid, M::subject, M::seen)).load(dal));
}

#[test]
fn loading_what_is_decided_here() {
    cut_at_every_octet(|dal| {
        let rows = M::in_mailbox("INBOX").filter(M::subject.ne("number 2")).exact();
        rows.limit(2).offset(1).select((M::uid, M::sender)).load(dal)
    });
}

#[test]
fn loading_in_an_order_decided_here() {
    cut_at_every_octet(|dal| {
        M::in_mailbox("INBOX").all().order_by(M::size.desc()).limit(3).select((M::uid, M::subject)).load(dal)
    });
}

#[test]
fn loading_whole_messages() {
    cut_at_every_octet(|dal| {
        M::in_mailbox("INBOX").all().order_by(M::uid.desc()).select((M::uid, M::email, M::content)).load(dal)
    });
}

#[test]
fn streaming() {
    cut_at_every_octet(|dal| {
        M::in_mailbox("INBOX").filter(M::seen.eq(false)).select((M::uid, M::subject)).stream(dal)?.collect::<Result<Vec<_>>>()
    });
}

#[test]
fn uids() {
    cut_at_every_octet(|dal| M::in_mailbox("INBOX").filter(M::seen.eq(false)).uids(dal));
}

#[test]
fn the_first_row() {
    cut_at_every_octet(|dal| M::in_mailbox("INBOX").all().order_by(M::uid.desc()).select(M::subject).first(dal));
}
