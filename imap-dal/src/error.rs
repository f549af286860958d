//! What can go wrong: one enum, whose messages name what they concern and say what to do.

use crate::{ResumeToken, Uid, display::escaped};
use std::{error::Error as StdError, fmt};

/// What a query, a mutation or a connection returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What another crate or the operating system said, or a reason of the caller's own.
pub type Reason = Box<dyn StdError + Send + Sync>;

/// What went wrong.
///
/// No message holds a password, a token or text of a mail; a command is named without its arguments.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// No connection: the host is unknown or unreachable, the port closed, or no connection of the pool became free.
    #[non_exhaustive]
    Connect {
        /// `host:port`.
        host: Box<str>,
        /// Why.
        source: Reason,
    },
    /// TLS could not be set up: an untrusted or wrong certificate, or a server without STARTTLS (RFC 9051 section 11.1).
    #[non_exhaustive]
    Tls {
        /// `host:port`.
        host: Box<str>,
        /// Why.
        source: Reason,
    },
    /// The server refused the sign-in.
    #[non_exhaustive]
    Auth {
        /// `host:port`.
        host: Box<str>,
        /// The server's words.
        text: Box<str>,
    },
    /// The server refused a command (tagged NO, RFC 9051 section 7.1.2).
    #[non_exhaustive]
    No {
        /// The command, without its arguments.
        command: &'static str,
        /// The mailbox it was about.
        mailbox: Option<Box<str>>,
        /// The server's words.
        answer: Box<Answer>,
    },
    /// The server did not understand a command (tagged BAD, RFC 9051 section 7.1.3).
    #[non_exhaustive]
    Bad {
        /// The command, without its arguments.
        command: &'static str,
        /// The mailbox it was about.
        mailbox: Option<Box<str>>,
        /// The server's words.
        answer: Box<Answer>,
    },
    /// The server closed the connection (untagged BYE, RFC 9051 section 7.1.5, or the end of the stream).
    #[non_exhaustive]
    Bye {
        /// The server's words; empty where it said none.
        answer: Box<Answer>,
    },
    /// The server said what is not IMAP, or broke off in the middle; the connection is given up.
    #[non_exhaustive]
    Protocol {
        /// What was wrong, with the offending octets cut and escaped.
        text: Box<str>,
    },
    /// Nothing came in time.
    #[non_exhaustive]
    Timeout {
        /// What was waited for: a command without its arguments, `connect`, `greeting`, ..
        command: &'static str,
    },
    /// The query was called off with a [`Canceller`](crate::Canceller); its connection is closed.
    #[non_exhaustive]
    Cancelled {},
    /// A limit was passed: of the server's answer, the query's own `max_bytes`, or the largest message the server takes.
    #[non_exhaustive]
    Limit {
        /// Which, and what it is.
        text: Box<str>,
    },
    /// The connection is in use by a stream of rows, or this thread uses all connections of the pool, so that waiting for
    /// one would never end: finish or drop the stream first, or raise `pool_size`.
    #[non_exhaustive]
    Busy {},
    /// The server lacks a capability that this needs.
    #[non_exhaustive]
    Unsupported {
        /// The capability (RFC 9051 section 7.2.2).
        capability: &'static str,
        /// What needs it, and what to do instead.
        text: Box<str>,
    },
    /// There is no such mailbox.
    #[non_exhaustive]
    MailboxNotFound {
        /// The decoded name, or the role.
        mailbox: Box<str>,
    },
    /// The mailbox was recreated: uids read before mean other messages, or none (RFC 9051 section 2.3.1.1).
    #[non_exhaustive]
    UidValidityChanged {
        /// The decoded name.
        mailbox: Box<str>,
    },
    /// A message that was planned for has changed or is gone; nothing was done.
    #[non_exhaustive]
    PlanChanged {
        /// The decoded name.
        mailbox: Box<str>,
        /// The messages that are no longer as they were.
        uids: Vec<Uid>,
    },
    /// A value of a message cannot be read as the type asked for.
    #[non_exhaustive]
    Decode {
        /// The decoded name.
        mailbox: Box<str>,
        /// The message's uid.
        uid: u32,
        /// The column.
        column: Box<str>,
        /// Why.
        source: Reason,
    },
    /// What was read could not be written where the caller wanted it.
    #[non_exhaustive]
    Write {
        /// Why.
        source: std::io::Error,
    },
    /// The message to insert could not be read from where it is kept; it was not inserted.
    #[non_exhaustive]
    Read {
        /// Why.
        source: std::io::Error,
    },
    /// The connection was lost, or the server refused to go on, while something was being changed: part of it may be
    /// done.
    ///
    /// Messages that are not named are as they were, or as was asked. Those named may be as they were, as was asked, or
    /// in between, by what was being done (the token says it):
    ///
    /// - an update: changed or not; one that both sets and clears may have done either;
    /// - a deletion: marked `\Deleted` and not yet expunged;
    /// - a move: still there, or moved; without MOVE also copied and not yet removed, or copied and marked;
    /// - a copy: with a copy or without;
    /// - an insert: `uids` names what is stored already; more of it may be.
    #[non_exhaustive]
    OutcomeUnknown {
        /// The messages concerned; where messages are inserted, those that are certainly stored.
        uids: Vec<Uid>,
        /// What [`resume`](crate::resume) completes without doing anything twice; says the phase it was in.
        token: ResumeToken,
        /// What ended the connection, or the refusal.
        source: Box<Error>,
    },
    /// Of several mailboxes this one was left alone, for what happened in another: the connection was lost there, or it must
    /// be known first how far that came.
    #[non_exhaustive]
    NotTried {
        /// The decoded name.
        mailbox: Box<str>,
        /// Why.
        text: Box<str>,
    },
    /// The program asked for what cannot be; nothing was sent.
    #[non_exhaustive]
    InvalidInput {
        /// What, and what to write instead.
        text: Box<str>,
    },
}

