//! Running the same query in several mailboxes.

use super::{EachRows, Spread, search};
use crate::{Each, Executor, Explain, PerMailbox, Query, Result, Row, Source, Uid, plan::Purpose, query::Request};

/// Mailboxes for which another connection is worth signing in.
const SHARE: usize = 32;

/// Running it.
impl<S: Source, R> Each<Query<S, R>> {
    /// How many messages satisfy it: one `UID SEARCH RETURN (COUNT)` for each mailbox, all in one round trip, where the
    /// server decides all of it.
    ///
    /// # Errors
    /// What fails for all alike, before anything is sent: `InvalidInput`, `Unsupported`, and what connecting can bring.
    /// What fails in one mailbox is its outcome: `MailboxNotFound`, `No`, ..
    pub fn count<E: Executor + ?Sized>(&self, on: &E) -> Result<PerMailbox<u64>> {
        Ok(self.spread(Purpose::Count, on)?.run(|hand, requests| {
            let found = search(hand, requests, Purpose::Count)?;
            Ok(found.into_iter().map(|found| found.map(|found| found.count)).collect())
        }))
    }

    /// The uids, ascending.
    ///
    /// # Errors
    /// As [`count`](Each::count).
    pub fn uids<E: Executor + ?Sized>(&self, on: &E) -> Result<PerMailbox<Vec<Uid>>> {
        Ok(self.spread(Purpose::Uids, on)?.run(|hand, requests| {
            let found = search(hand, requests, Purpose::Uids)?;
            Ok(found.into_iter().map(|found| found.map(|found| found.all_uids())).collect())
        }))
    }

    /// All rows, by mailbox. An error of one row ([`Decode`](crate::Error::Decode)) is its mailbox's.
    ///
    /// # Errors
    /// As [`count`](Each::count).
    pub fn load<E: Executor + ?Sized>(&self, on: &E) -> Result<PerMailbox<Vec<R>>> {
        let found: PerMailbox<Vec<Row>> = self.spread(Purpose::Select, on)?.run(|hand, requests| {
            let found = search(hand, requests, Purpose::Select)?;
            Ok(found.into_iter().map(|found| found.map(|found| found.rows)).collect())
        });
        let read = self.one.read();
        Ok(found.and_then(|rows| rows.iter().map(|row| read(row)).collect()))
    }

    /// The rows as they arrive, by mailbox, in constant memory: all mailboxes are searched at once, then read one after
    /// the other on one connection. Where reading a mailbox fails, that is an item, and the next mailbox follows.
    ///
    /// # Errors
    /// As [`count`](Each::count).
    pub fn stream<E: Executor + ?Sized>(&self, on: &E) -> Result<EachRows<R>> {
        let (hand, requests) =
            Spread::new(self.one.request(), &self.mailboxes, Purpose::Select, usize::MAX, on)?.alone()?;
        EachRows::new(hand, requests, self.one.read().clone())
    }

    /// What would be done in each mailbox; the searches of all of them share a flight. Nothing is sent for it but what
    /// connecting takes.
    ///
    /// # Errors
    /// As [`count`](Each::count).
    pub fn explain<E: Executor + ?Sized>(&self, on: &E) -> Result<PerMailbox<Explain>> {
        Ok(self.spread(Purpose::Select, on)?.run(|hand, requests| {
            let explained = |request: &Request| super::super::select::explain(request, hand);
            Ok(requests.iter().map(explained).collect())
        }))
    }

    fn spread<E: Executor + ?Sized>(&self, purpose: Purpose, on: &E) -> Result<Spread> {
        Spread::new(self.one.request(), &self.mailboxes, purpose, SHARE, on)
    }
}
