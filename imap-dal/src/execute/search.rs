//! Opening a mailbox and searching it: what the answers of such a flight say.

use super::{Context, Task};
use crate::{
    Error, Result,
    connection::{Completion, Event},
    row::Origin,
    wire::{Code, Command, Response, SequenceSet, Status, mailbox_name},
};
use std::sync::Arc;

/// What opening a mailbox told.
#[derive(Debug, Default)]
pub(super) struct Opening {
    origin: Option<Arc<Origin>>,
    /// HIGHESTMODSEQ (RFC 7162 section 3.1.2.1).
    pub(super) mod_seq: Option<u64>,
    /// It was refused without a code that says why.
    is_refused: bool,
}

/// What a search found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// All, or what PARTIAL asked for.
    pub(super) uids: SequenceSet,
    /// Whether a SORT was asked for, whose answer has an order.
    pub(super) is_sort: bool,
    /// The uids in the order of the SORT.
    pub(super) sorted: Vec<u32>,
    /// COUNT, which comes without the uids where only it was asked for.
    count: Option<u64>,
    /// Whether the answer to the search has come.
    pub(super) has_come: bool,
    /// The server could not save the result (NOTSAVED, RFC 9051 section 6.4.4.1).
    pub(super) is_not_saved: bool,
}

/// More messages than a mailbox has: a list in an order of its own is kept number by number.
const MOST_SORTED: u64 = 16_000_000;

/// Opens the mailbox and searches it, in one flight.
///
/// # Errors
/// `MailboxNotFound`, `UidValidityChanged`, `No`, `Bad`, and what ends a connection.
pub(super) fn search(task: &mut Task, open: Command, searches: Vec<Command>) -> Result<(Opening, Found)> {
    let (mut opening, mut found) = (Opening::default(), Found::default());
    let commands = [open].into_iter().chain(searches).collect();
    let outcome = task.drive(commands, |context, flight, event| match event {
        Event::Untagged(response) => {
            opening.take(context, &response)?;
            found.take(&response, |tag| flight.has_tag(tag))
        }
        Event::Completed { index: 0, completion } => opening.complete(context, flight.name(0), &completion),
        Event::Completed { index, completion } => found.complete(context, flight.name(index), &completion),
    });
    opening.explained(task, outcome)?;
    Ok((opening, found))
}

impl Opening {
    /// # Errors
    /// `UidValidityChanged` where the query's uids were read under another UIDVALIDITY.
    pub(super) fn take(&mut self, context: &Context, response: &Response<'_>) -> Result<()> {
        if let Response::Status { status: Status::Ok, code: Some(code), .. } = response {
            match code {
                Code::UidValidity(validity) if self.origin.is_none() => self.origin = Some(context.origin(*validity)?),
                Code::HighestModSeq(mod_seq) => self.mod_seq = Some(*mod_seq),
                _ => {}
            }
        }
        Ok(())
    }

    /// # Errors
    /// The refusal of `command`, EXAMINE or SELECT; `Protocol` where it told no UIDVALIDITY.
    pub(super) fn complete(
        &mut self,
        context: &Context,
        command: &'static str,
        completion: &Completion<'_>,
    ) -> Result<()> {
        self.is_refused = completion.status == Status::No && completion.code.is_none();
        completion.ok(command, Some(&context.mailbox))?;
        self.origin().map(drop)
    }

    /// # Errors
    /// `Protocol` where the server told no UIDVALIDITY: without one no uid means anything.
    pub(super) fn origin(&self) -> Result<Arc<Origin>> {
        let missing = || Error::protocol("a mailbox was opened without UIDVALIDITY, so its uids cannot be relied on");
        self.origin.clone().ok_or_else(missing)
    }

    /// Says "no such mailbox" where the server refused to open it in words only and LIST does not know it.
    pub(super) fn explained(&self, task: &mut Task, outcome: Result<()>) -> Result<()> {
        if outcome.is_ok() || !self.is_refused {
            return outcome;
        }
        let Task { lease, context } = task;
        let mut list = Command::new("LIST");
        list.astring("").mailbox(&context.mailbox);
        let mut is_listed = false;
        let listed = lease.run(list, |response| {
            if let Response::List(list) = response {
                is_listed |= mailbox_name::is_same(&list.name.decoded(), &context.mailbox);
            }
            Ok(())
        });
        match listed {
            Ok(completion) if completion.status == Status::Ok && !is_listed => {
                Err(Error::MailboxNotFound { mailbox: context.mailbox.clone() })
            }
            _ => outcome,
        }
    }
}

impl Found {
    /// Takes what answers the search; `is_ours` tells the tags of the flight.
    ///
    /// # Errors
    /// `Limit` where a list in an order of its own is longer than any mailbox.
    pub(super) fn take(&mut self, response: &Response<'_>, is_ours: impl Fn(&[u8]) -> bool) -> Result<()> {
        match response {
            Response::Esearch(answer) if answer.tag.as_ref().is_none_or(|tag| is_ours(tag)) => {
                self.has_come = true;
                self.count = answer.count.map(u64::from).or(self.count);
                if let (true, Some(sorted)) = (self.is_sort, answer.in_order()) {
                    if sorted.len() > MOST_SORTED {
                        return Err(Error::limit(format!("the server sorted more than {MOST_SORTED} messages")));
                    }
                    self.sorted.extend(sorted.iter());
                }
                for uids in [answer.all.as_ref(), answer.partial.as_ref().and_then(Option::as_ref)].into_iter().flatten() {
                    self.uids = self.uids.union(uids);
                }
                for uid in [answer.min, answer.max].into_iter().flatten() {
                    self.uids.insert(uid);
                }
            }
            Response::Search(numbers) => {
                self.has_come = true;
                self.uids = self.uids.union(&numbers.clone().collect());
            }
            Response::Sort(numbers) => {
                self.has_come = true;
                self.sorted.extend(numbers.clone());
                self.uids = self.sorted.iter().copied().collect();
            }
            _ => {}
        }
        Ok(())
    }

    /// # Errors
    /// The refusal of `command`, SEARCH or SORT.
    pub(super) fn complete(
        &mut self,
        context: &Context,
        command: &'static str,
        completion: &Completion<'_>,
    ) -> Result<()> {
        if completion.code == Some(Code::NotSaved) {
            self.is_not_saved = true;
            return Ok(());
        }
        completion.ok(command, Some(&context.mailbox))
    }

    /// How many messages were found.
    pub(super) fn count(&self) -> u64 {
        self.count.unwrap_or_else(|| self.uids.len())
    }
}
