//! The rows of a query as an iterator: what `stream` gives and `load` collects.

use super::{progress::Progress, scan::Scan};
use crate::{Result, query::Read};
use std::{fmt, iter::FusedIterator};

/// The rows of a query, as they arrive, in constant memory: a window of messages at most is held. What needs no bodies, and
/// comes in the order of uids, is asked for at once where the server saves what it finds (SEARCHRES) or no search is needed,
/// as of all messages, and read as far as rows are taken.
///
/// It has a connection to itself until it is finished or dropped. An error of one row ([`Decode`](crate::Error::Decode))
/// is that row's: the next ones follow. Any other error is the last item.
#[must_use = "rows are read as they are iterated over"]
pub struct Rows<R> {
    /// None once the connection is given back.
    scan: Option<Scan>,
    read: Read<R>,
}

impl<R> Rows<R> {
    pub(super) fn new(scan: Scan, read: Read<R>) -> Self {
        Rows { scan: Some(scan), read }
    }

    /// Calls `report` with every message that is read, before its row comes out.
    ///
    /// ```no_run
    /// # use imap_dal::{Result, prelude::*};
    /// # fn main() -> Result<()> {
    /// # let dal = Dal::connect("imaps://alice:secret@mail.example.org")?;
    /// let rows = AnyMailbox::in_mailbox("INBOX").all().select(AnyMailbox::content).stream(&dal)?;
    /// for text in rows.on_progress(|at| eprint!("\r{} of {}, {} octets", at.messages, at.of, at.octets)) {
    ///     let text = text?;
    /// #   let _ = text;
    /// }
    /// # Ok(()) }
    /// ```
    pub fn on_progress(mut self, report: impl FnMut(Progress) + Send + 'static) -> Self {
        if let Some(scan) = &mut self.scan {
            scan.on_progress(Box::new(report));
        }
        self
    }
}

impl<R> Iterator for Rows<R> {
    type Item = Result<R>;

    fn next(&mut self) -> Option<Result<R>> {
        let row = self.scan.as_mut()?.next();
        if row.is_none() {
            // Given back at once, though the caller may keep the iterator.
            self.scan = None;
        }
        Some(row?.and_then(|row| (self.read)(&row)))
    }
}

impl<R> FusedIterator for Rows<R> {}

impl<R> fmt::Debug for Rows<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("is_over", &self.scan.is_none()).finish_non_exhaustive()
    }
}
