//! Which keywords a mailbox knows.

use super::{Task, search::Opening};
use crate::{Executor, InMailbox, Result, Source, connection::Event, wire::Response};

/// Asking what it knows.
impl<S: Source> InMailbox<S> {
    /// The keywords that the mailbox knows: those its messages have, and those the server offers (`FLAGS`, RFC 9051
    /// section 7.3.5), as the server writes them. One EXAMINE; no message is looked at.
    ///
    /// ```no_run
    /// # use imap_dal::{Result, prelude::*};
    /// # fn known(dal: &Dal) -> Result<Vec<String>> {
    /// AnyMailbox::in_mailbox("INBOX").keywords(dal)
    /// # }
    /// ```
    ///
    /// # Errors
    /// `MailboxNotFound`, and what a connection can bring.
    pub fn keywords<E: Executor + ?Sized>(&self, on: &E) -> Result<Vec<String>> {
        let query = self.all();
        let mut task = Task::new(query.request(), on)?;
        let mut opening = Opening::default();
        let mut keywords = Vec::new();
        let examine = task.context.examine();
        let outcome = task.drive(vec![examine], |context, flight, event| match event {
            Event::Untagged(Response::Flags(flags)) => {
                let names = flags.filter(|flag| !flag.starts_with(b"\\"));
                keywords.extend(names.map(|name| String::from_utf8_lossy(name).into_owned()));
                Ok(())
            }
            Event::Untagged(response) => opening.take(context, &response),
            Event::Completed { completion, .. } => opening.complete(context, flight.name(0), &completion),
        });
        opening.explained(&mut task, outcome)?;
        keywords.sort_unstable();
        keywords.dedup();
        Ok(keywords)
    }
}
