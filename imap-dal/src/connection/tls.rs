//! How connections are secured: the only file that knows crate native-tls beside the stream.

use super::{secret::Secret, url::Target};
use crate::{Error, Reason, Result};
use native_tls::{Certificate, Identity, Protocol, TlsConnector};
use std::{
    error::Error as StdError,
    fmt, fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// A version of TLS, for [`DalBuilder::minimum_tls`](crate::DalBuilder::minimum_tls).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum TlsVersion {
    /// TLS 1.2 (RFC 5246). RFC 8996 leaves nothing older.
    #[default]
    Tls12,
    /// TLS 1.3 (RFC 8446).
    Tls13,
}

/// What the caller says about TLS.
#[derive(Clone, Debug, Default)]
pub(super) struct TlsOptions {
    pub(super) root_certificate: Option<PathBuf>,
    pub(super) client: Option<ClientCertificate>,
    pub(super) minimum: TlsVersion,
    /// What the certificate must be for, instead of the URL's host.
    pub(super) server_name: Option<String>,
}

/// Who the client is to the server.
#[derive(Clone, Debug)]
pub(super) enum ClientCertificate {
    Pem { certificate: PathBuf, key: PathBuf },
    Pkcs12 { file: PathBuf, password: Secret },
}

/// TLS as all connections of a pool use it. The authorities are read when the first one is secured: that takes longer
/// than a sign-in.
#[derive(Debug, Default)]
pub(super) struct Tls {
    options: TlsOptions,
    connector: OnceLock<TlsConnector>,
}

/// Why a server's certificate was not accepted.
#[derive(Debug)]
struct Rejected {
    why: String,
    source: native_tls::Error,
}

impl Tls {
    pub(super) fn new(options: TlsOptions) -> Self {
        Tls { options, connector: OnceLock::new() }
    }

    /// Whether files were named: then what is wrong with them shows before anything is sent.
    pub(super) fn has_files(&self) -> bool {
        self.options.root_certificate.is_some() || self.options.client.is_some()
    }

    /// What the certificate must be for.
    pub(super) fn server_name<'t>(&'t self, target: &'t Target) -> &'t str {
        self.options.server_name.as_deref().unwrap_or(&target.host)
    }

    /// # Errors
    /// `InvalidInput` where a file cannot be used; `Tls`.
    pub(super) fn connector(&self, target: &Target) -> Result<&TlsConnector> {
        match self.connector.get() {
            Some(connector) => Ok(connector),
            None => {
                let built = self.options.connector(target)?;
                Ok(self.connector.get_or_init(|| built))
            }
        }
    }

    /// Why a handshake failed.
    pub(super) fn refusal(&self, target: &Target, source: native_tls::Error) -> Error {
        let text = source.to_string();
        let source: Reason = match reason(&text) {
            Some(reason) => Box::new(Rejected { why: self.explained(target, reason), source }),
            None => Box::new(source),
        };
        error(target, source)
    }

    fn explained(&self, target: &Target, reason: &str) -> String {
        let reason = reason.to_ascii_lowercase();
        if reason.contains("mismatch") {
            let name = self.server_name(target);
            format!("its certificate is not for \"{name}\" ({reason}); check the host, or set `server_name`")
        } else if reason.contains("expired") {
            format!("its certificate has expired ({reason})")
        } else if reason.contains("issuer") || reason.contains("self-signed") || reason.contains("self signed") {
            format!("its certificate is of no authority that is trusted ({reason}); name one with `root_certificate`")
        } else {
            format!("its certificate is not accepted ({reason})")
        }
    }
}

impl TlsOptions {
    fn connector(&self, target: &Target) -> Result<TlsConnector> {
        let mut builder = TlsConnector::builder();
        builder.min_protocol_version(Some(match self.minimum {
            TlsVersion::Tls12 => Protocol::Tlsv12,
            TlsVersion::Tls13 => Protocol::Tlsv13,
        }));
        if let Some(path) = &self.root_certificate {
            let what = "the root certificate";
            let certificates = Certificate::stack_from_pem(&read(what, path)?)
                .map_err(|error| unusable(what, path, format_args!("is no PEM file of certificates: {error}")))?;
            if certificates.is_empty() {
                let wanted = format_args!("holds no certificate; expected `-----BEGIN CERTIFICATE-----`");
                return Err(unusable(what, path, wanted));
            }
            for certificate in certificates {
                builder.add_root_certificate(certificate);
            }
        }
        if let Some(client) = &self.client {
            builder.identity(client.identity()?);
        }
        builder.build().map_err(|source| error(target, source))
    }
}

impl ClientCertificate {
    fn identity(&self) -> Result<Identity> {
        match self {
            ClientCertificate::Pem { certificate, key } => {
                let (chain, secret) = (read("the client certificate", certificate)?, read("the client key", key)?);
                Identity::from_pkcs8(&chain, from_key(&secret)).map_err(|_| {
                    // What is said of a key may quote it.
                    let wanted = format_args!(
                        "is no PEM certificate for the PKCS#8 key {} (`-----BEGIN PRIVATE KEY-----`)",
                        key.display()
                    );
                    unusable("the client certificate", certificate, wanted)
                })
            }
            ClientCertificate::Pkcs12 { file, password } => {
                let what = "the client certificate";
                Identity::from_pkcs12(&read(what, file)?, password.reveal())
                    .map_err(|_| unusable(what, file, format_args!("is no PKCS#12 file of that password")))
            }
        }
    }
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl StdError for Rejected {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.source)
    }
}

pub(super) fn error(target: &Target, source: impl Into<Reason>) -> Error {
    Error::Tls { host: target.host_and_port(), source: source.into() }
}

/// What OpenSSL puts behind its own words, in parentheses: `.. certificate verify failed ..: (hostname mismatch)`.
fn reason(text: &str) -> Option<&str> {
    if !text.contains("certificate verify failed") {
        return None;
    }
    let (_, reason) = text.strip_suffix(')')?.rsplit_once('(')?;
    Some(reason)
}

/// The file from its key on: a certificate may stand before it.
fn from_key(pem: &[u8]) -> &[u8] {
    const BEGIN: &[u8] = b"-----BEGIN PRIVATE KEY-----";
    let at = pem.windows(BEGIN.len()).position(|window| window == BEGIN);
    at.and_then(|at| pem.get(at..)).unwrap_or_default()
}

fn read(what: &str, path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| unusable(what, path, format_args!("cannot be read: {error}")))
}

fn unusable(what: &str, path: &Path, why: fmt::Arguments<'_>) -> Error {
    Error::invalid(format!("{what} {} {why}", path.display()))
}
