//! What a server is made of before it starts: users, mailboxes, switches.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use native_tls::{Identity, TlsAcceptor};

use crate::capability::{Capabilities, Capability};
use crate::faults::Fault;
use crate::limits::Limits;
use crate::role::Role;
use crate::server::{EmbeddedServer, Shared, User};
use crate::store::{Flags, Incoming, Store};

/// What a search makes of a message whose Date header is missing, impossible or unreadable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum UnreadableDates {
    /// It was sent on 1 January 1970, so that SENTBEFORE finds it. As Dovecot does.
    #[default]
    LongAgo,
    /// No SENT key finds it.
    Never,
    /// It counts as sent on the day it arrived.
    Arrival,
}

/// When tagged lines are sent, of commands that came in one batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum AnswerOrder {
    /// Each behind its command's data.
    #[default]
    AsDone,
    /// All behind the data of the whole batch.
    Late,
    /// Behind the data of the whole batch, the last command's first.
    Reversed,
}

/// A message to start with or to add, with what else the server should know of it.
///
/// ```
/// use imap_dal_embedded::StoredMessage;
/// let message = StoredMessage::new("Subject: hi\r\n\r\nhello").flags(["\\Seen", "$Paid"]);
/// # let _ = message;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMessage {
    bytes: Vec<u8>,
    flags: Vec<String>,
    internal_date: Option<Timestamp>,
}

impl StoredMessage {
    /// A message of these octets, kept as they are.
    pub fn new(bytes: impl Into<Vec<u8>>) -> StoredMessage {
        StoredMessage { bytes: bytes.into(), flags: Vec::new(), internal_date: None }
    }

    /// Adds flags: `\Seen` and the like, or keywords.
    #[must_use]
    pub fn flags<F: Into<String>>(mut self, flags: impl IntoIterator<Item = F>) -> StoredMessage {
        self.flags.extend(flags.into_iter().map(Into::into));
        self
    }

    /// When it arrived; without this, now.
    #[must_use]
    pub fn internal_date(self, at: Timestamp) -> StoredMessage {
        StoredMessage { internal_date: Some(at), ..self }
    }

    pub(crate) fn incoming(self) -> Incoming {
        Incoming { bytes: self.bytes, flags: self.flags.iter().collect::<Flags>(), internal: self.internal_date }
    }
}

impl<B: Into<Vec<u8>>> From<B> for StoredMessage {
    fn from(bytes: B) -> StoredMessage {
        StoredMessage::new(bytes)
    }
}

/// What does not change once the server runs.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) capabilities: Capabilities,
    pub(crate) limits: Limits,
    pub(crate) words: bool,
    pub(crate) unreadable: UnreadableDates,
    pub(crate) zone: TimeZone,
    pub(crate) order: AnswerOrder,
    pub(crate) delay: Duration,
    pub(crate) charsets: Vec<String>,
    pub(crate) tls: Option<Tls>,
    pub(crate) tls_required: bool,
    pub(crate) tls_at_once: bool,
}

/// The server's side of TLS.
#[derive(Clone)]
pub(crate) struct Tls(pub(crate) Arc<TlsAcceptor>);

impl Tls {
    fn of(identity: native_tls::Result<Identity>) -> Result<Tls, String> {
        let identity = identity.map_err(|e| format!("the identity for TLS cannot be read: {e}"))?;
        let acceptor = TlsAcceptor::new(identity).map_err(|e| format!("TLS cannot be offered: {e}"))?;
        Ok(Tls(Arc::new(acceptor)))
    }
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls")
    }
}

/// Builds an [`EmbeddedServer`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `start`"]
pub struct Builder {
    options: Options,
    users: Vec<(String, String)>,
    own_mailboxes: bool,
    port: u16,
    tls_port: Option<u16>,
    mailboxes: Vec<(String, Vec<StoredMessage>)>,
    roles: Vec<(String, Option<Role>)>,
    subscribed: Vec<String>,
    faults: Vec<Fault>,
    separator: char,
    uid_validity: u32,
    tls: Option<Result<Tls, String>>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            capabilities: Capabilities::default(),
            limits: Limits::default(),
            words: false,
            unreadable: UnreadableDates::default(),
            zone: TimeZone::UTC,
            order: AnswerOrder::default(),
            delay: Duration::ZERO,
            charsets: Vec::new(),
            tls: None,
            tls_required: false,
            tls_at_once: false,
        }
    }
}

impl Default for Builder {
    fn default() -> Builder {
        Builder {
            options: Options::default(),
            users: Vec::new(),
            own_mailboxes: false,
            port: 0,
            tls_port: None,
            mailboxes: Vec::new(),
            roles: Vec::new(),
            subscribed: Vec::new(),
            faults: Vec::new(),
            separator: '/',
            uid_validity: 1,
            tls: None,
        }
    }
}

