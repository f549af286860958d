//! One query on one connection: checked before anything is sent, with what every step needs.

use super::search::MOST_FOUND;
use crate::{
    Error, Executor, Result,
    connection::{Event, Flight, Lease},
    display::escaped,
    evaluate::{Condition, validate_name},
    plan::{self, Access, Order, Plan, Purpose, Server},
    query::{MailboxName, Request, Which},
    row::Origin,
    schema::Fingerprint,
    wire::{Command, Response},
};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// A query on a connection.
pub(super) struct Task {
    pub(super) lease: Lease,
    pub(super) context: Context,
}

/// What is asked, of which mailbox of which server.
pub(super) struct Context {
    pub(super) request: Request,
    /// What rows have to satisfy here: all of it, until a plan leaves some to the server, whose columns are not fetched.
    pub(super) condition: Condition,
    pub(super) server: Server,
    /// The decoded name; a role is resolved.
    pub(super) mailbox: Box<str>,
    pub(super) fingerprint: Fingerprint,
    /// Octets that the connection had read before; what was read for the query is the difference, modulo 2^64.
    pub(super) read_before: u64,
    /// What the mailbox is opened for.
    pub(super) access: Access,
    /// The UIDVALIDITY that the condition's uids were read under.
    validity: Option<u32>,
    /// The UIDVALIDITY that the query's first flight told, also where its connection was lost; 0 before.
    pub(super) seen: Arc<AtomicU32>,
}

impl Task {
    /// # Errors
    /// `InvalidInput` where the condition cannot be asked or holds uids of another mailbox; those of connecting.
    pub(super) fn new<E: Executor + ?Sized>(request: &Request, on: &E) -> Result<Self> {
        let condition = prepared(request)?;
        let mut lease = on.lease()?;
        let context = Context::new(request, condition, &mut lease)?;
        Ok(Task { lease, context })
    }

    /// How this query is answered by this server.
    ///
    /// # Errors
    /// `Unsupported`, and `InvalidInput` for a mutation of everything that was not meant.
    pub(super) fn plan(&self, purpose: Purpose) -> Result<Plan> {
        let plan = Plan::new(&self.context.request, purpose, &self.context.server)?;
        Ok(plan.cheaper(self.messages()))
    }

    /// How many messages the mailbox had when this connection last opened it, where that was the last it opened.
    pub(super) fn messages(&self) -> Option<u32> {
        let (mailbox, messages) = self.lease.opened.as_ref()?;
        (*mailbox == self.context.mailbox).then_some(*messages)
    }

    /// Remembers that the server does not save what it finds, though it takes the command: then the query is planned
    /// anew with a search in a flight of its own.
    pub(super) fn gives_up_saving(&mut self, order: &Order) {
        let Task { lease, context } = self;
        if matches!(order, Order::Server(_)) {
            lease.refusals.saved_sort = true;
            context.server.saved_sort_refused = true;
        } else {
            lease.refusals.saved_search = true;
            context.server.saved_search_refused = true;
        }
    }

    /// Remembers that the server refused what its capabilities promise, where `error` says so and it is news: then the
    /// query is planned anew without it.
    pub(super) fn learns_from(&mut self, error: &Error) -> bool {
        let Task { lease, context } = self;
        let is_news = error.code() == Some("BADCHARSET") && !context.server.charset_refused;
        if is_news {
            lease.refusals.charset = true;
            context.server.charset_refused = true;
        }
        is_news && lease.is_usable()
    }

