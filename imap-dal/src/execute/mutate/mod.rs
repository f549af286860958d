//! Running mutations. A message is touched only if the evaluator decided that it satisfies the condition, in a mailbox
//! whose UIDVALIDITY is the one it was found under; what ends before it is confirmed is an error that says so.
//!
//! Flights: EXAMINE with the search (and what decides it); SELECT alone; the change with its confirmation. `$`, sequence
//! numbers, a bare EXPUNGE and CLOSE are never sent; nothing destructive is sent before what it depends on is answered.

mod delete;
mod effect;
mod insert;
mod mutation;
mod planned;
mod resume;
mod several;
mod store;
mod token;
mod transfer;
mod writing;

pub use planned::Planned;
pub use resume::resume;
pub use token::ResumeToken;

use super::{Affected, Moved};
use crate::{Delete, Executor, Move, Result, Update};
use mutation::Mutation;

/// Running it.
impl Update {
    /// Searches for the messages, then stores the flags: `UID STORE +FLAGS.SILENT (..)`, `-FLAGS.SILENT (..)`.
    ///
    /// Where the server has CONDSTORE, a message that changes between search and store is searched for again, and left
    /// alone where it no longer satisfies the condition (`UNCHANGEDSINCE`, RFC 7162 section 3.1.3).
    ///
    /// # Errors
    /// `InvalidInput` and `Unsupported`, before anything is sent; `MailboxNotFound`; `UidValidityChanged`; `Decode` where
    /// a value decides and cannot be read: nothing was done. `No`: a set too long for one command may be stored in part.
    /// `OutcomeUnknown` where the connection was lost after the first change was sent.
    pub fn execute<E: Executor + ?Sized>(&self, on: &E) -> Result<Affected> {
        Mutation::update(self, on)?.execute(on).map(Into::into)
    }

    /// The messages it would change, and what they look like: for [`execute_plan`](Update::execute_plan).
    ///
    /// # Errors
    /// As [`execute`](Update::execute); nothing is changed.
    pub fn plan<E: Executor + ?Sized>(&self, on: &E) -> Result<Planned> {
        Mutation::update(self, on)?.plan(on)
    }

    /// Changes exactly the planned messages, if none of them has changed; mail that arrived meanwhile does not matter.
    ///
    /// # Errors
    /// `PlanChanged`, naming the messages, and `InvalidInput` for the plan of another mutation: nothing was done. As
    /// [`execute`](Update::execute).
    pub fn execute_plan<E: Executor + ?Sized>(&self, on: &E, planned: Planned) -> Result<Affected> {
        Mutation::update(self, on)?.execute_plan(on, &planned).map(Into::into)
    }
}

/// Running it.
impl Delete {
    /// Searches for the messages, then marks and removes exactly those, in one flight: `UID STORE +FLAGS.SILENT
    /// (\Deleted)`, `UID EXPUNGE` (RFC 4315 section 2.1). What others have marked stays. With
    /// [`unchanged_since`](Delete::unchanged_since) it is removed only after it is confirmed to be marked.
    ///
    /// # Errors
    /// As [`Update::execute`]; `Unsupported`, before anything is sent, where the server has no UIDPLUS and
    /// [`without_uidplus`](Delete::without_uidplus) was not told to leave messages marked.
    pub fn execute<E: Executor + ?Sized>(&self, on: &E) -> Result<Affected> {
        Mutation::delete(self, on)?.execute(on).map(Into::into)
    }

    /// The messages it would remove, and what they look like: for [`execute_plan`](Delete::execute_plan).
    ///
    /// # Errors
    /// As [`execute`](Delete::execute); nothing is changed.
    pub fn plan<E: Executor + ?Sized>(&self, on: &E) -> Result<Planned> {
        Mutation::delete(self, on)?.plan(on)
    }

    /// Removes exactly the planned messages, if none of them has changed; mail that arrived meanwhile does not matter.
    ///
    /// # Errors
    /// As [`Update::execute_plan`].
    pub fn execute_plan<E: Executor + ?Sized>(&self, on: &E, planned: Planned) -> Result<Affected> {
        Mutation::delete(self, on)?.execute_plan(on, &planned).map(Into::into)
    }
}

/// Running it.
impl Move {
    /// Searches for the messages, then `UID MOVE` (RFC 6851) or `UID COPY`. Without MOVE: `UID COPY`, and when that is
    /// done, `UID STORE +FLAGS.SILENT (\Deleted)` and `UID EXPUNGE` of what COPYUID says was copied.
    ///
    /// # Errors
    /// As [`Update::execute`]; `MailboxNotFound` of the target, with nothing lost; `InvalidInput` for a move to the same
    /// mailbox; `Unsupported`, before anything is sent, for a move on a server that has neither MOVE nor UIDPLUS.
    pub fn execute<E: Executor + ?Sized>(&self, on: &E) -> Result<Moved> {
        Mutation::transfer(self, on)?.execute(on).map(Into::into)
    }

    /// The messages it would move or copy, and what they look like: for [`execute_plan`](Move::execute_plan).
    ///
    /// # Errors
    /// As [`execute`](Move::execute); nothing is changed.
    pub fn plan<E: Executor + ?Sized>(&self, on: &E) -> Result<Planned> {
        Mutation::transfer(self, on)?.plan(on)
    }

    /// Moves or copies exactly the planned messages, if none of them has changed; mail that arrived meanwhile does not
    /// matter.
    ///
    /// # Errors
    /// As [`Update::execute_plan`].
    pub fn execute_plan<E: Executor + ?Sized>(&self, on: &E, planned: Planned) -> Result<Moved> {
        Mutation::transfer(self, on)?.execute_plan(on, &planned).map(Into::into)
    }
}
