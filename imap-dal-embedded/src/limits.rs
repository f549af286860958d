//! How much one client may ask of the server. The numbers are for tests: generous to programs, hard on accidents.

use std::time::Duration;

/// The bounds every client is held to.
///
/// ```
/// use imap_dal_embedded::Limits;
/// let strict = Limits { clients: 2, ..Limits::default() };
/// assert_eq!(strict.line, 65_536);
/// ```
#[derive(Clone, Debug)]
pub struct Limits {
    /// Octets of one line of a command, without its literals. A longer line is answered with BAD.
    pub line: usize,
    /// Octets of one literal.
    pub literal: usize,
    /// Octets of one command, literals included.
    pub command: usize,
    /// Literals in one command.
    pub literals: usize,
    /// Depth of parentheses in one command, and of NOT and OR in a search.
    pub nesting: usize,
    /// Search keys, fetch items or header names in one command.
    pub items: usize,
    /// Clients at the same time; one more is told BYE.
    pub clients: usize,
    /// Commands answered with BAD, one after the other, before the client is told BYE.
    pub mistakes: usize,
    /// Octets of all messages in the mailboxes of a user; an APPEND or COPY over it is answered with NO.
    pub stored: u64,
    /// How long a client may be silent, also in the middle of a command.
    pub silence: Duration,
    /// How long a client may refuse to take what it is sent.
    pub write: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            line: 65_536,
            literal: 64 << 20,
            command: 128 << 20,
            literals: 1_000,
            nesting: 100,
            items: 2_000,
            clients: 64,
            mistakes: 20,
            stored: 2 << 30,
            silence: Duration::from_secs(1_800),
            write: Duration::from_secs(30),
        }
    }
}
