//! Sharing work on several mailboxes among the connections that are free, and when to stop.

use super::super::task::{prepared, resolve, server};
use crate::{
    Error, Executor, MailboxName, PerMailbox, Result,
    connection::Connection,
    error::SIGN_IN,
    plan::{Plan, Purpose},
    query::{IntoMailbox, Request, Which},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    panic, thread,
};

/// The decoded name of a mailbox, and the request in it or why there is none.
pub(super) type Asked = (Box<str>, Result<Request>);

/// Work on several mailboxes that could be done, as far as that is known without opening them.
pub(in super::super) struct Spread {
    hands: Vec<Connection>,
    requests: Vec<Asked>,
}

impl Spread {
    /// `request` in each of `mailboxes`, on a connection for each `share` of them, as far as there are any. A mailbox that
    /// is named twice is one.
    ///
    /// # Errors
    /// What fails for all alike, before anything is sent: `InvalidInput`, `Unsupported`; `Busy` and those of connecting.
    pub(in super::super) fn new<E: Executor + ?Sized>(
        request: &Request,
        mailboxes: &[MailboxName],
        purpose: Purpose,
        share: usize,
        on: &E,
    ) -> Result<Self> {
        prepared(request)?;
        let hands = on.hands(mailboxes.len().div_ceil(share))?;
        let mut requests = Vec::new();
        if let Some(first) = hands.first() {
            let mut lease = first.lease()?;
            Plan::new(request, purpose, &server(&lease))?;
            let mut known = BTreeSet::new();
            for mailbox in mailboxes {
                match resolve(&mut lease, mailbox) {
                    Ok(name) => {
                        let own = if name.eq_ignore_ascii_case("INBOX") { "INBOX".into() } else { name.clone() };
                        if known.insert(own) {
                            let request = Request { mailbox: (&*name).into_mailbox(), ..request.clone() };
                            requests.push((name, Ok(request)));
                        }
                    }
                    Err(error) => requests.push((mailbox.to_string().into(), Err(error))),
                }
            }
        }
        Ok(Spread { hands, requests })
    }

    /// The connection that is there in any case.
    pub(in super::super) fn hand(&self) -> Option<&Connection> {
        self.hands.first()
    }

    /// All of it, for the connection that is there in any case.
    ///
    /// # Errors
    /// `Busy`, where there is none.
    pub(super) fn alone(self) -> Result<(Connection, Vec<Asked>)> {
        let Spread { hands, requests, .. } = self;
        hands.into_iter().next().map(|hand| (hand, requests)).ok_or(Error::Busy {})
    }

    /// What `work` comes to in each mailbox. It is given some of the requests and tells an outcome for each; its error
    /// means that nothing was done.
    pub(in super::super) fn run<T: Send>(
        self,
        work: impl Fn(&Connection, &[Request]) -> Result<Vec<Result<T>>> + Sync,
    ) -> PerMailbox<T> {
        let Spread { hands, requests } = self;
        let (names, requests): (Vec<_>, Vec<_>) = requests.into_iter().unzip();
        let mut outcomes: BTreeMap<usize, Result<T>> = BTreeMap::new();
        let mut shares: Vec<(Vec<usize>, Vec<Request>)> = hands.iter().map(|_| Default::default()).collect();
        let mut turn = (0..hands.len()).cycle();
        for (index, request) in requests.into_iter().enumerate() {
            match (request, turn.next().and_then(|turn| shares.get_mut(turn))) {
                (Ok(request), Some((indexes, share))) => {
                    indexes.push(index);
                    share.push(request);
                }
                (Err(error), _) => _ = outcomes.insert(index, Err(error)),
                (Ok(_), None) => {}
            }
        }
        let done = side_by_side(&hands, &shares, &work);
        let mut put = |indexes: &[usize], own: Vec<Result<T>>| outcomes.extend(indexes.iter().copied().zip(own));
        let mut failed = Vec::new();
        for ((indexes, share), own) in shares.iter().zip(done) {
            match own {
                Some(Ok(own)) => put(indexes, own),
                _ => failed.push((indexes, share)),
            }
        }
        // A server that takes no further connection may take the work on the first.
        for (indexes, share) in failed {
            let Some(first) = hands.first() else { break };
            let own = work(first, share).unwrap_or_else(|error| {
                let why = lost_in(error.to_string());
                let others = share.iter().skip(1).map(|request| Err(not_tried(request, &why)));
                [Err(error)].into_iter().chain(others).collect()
            });
            put(indexes, own);
        }
        let of = |(index, name)| Some((name, outcomes.remove(&index)?));
        PerMailbox::new(names.into_iter().enumerate().filter_map(of).collect())
    }
}

/// Runs `work` for each share on its hand, the first on this thread; none where it was not even begun.
fn side_by_side<T: Send>(
    hands: &[Connection],
    shares: &[(Vec<usize>, Vec<Request>)],
    work: &(impl Fn(&Connection, &[Request]) -> Result<Vec<Result<T>>> + Sync),
) -> Vec<Option<Result<Vec<Result<T>>>>> {
    thread::scope(|scope| {
        let mut each = hands.iter().zip(shares);
        let first = each.next();
        let mut threads = Vec::new();
        for (hand, (_, share)) in each {
            let thread = thread::Builder::new().name("imap-dal".into());
            threads.push(thread.spawn_scoped(scope, move || work(hand, share)).ok());
        }
        let first = first.map(|(hand, (_, share))| Some(work(hand, share)));
        let joined = |thread: Option<thread::ScopedJoinHandle<'_, _>>| {
            thread.map(|thread| thread.join().unwrap_or_else(|payload| panic::resume_unwind(payload)))
        };
        first.into_iter().chain(threads.into_iter().map(joined)).collect()
    })
}

/// Nothing was done in a mailbox, since it could not have been.
fn not_tried(request: &Request, why: &str) -> Error {
    let mailbox = match request.mailbox.which() {
        Which::Name(name) => name.as_ref().into(),
        Which::Role(role) => role.to_string().into(),
    };
    Error::NotTried { mailbox, text: why.into() }
}

fn lost_in(others: String) -> String {
    format!("the connection was lost in others ({others})")
}

/// How many mailboxes in a row may lose their connection before the others are not tried: a server that is gone would be
/// waited for by each.
const LOSSES: usize = 2;

/// Whether it is of use to go on to the next mailbox.
#[derive(Default)]
pub(in super::super) struct Patience {
    lost: usize,
    /// Why no other would be tried: what went wrong last, and where.
    why: String,
}

impl Patience {
    /// # Errors
    /// Those of `work`; `NotTried` where too many before lost their connection, or it was ended.
    pub(in super::super) fn attempt<T>(&mut self, request: &Request, work: impl FnOnce() -> Result<T>) -> Result<T> {
        if self.lost >= LOSSES {
            return Err(not_tried(request, &self.why));
        }
        let outcome = work();
        match &outcome {
            Err(error) if is_of_connection(error) => {
                self.lost += 1;
                self.why = lost_in(format!("{}: {error}", request.mailbox));
            }
            _ => self.lost = 0,
        }
        outcome
    }

    /// No further mailbox is tried.
    pub(in super::super) fn end(&mut self, why: String) {
        self.lost = LOSSES;
        self.why = why;
    }
}

fn is_of_connection(error: &Error) -> bool {
    match error {
        Error::OutcomeUnknown { source, .. } => is_of_connection(source),
        Error::Connect { .. } | Error::Tls { .. } | Error::Auth { .. } | Error::Bye { .. } | Error::Timeout { .. } => {
            true
        }
        Error::No { command, .. } => *command == SIGN_IN,
        _ => false,
    }
}
