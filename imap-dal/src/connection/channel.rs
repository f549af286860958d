//! One connection to the server, from the socket to the signed-in dialogue.

use super::{
    LONGEST_FAREWELL,
    allowance::Allowance,
    config::Config,
    imap_session::{ImapSession, Method, SignIn, names, responses},
    known::{Known, Mark},
    link::{Link, Patience, Traffic, answer, unreadable},
    secret::{Secret, Secrets},
    stream::Stream,
    tls, trace,
    url::Mechanism,
};
use crate::{
    Error, Profile, Result,
    wire::{Code, Command, Limits, Literals, Response, Status, parse},
};
use std::{
    net::IpAddr,
    sync::Arc,
    time::{Duration, Instant},
};

/// How long to wait before another try where the server says that it takes nobody, or nothing more, now.
pub(crate) const PAUSES: [Duration; 3] = if cfg!(fuzzing) {
    [Duration::ZERO; 3]
} else {
    [Duration::from_millis(250), Duration::from_millis(750), Duration::from_millis(2_000)]
};

/// Nobody loses a connection without notice in so short a time; a server that then says nothing is only slow.
const SHORT_SILENCE: Duration = Duration::from_secs(2);

/// Octets that a server may say to an idle connection before it is left for another.
const MOST_UNASKED: usize = 1024 * 1024;

/// One signed-in connection. It is of use until an error ends it or a flight on it is given up half-way.
#[derive(Debug)]
pub struct Channel {
    pub(super) config: Arc<Config>,
    pub(super) link: Link,
    pub(super) next_tag: u64,
    pub(super) has_open_flight: bool,
    /// It was idle, and has brought nothing since.
    pub(super) is_silent: bool,
    pub(super) known: Arc<Known>,
    /// What the server turned out not to do, whatever it announces.
    pub(crate) refusals: Refusals,
    /// The mailbox that was opened last, by its decoded name, and how many messages it had.
    pub(crate) opened: Option<(Box<str>, u32)>,
    /// What it signed in with, as the server could repeat it at any time.
    pub(super) secrets: Arc<Secrets>,
    /// The commands sent since recording began, by what was sent together.
    recorded: Option<Vec<Vec<Command>>>,
    session: Option<ImapSession>,
    /// In upper case, without the hidden ones.
    capabilities: Arc<[String]>,
    account: String,
}

/// What a server turned out not to do.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Refusals {
    /// To search in UTF-8.
    pub(crate) charset: bool,
    /// To save the result of a SEARCH.
    pub(crate) saved_search: bool,
    /// To save the result of a SORT, which no capability announces.
    pub(crate) saved_sort: bool,
}

impl Channel {
    /// Connects, secures the connection where it leaves this machine, signs in.
    ///
    /// # Errors
    /// `Connect`, `Tls`, `Auth`, `Timeout`, `Bye`, `Protocol`; `InvalidInput` where the server offers no way to sign in
    /// with these characters.
    pub(super) fn open(config: &Arc<Config>, known: &Arc<Known>, allowance: &Allowance) -> Result<Self> {
        let deadline = allowance.until();
        let mut waits = PAUSES.into_iter().filter(|pause| Instant::now() + *pause < deadline);
        let mut outcome = Self::open_once(config, known, allowance, None);
        if let (Some(_), Err(Error::Auth { text, .. })) = (&config.tokens, &outcome) {
            let refusal = text.clone();
            outcome = Self::open_once(config, known, allowance, Some(&refusal));
        }
        while let Err(error) = &outcome {
            let Some(pause) = waits.next().filter(|_| error.is_throttling()) else { break };
            trace::pauses(pause);
            if !allowance.pause(pause)? {
                break;
            }
            match Self::open_once(config, known, allowance, None) {
                // What it said before says more.
                Err(Error::Connect { .. }) => break,
                next => outcome = next,
            }
        }
        outcome
    }

    fn open_once(
        config: &Arc<Config>,
        known: &Arc<Known>,
        allowance: &Allowance,
        refusal: Option<&str>,
    ) -> Result<Self> {
        let token = config.tokens.as_ref().map(|tokens| tokens.token(&config.target, refusal)).transpose()?;
        let (target, no_token) = (&config.target, Secret::default());
        let known_token = token.as_ref().unwrap_or(&no_token);
        let responses = responses(&target.user, target.password.reveal(), known_token.reveal());
        let secrets = Arc::new(Secrets::new([&target.password, known_token], &responses));
        Self::attempt(config, known, allowance, token.as_ref(), &secrets).map_err(|error| {
            // A server may repeat what it was sent.
            let error = secrets.removed_from_error(error);
            trace::not_connected(&target.host_and_port(), &error);
            error
        })
    }

