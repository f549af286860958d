//! The only file that knows crate `imap`: it signs in over our stream, and lends the stream for `with_imap`.
//!
//! The crate and the engine never hold the stream at once: the link is lent and taken back. The crate gets at most one
//! response for each read, so that nothing stays in its buffer when the link is taken back; while it signs in, it gets
//! tagged lines and continuations only, reduced to what its grammar surely knows.

use super::{
    config::Config,
    link::{Link, Patience, answer, unreadable},
    secret::Secret,
};
use crate::{
    Error, Result,
    display::shortened,
    error::{Answer, SIGN_IN},
    wire::{Code, Response, Status, Words, parse},
};
use imap::extensions::idle::SetReadTimeout;
use std::{
    cell::{Cell, RefCell},
    fmt,
    io::{self, Read, Write},
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Of the description of a refusal.
const LONGEST_TOLD: usize = 300;

/// How to sign in.
#[derive(Clone, Copy, Debug)]
pub(super) struct SignIn {
    pub(super) method: Method,
    /// The server takes the first response with the command (SASL-IR, RFC 4959), which saves a round trip.
    pub(super) has_initial: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// LOGIN with quoted strings (RFC 9051, section 6.2.3).
    Login,
    /// AUTHENTICATE PLAIN (RFC 4616).
    Plain,
    /// AUTHENTICATE OAUTHBEARER (RFC 7628).
    OAuthBearer,
    /// AUTHENTICATE XOAUTH2, its forerunner at Google and Microsoft.
    XOAuth2,
    /// The greeting was PREAUTH: the server knows who we are.
    None,
}

impl SignIn {
    /// After PREAUTH.
    pub(super) const NONE: SignIn = SignIn { method: Method::None, has_initial: false };
}

impl Method {
    /// What announces it.
    pub(super) fn capability(self) -> &'static str {
        match self {
            Method::Login | Method::None => "IMAP4REV1",
            Method::Plain => "AUTH=PLAIN",
            Method::OAuthBearer => "AUTH=OAUTHBEARER",
            Method::XOAuth2 => "AUTH=XOAUTH2",
        }
    }
}

/// The crate's session, without its stream but while it is lent.
pub(super) struct ImapSession {
    session: imap::Session<imap::Connection>,
    wire: Wire,
}

impl ImapSession {
    /// Signs in. Gives back the capabilities too, where the server told them unasked.
    ///
    /// # Errors
    /// `Auth` with the server's words; `No` where it cannot sign in anybody now; `Bad`; what ends the connection. The
    /// link is closed then.
    pub(super) fn sign_in(
        link: &mut Link,
        SignIn { method, has_initial }: SignIn,
        config: &Config,
        token: Option<&Secret>,
    ) -> Result<(Self, Option<Vec<String>>)> {
        let wire = Wire(Arc::new(Mutex::new(Slot::new(link.timeout()))));
        let mode = if method == Method::None {
            Mode::Pretending(Vec::new())
        } else {
            Mode::SigningIn(Dialogue { has_initial, ..Dialogue::default() })
        };
        wire.lend(link, mode);
        let client = imap::Client::new(Box::new(wire.clone()) as imap::Connection);
        let (user, password) = (&config.target.user, config.target.password.reveal());
        let token = token.map(Secret::reveal).unwrap_or_default();
        let bearer = Bearer::new(method, user, token);
        let signed_in = match method {
            Method::OAuthBearer => client.authenticate("OAUTHBEARER", &bearer),
            Method::XOAuth2 => client.authenticate("XOAUTH2", &bearer),
            Method::Login => client.login(user, password),
            Method::Plain => client.authenticate("PLAIN", &Plain { user, password }),
            Method::None => client.login("", ""),
        };
        let returned = wire.take_back();
        match signed_in {
            Ok(session) => {
                *link = returned.link;
                Ok((ImapSession { session, wire }, returned.capabilities))
            }
            Err((error, _)) => {
                let told = bearer.told.into_inner();
                Err(sign_in_error(error, returned, config, &told))
            }
        }
    }

