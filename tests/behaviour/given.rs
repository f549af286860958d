//! What a test begins with: a mailbox of its own, filled by a client that shares nothing with `imap-dal`.

use imap_dal::{InMailbox, prelude::*};
use imap_dal_tests::{
    proxy::{Builder, Proxy},
    raw::Raw,
    server::Server,
};
use std::fmt::Debug;

/// An empty mailbox of Alice's and a second client that has it selected.
pub(crate) struct Given {
    pub(crate) server: Server,
    pub(crate) name: String,
    pub(crate) raw: Raw,
}

impl Given {
    pub(crate) fn mailbox(hint: &str) -> Self {
        let server = Server::from_env();
        let name = server.mailbox(hint);
        let mut raw = server.alice().raw();
        raw.select(&name);
        Given { server, name, raw }
    }

    /// Messages with these subjects, uids from 1.
    pub(crate) fn subjects(hint: &str, subjects: &[&str]) -> Self {
        let mut given = Given::mailbox(hint);
        for subject in subjects {
            given.append(&[&format!("Subject: {subject}")], "text");
        }
        given
    }

    /// Adds a message of these header lines and this body, which is UTF-8; gives its uid.
    pub(crate) fn append(&mut self, header: &[&str], body: &str) -> u32 {
        self.append_as(&[], None, message(header, body))
    }

    pub(crate) fn append_as(&mut self, flags: &[&str], created: Option<&str>, message: impl AsRef<[u8]>) -> u32 {
        self.raw.append(&self.name, flags, created, message.as_ref()).expect("the server has UIDPLUS")
    }

    /// The mailbox as a source.
    pub(crate) fn source(&self) -> InMailbox<AnyMailbox> {
        AnyMailbox::in_mailbox(&self.name)
    }

    pub(crate) fn dal(&self) -> Dal {
        Dal::connect(&self.server.alice().url()).expect("Alice may sign in")
    }

    /// Starts the proxy and connects through it; sign-in is not in its counts.
    pub(crate) fn through(&self, proxy: Builder) -> (Dal, Proxy) {
        let proxy = proxy.start();
        let dal = Dal::connect(&self.server.alice().url_at(proxy.address())).expect("Alice may sign in");
        proxy.reset();
        (dal, proxy)
    }

    pub(crate) fn proxy(&self) -> Builder {
        Proxy::to(self.server.address())
    }
}

/// Header lines and a body, with the line ends of mail.
pub(crate) fn message(header: &[&str], body: &str) -> String {
    let lines: String = header.iter().map(|line| format!("{}\r\n", line.replace('\n', "\r\n"))).collect();
    format!("{lines}\r\n{}", body.replace('\n', "\r\n"))
}

pub(crate) fn numbers(uids: impl IntoIterator<Item = Uid>) -> Vec<u32> {
    uids.into_iter().map(Uid::get).collect()
}

/// The error, where a result was not expected.
#[track_caller]
pub(crate) fn refused<T: Debug>(result: imap_dal::Result<T>) -> imap_dal::Error {
    result.expect_err("an error was expected")
}
