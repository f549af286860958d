//! One query on one connection: checked before anything is sent, with what every step needs.

use crate::{
    Error, Executor, Result,
    connection::{Event, Flight, Lease},
    evaluate::Condition,
    plan::Server,
    query::{Request, uids_of},
    row::Origin,
    schema::Fingerprint,
    wire::{Command, SequenceSet},
};
use std::sync::Arc;

/// A query on a connection.
pub(super) struct Task {
    pub(super) lease: Lease,
    pub(super) context: Context,
}

/// What is asked, of which mailbox of which server.
pub(super) struct Context {
    pub(super) request: Request,
    pub(super) condition: Condition,
    pub(super) server: Server,
    /// The decoded name; a role is resolved.
    pub(super) mailbox: Box<str>,
    pub(super) fingerprint: Fingerprint,
    /// The UIDVALIDITY that the condition's uids were read under.
    validity: Option<u32>,
}

impl Task {
    /// # Errors
    /// `InvalidInput` where the condition cannot be asked or holds uids of another mailbox; those of connecting.
    pub(super) fn new<E: Executor + ?Sized>(request: &Request, on: &E) -> Result<Self> {
        let condition = Condition::prepare(&request.condition)?;
        let mut lease = on.lease()?;
        let mailbox = lease.resolve(&request.mailbox)?;
        let fingerprint = Fingerprint::of(lease.account(), &mailbox);
        let mut validity = None;
        for uid in uids_of(&request.condition) {
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
        let server = Server::new(lease.capabilities(), lease.profile());
        let context = Context { request: request.clone(), condition, server, mailbox, fingerprint, validity };
        Ok(Task { lease, context })
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
        while let Some(event) = lease.next(&mut flight)? {
            if first.is_ok() {
                first = on(context, &flight, event);
                flight.progress();
            }
        }
        first
    }
}

impl Context {
    /// Where rows come from, once the server told the UIDVALIDITY.
    ///
    /// # Errors
    /// `UidValidityChanged` where the condition's uids were read under another one.
    pub(super) fn origin(&self, validity: u32) -> Result<Arc<Origin>> {
        if self.validity.is_some_and(|expected| expected != validity) {
            return Err(Error::UidValidityChanged { mailbox: self.mailbox.clone() });
        }
        let (mailbox, fingerprint) = (self.mailbox.clone(), self.fingerprint);
        Ok(Arc::new(Origin { mailbox, validity, fingerprint }))
    }
}
