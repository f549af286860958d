//! How much one server may make us hold: every bound of the wire in one place.

/// How much one server may make this side hold, for [`DalBuilder::limits`](crate::DalBuilder::limits).
///
/// Reaching a limit ends the connection with [`Error::Limit`](crate::Error::Limit), never the process.
///
/// ```
/// # use imap_dal::Limits;
/// let small = Limits::default().literal(10 * 1024 * 1024);   // no message over 10 MiB
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub(crate) line: usize,
    pub(crate) literal: usize,
    pub(crate) response: usize,
    /// Levels of multiparts and embedded messages in one body structure. Each costs stack.
    pub(crate) nesting: usize,
    pub(crate) waiting: usize,
}

impl Limits {
    /// Octets of one line, or of what stands between two literals (default 16 MiB).
    #[must_use]
    pub fn line(self, octets: usize) -> Self {
        Self { line: octets, ..self }
    }

    /// Octets of one literal, as which messages and their parts come (default 256 MiB).
    #[must_use]
    pub fn literal(self, octets: usize) -> Self {
        Self { literal: octets, ..self }
    }

    /// Octets of one whole response with its literals, of one list of mailboxes, and of all that is said beside what was
    /// asked (default 512 MiB).
    #[must_use]
    pub fn response(self, octets: usize) -> Self {
        Self { response: octets, ..self }
    }

    /// Octets that may come without the row that is to come out next (default 1 GiB): rows in another order than the
    /// server's wait for those before them. For as many a large response is waited for beyond the time-out.
    #[must_use]
    pub fn waiting(self, octets: usize) -> Self {
        Self { waiting: octets, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: usize = 1024 * 1024;
        Self { line: 16 * MIB, literal: 256 * MIB, response: 512 * MIB, nesting: 256, waiting: 1024 * MIB }
    }
}