/// What errors call LOGIN and AUTHENTICATE.
pub(crate) const SIGN_IN: &str = "sign-in";

/// A server's answer to a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The response code without its arguments (`OVERQUOTA`, `TRYCREATE`, .., RFC 9051 section 7.1).
    pub code: Option<Box<str>>,
    /// The text for people, as sent; escape it before it is printed.
    pub text: Box<str>,
}

// Users' functions return it: clippy's `result_large_err` begins at 128 octets, and every `?` copies it.
const _: () = assert!(size_of::<Error>() <= 64);

impl Error {
    /// The mailbox concerned, decoded.
    pub fn mailbox(&self) -> Option<&str> {
        match self {
            Error::No { mailbox, .. } | Error::Bad { mailbox, .. } => mailbox.as_deref(),
            Error::MailboxNotFound { mailbox }
            | Error::UidValidityChanged { mailbox }
            | Error::PlanChanged { mailbox, .. }
            | Error::NotTried { mailbox, .. }
            | Error::Decode { mailbox, .. } => Some(mailbox),
            Error::OutcomeUnknown { token, .. } => Some(token.mailbox()),
            _ => None,
        }
    }

    /// The server's response code, as `OVERQUOTA` or `TRYCREATE` (RFC 9051 section 7.1), also where it came in between.
    pub fn code(&self) -> Option<&str> {
        match self {
            Error::No { answer, .. } | Error::Bad { answer, .. } | Error::Bye { answer } => answer.code.as_deref(),
            Error::OutcomeUnknown { source, .. } => source.code(),
            _ => None,
        }
    }

    pub(crate) fn invalid(text: impl Into<Box<str>>) -> Self {
        Error::InvalidInput { text: text.into() }
    }

    pub(crate) fn protocol(text: impl Into<Box<str>>) -> Self {
        Error::Protocol { text: text.into() }
    }

    pub(crate) fn limit(text: impl Into<Box<str>>) -> Self {
        Error::Limit { text: text.into() }
    }

    /// Whether the server asks for patience: it would take the same later.
    pub(crate) fn is_throttling(&self) -> bool {
        match self {
            Error::No { command, answer, .. } => match answer.code.as_deref() {
                Some("THROTTLED" | "UNAVAILABLE" | "INUSE") => true,
                // Of a command it is a limit of what was asked.
                Some("LIMIT") => *command == SIGN_IN,
                _ => answer.says_too_many(),
            },
            Error::Bye { answer } => {
                matches!(answer.code.as_deref(), Some("THROTTLED" | "UNAVAILABLE" | "LIMIT")) || answer.says_too_many()
            }
            _ => false,
        }
    }

    /// Whether another connection may bring what this one did not: it was lost, and nobody is to blame.
    pub(crate) fn is_lost_connection(&self) -> bool {
        matches!(self, Error::Bye { .. })
    }
}

impl Answer {
    pub(crate) fn new(code: Option<&str>, text: &str) -> Box<Self> {
        Box::new(Answer { code: code.map(Into::into), text: text.into() })
    }

