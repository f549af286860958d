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
    /// Messages that the server's search found: all there are to read, or fewer where `limit` ends it before.
    pub of: u64,
    /// Octets received for the query, as they travelled.
    pub octets: u64,
}

/// Who is told how far it is, and how many rows came out.
pub(super) struct Report {
    pub(super) to: Box<dyn FnMut(Progress) + Send>,
    pub(super) rows: u64,
}