    /// Lends the link to the crate.
    ///
    /// # Errors
    /// What the crate reports, as our own error. Unless the server just refused a command the link is closed then, as
    /// it is when `use_session` panics.
    pub(super) fn lend<T>(
        &mut self,
        link: &mut Link,
        use_session: impl FnOnce(&mut imap::Session<imap::Connection>) -> imap::Result<T>,
    ) -> Result<T> {
        self.wire.lend(link, Mode::Lent);
        let result = use_session(&mut self.session);
        let returned = self.wire.take_back();
        let is_in_step = match &result {
            Ok(_) => returned.is_read_up,
            Err(error) => matches!(error, imap::Error::No(_) | imap::Error::Bad(_) | imap::Error::Validate(_)),
        };
        if is_in_step {
            *link = returned.link;
        }
        result.map_err(|error| lent_error(error, returned.failure))
    }
}

impl fmt::Debug for ImapSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ImapSession")
    }
}

/// What the crate takes for its stream.
#[derive(Clone)]
struct Wire(Arc<Mutex<Slot>>);

struct Slot {
    link: Link,
    mode: Mode,
    timeout: Duration,
    patience: Patience,
    /// What of the stream is for the crate now, and how much of it the crate has taken.
    line: Vec<u8>,
    taken: usize,
    /// Octets that came since something was written.
    answered: usize,
    /// What the server told of itself while signing in.
    capabilities: Option<Vec<String>>,
    /// How the server ended the sign-in, in its own words.
    completion: Option<(Status, Box<Answer>)>,
    failure: Option<Error>,
}

enum Mode {
    SigningIn(Dialogue),
    /// Answering a LOGIN ourselves, after PREAUTH: the crate makes a session in no other way. Holds what it wrote.
    Pretending(Vec<u8>),
    Lent,
}

/// A sign-in under way. The crate knows no initial responses: where the server takes one, AUTHENTICATE is kept back until
/// the crate, told to go on, has written the response that goes with it.
#[derive(Default)]
struct Dialogue {
    has_initial: bool,
    /// What the crate wrote of a line.
    line: Vec<u8>,
    /// AUTHENTICATE, without its line end.
    kept_back: Option<Vec<u8>>,
}

/// What is left when the crate has done.
struct Returned {
    link: Link,
    is_read_up: bool,
    capabilities: Option<Vec<String>>,
    completion: Option<(Status, Box<Answer>)>,
    failure: Option<Error>,
}

impl Wire {
    fn lend(&self, link: &mut Link, mode: Mode) {
        let mut slot = self.slot();
        let timeout = link.timeout();
        *slot = Slot { link: mem::take(link), mode, ..Slot::new(timeout) };
    }

    fn take_back(&self) -> Returned {
        let mut slot = self.slot();
        Returned {
            link: mem::take(&mut slot.link),
            is_read_up: slot.taken == slot.line.len(),
            capabilities: slot.capabilities.take(),
            completion: slot.completion.take(),
            failure: slot.failure.take(),
        }
    }

    /// A panic of the caller's closure leaves nothing half done here.
    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut slot = self.slot();
        if slot.taken == slot.line.len() {
            let line = slot.next_line().map_err(|error| slot.failed(error))?;
            slot.line = line;
            slot.taken = 0;
        }
        let taken = slot.line.get(slot.taken..).unwrap_or_default().read(buffer)?;
        slot.taken += taken;
        Ok(taken)
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut slot = self.slot();
        slot.answered = 0;
        let Slot { link, mode, patience, .. } = &mut *slot;
        let written = match mode {
            Mode::Pretending(written) => {
                written.extend_from_slice(bytes);
                Ok(())
            }
            Mode::SigningIn(dialogue) => {
                dialogue.line.extend_from_slice(bytes);
                dialogue.next().map_or(Ok(()), |line| link.write(&line, patience, SIGN_IN))
            }
            Mode::Lent => link.write(bytes, patience, "with_imap"),
        };
        written.map_err(|error| slot.failed(error))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl SetReadTimeout for Wire {
    fn set_read_timeout(&mut self, timeout: Option<Duration>) -> imap::Result<()> {
        let mut slot = self.slot();
        slot.patience = Patience::new(timeout.unwrap_or(slot.timeout).min(super::LONGEST_TIMEOUT));
        Ok(())
    }
}

impl Slot {
    fn new(timeout: Duration) -> Self {
        Slot {
            link: Link::default(),
            mode: Mode::Lent,
            timeout,
            patience: Patience::new(timeout),
            line: Vec::new(),
            taken: 0,
            answered: 0,
            capabilities: None,
            completion: None,
            failure: None,
        }
    }

