//! A server with the mailboxes of every scenario, made anew before each try, and the client that looks at them.

use super::{
    judge::Seen,
    scenario::{DATE, MESSAGES, TARGETS, THERE},
};
use imap_dal::{Dal, Result};
use imap_dal_embedded::{Capability, EmbeddedServer};
use imap_dal_tests::{
    proxy::{self, Proxy},
    raw::Raw,
    server::{Account, Server},
};
use std::time::Duration;

/// The mailbox that is changed, and the one messages go to.
pub(crate) const HERE: &str = "box";
pub(crate) const THERE_NAME: &str = "to";

/// Where it is tried.
pub(crate) struct Place {
    pub(crate) host: Host,
    raw: Raw,
    now: Option<Seen>,
}

pub(crate) enum Host {
    Embedded(EmbeddedServer),
    Real { proxy: Proxy, account: Account },
}

impl Place {
    /// The embedded server without some capabilities.
    pub(crate) fn embedded(without: &[&str]) -> Self {
        let builder = EmbeddedServer::builder().user("alice", "secret").empty_mailbox(HERE).empty_mailbox(THERE_NAME);
        let hidden = Capability::ALL.iter().filter(|capability| without.contains(&capability.name()));
        let server = hidden.fold(builder, |builder, capability| builder.without(*capability));
        let server = server.start().expect("a port of the loopback interface is free");
        let raw = Raw::login(server.address(), "alice", "secret");
        Place { host: Host::Embedded(server), raw, now: None }
    }

    /// The server of the environment behind a proxy that hides some capabilities.
    pub(crate) fn real(without: &[&str]) -> Self {
        Self::behind(|proxy| proxy.hide(without.iter().copied()))
    }

    /// The server of the environment behind a proxy of one's own making.
    pub(crate) fn behind(proxy: impl FnOnce(proxy::Builder) -> proxy::Builder) -> Self {
        let server = Server::from_env();
        let account = server.account();
        let mut raw = account.raw();
        raw.create(HERE);
        raw.create(THERE_NAME);
        let proxy = proxy(Proxy::to(server.address())).start();
        Place { host: Host::Real { proxy, account }, raw, now: None }
    }

    pub(crate) fn connect(&self, timeout: Duration) -> Result<Dal> {
        let url = match &self.host {
            Host::Embedded(server) => server.url().to_owned(),
            Host::Real { proxy, account } => account.url_at(proxy.address()),
        };
        Dal::builder(&url).timeout(timeout).connect()
    }

    /// The mailboxes as they are at the beginning of a try, and the uids of the targets.
    pub(crate) fn fresh(&mut self) -> (Seen, Vec<u32>) {
        let seen = match self.now.take().filter(Seen::is_fresh) {
            Some(seen) => seen,
            None => self.filled(MESSAGES, [THERE]),
        };
        let uids: Vec<u32> = seen.here.keys().copied().collect();
        (seen, TARGETS.map(|number| uids[number]).to_vec())
    }

    /// The mailboxes with these messages and no others.
    pub(crate) fn filled<'m>(
        &mut self,
        here: impl IntoIterator<Item = (&'m [u8], &'m [&'m str])>,
        there: impl IntoIterator<Item = (&'m [u8], &'m [&'m str])>,
    ) -> Seen {
        self.fill(HERE, here);
        self.fill(THERE_NAME, there);
        Seen::by(&mut self.raw, HERE, THERE_NAME)
    }

    /// Takes back the faults that have not happened.
    pub(crate) fn forgive(&self) {
        match &self.host {
            Host::Embedded(server) => server.clear_faults(),
            Host::Real { proxy, .. } => proxy.forgive(),
        }
    }

    /// Where the server itself listens.
    pub(crate) fn address(&self) -> String {
        match &self.host {
            Host::Embedded(server) => server.address().to_string(),
            Host::Real { .. } => Server::from_env().address().to_owned(),
        }
    }

    /// The account through another proxy.
    pub(crate) fn url_at(&self, proxy: &Proxy) -> String {
        match &self.host {
            Host::Embedded(_) => format!("imap://alice:secret@{}", proxy.address()),
            Host::Real { account, .. } => account.url_at(proxy.address()),
        }
    }

    /// A second client, signed in.
    pub(crate) fn second(&self) -> Raw {
        match &self.host {
            Host::Embedded(server) => Raw::login(server.address(), "alice", "secret"),
            Host::Real { account, .. } => account.raw(),
        }
    }

    /// The mailboxes as they are now.
    pub(crate) fn look(&mut self) -> Seen {
        let seen = Seen::by(&mut self.raw, HERE, THERE_NAME);
        self.now = Some(seen.clone());
        seen
    }

    fn fill<'m>(&mut self, mailbox: &str, messages: impl IntoIterator<Item = (&'m [u8], &'m [&'m str])>) {
        let answer = self.raw.select(mailbox);
        if !answer.lines().iter().any(|line| line == "* 0 EXISTS") {
            self.raw.ok("UID STORE 1:* +FLAGS.SILENT (\\Deleted)");
            self.raw.ok("EXPUNGE");
        }
        for (message, flags) in messages {
            self.raw.append(mailbox, flags, Some(DATE), message);
        }
    }
}
