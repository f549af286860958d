//! A mailbox to show a quirk on: filled and searched by a client that shares nothing with `imap-dal`, and queried.

use imap_dal::{Expr, prelude::*};
use imap_dal_tests::{raw::Raw, server::Server};

pub(crate) struct Given {
    pub(crate) server: Server,
    pub(crate) name: String,
    pub(crate) raw: Raw,
    pub(crate) dal: Dal,
}

impl Given {
    pub(crate) fn mailbox(server: &Server) -> Self {
        let name = server.mailbox("quirk");
        let mut raw = server.alice().raw();
        raw.select(&name);
        let dal = Dal::connect(&server.alice().url()).expect("Alice may sign in");
        Given { server: server.clone(), name, raw, dal }
    }

    /// Adds messages of these octets, whose lines may end in LF alone; the first has uid 1.
    pub(crate) fn messages<T: AsRef<[u8]>>(&mut self, messages: impl IntoIterator<Item = T>) {
        for message in messages {
            let lines: Vec<&[u8]> = message.as_ref().split(|octet| *octet == b'\n').collect();
            let answer = self.raw.try_append(&self.name, &[], None, &lines.join(&b"\r\n"[..]));
            assert!(answer.is_ok(), "{}", answer.tagged);
        }
        self.raw.select(&self.name);
    }

    /// Adds a message for each of these header lines.
    pub(crate) fn headers(&mut self, headers: &[&str]) {
        self.messages(headers.iter().map(|header| format!("{header}\n\ntext\n")));
    }

    /// What the server finds.
    pub(crate) fn found(&mut self, keys: &str) -> Vec<u32> {
        self.raw.uid_search(keys)
    }

    pub(crate) fn source(&self) -> imap_dal::InMailbox<AnyMailbox> {
        AnyMailbox::in_mailbox(&self.name)
    }

    /// What satisfies a condition, in the default mode and where it has to be exact.
    pub(crate) fn uids(&self, condition: Expr<AnyMailbox>) -> Vec<u32> {
        let query = self.source().filter(condition);
        let numbers = |query: &Query<AnyMailbox>| -> Vec<u32> {
            query.uids(&self.dal).expect("an answer").iter().map(|uid| uid.get()).collect()
        };
        let uids = numbers(&query);
        assert_eq!(uids, numbers(&query.exact()));
        assert_eq!(query.count(&self.dal).expect("a count"), uids.len() as u64);
        uids
    }

    /// What satisfies a condition where it has to be exact.
    pub(crate) fn exactly(&self, condition: Expr<AnyMailbox>) -> Vec<u32> {
        let query = self.source().filter(condition).exact();
        query.uids(&self.dal).expect("an answer").iter().map(|uid| uid.get()).collect()
    }
}
