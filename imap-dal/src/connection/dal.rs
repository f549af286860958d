//! [`Dal`], the handle programs hold, and what it is made from.

use super::{
    Connection, LONGEST_TIMEOUT,
    config::{Config, Hook, Tls, Tokens},
    lease::Lease,
    pool::Pool,
    url::Target,
};
use crate::{Error, MailboxInfo, Profile, Reason, Result, wire::Limits};
use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// A pool of connections to one account; clones share it.
///
/// The first connection is opened by [`connect`](Self::connect), others when they are needed. Idle ones are logged out
/// when the last clone is dropped.
#[derive(Clone)]
pub struct Dal {
    pool: Arc<Pool>,
}

/// What a [`Dal`] is made from.
#[derive(Clone)]
#[must_use = "call `connect()`"]
pub struct DalBuilder {
    url: String,
    pool_size: usize,
    timeout: Duration,
    root_certificate: Option<PathBuf>,
    pipelining: bool,
    hidden: Vec<String>,
    profile: Profile,
    limits: Limits,
    idle_timeout: Duration,
    after_connect: Option<Hook>,
    tokens: Option<Tokens>,
}

impl Dal {
    /// Connects and signs in: `imaps://user:password@host:port`.
    ///
    /// The scheme is `imaps` (TLS, port 993 where none is given) or `imap` (port 143, secured by STARTTLS unless the
    /// server is on this machine). Characters such as `@ : / ? # %` in user and password are percent-encoded.
    ///
    /// # Errors
    /// `InvalidInput` for a URL that cannot be used (it is never quoted), `Connect`, `Tls`, `Auth`, `Timeout`.
    pub fn connect(url: &str) -> Result<Dal> {
        Self::builder(url).connect()
    }

    /// As [`connect`](Self::connect), with options.
    pub fn builder(url: &str) -> DalBuilder {
        DalBuilder {
            url: url.to_owned(),
            pool_size: 2,
            timeout: Duration::from_secs(30),
            root_certificate: None,
            pipelining: true,
            hidden: Vec::new(),
            profile: Profile::default(),
            limits: Limits::default(),
            idle_timeout: Duration::from_secs(5 * 60),
            after_connect: None,
            tokens: None,
        }
    }

    /// The mailboxes that can be selected, in the server's order (LIST, RFC 9051 section 6.3.9).
    ///
    /// # Errors
    /// What asking the server can bring.
    pub fn mailboxes(&self) -> Result<Vec<MailboxInfo>> {
        self.lease()?.mailboxes()
    }

    /// A connection of one's own; it counts in the pool until it is dropped.
    ///
    /// # Errors
    /// `Busy` when this thread itself uses all connections of the pool, `Connect` when they stay in use by others; what connecting can bring.
    pub fn connection(&self) -> Result<Connection> {
        Connection::new(&self.pool)
    }

    pub(super) fn lease(&self) -> Result<Lease> {
        Lease::from_pool(&self.pool)
    }

    pub(super) fn hands(&self, most: usize) -> Result<Vec<Connection>> {
        Connection::several(&self.pool, most)
    }
}

impl fmt::Debug for Dal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dal").field("account", &self.pool.config().target.account()).finish_non_exhaustive()
    }
}

impl DalBuilder {
    /// How many connections may be open at once (default 2). Each stream of rows that is alive holds one: a query inside
    /// a loop over a stream needs a second. Where all are in use by the thread that asks for one more, which would wait
    /// for itself, that is [`Error::Busy`] at once.
    pub fn pool_size(self, connections: usize) -> Self {
        DalBuilder { pool_size: connections, ..self }
    }

    /// How long to wait (default 30 s): for octets, for something of use from a server that talks of other things, for
    /// a free connection.
    pub fn timeout(self, timeout: Duration) -> Self {
        DalBuilder { timeout, ..self }
    }

    /// A PEM file with certificates of authorities to trust beside the system's.
    pub fn root_certificate(self, path: impl AsRef<Path>) -> Self {
        DalBuilder { root_certificate: Some(path.as_ref().to_owned()), ..self }
    }

