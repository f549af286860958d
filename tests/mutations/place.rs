//! A server with the mailboxes of every scenario, made anew before each try, and the client that looks at them.

use super::{
    judge::{Key, Seen},
    scenario::{DATE, MESSAGES, Scenario, THERE},
};
use imap_dal::{Dal, Result, jiff::Timestamp};
use imap_dal_embedded::{Capability, EmbeddedServer, Role, StoredMessage};
use imap_dal_tests::{
    proxy::{self, Proxy},
    raw::Raw,
    server::{Account, Server},
};
use std::{sync::LazyLock, time::Duration};

/// The mailboxes that are changed, and the one messages go to, as the server of the environment names them.
pub(crate) static HERE: LazyLock<[&str; 2]> = LazyLock::new(|| ["box", "also"].map(named));
pub(crate) static THERE_NAME: LazyLock<&str> = LazyLock::new(|| named("Trash"));

/// Where it is tried.
pub(crate) struct Place {
    pub(crate) host: Host,
    /// Whether the server has it, be it hidden or not.
    pub(crate) has_condstore: bool,
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
        let builder = EmbeddedServer::builder().user("alice", "secret").empty_mailbox(HERE[0]).empty_mailbox(HERE[1]);
        let builder = builder.empty_mailbox(*THERE_NAME).role(*THERE_NAME, Role::Trash);
        let hidden = Capability::ALL.iter().filter(|capability| without.contains(&capability.name()));
        let server = hidden.fold(builder, |builder, capability| builder.without(*capability));
        let server = server.start().expect("a port of the loopback interface is free");
        let raw = Raw::login(server.address(), "alice", "secret");
        Place { host: Host::Embedded(server), has_condstore: true, raw, now: None }
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
        HERE.iter().for_each(|name| raw.create(name));
        let proxy = proxy(Proxy::to(server.address())).start();
        let has_condstore = raw.has_capability("CONDSTORE");
        Place { host: Host::Real { proxy, account }, has_condstore, raw, now: None }
    }

    pub(crate) fn connect(&self, timeout: Duration) -> Result<Dal> {
        let url = match &self.host {
            Host::Embedded(server) => server.url().to_owned(),
            Host::Real { proxy, account } => account.url_at(proxy.address()),
        };
        Dal::builder(&url).timeout(timeout).connect()
    }

    /// The mailboxes as they are at the beginning of a try, and the targets.
    pub(crate) fn fresh(&mut self, scenario: &Scenario) -> (Seen, Vec<Key>) {
        let now = self.now.take();
        let is_fresh = |mailbox: &usize| now.as_ref().is_some_and(|seen| seen.is_fresh(*mailbox));
        let stale: Vec<usize> = (0..=HERE.len()).filter(|mailbox| !is_fresh(mailbox)).collect();
        stale.iter().for_each(|mailbox| self.refill(*mailbox));
        let seen = now.filter(|_| stale.is_empty()).unwrap_or_else(|| Seen::by(&mut self.raw));
        let all: Vec<Key> = seen.here.keys().copied().collect();
        (seen, scenario.targets.iter().map(|number| all[*number]).collect())
    }

    /// The mailboxes with these messages and no others; those here with the numbers of their mailboxes.
    pub(crate) fn filled<'m>(
        &mut self,
        here: impl IntoIterator<Item = (usize, &'m [u8], &'m [&'m str])>,
        there: impl IntoIterator<Item = (&'m [u8], &'m [&'m str])>,
    ) -> Seen {
        for mailbox in HERE.into_iter().chain([*THERE_NAME]) {
            self.empty(mailbox);
        }
        for (mailbox, message, flags) in here {
            self.append(HERE[mailbox], message, flags);
        }
        for (message, flags) in there {
            self.append(&THERE_NAME, message, flags);
        }
        Seen::by(&mut self.raw)
    }

    /// One of the mailboxes as at the beginning of a try; the one behind those here is the one messages go to.
    fn refill(&mut self, mailbox: usize) {
        let name = HERE.get(mailbox).unwrap_or(&THERE_NAME);
        self.empty(name);
        match HERE.get(mailbox) {
            Some(_) => MESSAGES
                .iter()
                .filter(|(own, ..)| *own == mailbox)
                .for_each(|(_, message, flags)| self.append(name, message, flags)),
            None => self.append(name, THERE.0, THERE.1),
        }
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
        let seen = Seen::by(&mut self.raw);
        self.now = Some(seen.clone());
        seen
    }

    fn empty(&mut self, mailbox: &str) {
        if let Host::Embedded(server) = &self.host {
            let there = server.mailbox(mailbox).expect("is there").uids();
            there.into_iter().for_each(|uid| assert!(server.expunge(mailbox, uid)));
            return;
        }
        let answer = self.raw.select(mailbox);
        if !answer.lines().iter().any(|line| line == "* 0 EXISTS") {
            self.raw.ok("UID STORE 1:* +FLAGS.SILENT (\\Deleted)");
            self.raw.ok("EXPUNGE");
        }
    }

    fn append(&mut self, mailbox: &str, message: &[u8], flags: &[&str]) {
        match &self.host {
            Host::Embedded(server) => {
                let message = StoredMessage::new(message).flags(flags.iter().copied()).internal_date(arrival());
                server.append(mailbox, message).expect("is there");
            }
            Host::Real { .. } => _ = self.raw.append(mailbox, flags, Some(DATE), message),
        }
    }
}

fn named(path: &str) -> &'static str {
    let has_server = std::env::var_os("IMAP_DAL_SERVER").is_some();
    let name = if has_server { Server::from_env().alice().raw().own_name(path) } else { path.to_owned() };
    name.leak()
}

/// [`DATE`].
fn arrival() -> Timestamp {
    Timestamp::strptime("%d-%b-%Y %H:%M:%S %z", DATE).expect("a date")
}
