//! An IMAP server inside your process that really evaluates: for tests, demonstrations, and programs that want to be
//! tried without a mail account.
//!
//! ```
//! use imap_dal_embedded::{Capability, EmbeddedServer, StoredMessage};
//!
//! let server = EmbeddedServer::builder()
//!     .user("alice", "secret")
//!     .mailbox("INBOX", ["Subject: hi\r\n\r\nhello", "Subject: bye\r\n\r\n"])
//!     .mailbox("Sent", [StoredMessage::new("Subject: re: hi\r\n\r\n").flags(["\\Seen"])])
//!     .without(Capability::Move)
//!     .start()?;
//! // Give server.url() to a client; then look at what it did:
//! assert_eq!(server.mailbox("INBOX").map(|inbox| inbox.uids()), Some(vec![1, 2]));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! It speaks IMAP4rev1 (RFC 3501) with the extensions of [`Capability`], each of which can be switched off. Its parser,
//! its search and its BODYSTRUCTURE share nothing with any client's. [`Fault`]s make it fail on purpose;
//! [`EmbeddedServer::transcript`] and [`EmbeddedServer::mailbox`] tell what happened. It keeps everything in memory and
//! listens on the loopback interface only.

mod builder;
mod capability;
mod date;
mod faults;
mod fetch;
mod limits;
mod memory;
mod mime;
mod mutf7;
mod parse;
mod record;
mod reply;
mod role;
pub mod samples;
mod search;
mod server;
mod session;
mod socket;
mod store;

pub use self::builder::{AnswerOrder, Builder, StoredMessage, UnreadableDates};
pub use self::capability::Capability;
pub use self::faults::{Fault, FaultAt};
pub use self::limits::Limits;
pub use self::memory::MemoryStream;
pub use self::record::Received;
pub use self::role::Role;
pub use self::server::{EmbeddedServer, MailboxState, MessageState};
