//! How full a mailbox is.

/// What STATUS tells of a mailbox, without opening it (RFC 9051 section 6.3.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct MailboxStatus {
    /// How many messages it holds.
    pub messages: u64,
    /// How many of them have no `\Seen`.
    pub unseen: u64,
    /// The uid that its next message will have, at least.
    pub uid_next: u32,
    /// Its UIDVALIDITY, which changes when it is recreated.
    pub uid_validity: u32,
    /// Octets of all messages together; none where the server does not tell (STATUS=SIZE, RFC 8438).
    pub size: Option<u64>,
    /// HIGHESTMODSEQ; none where the server does not tell (CONDSTORE, RFC 7162).
    pub highest_modseq: Option<u64>,
}
