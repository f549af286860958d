//! Who the client is, and what it switched on: LOGIN, AUTHENTICATE, STARTTLS, ENABLE.

use std::io::{Read, Write};
use std::sync::Arc;

use super::{Session, Stop};
use crate::capability::Capability;
use crate::mime::decode;
use crate::reply::{Done, Refusal};

impl<S: Read + Write> Session<S> {
    /// The capabilities as this client may use them now.
    pub(super) fn capabilities(&self) -> String {
        let tls = self.shared.options.tls.is_some() && !self.secure && !self.signed_in;
        let list = self.shared.options.capabilities.announce(tls);
        if self.login_refused() { format!("{list} LOGINDISABLED") } else { list }
    }

    pub(super) fn start_tls(&mut self) -> Result<Done, Stop> {
        self.need(Capability::StartTls)?;
        if self.shared.options.tls.is_none() || self.secure || self.signed_in {
            return Err(Refusal::bad("TLS cannot be started now").into());
        }
        // What was sent behind STARTTLS in the clear must not be taken for commands.
        if self.wire.has_input() {
            return Err(Refusal::bad("nothing may follow STARTTLS before TLS").into());
        }
        Ok(Done::plain())
    }

    pub(super) fn login(&mut self, user: &[u8], password: &[u8]) -> Result<Done, Stop> {
        if self.login_refused() {
            return Err(Refusal::coded("PRIVACYREQUIRED", "sign in over TLS only").into());
        }
        Ok(self.check(user, password)?)
    }

    /// AUTHENTICATE PLAIN (RFC 4616) or OAUTHBEARER (RFC 7628), with the response at once (RFC 4959) or asked for.
    pub(super) fn authenticate(&mut self, mechanism: &str, initial: Option<String>) -> Result<Done, Stop> {
        let is_bearer = match mechanism {
            "PLAIN" => false,
            "OAUTHBEARER" => true,
            _ => return Err(Refusal::no("this mechanism is not available").into()),
        };
        self.need(if is_bearer { Capability::AuthOAuthBearer } else { Capability::AuthPlain })?;
        if self.login_refused() {
            return Err(Refusal::coded("PRIVACYREQUIRED", "sign in over TLS only").into());
        }
        let response = match initial {
            Some(response) => {
                self.need(Capability::SaslIr)?;
                response.into_bytes()
            }
            None => self.challenge("")?,
        };
        let plain = decode::base64(&response);
        if is_bearer {
            return self.bearer(&plain);
        }
        let mut parts = plain.splitn(3, |b| *b == 0).skip(1);
        let (user, password) = (parts.next(), parts.next());
        match (user, password) {
            (Some(user), Some(password)) => Ok(self.check(user, password)?),
            _ => Err(Refusal::bad("the response is not that of PLAIN").into()),
        }
    }

    /// `n,a=user,^Aauth=Bearer token^A^A`. A refusal is told twice: as a challenge, to which the client consents, and as
    /// the answer (section 3.2.3).
    fn bearer(&mut self, response: &[u8]) -> Result<Done, Stop> {
        /// `{"status":"invalid_token"}`
        const INVALID_TOKEN: &str = "eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=";
        let response = String::from_utf8_lossy(response);
        let mut fields = response.split('\u{1}');
        let user = fields.next().and_then(|header| header.split(',').find_map(|part| part.strip_prefix("a=")));
        let token = fields.find_map(|field| field.strip_prefix("auth=Bearer "));
        let (Some(user), Some(token)) = (user, token) else {
            return Err(Refusal::bad("the response is not that of OAUTHBEARER").into());
        };
        let user = user.replace("=2C", ",").replace("=3D", "=");
        match self.check(user.as_bytes(), token.as_bytes()) {
            Err(refusal) if !self.signed_in => {
                self.challenge(INVALID_TOKEN)?;
                Err(refusal.into())
            }
            checked => Ok(checked?),
        }
    }

    /// Says a challenge, and hears the response.
    fn challenge(&mut self, text: &str) -> Result<Vec<u8>, Stop> {
        self.wire.release();
        self.say(&format!("+ {text}"));
        let (too_long, line) = self.next_line(self.shared.options.limits.line)?;
        if too_long || line == b"*" {
            return Err(Refusal::bad("authentication was given up").into());
        }
        Ok(line)
    }

    /// ENABLE (RFC 5161): what can be enabled is; the rest is passed over.
    pub(super) fn enable(&mut self, names: &[String]) -> Result<Done, Refusal> {
        self.need(Capability::Enable)?;
        let mut enabled = String::new();
        if self.has(Capability::Condstore) && names.iter().any(|n| n == "CONDSTORE") {
            self.condstore = true;
            enabled.push_str(" CONDSTORE");
        }
        self.say(&format!("* ENABLED{enabled}"));
        Ok(Done::plain())
    }

    fn login_refused(&self) -> bool {
        self.shared.options.tls_required && !self.secure
    }

    fn check(&mut self, user: &[u8], password: &[u8]) -> Result<Done, Refusal> {
        if self.signed_in {
            return Err(Refusal::bad("already signed in"));
        }
        let known = self.shared.users.iter().find(|u| u.name.as_bytes() == user && u.password.as_bytes() == password);
        let known = known.ok_or_else(|| Refusal::coded("AUTHENTICATIONFAILED", "user or password is wrong"))?;
        self.store = Arc::clone(&known.store);
        self.signed_in = true;
        Ok(Done::with(format!("CAPABILITY {}", self.capabilities())))
    }
}
