//! The server that `tests/with-server` started: where it is, its accounts, fresh mailboxes.

use std::fmt::Display;
use std::fs;
use std::path::PathBuf;
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::raw::{Raw, quoted};

/// The mailboxes every account has.
const KEPT: [&str; 6] = ["INBOX", "Drafts", "Sent", "Junk", "Trash", "Archive"];

/// The server under test, found in the environment.
#[derive(Debug, Clone)]
pub struct Server {
    name: String,
    address: String,
    tls_url: String,
    folder: PathBuf,
}

impl Server {
    /// # Panics
    ///
    /// When the environment names no server.
    pub fn from_env() -> Self {
        let url = variable("IMAP_DAL_URL");
        let (_, address) = url.rsplit_once('@').expect("IMAP_DAL_URL has credentials");
        Self {
            name: variable("IMAP_DAL_SERVER"),
            address: address.to_owned(),
            tls_url: variable("IMAP_DAL_TLS_URL"),
            folder: variable("IMAP_DAL_FOLDER").into(),
        }
    }

    /// `dovecot`, `cyrus`, `courier` or `embedded`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the server says when a command is done, `Fetch` for instance: the end of its tagged line, as far as it never
    /// varies.
    ///
    /// # Panics
    ///
    /// On a server whose words are not known here.
    pub fn completed(&self, command: &str) -> String {
        match self.name.as_str() {
            "dovecot" => format!("{command} completed"),
            "embedded" => format!("{} done", command.to_uppercase()),
            other => panic!("what {other} says of a command that is done is not known"),
        }
    }

    /// Host and port, plain.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Alice over implicit TLS, at `localhost`; needs [`ca`](Self::ca).
    pub fn tls_url(&self) -> &str {
        &self.tls_url
    }

    /// The certificate of the server's own authority.
    pub fn ca(&self) -> PathBuf {
        self.folder.join("ca.pem")
    }

    /// The account with the sample mail. Tests share it: they make a [`mailbox`](Self::mailbox) and leave the rest alone.
    pub fn alice(&self) -> Account {
        self.known("alice", "wonderland")
    }

    /// The other account with some mail.
    pub fn bob(&self) -> Account {
        self.known("bob", "builder")
    }

    /// An account that no other test has at the same time, with an empty INBOX and the mailboxes every account has.
    ///
    /// # Panics
    ///
    /// When all are taken.
    pub fn account(&self) -> Account {
        for number in 0..40 {
            let user = format!("u{number:02}");
            let claim = self.folder.join(format!("{user}.taken"));
            if fs::File::create_new(&claim).is_ok() {
                let mut account = self.known(&user, "secret");
                account.claim = Some(claim);
                account.clear();
                return account;
            }
        }
        panic!("40 tests have an account of their own already: end one, or add accounts in with-server");
    }

    /// Creates an empty mailbox of Alice's that no other test uses and gives its name, which begins with `hint`.
    pub fn mailbox(&self, hint: &str) -> String {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let mut raw = self.alice().raw();
        let name = raw.own_name(&format!("{hint} {} {}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
        raw.create(&name);
        name
    }

    fn known(&self, user: &str, password: &str) -> Account {
        Account { address: self.address.clone(), user: user.to_owned(), password: password.to_owned(), claim: None }
    }
}

/// A user of the server; one of its own is given back when this is dropped.
#[derive(Debug)]
pub struct Account {
    address: String,
    user: String,
    password: String,
    claim: Option<PathBuf>,
}

impl Account {
    /// The user name.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The password.
    pub fn password(&self) -> &str {
        &self.password
    }

    /// Where `imap-dal` finds the account, plain.
    pub fn url(&self) -> String {
        self.url_at(&self.address)
    }

    /// The same account through a proxy.
    pub fn url_at(&self, address: impl Display) -> String {
        format!("imap://{}:{}@{address}", self.user, self.password)
    }

    /// A second client, signed in.
    pub fn raw(&self) -> Raw {
        Raw::login(&self.address, &self.user, &self.password)
    }

    /// Deletes all mail and the mailboxes that tests made.
    fn clear(&self) {
        let mut raw = self.raw();
        let mut mailboxes = raw.mailboxes();
        mailboxes.sort_by_key(|name| std::cmp::Reverse(name.len()));
        for name in mailboxes {
            if raw.command(format!("SELECT {}", quoted(&name))).is_ok() {
                raw.command("STORE 1:* +FLAGS.SILENT (\\Deleted)");
                raw.ok("EXPUNGE");
                raw.command("CLOSE");
            }
            if !KEPT.contains(&name.as_str()) {
                raw.command(format!("DELETE {}", quoted(&name)));
            }
        }
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        if let Some(claim) = &self.claim {
            // The folder may be gone already, with the server.
            let _ = fs::remove_file(claim);
        }
    }
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: this test needs a server, run `tests/with-server dovecot -- cargo test ..` or `tests/run`")
    })
}
