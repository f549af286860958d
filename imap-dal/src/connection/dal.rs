//! [`Dal`], the handle programs hold, and what it is made from.

use super::{
    Canceller, Connection, LONGEST_TIMEOUT,
    allowance::Allowance,
    config::{Config, Hook, Tokens},
    lease::Lease,
    pool::Pool,
    secret::Secret,
    tls::{ClientCertificate, Tls, TlsOptions, TlsVersion},
    url::{Target, Url},
};
use crate::{
    AnyMailbox, Error, InMailbox, MailboxInfo, NoSource, Profile, Query, Reason, Result, Source, wire::Limits, words,
};
use std::{
    fmt,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

/// A pool of connections to one account; clones share it.
///
/// The first connection is opened by [`connect`](Self::connect), others when they are needed. Idle ones are logged out
/// when the last clone is dropped.
///
/// # How long anything waits
///
/// | wait | ends after |
/// | --- | --- |
/// | a free connection; name and address of the host; TLS; the greeting; each command of the sign-in | [`timeout`](DalBuilder::timeout), 30 s by default, each |
/// | each flight: octets, or a row or completion from a server that talks of other things | the same |
/// | a server that takes nobody, or nothing more, now | three pauses, 3 s in all |
/// | [`Query::wait`](crate::Query::wait) | what it is given |
/// | the farewell of a connection that is given up | 1 s |
///
/// [`with_timeout`](Self::with_timeout) changes the time-out for some queries, [`with_deadline`](Self::with_deadline) ends
/// them as a whole, [`with_canceller`](Self::with_canceller) lets another thread end them.
#[derive(Clone)]
pub struct Dal {
    pool: Arc<Pool>,
    allowance: Allowance,
}

/// What a [`Dal`] is made from.
#[derive(Clone)]
#[must_use = "call `connect()`"]
pub struct DalBuilder {
    url: String,
    pool_size: usize,
    timeout: Duration,
    tls: TlsOptions,
    requires_tls: bool,
    pipelining: bool,
    hidden: Vec<String>,
    profile: Profile,
    limits: Limits,
    idle_timeout: Duration,
    after_connect: Option<Hook>,
    tokens: Option<Tokens>,
    #[cfg(any(test, fuzzing))]
    scripts: Option<super::Scripts>,
}

/// Where other libraries start a query. Beside its type: of impls elsewhere rustc tells the module.
#[doc(hidden)]
#[rustfmt::skip]
#[allow(clippy::extra_unused_lifetimes)]
impl Dal {
    pub fn query<T>(&self) -> Query<AnyMailbox, T> where for<'a> Self: NoSource<words::query> { <Self as NoSource<words::query>>::never() }
    pub fn inbox<S: Source>(&self) -> InMailbox<S> where for<'a> Self: NoSource<words::inbox> { <Self as NoSource<words::inbox>>::never() }
    pub fn mailbox<N, S: Source>(&self, _: N) -> InMailbox<S> where for<'a> Self: NoSource<words::mailbox> { <Self as NoSource<words::mailbox>>::never() }
    pub fn in_mailbox<N, S: Source>(&self, _: N) -> InMailbox<S> where for<'a> Self: NoSource<words::in_mailbox> { <Self as NoSource<words::in_mailbox>>::never() }
    pub fn select<N>(&self, _: N) -> Result<()> where for<'a> Self: NoSource<words::select> { <Self as NoSource<words::select>>::never() }
    pub fn fetch<C, T>(&self, _: C) -> Result<T> where for<'a> Self: NoSource<words::fetch> { <Self as NoSource<words::fetch>>::never() }
    pub fn search<C, T>(&self, _: C) -> Query<AnyMailbox, T> where for<'a> Self: NoSource<words::search> { <Self as NoSource<words::search>>::never() }
    pub fn load<Q, T>(&self, _: Q) -> Result<T> where for<'a> Self: NoSource<words::load> { <Self as NoSource<words::load>>::never() }
    pub fn execute<Q, T>(&self, _: Q) -> Result<T> where for<'a> Self: NoSource<words::execute> { <Self as NoSource<words::execute>>::never() }
}

impl Dal {
    /// Connects and signs in: `imaps://user:password@host:port`.
    ///
    /// The scheme is `imaps` (TLS, port 993 where none is given) or `imap` (port 143, secured by STARTTLS unless the
    /// server is on this machine). Characters such as `@ : / ? # %` in user and password are percent-encoded; an IPv6
    /// address stands in brackets. `;AUTH=` behind the user (RFC 5092) says how to sign in: `LOGIN`, `PLAIN`, or
    /// `OAUTHBEARER` and `XOAUTH2`, which take an access token in the password's place.
    ///
    /// Options follow as `?name=value&name=value`; they do what the methods of [`DalBuilder`] of these names do, and win
    /// over them: `timeout` and `idle_timeout` in seconds, `pool_size`, `pipelining=false`, `hide_capabilities=A,B`,
    /// `root_certificate=/path`, `client_certificate=/path` with `client_key=/path` where that is another file,
    /// `minimum_tls=1.3`, `server_name`, `require_tls=true`. An option that is none of these is an error.
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
            tls: TlsOptions::default(),
            requires_tls: false,
            pipelining: true,
            hidden: Vec::new(),
            profile: Profile::default(),
            limits: Limits::default(),
            idle_timeout: Duration::from_secs(5 * 60),
            after_connect: None,
            tokens: None,
            #[cfg(any(test, fuzzing))]
            scripts: None,
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
        Connection::new(&self.pool, &self.allowance)
    }

    /// The same pool with another time-out, for a query that may take longer, or must not. It counts for every wait of
    /// what runs on the handle it gives, as [`DalBuilder::timeout`] says, and for connections made for it.
    ///
    /// ```no_run
    /// # use imap_dal::prelude::*;
    /// # use std::time::Duration;
    /// # fn search(dal: &Dal) -> imap_dal::Result<u64> {
    /// AnyMailbox::in_mailbox("Archive")
    ///     .filter(AnyMailbox::text.contains("needle"))
    ///     .count(&dal.with_timeout(Duration::from_secs(600)))
    /// # }
    /// ```
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Dal {
        self.allowing(Allowance { timeout: timeout.min(LONGEST_TIMEOUT), ..self.allowance.clone() })
    }

    /// The same pool for what must be over at a point in time, however much the server brings: a query that is not fails
    /// with [`Timeout`](Error::Timeout), and its connection is closed.
    #[must_use]
    pub fn with_deadline(&self, deadline: Instant) -> Dal {
        self.allowing(Allowance { deadline: Some(deadline), ..self.allowance.clone() })
    }

    /// The same pool for what another thread may call off, with [`Canceller::cancel`].
    #[must_use]
    pub fn with_canceller(&self, canceller: &Canceller) -> Dal {
        self.allowing(Allowance { canceller: Some(canceller.clone()), ..self.allowance.clone() })
    }

    pub(super) fn lease(&self) -> Result<Lease> {
        Lease::from_pool(&self.pool, &self.allowance)
    }

    pub(super) fn allowance(&self) -> &Allowance {
        &self.allowance
    }

    fn allowing(&self, allowance: Allowance) -> Dal {
        Dal { pool: Arc::clone(&self.pool), allowance }
    }

    pub(super) fn hands(&self, most: usize) -> Result<Vec<Connection>> {
        Connection::several(&self.pool, &self.allowance, most)
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
        self.tls(|tls| tls.root_certificate = Some(path.as_ref().to_owned()))
    }

    /// Shows the server a certificate of one's own: PEM files with its chain, and with its key as PKCS#8.
    pub fn client_certificate(self, certificate: impl AsRef<Path>, key: impl AsRef<Path>) -> Self {
        let (certificate, key) = (certificate.as_ref().to_owned(), key.as_ref().to_owned());
        self.tls(|tls| tls.client = Some(ClientCertificate::Pem { certificate, key }))
    }

    /// As [`client_certificate`](Self::client_certificate), from one PKCS#12 file (`.p12`, `.pfx`).
    pub fn client_pkcs12(self, file: impl AsRef<Path>, password: &str) -> Self {
        let (file, password) = (file.as_ref().to_owned(), Secret::new(password.to_owned()));
        self.tls(|tls| tls.client = Some(ClientCertificate::Pkcs12 { file, password }))
    }

    /// Whether an `imap` URL means STARTTLS on this machine too (default not): for a port of it that leads elsewhere.
    pub fn require_tls(self, on: bool) -> Self {
        DalBuilder { requires_tls: on, ..self }
    }

    /// The oldest version of TLS that is good enough (default 1.2).
    pub fn minimum_tls(self, version: TlsVersion) -> Self {
        self.tls(|tls| tls.minimum = version)
    }

    /// The name that the server's certificate must be for, and that it is asked for (SNI), where it is not the URL's host:
    /// for a tunnel, or an address.
    pub fn server_name(self, name: &str) -> Self {
        self.tls(|tls| tls.server_name = Some(name.to_owned()))
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

    /// Reads what a server says from scripts.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn scripts(self, scripts: super::Scripts) -> Self {
        DalBuilder { scripts: Some(scripts), ..self }
    }

    fn tls(mut self, change: impl FnOnce(&mut TlsOptions)) -> Self {
        change(&mut self.tls);
        self
    }

    /// Does what an option of the URL says.
    fn with_option(self, name: &str, value: &str) -> Result<Self> {
        let invalid = |wanted: &str| Error::invalid(format!("the URL's option `{name}` is not {wanted}"));
        let seconds = || value.parse().map(Duration::from_secs).map_err(|_| invalid("a number of seconds"));
        Ok(match name {
            "timeout" => self.timeout(seconds()?),
            "idle_timeout" => self.idle_timeout(seconds()?),
            "pool_size" => self.pool_size(value.parse().map_err(|_| invalid("a number of connections"))?),
            "require_tls" => self.require_tls(value.parse().map_err(|_| invalid("`true` or `false`"))?),
            "pipelining" => self.pipelining(value.parse().map_err(|_| invalid("`true` or `false`"))?),
            "hide_capabilities" => self.hide_capabilities(value.split(',')),
            "root_certificate" => self.root_certificate(value),
            // The key may stand in the same file; `client_key` says otherwise.
            "client_certificate" => self.client_certificate(value, value),
            "client_key" => match self.tls.client.clone() {
                Some(ClientCertificate::Pem { certificate, .. }) => self.client_certificate(certificate, value),
                _ => return Err(invalid("of use without a `client_certificate` before it")),
            },
            "minimum_tls" => self.minimum_tls(match value {
                "1.2" => TlsVersion::Tls12,
                "1.3" => TlsVersion::Tls13,
                _ => return Err(invalid("1.2 or 1.3")),
            }),
            "server_name" => self.server_name(value),
            _ => {
                return Err(Error::invalid(
                    "the URL has an option that is none of timeout, idle_timeout, pool_size, pipelining, require_tls, \
                     hide_capabilities, root_certificate, client_certificate, client_key, minimum_tls and server_name",
                ));
            }
        })
    }

    /// How to sign in, and with what.
    fn credentials(mut self, target: Target) -> Result<(Self, Target)> {
        match (target.mechanism, &self.tokens) {
            (Some(mechanism), Some(_)) if !mechanism.takes_token() => {
                Err(Error::invalid("the URL's `;AUTH=` wants a password, but there is a token provider"))
            }
            (_, Some(_)) => Ok((self, target)),
            (Some(mechanism), None) if mechanism.takes_token() => {
                let target = target.with_password()?;
                let token = target.password.clone();
                self.tokens = Some(Tokens::new(move |_| Ok(token.reveal().to_owned())));
                Ok((self, target))
            }
            _ => Ok((self, target.with_password()?)),
        }
    }

    /// Connects and signs in.
    ///
    /// # Errors
    /// `InvalidInput` for options that cannot be used; as [`Dal::connect`].
    pub fn connect(self) -> Result<Dal> {
        let Url { target, options } = Url::parse(&self.url)?;
        let builder = options.iter().try_fold(self, |builder, (name, value)| builder.with_option(name, value))?;
        let (builder, target) = builder.credentials(target)?;
        builder.connect_to(target)
    }

    fn connect_to(self, target: Target) -> Result<Dal> {
        if self.pool_size == 0 {
            return Err(Error::invalid("a pool needs at least one connection: `pool_size(1)` or more"));
        }
        if self.timeout.is_zero() {
            return Err(Error::invalid("a time-out of zero leaves no time for any answer"));
        }
        let tls = Tls::new(self.tls);
        if target.tls || tls.has_files() {
            // What is wrong with a file shows before anything is sent.
            tls.connector(&target)?;
        }
        let config = Config {
            target,
            timeout: self.timeout.min(LONGEST_TIMEOUT),
            tls,
            requires_tls: self.requires_tls,
            pipelining: self.pipelining,
            hidden: self.hidden,
            profile: self.profile,
            limits: self.limits,
            idle_timeout: self.idle_timeout,
            after_connect: self.after_connect,
            tokens: self.tokens,
            #[cfg(any(test, fuzzing))]
            scripts: self.scripts,
        };
        let allowance = Allowance::new(config.timeout);
        let dal = Dal { pool: Pool::new(config, self.pool_size), allowance };
        // What is wrong with host, certificate or password shows here and not at the first query.
        drop(dal.lease()?);
        Ok(dal)
    }
}
