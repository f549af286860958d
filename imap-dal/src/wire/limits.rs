//! How much one server may make us hold: every bound of the wire in one place.

/// The hard limits of one connection. Reaching one ends the connection, never the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Octets of one line, or of what stands between two literals.
    pub(crate) line: usize,
    /// Octets of one literal.
    pub(crate) literal: usize,
    /// Octets of one whole response with its literals.
    pub(crate) response: usize,
    /// Levels of multiparts and embedded messages in one body structure.
    pub(crate) nesting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: usize = 1024 * 1024;
        Self { line: 16 * MIB, literal: 256 * MIB, response: 512 * MIB, nesting: 256 }
    }
}