    fn attempt(
        config: &Arc<Config>,
        known: &Arc<Known>,
        allowance: &Allowance,
        token: Option<&Secret>,
        secrets: &Arc<Secrets>,
    ) -> Result<Self> {
        let mut stream = Stream::connect(config, allowance)?;
        if config.target.tls {
            stream = stream.secured(config, allowance)?;
        }
        let is_local = stream.peer().is_some_and(is_loopback);
        let mut channel = Channel::unopened(config, known);
        channel.secrets = Arc::clone(secrets);
        channel.link.allow(allowance);
        channel.link.replace_stream(stream);
        let mut greeting = channel.greeting()?;
        let mut is_encrypted = config.target.tls;
        if !is_encrypted && (config.requires_tls || !is_local) {
            greeting = channel.start_tls(greeting)?;
            is_encrypted = true;
        }
        channel.sign_in(greeting, is_encrypted, token)?;
        trace::connected(&config.target.host_and_port(), is_encrypted, channel.traffic());
        if let Some(hook) = &config.after_connect {
            channel.with_imap(|session| hook.call(session))?;
        }
        Ok(channel)
    }

    /// A channel without connection: everything on it fails.
    pub(super) fn unopened(config: &Arc<Config>, known: &Arc<Known>) -> Self {
        Channel {
            config: Arc::clone(config),
            link: Link::new(config.limits, Allowance::new(config.timeout)),
            next_tag: 1,
            has_open_flight: false,
            is_silent: false,
            known: Arc::clone(known),
            refusals: Refusals::default(),
            opened: None,
            secrets: Arc::default(),
            recorded: None,
            session: None,
            capabilities: Arc::default(),
            account: config.target.account(),
        }
    }

    /// What the server can do, in upper case, without what `hide_capabilities` names.
    pub(crate) fn capabilities(&self) -> &Arc<[String]> {
        &self.capabilities
    }

    /// Whether the server has a capability, given in upper case.
    pub(crate) fn has(&self, capability: &str) -> bool {
        self.capabilities.iter().any(|name| name == capability)
    }

    /// `user@host:port`.
    pub(crate) fn account(&self) -> &str {
        &self.account
    }

    /// Waits before another attempt; false, at once, where the query's deadline leaves no time for that.
    ///
    /// # Errors
    /// `Cancelled`.
    pub(crate) fn pause(&self, time: Duration) -> Result<bool> {
        trace::pauses(time);
        self.link.allowance().pause(time)
    }

    /// How the mailbox was when it was last waited for, on any connection of the pool.
    pub(crate) fn mark(&self, mailbox: &str) -> Option<Mark> {
        self.known.mark(mailbox)
    }

    pub(crate) fn set_mark(&self, mailbox: &str, mark: Mark) {
        self.known.set_mark(mailbox, mark);
    }

    /// How long a connection may lie idle and be used again.
    pub(crate) fn idle_timeout(&self) -> Duration {
        self.config.idle_timeout
    }

    pub(crate) fn profile(&self) -> &Profile {
        &self.config.profile
    }

    /// How long to wait for the server.
    pub(crate) fn timeout(&self) -> Duration {
        self.config.timeout
    }

    /// The limits of what the server may send.
    pub(crate) fn limits(&self) -> &Limits {
        &self.link.limits
    }

    /// Which literals need not wait for the server.
    pub(crate) fn literals(&self) -> Literals {
        if self.has("LITERAL+") {
            Literals::Plus
        } else if self.has("LITERAL-") {
            Literals::Minus
        } else {
            Literals::Synchronizing
        }
    }

    /// What this connection has cost so far.
    pub(crate) fn traffic(&self) -> Traffic {
        self.link.traffic()
    }

    /// Keeps the commands of the flights begun from now on.
    pub(crate) fn record(&mut self) {
        self.recorded = Some(Vec::new());
    }

    /// The commands kept, by flight; keeping them ends.
    pub(crate) fn recorded(&mut self) -> Vec<Vec<Command>> {
        self.recorded.take().unwrap_or_default()
    }

    pub(super) fn keep_record(&mut self, commands: Vec<Command>) {
        if let Some(flights) = &mut self.recorded {
            flights.push(commands);
        }
    }

    /// Whether another flight can begin.
    pub(crate) fn is_usable(&self) -> bool {
        !self.has_open_flight && !self.link.is_closed() && self.session.is_some()
    }

