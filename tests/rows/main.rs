//! The rows of awkward mail, and their order, against two readers that share nothing with imap-dal: Python's `email` and
//! the oracle of the differential tests. Run through `tests/run`, or `tests/with-server NAME -- cargo test -p
//! imap-dal-tests --test rows`.
//!
//! `IMAP_DAL_FULL` reads more of the corpus, `IMAP_DAL_MESSAGES` so many messages of it; `IMAP_DAL_MAIL` names a folder
//! with messages to read instead.
#![allow(clippy::print_stderr)]

mod columns;
mod orders;
mod reader;

use imap_dal::{Dal, DalBuilder};
use imap_dal_embedded::EmbeddedServer;
use imap_dal_tests::server::Server;
use reader::{Mail, Reader};
use std::env;

/// A mailbox that the readers have filled and read, and how to get there.
struct Given {
    server: String,
    url: String,
    mailbox: String,
    reader: Reader,
}

impl Given {
    fn on_server() -> Self {
        let server = Server::from_env();
        let (alice, mailbox) = (server.alice(), server.mailbox("rows"));
        let reader = Reader::start(server.address(), alice.user(), alice.password(), &mailbox, &mail());
        Given { server: server.name().to_owned(), url: alice.url(), mailbox, reader }
    }

    fn on(server: &EmbeddedServer) -> Self {
        let url = server.url().to_owned();
        let address = url.rsplit_once('@').expect("credentials").1.trim_end_matches('/').to_owned();
        let reader = Reader::start(&address, "alice", "secret", "INBOX", &mail());
        Given { server: "embedded".to_owned(), url, mailbox: "INBOX".to_owned(), reader }
    }

    fn dal(&self, with: impl FnOnce(DalBuilder) -> DalBuilder) -> Dal {
        with(Dal::builder(&self.url)).connect().expect("Alice may sign in")
    }
}

fn mail() -> Mail {
    match env::var("IMAP_DAL_MAIL") {
        Ok(folder) => Mail::Folder(folder),
        Err(_) => {
            let usual = if env::var_os("IMAP_DAL_FULL").is_some() { 2000 } else { 300 };
            let count = env::var("IMAP_DAL_MESSAGES").map(|count| count.parse().expect("a number"));
            Mail::Corpus(count.unwrap_or(usual))
        }
    }
}

#[test]
fn every_column_reads_what_two_readers_say() {
    columns::compare(&mut Given::on_server());
}

#[test]
fn every_column_reads_the_same_from_the_embedded_server() {
    let server = EmbeddedServer::builder().user("alice", "secret").start().expect("the server starts");
    columns::compare(&mut Given::on(&server));
}

#[test]
fn every_order_is_what_a_sorter_elsewhere_says() {
    orders::compare(&mut Given::on_server());
}

#[test]
fn every_order_is_the_same_from_the_embedded_server() {
    let server = EmbeddedServer::builder().user("alice", "secret").start().expect("the server starts");
    orders::compare(&mut Given::on(&server));
}
