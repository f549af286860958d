//! Opening a mailbox and searching it: what the answers of such a flight say.

use super::{Context, Task};
use crate::{
    Error, Result,
    connection::{Completion, Event},
    plan::Route,
    row::Origin,
    wire::{Code, Command, Response, SequenceSet, Status},
};
use std::sync::Arc;

/// What opening a mailbox told.
#[derive(Debug, Default)]
pub(super) struct Opening {
    origin: Option<Arc<Origin>>,
    /// For changes, once it is open.
    pub(super) opened: Opened,
    /// Whether it is open.
    pub(super) is_open: bool,
    /// EXISTS: how many messages it has.
    pub(super) messages: Option<u32>,
    /// The most EXISTS that was told.
    most_messages: Option<u32>,
    /// How many it had when it was opened.
    opened_with: Option<u32>,
    /// It was refused without a code that says why.
    is_refused: bool,
    /// The UIDVALIDITY it had when the query's first flight opened it.
    expected: Option<u32>,
}

/// What opening a mailbox told that a change in it depends on.
#[derive(Clone, Debug, Default)]
pub(super) struct Opened {
    /// HIGHESTMODSEQ (RFC 7162 section 3.1.2.1), where modification sequences were asked for.
    pub(super) mod_seq: Option<u64>,
    /// The flags that may be stored (PERMANENTFLAGS, RFC 9051 section 7.1), `\*` where others may be made up; none where the
    /// server did not say.
    pub(super) permanent: Option<Arc<[String]>>,
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

/// What the searches of one mailbox found: for what may satisfy the condition, and for what certainly does.
#[derive(Debug)]
pub(super) struct Answers {
    pub(super) upper: Found,
    pub(super) lower: Option<Found>,
    /// SEARCH answers, which do not say to which command, where two are awaited; no more are kept than tell that they are
    /// more than two.
    untagged: Vec<SequenceSet>,
}

/// More than any mailbox has: a server that finds so many is no mail server, and its word would cost us memory and time
/// without end.
pub(super) const MOST_FOUND: u64 = 16_000_000;

/// Opens the mailbox and searches it, in one flight: for what may match, and for what certainly does. Without a search the
/// mailbox tells how many messages it has. It must be the one of `origin`, where there was a flight before.
///
/// # Errors
/// `MailboxNotFound`, `UidValidityChanged`, `No`, `Bad`, and what ends a connection.
pub(super) fn search(task: &mut Task, route: &Route, origin: Option<&Origin>) -> Result<(Opening, Answers)> {
    let mut opening = Opening::expecting(origin);
    let mut answers = Answers::awaited(route);
    let mut commands = vec![task.context.open()];
    commands.extend(route.searches.iter().cloned());
    let first_lower = commands.len();
    commands.extend(route.lower.clone());
    let outcome = task.drive(commands, |context, flight, event| match event {
        Event::Untagged(response) => {
            opening.take(context, &response)?;
            let answered = match &response {
                Response::Esearch(answer) => match answer.tag.as_ref().map(|tag| flight.index_of(tag)) {
                    // The answer to another command.
                    Some(None) => return Ok(()),
                    answered => answered.flatten(),
                },
                _ => None,
            };
            answers.take(&response, answered.is_some_and(|index| index >= first_lower))
        }
        Event::Completed { index: 0, completion } => opening.complete(context, flight.name(0), &completion),
        Event::Completed { index, completion } => {
            answers.complete(context, flight.name(index), index >= first_lower, &completion)
        }
    });
    opening.explained(task, outcome)?;
    opening.remember(task);
    if route.searches.is_empty() {
        let missing = || Error::protocol("a mailbox was opened without EXISTS, so its messages cannot be counted");
        answers.upper.count = Some(opening.messages.ok_or_else(missing)?.into());
    }
    Ok((opening, answers))
}

impl Opening {
    /// Of a further flight: the mailbox must be the one of the first.
    pub(super) fn expecting(origin: Option<&Origin>) -> Self {
        Opening { expected: origin.map(|origin| origin.validity), ..Opening::default() }
    }