impl Builder {
    /// Adds a user. All users of a server see the same mailboxes, unless they have [`own_mailboxes`](Self::own_mailboxes);
    /// [`EmbeddedServer::url`] names the first.
    pub fn user(mut self, name: &str, password: &str) -> Builder {
        self.users.push((name.to_owned(), password.to_owned()));
        self
    }

    /// Gives every user mailboxes of his own: those the builder was given, with their messages, to begin with. What
    /// [`EmbeddedServer`] tells and changes is then the first user's, but for [`EmbeddedServer::mailbox_of`]; what a fault
    /// changes is that of the client it happens to.
    pub fn own_mailboxes(mut self, on: bool) -> Builder {
        self.own_mailboxes = on;
        self
    }

    /// Adds a mailbox with its messages: octets, or [`StoredMessage`]s. INBOX is there without being asked for. A
    /// mailbox called Archive, Drafts, Junk, Sent or Trash has that role.
    pub fn mailbox<M: Into<StoredMessage>>(mut self, name: &str, messages: impl IntoIterator<Item = M>) -> Builder {
        self.mailboxes.push((name.to_owned(), messages.into_iter().map(Into::into).collect()));
        self
    }

    /// Adds a mailbox without messages.
    pub fn empty_mailbox(self, name: &str) -> Builder {
        self.mailbox(name, std::iter::empty::<StoredMessage>())
    }

    /// Gives a mailbox a role, or with `None` takes the one its name suggests.
    pub fn role(mut self, mailbox: &str, role: impl Into<Option<Role>>) -> Builder {
        self.roles.push((mailbox.to_owned(), role.into()));
        self
    }

    /// Subscribes to a mailbox, as LSUB tells.
    pub fn subscribed(mut self, mailbox: &str) -> Builder {
        self.subscribed.push(mailbox.to_owned());
        self
    }

    /// Switches an extension on.
    pub fn with(mut self, capability: Capability) -> Builder {
        self.options.capabilities.insert(capability);
        self
    }

    /// Switches an extension off: it is not announced, and using it anyway is answered with BAD.
    pub fn without(mut self, capability: Capability) -> Builder {
        self.options.capabilities.remove(capability);
        self
    }

    /// Switches all extensions off but these.
    pub fn only(mut self, capabilities: impl IntoIterator<Item = Capability>) -> Builder {
        self.options.capabilities = Capabilities::none();
        capabilities.into_iter().for_each(|c| self.options.capabilities.insert(c));
        self
    }

    /// Search keys match whole words only, as Gmail's do.
    pub fn word_matching(mut self, on: bool) -> Builder {
        self.options.words = on;
        self
    }

    /// What a search makes of a Date header it cannot read.
    pub fn unreadable_dates(mut self, unreadable: UnreadableDates) -> Builder {
        self.options.unreadable = unreadable;
        self
    }

    /// The zone INTERNALDATE and SAVEDATE are printed in, and in which days begin for ON, SINCE and BEFORE. UTC unless
    /// told.
    pub fn zone(mut self, zone: TimeZone) -> Builder {
        self.options.zone = zone;
        self
    }

    /// The character between the levels of a mailbox name. `/` unless told.
    pub fn separator(mut self, separator: char) -> Builder {
        self.separator = separator;
        self
    }

    /// The UIDVALIDITY of the first mailbox; each further one has the next. INBOX is the first unless it was given
    /// later.
    pub fn uid_validity(mut self, first: u32) -> Builder {
        self.uid_validity = first;
        self
    }

    /// When tagged lines are sent.
    pub fn answer_order(mut self, order: AnswerOrder) -> Builder {
        self.options.order = order;
        self
    }

    /// How long the server thinks before each command.
    pub fn delay(mut self, wait: Duration) -> Builder {
        self.options.delay = wait;
        self
    }

    /// The charsets SEARCH takes; others are answered with BADCHARSET. Without this, all that can be decoded.
    pub fn charsets<C: Into<String>>(mut self, charsets: impl IntoIterator<Item = C>) -> Builder {
        self.options.charsets = charsets.into_iter().map(Into::into).collect();
        self
    }

    /// Bounds for every client.
    pub fn limits(mut self, limits: Limits) -> Builder {
        self.options.limits = limits;
        self
    }

    /// Something that goes wrong; see also [`EmbeddedServer::inject`].
    pub fn fault(mut self, fault: Fault) -> Builder {
        self.faults.push(fault);
        self
    }