    /// Runs a flight to its end. An error of `on` is kept while the rest is read, so that the connection stays usable;
    /// then it is returned: what follows a refused command is only its echo.
    pub(super) fn drive(
        &mut self,
        commands: Vec<Command>,
        mut on: impl FnMut(&Context, &Flight, Event<'_>) -> Result<()>,
    ) -> Result<()> {
        let Task { lease, context } = self;
        let mut flight = lease.begin(commands)?;
        let mut first = Ok(());
        // The highest uid that the command under way has told of, of how many messages it has, and how many there are.
        let (mut last, mut told, mut messages) = (0, 0, None);
        // What the connection had read when something of use last came.
        let mut read = lease.traffic().read;
        while let Some(event) = lease.next(&mut flight)? {
            if first.is_ok() {
                let is_of_use = match &event {
                    // What is told again is news, of which there may be no end.
                    Event::Untagged(Response::Fetch(fetch)) if flight.awaits_messages() => {
                        let before = last;
                        last = fetch.uid().max(before);
                        told += u64::from(last > before);
                        last > before && told <= messages.unwrap_or(MOST_FOUND)
                    }
                    Event::Untagged(Response::Exists(number)) => {
                        messages = messages.max(Some((*number).into()));
                        false
                    }
                    Event::Untagged(_) => false,
                    Event::Completed { .. } => {
                        (last, told) = (0, 0);
                        true
                    }
                };
                first = on(context, &flight, event);
                if is_of_use {
                    flight.progress();
                    read = lease.traffic().read;
                } else if lease.traffic().read.saturating_sub(read) > lease.limits().response as u64 {
                    return Err(Error::limit("the server says more than `Limits::response` of what was not asked"));
                }
                if let Err(Error::Limit { .. }) = first {
                    // The rest may be without end, too.
                    return first;
                }
            }
        }
        first
    }
}

/// The decoded name of a mailbox, a role's where it is one.
pub(super) fn resolve(lease: &mut Lease, mailbox: &MailboxName) -> Result<Box<str>> {
    match mailbox.which() {
        Which::Name(name) => Ok(name.as_ref().into()),
        Which::Role(role) => lease.mailbox_with_role(*role),
    }
}

/// What the server can do, as far as this connection knows.
pub(super) fn server(lease: &Lease) -> Server {
    let mut server = Server::new(lease.capabilities(), lease.profile());
    server.charset_refused |= lease.refusals.charset;
    server.saved_search_refused = lease.refusals.saved_search;
    server.saved_sort_refused = lease.refusals.saved_sort;
    server
}

/// The condition, ready to decide rows.
///
/// # Errors
/// `InvalidInput` where it, an order or a column cannot be asked for.
pub(super) fn prepared(request: &Request) -> Result<Condition> {
    let condition = Condition::prepare(&request.condition)?;
    request.order.iter().try_for_each(|by| validate_name(by.key))?;
    request.wanted.columns().iter().try_for_each(|(key, _)| validate_name(*key))?;
    Ok(condition)
}

impl Context {
    /// A request whose condition is `prepared`, on a connection.
    ///
    /// # Errors
    /// `InvalidInput` where the condition holds uids of another mailbox; `MailboxNotFound` of a role.
    pub(super) fn new(request: &Request, condition: Condition, lease: &mut Lease) -> Result<Self> {
        let mailbox = resolve(lease, &request.mailbox)?;
        let fingerprint = Fingerprint::of(lease.account(), &mailbox);
        let mut validity = None;
        for uid in plan::uids(&request.condition) {
            if uid.origin().is_some_and(|origin| origin != fingerprint) {
                return Err(Error::invalid(format!(
                    "uid {uid} was read in another mailbox or account than \"{mailbox}\"; use uids where they were \
                     read, or `Uid::new({uid})` for a bare number"
                )));
            }
            match (validity, uid.validity()) {
                (Some(known), Some(other)) if known != other => return Err(Error::UidValidityChanged { mailbox }),
                (None, Some(first)) => validity = Some(first),
                _ => {}
            }
        }
        let server = server(lease);
        let (request, read_before, seen) = (request.clone(), lease.traffic().read, Arc::default());
        let access = Access::Read;
        Ok(Context { request, condition, server, mailbox, fingerprint, read_before, access, validity, seen })
    }

    /// What begins every flight of a query: a selection left open answers with what was.
    pub(super) fn open(&self) -> Command {
        plan::open(&self.mailbox, self.access, &self.server)
    }

    /// Whether the mailbox is opened with modification sequences.
    pub(super) fn watches(&self) -> bool {
        self.access.watches(&self.server)
    }

    /// The query reads more than its `max_bytes` allows.
    pub(super) fn too_much(&self) -> Error {
        let most = self.request.max_bytes.unwrap_or_default();
        Error::limit(format!(
            "the query on mailbox \"{}\" would read more than its `max_bytes` of {most} octets; narrow it or raise the limit",
            escaped(&self.mailbox)
        ))
    }

    /// Where rows come from, once the server told the UIDVALIDITY.
    ///
    /// # Errors
    /// `UidValidityChanged` where the condition's uids were read under another one.
    pub(super) fn origin(&self, validity: u32) -> Result<Arc<Origin>> {
        let seen = self.seen.swap(validity, Ordering::Relaxed);
        if self.validity.is_some_and(|expected| expected != validity) || (seen != 0 && seen != validity) {
            return Err(Error::UidValidityChanged { mailbox: self.mailbox.clone() });
        }
        let (mailbox, fingerprint) = (self.mailbox.clone(), self.fingerprint);
        Ok(Arc::new(Origin { mailbox, validity, fingerprint }))
    }
}
