//! The planner as a specification: what each condition asks of a server, and that it never asks for too little.

mod codec;
mod explaining;
mod fetching;
mod guarding;
mod lowering;
mod planning;
mod reading;
mod simulated;
mod soundness;

use super::{Plan, Profile, Purpose, SearchKey, Server};
use crate::{
    AnyMailbox, DateZone, Expr, Query, TextKeys, UnreadableDates,
    wire::{Command, Literals},
};

/// A server like Dovecot.
fn server() -> Server {
    Server::listed(
        &[
            "IMAP4rev1",
            "ESEARCH",
            "SEARCHRES",
            "SORT",
            "CONDSTORE",
            "UIDPLUS",
            "MOVE",
            "LITERAL+",
            "SAVEDATE",
            "OBJECTID",
        ],
        &Profile::default().unreadable_dates(UnreadableDates::Early),
    )
}

/// A server with nothing but IMAP4rev1 (RFC 3501).
fn plain_server() -> Server {
    Server::listed(&["IMAP4rev1"], &Profile::default())
}

fn server_with(text_keys: TextKeys) -> Server {
    let profile = server().profile.text_keys(text_keys);
    Server { profile, ..server() }
}

fn inbox(condition: Expr<AnyMailbox>) -> Query<AnyMailbox> {
    AnyMailbox::in_mailbox("INBOX").filter(condition)
}

fn plan<R>(query: &Query<AnyMailbox, R>, purpose: Purpose) -> Plan {
    Plan::new(query.request(), purpose, &server()).unwrap()
}

/// The key as a person would write it.
fn written(key: &SearchKey) -> String {
    match key {
        SearchKey::Nothing => "nothing".to_owned(),
        key => {
            let mut command = Command::new("");
            key.write(&mut command);
            command.to_string().trim_start().to_owned()
        }
    }
}

/// The command as octets on the wire, without tag and line end.
fn sent(command: &Command) -> Vec<u8> {
    let encoded = command.encode("A1", Literals::Plus).unwrap();
    assert_eq!(encoded.chunks.len(), 1, "no literal waits");
    let line = encoded.octets().remove(0);
    line.strip_prefix(b"A1 ").unwrap().strip_suffix(b"\r\n").unwrap().to_vec()
}
