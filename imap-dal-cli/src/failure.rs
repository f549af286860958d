//! What goes wrong, with the next step and the exit status.

use imap_dal::Error;
use std::{error, fmt, io, process::ExitCode};

/// Why the command did not do what it was asked.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: Kind,
    text: String,
    next: Option<String>,
    /// The mailbox that is not there.
    missing: Option<String>,
}

/// What the exit status tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// 2: the command line, the SQL or a file cannot be understood; nothing was sent that changes anything.
    Usage,
    /// 3: the server, the network or this machine did not do it.
    Failed,
    /// Whoever reads the output has had enough; nothing is said.
    Pipe,
}

impl Failure {
    /// The caller's mistake.
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Failure { kind: Kind::Usage, text: text.into(), next: None, missing: None }
    }

    /// What the world refused.
    pub(crate) fn failed(text: impl Into<String>) -> Self {
        Failure { kind: Kind::Failed, text: text.into(), next: None, missing: None }
    }

    /// With what to do about it.
    pub(crate) fn next(self, next: impl Into<String>) -> Self {
        Failure { next: Some(next.into()), ..self }
    }

    /// The name of the mailbox that is not there, where that is what is wrong.
    pub(crate) fn missing(&self) -> Option<&str> {
        self.missing.as_deref()
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self.kind {
            Kind::Usage => ExitCode::from(2),
            Kind::Failed => ExitCode::from(3),
            Kind::Pipe => ExitCode::SUCCESS,
        }
    }

    pub(crate) fn is_silent(&self) -> bool {
        self.kind == Kind::Pipe
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        match &self.next {
            Some(next) => write!(f, "\n  {next}"),
            None => Ok(()),
        }
    }
}

impl error::Error for Failure {}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let next = match &error {
            Error::MailboxNotFound { mailbox, .. } => {
                let name = imap_dal::display::escaped(mailbox);
                if mailbox.starts_with("role ") {
                    return Failure::failed(format!("there is no mailbox \"{name}\"")).next(
                        "no mailbox has this role, nor a usual name of it: name it, FROM \"Sent Items\"; `imap-dal mailboxes` lists all",
                    );
                }
                let failure = Failure::failed(format!("there is no mailbox \"{name}\"")).next(
                    "`imap-dal mailboxes` lists those there are; names have case, and quotes: FROM \"Sent Items\"",
                );
                return Failure { missing: Some(mailbox.to_string()), ..failure };
            }
            Error::Unsupported { capability: "UIDPLUS", .. } => {
                return Failure::failed("the server has no UIDPLUS: exactly these messages cannot be removed")
                    .next("mark them with UPDATE .. SET deleted = true; a mail program removes what is marked");
            }
            Error::InvalidInput { text, .. } => {
                return match text.split_once("; write ") {
                    Some((wrong, form)) => Failure::usage(wrong).next(format!("write {form}")),
                    None => Failure::usage(text.as_ref()),
                };
            }
            Error::Timeout { command, .. } => {
                return Failure::failed(format!("no answer to {command} in time"))
                    .next("try again, or allow more time with --timeout SECONDS");
            }
            Error::Connect { .. } => "check host and port of the URL, and that the network is there",
            Error::Tls { .. } => return insecure(&error.to_string()),
            Error::Auth { .. } => {
                "the password is that of the URL, else IMAP_DAL_PASSWORD, else it is asked for; some providers want one made for programs"
            }
            Error::No { .. } if error.to_string().contains("`pool_size`") => {
                return Failure::failed(error.to_string().replace("; try later, or lower `pool_size`", ""))
                    .next("try later; with ?pool_size=1 behind the URL one connection is enough");
            }
            Error::OutcomeUnknown { .. } => {
                return Failure::failed(error.to_string().replace("; complete it with `resume`", ""))
                    .next("run the same command with --dry-run to see what is left to do, then without it");
            }
            _ => return Failure::failed(error.to_string()),
        };
        Failure::failed(error.to_string()).next(next)
    }
}

/// The library's words for a programmer, in those of the command line.
fn insecure(text: &str) -> Failure {
    let text =
        text.replace("; name one with `root_certificate`", "").replace("; check the host, or set `server_name`", "");
    let next = if text.contains("wrong version number") {
        "this port does not begin with TLS: write imap://, which is secured by STARTTLS, or the port of imaps, 993"
    } else if text.contains("mismatch") {
        "write the host as the certificate has it"
    } else if text.contains("expired") {
        "whoever runs the server has to renew it"
    } else {
        "a server with a certificate of its own authority needs `--ca FILE` (or IMAP_DAL_CA)"
    };
    Failure::failed(text).next(next)
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let kind = if error.kind() == io::ErrorKind::BrokenPipe { Kind::Pipe } else { Kind::Failed };
        Failure { kind, text: format!("the output cannot be written: {error}"), next: None, missing: None }
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Failure::usage(error.to_string()).next("`imap-dal --help` lists commands and options")
    }
}
