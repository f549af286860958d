//! One connection to the server, from the socket to the signed-in dialogue.

use super::{
    LONGEST_FAREWELL,
    config::Config,
    imap_session::{ImapSession, Method, names},
    link::{Link, Patience, Traffic, answer, unreadable},
    roles::Roles,
    stream::Stream,
    url::Secret,
};
use crate::{
    Error, Profile, Result,
    wire::{Code, Command, Limits, Literals, Response, Status, parse},
};
use std::{
    net::IpAddr,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

/// How long to wait before another try where the server says that it takes nobody, or nothing more, now.
pub(crate) const PAUSES: [Duration; 3] =
    [Duration::from_millis(250), Duration::from_millis(750), Duration::from_millis(2_000)];

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
    pub(super) roles: Arc<Roles>,
    /// What the server turned out not to do, whatever it announces.
    pub(crate) refusals: Refusals,
    /// The mailbox that was opened last, by its decoded name, and how many messages it had.
    pub(crate) opened: Option<(Box<str>, u32)>,
    /// The commands sent since recording began, by what was sent together.
    recorded: Option<Vec<Vec<Command>>>,
    session: Option<ImapSession>,
    /// In upper case, without the hidden ones.
    capabilities: Vec<String>,
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
    pub(super) fn open(config: &Arc<Config>, roles: &Arc<Roles>) -> Result<Self> {
        let deadline = Instant::now() + config.timeout;
        let mut waits = PAUSES.into_iter().filter(|pause| Instant::now() + *pause < deadline);
        let mut outcome = Self::open_once(config, roles, None);
        if let (Some(_), Err(Error::Auth { text, .. })) = (&config.tokens, &outcome) {
            let refusal = text.clone();
            outcome = Self::open_once(config, roles, Some(&refusal));
        }
        while let Err(error) = &outcome {
            let Some(pause) = waits.next().filter(|_| error.is_throttling()) else { break };
            thread::sleep(pause);
            match Self::open_once(config, roles, None) {
                // What it said before says more.
                Err(Error::Connect { .. }) => break,
                next => outcome = next,
            }
        }
        outcome
    }

    fn open_once(config: &Arc<Config>, roles: &Arc<Roles>, refusal: Option<&str>) -> Result<Self> {
        let token = config.tokens.as_ref().map(|tokens| tokens.token(&config.target, refusal)).transpose()?;
        let mut stream = Stream::connect(config)?;
        if config.target.tls {
            stream = stream.secured(config)?;
        }
        let is_local = stream.peer().is_some_and(is_loopback);
        let mut channel = Channel::unopened(config, roles);
        channel.link.replace_stream(stream);
        let mut greeting = channel.greeting()?;
        let mut is_encrypted = config.target.tls;
        if !is_encrypted && !is_local {
            greeting = channel.start_tls(greeting)?;
            is_encrypted = true;
        }
        channel.sign_in(greeting, is_encrypted, token.as_ref())?;
        if let Some(hook) = &config.after_connect {
            channel.with_imap(|session| hook.call(session))?;
        }
        Ok(channel)
    }

    /// A channel without connection: everything on it fails.
    pub(super) fn unopened(config: &Arc<Config>, roles: &Arc<Roles>) -> Self {
        Channel {
            config: Arc::clone(config),
            link: Link::new(config.limits),
            next_tag: 1,
            has_open_flight: false,
            is_silent: false,
            roles: Arc::clone(roles),
            refusals: Refusals::default(),
            opened: None,
            recorded: None,
            session: None,
            capabilities: Vec::new(),
            account: config.target.account(),
        }
    }

    /// What the server can do, in upper case, without what `hide_capabilities` names.
    pub(crate) fn capabilities(&self) -> &[String] {
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

    pub(crate) fn profile(&self) -> &Profile {
        &self.config.profile
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
        let result = session.lend(link, use_session)?;
        if !self.run(Command::new("NOOP"), |_| Ok(())).is_ok_and(|done| done.status == Status::Ok) {
            self.link.close();
        }
        Ok(result)
    }

    pub(super) fn greeting(&mut self) -> Result<Greeting> {
        self.link.response(&mut Patience::new(self.config.timeout), "greeting")?;
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
    pub(super) fn start_tls(&mut self, greeting: Greeting) -> Result<Greeting> {
        if greeting.is_signed_in {
            return Err(self.config.tls_error("the server takes us for signed in before TLS (PREAUTH)"));
        }
        let offered = match greeting.capabilities {
            Some(capabilities) => capabilities,
            None => self.ask_capabilities()?,
        };
        if !offered.iter().any(|name| name == "STARTTLS") {
            return Err(self.config.tls_error("the server offers no STARTTLS; use an `imaps://` URL"));
        }
        let config = Arc::clone(&self.config);
        let refused = self.run(Command::new("STARTTLS"), |_| Ok(()))?.ok("STARTTLS", None);
        refused.map_err(|error| config.tls_error(error))?;
        if !self.link.framer.is_empty() {
            return Err(config.tls_error("something was sent between STARTTLS and the handshake, as an attacker would"));
        }
        let secured = self.link.take_stream().secured(&config)?;
        self.link.replace_stream(secured);
        Ok(Greeting { is_signed_in: false, capabilities: None })
    }

    fn sign_in(&mut self, greeting: Greeting, is_encrypted: bool, token: Option<&Secret>) -> Result<()> {
        let (session, told) = if greeting.is_signed_in {
            let (session, _) = ImapSession::sign_in(&mut self.link, Method::None, &self.config, token)?;
            (session, greeting.capabilities)
        } else {
            let method = match token {
                Some(_) => self.token_method(greeting.capabilities)?,
                None => self.method(greeting.capabilities, is_encrypted)?,
            };
            ImapSession::sign_in(&mut self.link, method, &self.config, token)?
        };
        self.session = Some(session);
        let mut capabilities = match told {
            Some(capabilities) if !capabilities.is_empty() => capabilities,
            _ => self.ask_capabilities()?,
        };
        capabilities.retain(|name| !self.config.hidden.contains(name));
        self.capabilities = capabilities;
        if self.has("ENABLE") && self.has("CONDSTORE") {
            let mut enable = Command::new("ENABLE");
            enable.word("CONDSTORE");
            // A refusal costs nothing: every use of CONDSTORE enables it too (RFC 7162, section 3.1).
            self.run(enable, |_| Ok(()))?;
        }
        Ok(())
    }

    fn token_method(&mut self, capabilities: Option<Vec<String>>) -> Result<Method> {
        let offered = match capabilities {
            Some(capabilities) => capabilities,
            None => self.ask_capabilities()?,
        };
        let offers = |capability: &str| offered.iter().any(|name| name == capability);
        if offers("AUTH=OAUTHBEARER") {
            Ok(Method::OAuthBearer)
        } else if offers("AUTH=XOAUTH2") {
            Ok(Method::XOAuth2)
        } else {
            Err(Error::Unsupported {
                capability: "AUTH=OAUTHBEARER",
                text: "nor AUTH=XOAUTH2, so it takes no access tokens; sign in with a password".into(),
            })
        }
    }

    /// LOGIN carries printable ASCII only; what else a user or password holds needs AUTHENTICATE PLAIN.
    fn method(&mut self, capabilities: Option<Vec<String>>, is_encrypted: bool) -> Result<Method> {
        let target = &self.config.target;
        let fits_login = [target.user.as_str(), target.password.reveal()]
            .iter()
            .all(|text| text.bytes().all(|byte| matches!(byte, b' '..=b'~')));
        let offered = match capabilities {
            Some(capabilities) => capabilities,
            None if fits_login && is_encrypted => return Ok(Method::Login),
            None => self.ask_capabilities()?,
        };
        let offers = |capability: &str| offered.iter().any(|name| name == capability);
        let is_login_disabled = offers("LOGINDISABLED");
        if fits_login && !is_login_disabled {
            return Ok(Method::Login);
        }
        if offers("AUTH=PLAIN") && (is_encrypted || !is_login_disabled) {
            return Ok(Method::Plain);
        }
        if is_login_disabled && !is_encrypted {
            return Err(self.config.tls_error("the server takes no password without TLS; use an `imaps://` URL"));
        }
        if fits_login {
            // Some servers list LOGINDISABLED under TLS too, and take LOGIN.
            return Ok(Method::Login);
        }
        Err(Error::invalid(
            "user or password holds characters other than printable ASCII, and the server offers no AUTH=PLAIN, which \
             they need",
        ))
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
        let mut patience = Patience::new(self.config.timeout.min(LONGEST_FAREWELL));
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