    /// What servers say in words only where an account has as many connections as it may (Gmail, Dovecot, Courier).
    pub(crate) fn says_too_many(&self) -> bool {
        let text = self.text.to_ascii_lowercase();
        ["too many simultaneous connections", "too many connections", "maximum number of connections"]
            .iter()
            .any(|words| text.contains(words))
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.code {
            Some(code) => write!(f, "[{}] {}", escaped(code), escaped(&self.text)),
            None => write!(f, "{}", escaped(&self.text)),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let refused = |f: &mut fmt::Formatter<'_>, verb: &str, command: &str, mailbox: &Option<Box<str>>, answer| {
            write!(f, "the server {verb} {command}")?;
            if let Some(mailbox) = mailbox {
                write!(f, " on mailbox \"{}\"", escaped(mailbox))?;
            }
            write!(f, ": {answer}")
        };
        match self {
            Error::Connect { host, source } => write!(f, "cannot connect to {}: {source}", escaped(host)),
            Error::Tls { host, source } => write!(f, "no secure connection to {}: {source}", escaped(host)),
            Error::Auth { host, text } => {
                write!(f, "{} refused the sign-in: {}; check user and password", escaped(host), escaped(text))
            }
            Error::No { command: SIGN_IN, answer, .. } if self.is_throttling() => {
                write!(f, "the server takes no more connections now: {answer}; try later, or lower `pool_size`")
            }
            Error::No { command, mailbox, answer } => refused(f, "refused", command, mailbox, answer),
            Error::Bad { command, mailbox, answer } => refused(f, "did not understand", command, mailbox, answer),
            Error::Bye { answer } if answer.text.is_empty() => f.write_str("the server closed the connection; try again"),
            Error::Bye { answer } => write!(f, "the server closed the connection: {answer}"),
            Error::Protocol { text } => write!(f, "the server does not speak IMAP as expected: {}", escaped(text)),
            Error::Timeout { command } => write!(f, "no answer to {command} in time; try again, or raise `timeout`"),
            Error::Cancelled {} => f.write_str("it was cancelled, and its connection is closed"),
            Error::Limit { text } => f.write_str(text),
            Error::Busy {} => f.write_str(
                "the connection is in use by a stream of rows; finish or drop the stream first, or use another connection \
                 (a larger `pool_size`)",
            ),
            Error::Unsupported { capability, text } => write!(f, "the server has no {capability}: {text}"),
            Error::MailboxNotFound { mailbox } => {
                write!(f, "there is no mailbox \"{}\"; `dal.mailboxes()` lists those there are", escaped(mailbox))
            }
            Error::UidValidityChanged { mailbox } => write!(
                f,
                "mailbox \"{}\" was recreated, so uids read before no longer name its messages; read them again",
                escaped(mailbox)
            ),
            Error::PlanChanged { mailbox, uids } => write!(
                f,
                "{} planned message(s) of mailbox \"{}\" have changed or are gone ({}); nothing was done, plan again",
                uids.len(),
                escaped(mailbox),
                first_uids(uids)
            ),
            Error::Decode { mailbox, uid, column, source } => write!(
                f,
                "column {} of message {uid} in mailbox \"{}\" cannot be read: {}",
                escaped(column),
                escaped(mailbox),
                escaped(&source.to_string())
            ),
            Error::OutcomeUnknown { uids, token, source } => write!(
                f,
                "{token}: it is not known how far it came ({} message(s): {}), because {source}; complete it with `resume`",
                uids.len(),
                first_uids(uids)
            ),
            Error::Read { source } => write!(f, "the message cannot be read, and was not inserted: {source}"),
            Error::Write { source } => write!(f, "the attachment cannot be written: {source}"),
            Error::NotTried { mailbox, text } => write!(f, "mailbox \"{}\" was not tried: {text}", escaped(mailbox)),
            Error::InvalidInput { text } => f.write_str(text),
        }
    }
}

fn first_uids(uids: &[Uid]) -> String {
    const SHOWN: usize = 10;
    let mut text = uids.iter().take(SHOWN).map(Uid::to_string).collect::<Vec<_>>().join(", ");
    if uids.len() > SHOWN {
        text.push_str(", ..");
    }
    text
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Error::Connect { source, .. } | Error::Tls { source, .. } | Error::Decode { source, .. } => Some(&**source),
            Error::OutcomeUnknown { source, .. } => Some(&**source),
            Error::Write { source } | Error::Read { source } => Some(source),
            _ => None,
        }
    }
}
