//! Unique identifiers, with where they were read.

use std::fmt;

/// A unique identifier (UID) of a message.
///
/// One that was read carries the UIDVALIDITY it was read under and a fingerprint of the account and mailbox. Given to a
/// query elsewhere, or after the mailbox was recreated, it is refused before anything is done
/// ([`InvalidInput`](crate::Error::InvalidInput), [`UidValidityChanged`](crate::Error::UidValidityChanged)).
/// One made by [`Uid::new`] carries neither and is taken at its word.
///
/// `Eq`, `Ord` and `Hash` are over all parts, the number first: compare numbers by [`get`](Uid::get).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Uid {
    number: u32,
    validity: u32,
    origin: Fingerprint,
}

impl Uid {
    /// A uid without UIDVALIDITY, taken at its word.
    pub const fn new(number: u32) -> Self {
        Uid { number, validity: 0, origin: Fingerprint(0) }
    }

    /// The number (RFC 9051 section 2.3.1.1).
    pub const fn get(self) -> u32 {
        self.number
    }

    /// The UIDVALIDITY it was read under; none for one made by [`Uid::new`].
    pub const fn validity(self) -> Option<u32> {
        if self.validity == 0 { None } else { Some(self.validity) }
    }

    pub(crate) const fn read(number: u32, validity: u32, origin: Fingerprint) -> Self {
        Uid { number, validity, origin }
    }

    /// Where it was read; none for one made by [`Uid::new`].
    pub(crate) fn origin(self) -> Option<Fingerprint> {
        (self.origin.0 != 0).then_some(self.origin)
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number.fmt(f)
    }
}

impl fmt::Debug for Uid {
    /// The number, and the UIDVALIDITY where it is known: `5`, `5@1700000000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.validity() {
            Some(validity) => write!(f, "{}@{validity}", self.number),
            None => self.number.fmt(f),
        }
    }
}

/// Which account and mailbox: a hash, stable over processes and versions, that tells mailboxes apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Fingerprint(u64);

impl Fingerprint {
    /// `account` is what the connection calls itself (user, host, port), `mailbox` the decoded name. INBOX has no case.
    pub(crate) fn of(account: &str, mailbox: &str) -> Self {
        let mailbox = if mailbox.eq_ignore_ascii_case("INBOX") { "INBOX" } else { mailbox };
        // FNV-1a: the standard library's hashers promise no stable value. Zero means "none".
        let hash = [account.as_bytes(), b"\0", mailbox.as_bytes()]
            .concat()
            .iter()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
        Fingerprint(hash.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_tells_accounts_and_mailboxes_apart_but_not_the_case_of_inbox() {
        let inbox = Fingerprint::of("alice@host:143", "INBOX");
        assert_eq!(inbox, Fingerprint::of("alice@host:143", "Inbox"));
        assert_ne!(inbox, Fingerprint::of("bob@host:143", "INBOX"));
        assert_ne!(inbox, Fingerprint::of("alice@host:143", "Sent"));
        assert_ne!(Fingerprint::of("alice@host:143", "Sent"), Fingerprint::of("alice@host:143", "SENT"));
    }

    #[test]
    fn debug_shows_the_validity_where_it_is_known() {
        assert_eq!(format!("{:?}", Uid::new(5)), "5");
        assert_eq!(format!("{:?}", Uid::read(5, 17, Fingerprint::of("a", "b"))), "5@17");
        assert_eq!(format!("{}", Uid::read(5, 17, Fingerprint::of("a", "b"))), "5");
    }
}