    /// # Errors
    /// `UidValidityChanged` where the query's uids were read under another UIDVALIDITY.
    pub(super) fn take(&mut self, context: &Context, response: &Response<'_>) -> Result<()> {
        if let Response::Exists(messages) = response {
            self.messages = Some(*messages);
            self.most_messages = self.most_messages.max(Some(*messages));
        }
        if let Response::Status { status: Status::Ok, code: Some(code), .. } = response {
            match code {
                Code::UidValidity(validity) if self.origin.is_none() => {
                    if self.expected.is_some_and(|expected| expected != *validity) {
                        return Err(Error::UidValidityChanged { mailbox: context.mailbox.clone() });
                    }
                    self.origin = Some(context.origin(*validity)?);
                }
                // Unasked, too, servers tell it.
                Code::HighestModSeq(mod_seq) if context.watches() => self.opened.mod_seq = Some(*mod_seq),
                Code::PermanentFlags(flags) => {
                    let flags = flags.clone().map(|flag| String::from_utf8_lossy(flag).into_owned());
                    self.opened.permanent = Some(flags.collect());
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Lets the connection know how many messages the mailbox has, for estimates.
    pub(super) fn remember(&self, task: &mut Task) {
        if let Some(messages) = self.messages {
            task.lease.opened = Some((task.context.mailbox.clone(), messages));
        }
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
        self.origin()?;
        self.is_open = true;
        self.opened_with = self.messages;
        Ok(())
    }

    /// Whether what the server says now is said of this mailbox, and not of the one that was open before.
    pub(super) fn is_begun(&self) -> bool {
        self.origin.is_some()
    }

    /// Whether it had no messages when it was opened.
    pub(super) fn is_empty(&self) -> bool {
        self.opened_with == Some(0)
    }

    /// # Errors
    /// `Limit` where there are more messages than the mailbox ever had: they may be without end.
    pub(super) fn check_number(&self, messages: u64) -> Result<()> {
        if messages > self.most_messages.map_or(MOST_FOUND, u64::from).min(MOST_FOUND) {
            return Err(Error::limit("the server brings more messages than it says that the mailbox has"));
        }
        Ok(())
    }

    /// Whether the message of this number has come since the mailbox was opened.
    pub(super) fn is_new(&self, seq: u32) -> bool {
        self.opened_with.is_some_and(|messages| seq > messages)
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
        match task.lease.lists(&task.context.mailbox) {
            Ok(false) => Err(Error::MailboxNotFound { mailbox: task.context.mailbox.clone() }),
            _ => outcome,
        }
    }
}

impl Answers {
    /// None yet, of the searches of `route`.
    pub(super) fn awaited(route: &Route) -> Self {
        let lower = route.lower.as_ref().map(|_| Found::default());
        Answers { upper: Found::of(&route.searches), lower, untagged: Vec::new() }
    }

    /// Takes an answer; `is_lower` where its tag says that it is to the search for what certainly satisfies the condition.
    ///
    /// # Errors
    /// `Limit` where it is more than any mailbox has.
    pub(super) fn take(&mut self, response: &Response<'_>, is_lower: bool) -> Result<()> {
        const TOO_MANY: usize = 3;
        match (&mut self.lower, response) {
            (Some(lower), _) if is_lower => lower.take(response),
            // The other search is a SORT.
            (Some(lower), Response::Search(_)) if self.upper.is_sort => lower.take(response),
            (Some(lower), Response::Search(numbers)) => {
                lower.has_come = true;
                if self.untagged.len() < TOO_MANY {
                    self.untagged.push(numbers.clone().collect());
                }
                self.upper.take(response)
            }
            _ => self.upper.take(response),
        }
    }

    /// # Errors
    /// The refusal of `command`, SEARCH or SORT.
    pub(super) fn complete(
        &mut self,
        context: &Context,
        command: &'static str,
        is_lower: bool,
        completion: &Completion<'_>,
    ) -> Result<()> {
        match &mut self.lower {
            Some(lower) if is_lower => lower.complete(context, command, completion),
            _ => self.upper.complete(context, command, completion),
        }
    }

    /// What may satisfy the condition, and of it what certainly does. Of two answers without tags the one that is part of
    /// the other is the latter, in whichever order they came; where neither is, nothing counts as certain.
    pub(super) fn told_apart(self) -> (Found, SequenceSet) {
        let Answers { upper, lower, untagged } = self;
        let certain = match untagged.as_slice() {
            [one, other] => {
                let both = one.intersection(other);
                if both == *one || both == *other { both } else { SequenceSet::default() }
            }
            _ => lower.map(|lower| lower.uids).unwrap_or_default(),
        };
        (upper, certain)
    }
}

impl Found {
    pub(super) fn of(searches: &[Command]) -> Self {
        Found { is_sort: searches.iter().any(|command| command.name() == "UID SORT"), ..Found::default() }
    }

    /// Takes what answers the search.
    ///
    /// # Errors
    /// `Limit` where it is more than any mailbox has.
    pub(super) fn take(&mut self, response: &Response<'_>) -> Result<()> {
        self.add(response)?;
        if self.uids.len() > MOST_FOUND {
            return Err(Error::limit(format!("the server found {} messages in one mailbox", self.uids.len())));
        }
        Ok(())
    }

    fn add(&mut self, response: &Response<'_>) -> Result<()> {
        match response {
            Response::Esearch(answer) => {
                self.has_come = true;
                self.count = answer.count.map(u64::from).or(self.count);
                if let (true, Some(sorted)) = (self.is_sort, answer.in_order()) {
                    if sorted.len() > MOST_FOUND {
                        return Err(Error::limit(format!("the server sorted more than {MOST_FOUND} messages")));
                    }
                    self.sorted.extend(sorted.iter());
                }
                for uids in
                    [answer.all.as_ref(), answer.partial.as_ref().and_then(Option::as_ref)].into_iter().flatten()
                {
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
        if let Some(Code::NotSaved) = completion.code {
            self.is_not_saved = true;
            return Ok(());
        }
        completion.ok(command, Some(&context.mailbox))?;
        if self.has_come { Ok(()) } else { Err(Error::protocol(format!("{command} was completed without an answer"))) }
    }

    /// How many messages were found.
    pub(super) fn count(&self) -> u64 {
        self.count.unwrap_or_else(|| self.uids.len())
    }
}
