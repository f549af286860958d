//! Random queries on awkward mail against an oracle that shares nothing with imap-dal: run through `tests/run`, or
//! `tests/with-server NAME -- cargo test -p imap-dal-tests --test differential`.
//!
//! `IMAP_DAL_SEED` repeats a run, `IMAP_DAL_FULL` makes it long, `IMAP_DAL_CASES` says how long.
#![allow(clippy::print_stderr)]

mod case;
mod expression;
mod generate;
mod oracle;
mod trial;

use imap_dal::{Profile, TextKeys};
use imap_dal_embedded::EmbeddedServer;
use imap_dal_tests::server::Server;
use trial::{Account, Trial};

/// On the server of the environment, in a mailbox of its own.
fn trial() -> Trial {
    let server = Server::from_env();
    let alice = server.alice();
    let mailbox = server.mailbox("differential");
    let account =
        Account { address: server.address(), user: alice.user(), password: alice.password(), mailbox: &mailbox };
    Trial::new(server.name(), &account, &[Profile::default()])
}

#[test]
fn queries_select_what_the_oracle_says() {
    trial().run();
}

#[test]
fn the_server_accepts_what_is_printed() {
    trial().check_acceptance();
}

#[test]
fn queries_select_what_the_oracle_says_where_words_are_matched() {
    let server =
        EmbeddedServer::builder().user("alice", "secret").word_matching(true).start().expect("the server starts");
    let url = server.url();
    let address = url.rsplit_once('@').expect("credentials").1.trim_end_matches('/').to_owned();
    let account = Account { address: &address, user: "alice", password: "secret", mailbox: "INBOX" };
    // What a server matches has to be right where it is known, and where it is not.
    let profiles = [Profile::default().text_keys(TextKeys::Words), Profile::default()];
    Trial::new("words", &account, &profiles).run();
}
