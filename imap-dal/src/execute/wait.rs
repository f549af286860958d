//! Waiting until a mailbox may have changed: IDLE where the server has it, else asking now and then.

use super::{Task, search::Opening};
use crate::{
    Executor, Query, Result, Source,
    connection::{Event, Heard, Mark},
    plan::Access,
    wire::{Code, Response, Status},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// Servers end IDLE after 30 minutes without a word (RFC 2177).
const LONGEST_TURN: Duration = Duration::from_secs(29 * 60);

/// However soon connections count as idle, this often IDLE need not be sent anew.
const SHORTEST_TURN: Duration = Duration::from_millis(100);

/// Where IDLE is not there: the first question, and the longest time between two; each waits twice as long as the one
/// before.
const FIRST_POLL: Duration = Duration::from_secs(1);
const LONGEST_POLL: Duration = Duration::from_secs(30);

/// A connection that is lost sooner than this is not replaced once more: that is no normal life.
const NORMAL_LIFE: Duration = Duration::from_secs(5);

/// The most that anybody waits; what may be added to any point in time.
const LONGEST_WAIT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

impl<S: Source, R> Query<S, R> {
    /// Waits until the query's mailbox may have changed, `timeout` at the longest; false where nothing was heard. Mail
    /// that arrives or goes counts, and flags that change, whether the query selects them or not.
    ///
    /// What changed between two calls is not missed: a call returns at once where the mailbox is no longer as the one before
    /// left it, on the same [`Dal`](crate::Dal). Before the first there is nothing to compare with, so a program that
    /// must not miss anything calls it once with no time and then reads:
    ///
    /// ```no_run
    /// # use imap_dal::prelude::*;
    /// # use std::time::Duration;
    /// # mailboxes! { Inbox => "INBOX"; }
    /// # fn follow(dal: &Dal) -> imap_dal::Result<()> {
    /// let unread = Inbox::filter(Inbox::seen.eq(false));
    /// unread.wait(dal, Duration::ZERO)?;
    /// loop {
    ///     for subject in unread.select(Inbox::subject).load(dal)? {
    ///         println!("{subject:?}");
    ///     }
    ///     unread.wait(dal, Duration::from_secs(3600))?;
    /// }
    /// # }
    /// ```
    ///
    /// It is IDLE (RFC 2177), sent anew each [`idle_timeout`](crate::DalBuilder::idle_timeout), which shows that the
    /// connection is still there; a server without it is asked with NOOP after a second, then less and less often, every
    /// 30 s at last. Meanwhile one connection of the pool is in use. It goes back when the wait is over; one that is lost
    /// is replaced, and what was missed is found by comparing. On a server without CONDSTORE that cannot show flags, nor
    /// can the comparison between two calls. A change of one's own counts too, where another connection made it.
    ///
    /// [`with_canceller`](crate::Dal::with_canceller) lets another thread end it.
    ///
    /// # Errors
    /// `MailboxNotFound`, and what a connection can bring; `Bye` where it is lost again and again.
    pub fn wait<E: Executor + ?Sized>(&self, on: &E, timeout: Duration) -> Result<bool> {
        let until = Instant::now() + timeout.min(LONGEST_WAIT);
        let mut task = Task::new(self.request(), on)?;
        task.context.access = Access::Watch;
        let mut waiting = Waiting {
            until,
            known: task.lease.mark(&task.context.mailbox),
            has_idle: task.lease.has("IDLE"),
            poll: FIRST_POLL,
        };
        let mut is_renewed = false;
        loop {
            let began = Instant::now();
            match waiting.turn(&mut task) {
                Ok(is_news) => return Ok(is_news),
                Err(error) if error.is_lost_connection() && (!is_renewed || began.elapsed() >= NORMAL_LIFE) => {
                    task.lease.renew()?;
                    is_renewed = true;
                }
                Err(error) => return Err(error),
            }
        }
    }
}

/// How far a wait is, whatever becomes of its connections.
struct Waiting {
    until: Instant,
    /// How the mailbox was when it was last known.
    known: Option<Mark>,
    has_idle: bool,
    /// How long to wait before the next question.
    poll: Duration,
}

impl Waiting {
    /// Waits on one connection.
    fn turn(&mut self, task: &mut Task) -> Result<bool> {
        let now = open(task)?;
        if self.known.replace(now).is_some_and(|before| before != now) {
            task.lease.set_mark(&task.context.mailbox, now);
            return Ok(true);
        }
        task.lease.set_mark(&task.context.mailbox, now);
        let is_news = self.listen(task, now)?;
        if is_news && let Ok(now) = open(task) {
            // What was heard would be news once more to the next call.
            task.lease.set_mark(&task.context.mailbox, now);
        }
        Ok(is_news)
    }

    /// Listens to the server until there is news or the time is over.
    fn listen(&mut self, task: &mut Task, now: Mark) -> Result<bool> {
        let is_news = |response: &Response<'_>| match response {
            // Some servers repeat what they said.
            Response::Exists(messages) => Some(*messages) != now.messages,
            Response::Expunge(_) | Response::Vanished { .. } | Response::Fetch(_) => true,
            _ => false,
        };
        let turn = task.lease.idle_timeout().clamp(SHORTEST_TURN, LONGEST_TURN);
        while Instant::now() < self.until {
            let heard = if self.has_idle {
                task.lease.idle(self.until.min(Instant::now() + turn), is_news)?
            } else {
                let next = self.until.min(Instant::now() + self.poll);
                self.poll = LONGEST_POLL.min(self.poll * 2);
                task.lease.poll(next, is_news)?
            };
            match heard {
                Heard::News => return Ok(true),
                Heard::Nothing => {}
                Heard::Refused => self.has_idle = false,
            }
        }
        Ok(false)
    }
}

/// Opens the mailbox, to be told of it from now on.
fn open(task: &mut Task) -> Result<Mark> {
    let mut opening = Opening::default();
    let mut mark = Mark::default();
    // Another UIDVALIDITY than before is news, too.
    task.context.seen = Arc::default();
    let open = vec![task.context.open()];
    let outcome = task.drive(open, |context, flight, event| match event {
        Event::Untagged(response) => {
            match &response {
                Response::Exists(messages) => mark.messages = Some(*messages),
                Response::Status { status: Status::Ok, code: Some(code), .. } => match code {
                    Code::UidValidity(validity) => mark.validity = Some(*validity),
                    Code::UidNext(uid) => mark.uid_next = Some(*uid),
                    Code::HighestModSeq(mod_seq) => mark.mod_seq = Some(*mod_seq),
                    _ => {}
                },
                _ => {}
            }
            opening.take(context, &response)
        }
        Event::Completed { index, completion } => opening.complete(context, flight.name(index), &completion),
    });
    opening.explained(task, outcome)?;
    Ok(mark)
}