    /// Whether commands that do not depend on one another are sent together (default). The rows are the same without,
    /// at more round trips.
    pub fn pipelining(self, on: bool) -> Self {
        DalBuilder { pipelining: on, ..self }
    }

    /// Capabilities to overlook, as though the server did not have them: for servers that announce what they do badly.
    pub fn hide_capabilities<T: AsRef<str>>(mut self, names: impl IntoIterator<Item = T>) -> Self {
        self.hidden.extend(names.into_iter().map(|name| name.as_ref().to_ascii_uppercase()));
        self
    }

    /// What the server's search is worth.
    pub fn profile(self, profile: Profile) -> Self {
        DalBuilder { profile, ..self }
    }

    /// How much the server may make this side hold. The defaults are more than any honest server needs.
    pub fn limits(self, limits: Limits) -> Self {
        DalBuilder { limits, ..self }
    }

    /// How long a connection may lie idle and still be used again (default 5 minutes; servers hang up after 30, many
    /// routers sooner). One that lay longer is logged out when the pool is next used.
    pub fn idle_timeout(self, timeout: Duration) -> Self {
        DalBuilder { idle_timeout: timeout, ..self }
    }

    /// Signs in with OAuth 2.0 access tokens instead of a password (OAUTHBEARER, RFC 7628, or XOAUTH2, as the server has
    /// it); the URL then needs none: `imaps://alice%40example.org@imap.example.org`.
    ///
    /// `provide` is called for each new connection, with `None`; where the server refuses that token it is called once
    /// more with the server's words, to fetch a fresh one.
    ///
    /// ```no_run
    /// # use imap_dal::prelude::*;
    /// # fn cached() -> String { String::new() }
    /// # fn refreshed() -> std::io::Result<String> { Ok(String::new()) }
    /// let dal = Dal::builder("imaps://alice%40example.org@imap.example.org")
    ///     .token_provider(|refusal| if refusal.is_none() { Ok(cached()) } else { Ok(refreshed()?) })
    ///     .connect()?;
    /// # Ok::<(), imap_dal::Error>(())
    /// ```
    pub fn token_provider(
        self,
        provide: impl Fn(Option<&str>) -> std::result::Result<String, Reason> + Send + Sync + 'static,
    ) -> Self {
        DalBuilder { tokens: Some(Tokens::new(provide)), ..self }
    }

    /// What to do on every new connection, once it is signed in: ID, a quota, a NAMESPACE of one's own. An error of it
    /// ends the connection and is the error of whoever needed one.
    pub fn after_connect(
        self,
        hook: impl Fn(&mut imap::Session<imap::Connection>) -> imap::Result<()> + Send + Sync + 'static,
    ) -> Self {
        DalBuilder { after_connect: Some(Hook::new(hook)), ..self }
    }

    /// Connects and signs in.
    ///
    /// # Errors
    /// `InvalidInput` for options that cannot be used; as [`Dal::connect`].
    pub fn connect(self) -> Result<Dal> {
        if self.pool_size == 0 {
            return Err(Error::invalid("a pool needs at least one connection: `pool_size(1)` or more"));
        }
        if self.timeout.is_zero() {
            return Err(Error::invalid("a time-out of zero leaves no time for any answer"));
        }
        let mut target = Target::parse(&self.url)?;
        if self.tokens.is_none() {
            target = target.with_password()?;
        }
        let tls = Tls::new(self.root_certificate);
        if target.tls || tls.root_certificate.is_some() {
            // What is wrong with the file shows before anything is sent.
            tls.connector(&target)?;
        }
        let config = Config {
            target,
            timeout: self.timeout.min(LONGEST_TIMEOUT),
            tls,
            pipelining: self.pipelining,
            hidden: self.hidden,
            profile: self.profile,
            limits: self.limits,
            idle_timeout: self.idle_timeout,
            after_connect: self.after_connect,
            tokens: self.tokens,
        };
        let dal = Dal { pool: Pool::new(config, self.pool_size) };
        // What is wrong with host, certificate or password shows here and not at the first query.
        drop(dal.lease()?);
        Ok(dal)
    }
}