    /// Whether the server still listens, as far as can be known without asking: it has neither hung up nor said BYE.
    pub(super) fn is_alive(&mut self) -> bool {
        if !self.is_usable() || self.link.absorb(MOST_UNASKED).is_err() {
            return false;
        }
        self.is_silent = self.link.heard().elapsed() > SHORT_SILENCE;
        loop {
            match self.link.framer.advance() {
                Ok(false) => return true,
                Ok(true) => match parse(self.link.framer.response(), &self.link.limits) {
                    Ok(Response::Status { status: Status::Bye, .. } | Response::Tagged { .. })
                    | Ok(Response::Continue { .. })
                    | Err(_) => return false,
                    Ok(_) => {}
                },
                Err(_) => return false,
            }
        }
    }

    /// Lends the connection to crate `imap`. Afterwards a NOOP shows whether both are still in step; if not, the
    /// connection is closed.
    pub(super) fn with_imap<T>(
        &mut self,
        use_session: impl FnOnce(&mut imap::Session<imap::Connection>) -> imap::Result<T>,
    ) -> Result<T> {
        if !self.is_usable() {
            return Err(Error::Busy {});
        }
        let Channel { session: Some(session), link, .. } = self else { return Err(Error::Busy {}) };
        let result = session.lend(link, use_session).map_err(|error| self.secrets.removed_from_error(error))?;
        if !self.run(Command::new("NOOP"), |_| Ok(())).is_ok_and(|done| done.status == Status::Ok) {
            self.link.close();
        }
        Ok(result)
    }

    fn greeting(&mut self) -> Result<Greeting> {
        self.link.response(&mut Patience::new(self.link.timeout()), "greeting")?;
        match parse(self.link.framer.response(), &self.link.limits).map_err(unreadable)? {
            Response::Status { status: status @ (Status::Ok | Status::PreAuth), code, .. } => Ok(Greeting {
                is_signed_in: status == Status::PreAuth,
                capabilities: match &code {
                    Some(Code::Capability(words)) => Some(names(words)),
                    _ => None,
                },
            }),
            Response::Status { status: Status::Bye, code, text } => {
                Err(Error::Bye { answer: answer(code.as_ref().map(Code::name), text) })
            }
            _ => Err(Error::protocol("its first line is no greeting; is the port right?")),
        }
    }

    /// STARTTLS (RFC 9051, section 6.2.1). Nothing the server said before is believed afterwards.
    ///
    /// # Errors
    /// `Tls` where the server does not offer it, refuses it, or where anything came between it and the handshake.
    fn start_tls(&mut self, greeting: Greeting) -> Result<Greeting> {
        if greeting.is_signed_in {
            return Err(tls::error(&self.config.target, "the server takes us for signed in before TLS (PREAUTH)"));
        }
        let offered = match greeting.capabilities {
            Some(capabilities) => capabilities,
            None => self.ask_capabilities()?,
        };
        if !offered.iter().any(|name| name == "STARTTLS") {
            return Err(tls::error(&self.config.target, "the server offers no STARTTLS; use an `imaps://` URL"));
        }
        let config = Arc::clone(&self.config);
        let refused = self.run(Command::new("STARTTLS"), |_| Ok(()))?.ok("STARTTLS", None);
        refused.map_err(|error| tls::error(&config.target, error))?;
        if !self.link.framer.is_empty() {
            return Err(tls::error(
                &config.target,
                "something was sent between STARTTLS and the handshake, as an attacker would",
            ));
        }
        let secured = self.link.take_stream().secured(&config, self.link.allowance())?;
        self.link.replace_stream(secured);
        Ok(Greeting { is_signed_in: false, capabilities: None })
    }

    fn sign_in(&mut self, greeting: Greeting, is_encrypted: bool, token: Option<&Secret>) -> Result<()> {
        let (session, told) = if greeting.is_signed_in {
            let (session, _) = ImapSession::sign_in(&mut self.link, SignIn::NONE, &self.config, token)?;
            (session, greeting.capabilities)
        } else {
            let sign_in = match token {
                Some(_) => self.sign_in_by_token(greeting.capabilities)?,
                None => self.sign_in_by_password(greeting.capabilities, is_encrypted)?,
            };
            ImapSession::sign_in(&mut self.link, sign_in, &self.config, token)?
        };
        self.session = Some(session);
        let mut capabilities = match told {
            Some(capabilities) if !capabilities.is_empty() => capabilities,
            _ => self.ask_capabilities()?,
        };
        capabilities.retain(|name| !self.config.hidden.contains(name));
        self.capabilities = capabilities.into();
        Ok(())
    }

