//! What every connection of one [`Dal`](crate::Dal) shares: where to, as whom, and how.

use super::{secret::Secret, tls::Tls, url::Target};
use crate::{Error, Profile, Reason, Result, wire::Limits};
use std::{fmt, sync::Arc, time::Duration};

#[derive(Debug)]
pub(super) struct Config {
    pub(super) target: Target,
    pub(super) timeout: Duration,
    pub(super) tls: Tls,
    /// STARTTLS also on this machine.
    pub(super) requires_tls: bool,
    pub(super) pipelining: bool,
    /// Capabilities to overlook, in upper case.
    pub(super) hidden: Vec<String>,
    pub(super) profile: Profile,
    pub(super) limits: Limits,
    /// How long a connection may lie idle and be used again.
    pub(super) idle_timeout: Duration,
    pub(super) after_connect: Option<Hook>,
    /// Where access tokens come from; without it the password signs in.
    pub(super) tokens: Option<Tokens>,
    /// Instead of the network.
    #[cfg(any(test, fuzzing))]
    pub(super) scripts: Option<super::Scripts>,
}

/// Gives an access token; is told the server's words where it refused the one before.
#[derive(Clone)]
pub(super) struct Tokens(Arc<Provide>);

type Provide = dyn Fn(Option<&str>) -> std::result::Result<String, Reason> + Send + Sync;

impl Tokens {
    pub(super) fn new(
        provide: impl Fn(Option<&str>) -> std::result::Result<String, Reason> + Send + Sync + 'static,
    ) -> Self {
        Tokens(Arc::new(provide))
    }

    /// # Errors
    /// `Auth` with the provider's reason; `InvalidInput` where what it gave is no token.
    pub(super) fn token(&self, target: &Target, refusal: Option<&str>) -> Result<Secret> {
        let token = self.0(refusal).map_err(|reason| Error::Auth {
            host: target.host_and_port(),
            text: format!("the token provider gave no token: {reason}").into(),
        })?;
        // RFC 6750, section 2.1; anything else could end the field it stands in.
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::invalid("the token provider gave no token: one is of printable ASCII, without spaces"));
        }
        Ok(Secret::new(token))
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens")
    }
}

/// What is done on each new connection.
#[derive(Clone)]
pub(super) struct Hook(Arc<Use>);

type Use = dyn Fn(&mut imap::Session<imap::Connection>) -> imap::Result<()> + Send + Sync;

impl Hook {
    pub(super) fn new(
        hook: impl Fn(&mut imap::Session<imap::Connection>) -> imap::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Hook(Arc::new(hook))
    }

    pub(super) fn call(&self, session: &mut imap::Session<imap::Connection>) -> imap::Result<()> {
        self.0(session)
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook")
    }
}