    /// The next response that is for the crate, with its line end.
    fn next_line(&mut self) -> Result<Vec<u8>> {
        match &self.mode {
            Mode::Pretending(written) => {
                let tag = written.split(|&byte| byte == b' ').next().unwrap_or_default();
                Ok([tag, b" OK done\r\n"].concat())
            }
            Mode::SigningIn(Dialogue { kept_back: Some(_), .. }) => Ok(b"+ \r\n".to_vec()),
            Mode::SigningIn(_) => self.next_sign_in_line(),
            Mode::Lent => {
                self.patience.renew();
                self.link.response(&mut self.patience, "with_imap")?;
                // The crate keeps all of an answer.
                self.answered = self.answered.saturating_add(self.link.framer.response().len());
                if self.answered > self.link.limits.response {
                    return Err(self.link.fail(Error::limit("the answer in `with_imap` is without end")));
                }
                Ok(for_the_crate(self.link.framer.response()))
            }
        }
    }

    fn next_sign_in_line(&mut self) -> Result<Vec<u8>> {
        loop {
            self.link.response(&mut self.patience, SIGN_IN)?;
            match parse(self.link.framer.response(), &self.link.limits).map_err(unreadable)? {
                Response::Continue { text } if is_base64(text) => return Ok([b"+ ", text, b"\r\n"].concat()),
                Response::Continue { .. } => return Ok(b"+ \r\n".to_vec()),
                Response::Tagged { tag, status: status @ (Status::Ok | Status::No | Status::Bad), code, text } => {
                    if let Some(Code::Capability(words)) = &code {
                        self.capabilities = Some(names(words));
                    }
                    self.completion = Some((status, answer(code.as_ref().map(Code::name), text)));
                    let word = match status {
                        Status::Ok => "OK",
                        Status::No => "NO",
                        _ => "BAD",
                    };
                    return Ok(format!("{} {word} done\r\n", tag.escape_ascii()).into_bytes());
                }
                Response::Tagged { code, text, .. } | Response::Status { status: Status::Bye, code, text } => {
                    return Err(Error::Bye { answer: answer(code.as_ref().map(Code::name), text) });
                }
                Response::Capability(words) | Response::Status { code: Some(Code::Capability(words)), .. } => {
                    self.capabilities = Some(names(&words));
                }
                _ => {}
            }
        }
    }

    /// Keeps the error; the crate gets one of its own kind, which tells a time-out from the rest (IDLE needs that).
    fn failed(&mut self, error: Error) -> io::Error {
        let kind = match error {
            Error::Timeout { .. } => io::ErrorKind::TimedOut,
            _ => io::ErrorKind::Other,
        };
        let reason = error.to_string();
        self.failure = Some(error);
        io::Error::new(kind, reason)
    }
}

impl Dialogue {
    /// What the server is to get now.
    fn next(&mut self) -> Option<Vec<u8>> {
        if !self.line.ends_with(b"\r\n") {
            return None;
        }
        let line = mem::take(&mut self.line);
        if let Some(command) = self.kept_back.take() {
            return Some([&command, b" ".as_slice(), &line].concat());
        }
        if mem::take(&mut self.has_initial) {
            let command = line.trim_ascii_end();
            if command.split(|&byte| byte == b' ').nth(1) == Some(b"AUTHENTICATE") {
                self.kept_back = Some(command.to_vec());
                return None;
            }
        }
        Some(line)
    }
}

/// SASL PLAIN without an authorisation identity (RFC 4616, section 2).
struct Plain<'c> {
    user: &'c str,
    password: &'c str,
}

impl imap::Authenticator for Plain<'_> {
    type Response = String;

    fn process(&self, _challenge: &[u8]) -> String {
        format!("\0{}\0{}", self.user, self.password)
    }
}

/// An access token (RFC 7628, section 3.1), then consent to being refused (section 3.2.3).
struct Bearer {
    token: String,
    consent: &'static str,
    is_sent: Cell<bool>,
    /// The server's own description of the failure, JSON.
    told: RefCell<String>,
}

impl Bearer {
    fn new(method: Method, user: &str, token: &str) -> Self {
        let (token, consent) = match method {
            Method::OAuthBearer => {
                // A SASL name (RFC 5801, section 4).
                let user = user.replace('=', "=3D").replace(',', "=2C");
                (format!("n,a={user},\u{1}auth=Bearer {token}\u{1}\u{1}"), "\u{1}")
            }
            _ => (format!("user={user}\u{1}auth=Bearer {token}\u{1}\u{1}"), ""),
        };
        Bearer { token, consent, is_sent: Cell::new(false), told: RefCell::default() }
    }
}

