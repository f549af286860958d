//! Where a test runs: on Dovecot and on the embedded server, each with everything the server offers, one command at a
//! time, and with hardly more than IMAP4rev1. The answers have to be the same.
#![allow(clippy::print_stdout)]

use crate::mail;
use imap_dal::{Expr, prelude::*};
use imap_dal_embedded::EmbeddedServer;
use imap_dal_tests::{
    proxy::{self, Proxy},
    raw::Raw,
    server::{Account, Server},
};

mailboxes! {
    /// Where every test finds the messages of [`mail::MAIL`].
    pub(crate) Parity => "Parity";
}

/// What a plain IMAP4rev1 server lacks.
const EXTENSIONS: [&str; 22] = [
    "ESEARCH",
    "SEARCHRES",
    "SORT",
    "ESORT",
    "MOVE",
    "UIDPLUS",
    "MULTIAPPEND",
    "CONDSTORE",
    "QRESYNC",
    "ENABLE",
    "LITERAL+",
    "LITERAL-",
    "PARTIAL",
    "CONTEXT=SEARCH",
    "CONTEXT=SORT",
    "WITHIN",
    "PREVIEW",
    "SAVEDATE",
    "OBJECTID",
    "SPECIAL-USE",
    "LIST-EXTENDED",
    "LIST-STATUS",
];

/// How `imap-dal` may use the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// With all it offers.
    Full,
    /// One command at a time.
    Serial,
    /// Without extensions.
    Bare,
}

/// An account with the mailbox Parity, a second client that looks at it, and a record of what is sent.
pub(crate) struct Place {
    pub(crate) way: Way,
    pub(crate) dal: Dal,
    pub(crate) proxy: Proxy,
    host: Host,
}

/// Its fields keep the server, or the claim on the account, while the test runs.
enum Host {
    Dovecot(Server, Account),
    Embedded(EmbeddedServer),
}

/// Runs a test on both servers in every way, each time with a mailbox of its own.
pub(crate) fn on_both(test: impl Fn(&Place)) {
    for way in [Way::Full, Way::Serial, Way::Bare] {
        for start in [Host::dovecot, Host::embedded] {
            let host = start();
            println!("on {}, {way:?}", host.name());
            test(&Place::new(host, way));
        }
    }
}

impl Place {
    fn new(host: Host, way: Way) -> Self {
        let mut raw = host.raw();
        raw.create("Parity");
        mail::fill(&mut raw, "Parity");
        let proxy = Proxy::to(host.address()).start();
        let dal = host.connect(&proxy, way);
        proxy.reset();
        Place { way, dal, proxy, host }
    }

    /// A second client, signed in.
    pub(crate) fn raw(&self) -> Raw {
        self.host.raw()
    }

    /// A second client that has the mailbox selected, which takes `\Recent` away.
    pub(crate) fn selected(&self) -> Raw {
        let mut raw = self.raw();
        raw.select("Parity");
        raw
    }

    /// Connects through another proxy, in the same way.
    pub(crate) fn through(&self, proxy: proxy::Builder) -> (Dal, Proxy) {
        let proxy = proxy.start();
        let dal = self.host.connect(&proxy, self.way);
        proxy.reset();
        (dal, proxy)
    }

    pub(crate) fn proxy(&self) -> proxy::Builder {
        Proxy::to(self.host.address())
    }

    /// The uids of the messages that satisfy a condition.
    #[track_caller]
    pub(crate) fn find(&self, condition: Expr<Parity>) -> Vec<u32> {
        numbers(Parity::filter(condition).uids(&self.dal).expect("the search is answered"))
    }

    /// How often a command of this name was sent.
    pub(crate) fn sent(&self, name: &str) -> usize {
        self.proxy.commands().iter().filter(|command| command.starts_with(name)).count()
    }
}

impl Host {
    fn dovecot() -> Self {
        let server = Server::from_env();
        let account = server.account();
        Host::Dovecot(server, account)
    }

    fn embedded() -> Self {
        let roles = ["Drafts", "Sent", "Junk", "Trash", "Archive"];
        let described = EmbeddedServer::builder().user("alice", "secret");
        let described = roles.into_iter().fold(described, |built, name| built.mailbox(name, Vec::<String>::new()));
        Host::Embedded(described.start().expect("a port of the loopback interface is free"))
    }

    fn name(&self) -> &str {
        match self {
            Host::Dovecot(server, _) => server.name(),
            Host::Embedded(_) => "the embedded server",
        }
    }

    fn address(&self) -> String {
        match self {
            Host::Dovecot(server, _) => server.address().to_owned(),
            Host::Embedded(server) => server.address().to_string(),
        }
    }

    fn user(&self) -> (&str, &str) {
        match self {
            Host::Dovecot(_, account) => (account.user(), account.password()),
            Host::Embedded(_) => ("alice", "secret"),
        }
    }

    fn raw(&self) -> Raw {
        let (user, password) = self.user();
        Raw::login(self.address(), user, password)
    }

    fn connect(&self, proxy: &Proxy, way: Way) -> Dal {
        let (user, password) = self.user();
        let builder = Dal::builder(&format!("imap://{user}:{password}@{}", proxy.address()));
        let builder = match way {
            Way::Full => builder,
            Way::Serial => builder.pipelining(false),
            Way::Bare => builder.hide_capabilities(EXTENSIONS),
        };
        builder.connect().expect("the user may sign in")
    }
}

/// Uids as bare numbers.
pub(crate) fn numbers(uids: impl IntoIterator<Item = Uid>) -> Vec<u32> {
    uids.into_iter().map(Uid::get).collect()
}
