//! What every connection of one [`Dal`](crate::Dal) shares: where to, as whom, and how.

use super::url::{Secret, Target};
use crate::{Error, Profile, Reason, Result, wire::Limits};
use native_tls::{Certificate, Protocol, TlsConnector};
use std::{
    fmt, fs,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    time::Duration,
};

#[derive(Debug)]
pub(super) struct Config {
    pub(super) target: Target,
    pub(super) timeout: Duration,
    pub(super) tls: Tls,
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

/// How connections are secured. The authorities are read when the first one is: that takes longer than a sign-in.
#[derive(Debug, Default)]
pub(super) struct Tls {
    pub(super) root_certificate: Option<PathBuf>,
    connector: OnceLock<TlsConnector>,
}

impl Tls {
    pub(super) fn new(root_certificate: Option<PathBuf>) -> Self {
        Tls { root_certificate, connector: OnceLock::new() }
    }

    /// # Errors
    /// As [`connector`].
    pub(super) fn connector(&self, target: &Target) -> Result<&TlsConnector> {
        match self.connector.get() {
            Some(connector) => Ok(connector),
            None => {
                let built = connector(target, self.root_certificate.as_deref())?;
                Ok(self.connector.get_or_init(|| built))
            }
        }
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

impl Config {
    pub(super) fn tls_error(&self, source: impl Into<Reason>) -> Error {
        Error::Tls { host: self.target.host_and_port(), source: source.into() }
    }
}

/// TLS 1.2 or newer, trusting the system's authorities and those of the PEM file.
///
/// # Errors
/// `InvalidInput` where the file cannot be used; `Tls`.
fn connector(target: &Target, root_certificate: Option<&Path>) -> Result<TlsConnector> {
    let mut builder = TlsConnector::builder();
    builder.min_protocol_version(Some(Protocol::Tlsv12));
    if let Some(path) = root_certificate {
        let unusable = |reason: String| Error::invalid(format!("the root certificate {} {reason}", path.display()));
        let pem = fs::read(path).map_err(|error| unusable(format!("cannot be read: {error}")))?;
        let certificates = Certificate::stack_from_pem(&pem)
            .map_err(|error| unusable(format!("is no PEM file of certificates: {error}")))?;
        if certificates.is_empty() {
            return Err(unusable("holds no certificate; expected `-----BEGIN CERTIFICATE-----`".to_owned()));
        }
        for certificate in certificates {
            builder.add_root_certificate(certificate);
        }
    }
    builder.build().map_err(|error| Error::Tls { host: target.host_and_port(), source: error.into() })
}