impl imap::Authenticator for Bearer {
    type Response = String;

    fn process(&self, challenge: &[u8]) -> String {
        if !self.is_sent.replace(true) {
            return self.token.clone();
        }
        *self.told.borrow_mut() = String::from_utf8_lossy(challenge).into_owned();
        self.consent.to_owned()
    }
}

/// What the crate can decode.
fn is_base64(text: &[u8]) -> bool {
    let bare = text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text);
    text.len().is_multiple_of(4) && bare.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}

/// The words of a capability list, in upper case.
pub(super) fn names(words: &Words<'_>) -> Vec<String> {
    words.clone().map(|word| String::from_utf8_lossy(word).to_ascii_uppercase()).collect()
}

/// A response for the crate's grammar, which takes text for people in ASCII only.
fn for_the_crate(response: &[u8]) -> Vec<u8> {
    const STATUS: [&str; 5] = ["OK ", "NO ", "BAD ", "BYE ", "PREAUTH "];
    let is_status = |untagged: &[u8]| STATUS.iter().any(|word| untagged.starts_with(word.as_bytes()));
    let has_text = response.strip_prefix(b"* ").is_none_or(is_status);
    let mut line = response.to_vec();
    if has_text {
        line.iter_mut().filter(|byte| !byte.is_ascii()).for_each(|byte| *byte = b'?');
    }
    line.extend_from_slice(b"\r\n");
    line
}

/// `told` is what the server said of the failure beside its answer.
fn sign_in_error(error: imap::Error, returned: Returned, config: &Config, told: &str) -> Error {
    if let Some(failure) = returned.failure {
        return failure;
    }
    match (error, returned.completion) {
        (imap::Error::No(_), Some((_, answer))) => match answer.code.as_deref() {
            // RFC 5530: not about who signs in.
            Some("UNAVAILABLE" | "INUSE" | "LIMIT" | "SERVERBUG" | "THROTTLED") => {
                Error::No { command: SIGN_IN, mailbox: None, answer }
            }
            _ if answer.says_too_many() => Error::No { command: SIGN_IN, mailbox: None, answer },
            _ => Error::Auth {
                host: config.target.host_and_port(),
                text: match told {
                    "" => answer.to_string(),
                    _ => format!("{answer} ({})", shortened(told, LONGEST_TOLD)),
                }
                .into(),
            },
        },
        (imap::Error::Bad(_), Some((_, answer))) => Error::Bad { command: SIGN_IN, mailbox: None, answer },
        (imap::Error::ConnectionLost, _) => Error::Bye { answer: Answer::new(None, "") },
        (error, _) => Error::protocol(error.to_string()),
    }
}

/// What is sent for SASL of a password and a token, before it is encoded.
pub(super) fn responses(user: &str, password: &str, token: &str) -> [String; 3] {
    let bearer = |method| Bearer::new(method, user, token).token;
    let plain = imap::Authenticator::process(&Plain { user, password }, b"");
    [plain, bearer(Method::OAuthBearer), bearer(Method::XOAuth2)]
}

fn lent_error(error: imap::Error, failure: Option<Error>) -> Error {
    const COMMAND: &str = "a command of `with_imap`";
    let answered = |text: &str| Answer::new(None, text);
    match error {
        imap::Error::No(no) => Error::No { command: COMMAND, mailbox: None, answer: answered(&no.information) },
        imap::Error::Bad(bad) => Error::Bad { command: COMMAND, mailbox: None, answer: answered(&bad.information) },
        // What the crate makes of any answer it cannot read.
        imap::Error::Bye(bye) if bye.information == "no explanation given" => {
            Error::protocol("crate `imap` cannot read its answer")
        }
        imap::Error::Bye(bye) => Error::Bye { answer: answered(&bye.information) },
        imap::Error::ConnectionLost => Error::Bye { answer: answered("") },
        imap::Error::Validate(refused) => Error::invalid(refused.to_string()),
        imap::Error::Io(error) => failure.unwrap_or_else(|| Error::protocol(error.to_string())),
        // Some quote the whole answer, mail and all.
        error => Error::protocol(shortened(&error.to_string(), 200)),
    }
}