    fn sign_in_by_token(&mut self, capabilities: Option<Vec<String>>) -> Result<SignIn> {
        let offered = Offered(match capabilities {
            Some(capabilities) => capabilities,
            None => self.ask_capabilities()?,
        });
        let wanted = self.config.target.mechanism;
        let method = match wanted {
            Some(Mechanism::OAuthBearer) => offered.demanded(Method::OAuthBearer)?,
            Some(Mechanism::XOAuth2) => offered.demanded(Method::XOAuth2)?,
            _ if offered.has("AUTH=OAUTHBEARER") => Method::OAuthBearer,
            _ if offered.has("AUTH=XOAUTH2") => Method::XOAuth2,
            _ => {
                return Err(Error::Unsupported {
                    capability: "AUTH=OAUTHBEARER",
                    text: "nor AUTH=XOAUTH2, so it takes no access tokens; sign in with a password".into(),
                });
            }
        };
        Ok(offered.sign_in(method))
    }

    /// LOGIN carries printable ASCII only; what else a user or password holds needs AUTHENTICATE PLAIN.
    fn sign_in_by_password(&mut self, capabilities: Option<Vec<String>>, is_encrypted: bool) -> Result<SignIn> {
        let target = &self.config.target;
        let wanted = target.mechanism;
        let fits_login = [target.user.as_str(), target.password.reveal()]
            .iter()
            .all(|text| text.bytes().all(|byte| matches!(byte, b' '..=b'~')));
        let offered = Offered(match capabilities {
            Some(capabilities) => capabilities,
            None if fits_login && is_encrypted && wanted != Some(Mechanism::Plain) => {
                return Ok(SignIn { method: Method::Login, has_initial: false });
            }
            None => self.ask_capabilities()?,
        });
        let is_login_disabled = offered.has("LOGINDISABLED");
        if is_login_disabled && !is_encrypted {
            let reason = "the server takes no password without TLS; use an `imaps://` URL";
            return Err(tls::error(&self.config.target, reason));
        }
        let method = match wanted {
            Some(Mechanism::Plain) => offered.demanded(Method::Plain)?,
            Some(_) if fits_login => Method::Login,
            None if fits_login && !is_login_disabled => Method::Login,
            None if offered.has("AUTH=PLAIN") => Method::Plain,
            // Some servers list LOGINDISABLED under TLS too, and take LOGIN.
            None if fits_login => Method::Login,
            _ => {
                return Err(Error::invalid(
                    "user or password holds characters other than printable ASCII, which AUTH=PLAIN alone can carry, and \
                     the server does not offer it or the URL asks for another",
                ));
            }
        };
        Ok(offered.sign_in(method))
    }

    fn ask_capabilities(&mut self) -> Result<Vec<String>> {
        let mut capabilities = Vec::new();
        let done = self.run(Command::new("CAPABILITY"), |response| {
            if let Response::Capability(words) = response {
                capabilities = names(&words);
            }
            Ok(())
        })?;
        done.ok("CAPABILITY", None)?;
        Ok(capabilities)
    }

    /// Takes leave, so that the server need not guess; waits only a moment for its answer.
    fn log_out(&mut self) {
        let mut patience = Patience::new(self.link.timeout().min(LONGEST_FAREWELL));
        let said = format!("d{} LOGOUT\r\n", self.next_tag);
        if self.link.write(said.as_bytes(), &mut patience, "LOGOUT").is_ok() {
            while self.link.response(&mut patience, "LOGOUT").is_ok() {}
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        if self.is_usable() {
            self.log_out();
        }
    }
}

/// What the server offers before anybody has signed in.
struct Offered(Vec<String>);

impl Offered {
    fn has(&self, capability: &str) -> bool {
        self.0.iter().any(|name| name == capability)
    }

    /// # Errors
    /// `Unsupported` where the URL demands a method that the server does not offer.
    fn demanded(&self, method: Method) -> Result<Method> {
        let capability = method.capability();
        if self.has(capability) {
            return Ok(method);
        }
        Err(Error::Unsupported { capability, text: "it is what the URL's `;AUTH=` asks for".into() })
    }

    fn sign_in(&self, method: Method) -> SignIn {
        SignIn { method, has_initial: self.has("SASL-IR") }
    }
}

/// What the server said first.
#[derive(Debug)]
pub(super) struct Greeting {
    is_signed_in: bool,
    capabilities: Option<Vec<String>>,
}

/// Whether what is sent to the address stays on this machine.
fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}