    /// Offers STARTTLS with a key and certificates in PKCS#12 (DER).
    pub fn pkcs12(mut self, der: &[u8], password: &str) -> Builder {
        self.tls = Some(Tls::of(Identity::from_pkcs12(der, password)));
        self
    }

    /// Offers STARTTLS with certificates and a PKCS#8 key in PEM.
    pub fn pem(mut self, certificates: &[u8], key: &[u8]) -> Builder {
        self.tls = Some(Tls::of(Identity::from_pkcs8(certificates, key)));
        self
    }

    /// Refuses to let users sign in before STARTTLS (LOGINDISABLED).
    pub fn require_tls(mut self, on: bool) -> Builder {
        self.options.tls_required = on;
        self
    }

    /// Speaks TLS from the first octet, as on port 993; the URL begins with `imaps`. It needs an identity.
    pub fn implicit_tls(mut self, on: bool) -> Builder {
        self.options.tls_at_once = on;
        self
    }

    /// The port to listen on; 0, as without this, is any that is free.
    pub fn port(mut self, port: u16) -> Builder {
        self.port = port;
        self
    }

    /// Listens on a second port, 0 for any that is free, where TLS is spoken from the first octet. It needs an identity;
    /// see [`EmbeddedServer::tls_address`].
    pub fn tls_port(mut self, port: u16) -> Builder {
        self.tls_port = Some(port);
        self
    }

    /// Starts the server on the loopback interface.
    ///
    /// # Errors
    /// `InvalidInput` without a user, for an identity that is missing or cannot be read, and for a mailbox given twice;
    /// otherwise what the operating system says of the port.
    pub fn start(mut self) -> io::Result<EmbeddedServer> {
        let invalid = |text: String| io::Error::new(io::ErrorKind::InvalidInput, text);
        if !self.separator.is_ascii_punctuation() || "\"\\%*&".contains(self.separator) {
            return Err(invalid(format!("{:?} cannot separate the levels of a name", self.separator)));
        }
        if let Some(tls) = self.tls.take() {
            self.options.tls = Some(tls.map_err(invalid)?);
        }
        let needed = self.options.tls_at_once || self.options.tls_required || self.tls_port.is_some();
        if needed && self.options.tls.is_none() {
            return Err(invalid("TLS needs an identity: add one with `pkcs12` or `pem`".to_owned()));
        }
        let mut users = self.users().map_err(invalid)?.into_iter();
        let Some(first) = users.next() else {
            return Err(invalid("the server has no user: add one with `user(name, password)`".to_owned()));
        };
        let shared = Shared::new(first, users.collect(), self.options);
        self.faults.into_iter().for_each(|fault| shared.faults().arm(fault));
        EmbeddedServer::listen(shared, self.port, self.tls_port)
    }

    fn users(&self) -> Result<Vec<User>, String> {
        let shared = Arc::new(self.store()?);
        let of = |name: &str| match self.own_mailboxes && self.users.first().is_some_and(|(first, _)| first != name) {
            true => self.store().map(Arc::new),
            false => Ok(Arc::clone(&shared)),
        };
        let user = |(name, password): &(String, String)| {
            Ok(User { name: name.clone(), password: password.clone(), store: of(name)? })
        };
        self.users.iter().map(user).collect()
    }

    fn store(&self) -> Result<Store, String> {
        let store = Store::new(self.separator, self.uid_validity);
        let mut state = store.lock();
        let mut mailboxes = self.mailboxes.clone();
        for (name, _) in mailboxes.iter_mut().filter(|(name, _)| name.eq_ignore_ascii_case("INBOX")) {
            "INBOX".clone_into(name);
        }
        if !mailboxes.iter().any(|(name, _)| name == "INBOX") {
            mailboxes.insert(0, ("INBOX".to_owned(), Vec::new()));
        }
        for (name, messages) in mailboxes {
            let given = self.roles.iter().rfind(|(n, _)| *n == name);
            if !state.create(&name, given.map_or_else(|| Role::usual(&name), |(_, role)| *role)) {
                return Err(format!("the mailbox {name} was given twice"));
            }
            let id = state.mailboxes.get(&name).map_or(0, |m| m.id);
            for message in messages {
                state.add(id, message.incoming()).ok_or_else(|| format!("the mailbox {name} has too many messages"))?;
            }
        }
        if let Some((name, _)) = self.roles.iter().find(|(name, _)| !state.mailboxes.contains_key(name)) {
            return Err(format!("there is no mailbox {name} to give a role to"));
        }
        state.subscribed.extend(self.subscribed.iter().cloned());
        drop(state);
        Ok(store)
    }
}
