//! How far a stream of rows is, and who is told.

/// How far a stream of rows is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Progress {
    /// Rows that came out.
    pub rows: u64,
    /// Messages that were read, and decided where the server does not.
    pub messages: u64,
    /// All there are to read: messages that the server's search found, or that were asked for without one. It may be more
    /// than come, where `limit` ends it before or uids that were asked for are not there, and grows where the first ones found
    /// were not enough for a `limit`.
    pub of: u64,
    /// Octets received for the query, as they travelled.
    pub octets: u64,
}

/// Who is told how far it is, and how many rows came out.
pub(super) struct Report {
    pub(super) to: Box<dyn FnMut(Progress) + Send>,
    pub(super) rows: u64,
}
