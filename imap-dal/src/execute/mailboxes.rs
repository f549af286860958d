//! The mailboxes themselves: made, renamed, deleted, subscribed to, counted. What is in them is left to queries.

use super::task::resolve;
use crate::{
    Dal, Error, Executor, IntoMailbox, MailboxInfo, MailboxStatus, Result, Role,
    connection::{Event, Lease},
    display::escaped,
    plan,
    wire::{self, Command, Response, mailbox_name},
};
use std::collections::BTreeMap;

/// Mailboxes asked about in one flight: what is written at once must fit the buffers between two sides.
const STATUS_FLIGHT: usize = 200;

/// Administration of mailboxes. Names are decoded, with the levels as the server separates them
/// ([`MailboxInfo::delimiter`]).
///
/// Where the connection is lost while something is changed, the error is that of the connection, and
/// [`mailboxes`](Dal::mailboxes) tells whether it was done.
impl Dal {
    /// Makes a mailbox: `CREATE` (RFC 9051 section 6.3.4). Levels above it that are missing are made by the server.
    ///
    /// # Errors
    /// `InvalidInput` for a name that none can have, before anything is sent; `No`, with the code `ALREADYEXISTS` where the
    /// server says so; what asking the server can bring.
    pub fn create_mailbox(&self, mailbox: impl IntoMailbox) -> Result<()> {
        let mut lease = self.lease()?;
        let name = named(&mut lease, mailbox)?;
        let outcome = simple(&mut lease, "CREATE", &name);
        lease.forget_roles();
        outcome
    }

    /// Renames a mailbox and those below it: `RENAME` (RFC 9051 section 6.3.6). Renaming INBOX moves its messages to a new
    /// mailbox and leaves it empty.
    ///
    /// # Errors
    /// As [`create_mailbox`](Self::create_mailbox), naming `to` where that is there already; `MailboxNotFound`.
    pub fn rename_mailbox(&self, from: impl IntoMailbox, to: impl IntoMailbox) -> Result<()> {
        let mut lease = self.lease()?;
        let (from, to) = (named(&mut lease, from)?, named(&mut lease, to)?);
        let mut rename = Command::new("RENAME");
        rename.mailbox(&from).mailbox(&to);
        beside(&mut lease, &from)?;
        run_on(&mut lease, rename, &from).map_err(|error| match error {
            Error::No { command, answer, .. } if answer.code.as_deref() == Some("ALREADYEXISTS") => {
                Error::No { command, mailbox: Some(to), answer }
            }
            error => error,
        })
    }

    /// Deletes an empty mailbox: `STATUS`, then `DELETE` (RFC 9051 section 6.3.5). Mailboxes below it stay.
    ///
    /// IMAP has no deletion that depends on emptiness: what is delivered in the moment between both commands goes with it.
    ///
    /// # Errors
    /// `InvalidInput` where it holds messages: nothing was deleted. `MailboxNotFound`; `No`, of INBOX for instance; what
    /// asking the server can bring.
    pub fn delete_mailbox(&self, mailbox: impl IntoMailbox) -> Result<()> {
        let mut lease = self.lease()?;
        let name = named(&mut lease, mailbox)?;
        beside(&mut lease, &name)?;
        // Right before it is deleted.
        let MailboxStatus { messages, .. } = status(&mut lease, &name)?;
        if messages > 0 {
            return Err(Error::invalid(format!(
                "mailbox \"{}\" holds {messages} message(s) and was not deleted; move them elsewhere, or use \
                 `delete_mailbox_with_messages`",
                escaped(&name)
            )));
        }
        delete(&mut lease, &name)
    }

    /// Deletes a mailbox with all that is in it: `DELETE` (RFC 9051 section 6.3.5). Mailboxes below it stay.
    ///
    /// # Errors
    /// As [`delete_mailbox`](Self::delete_mailbox), whatever it holds.
    pub fn delete_mailbox_with_messages(&self, mailbox: impl IntoMailbox) -> Result<()> {
        let mut lease = self.lease()?;
        let name = named(&mut lease, mailbox)?;
        beside(&mut lease, &name)?;
        delete(&mut lease, &name)
    }

    /// Subscribes to a mailbox: `SUBSCRIBE` (RFC 9051 section 6.3.7).
    ///
    /// # Errors
    /// `MailboxNotFound`, `No`, and what asking the server can bring.
    pub fn subscribe(&self, mailbox: impl IntoMailbox) -> Result<()> {
        subscribe(self, "SUBSCRIBE", mailbox)
    }

    /// Ends the subscription to a mailbox: `UNSUBSCRIBE` (RFC 9051 section 6.3.8).
    ///
    /// # Errors
    /// As [`subscribe`](Self::subscribe).
    pub fn unsubscribe(&self, mailbox: impl IntoMailbox) -> Result<()> {
        subscribe(self, "UNSUBSCRIBE", mailbox)
    }

    /// The decoded names of the mailboxes subscribed to, also of those that are gone: `LSUB` (RFC 3501 section 6.3.9).
    ///
    /// # Errors
    /// What asking the server can bring.
    pub fn subscriptions(&self) -> Result<Vec<String>> {
        self.lease()?.subscriptions()
    }

    /// How full a mailbox is: `STATUS` (RFC 9051 section 6.3.11).
    ///
    /// # Errors
    /// `MailboxNotFound`, `No`, and what asking the server can bring.
    pub fn status(&self, mailbox: impl IntoMailbox) -> Result<MailboxStatus> {
        let mut lease = self.lease()?;
        let name = named(&mut lease, mailbox)?;
        status(&mut lease, &name)
    }

    /// How many unread messages each mailbox holds, in the server's order: one `LIST .. RETURN (STATUS (UNSEEN))` where the
    /// server has LIST-STATUS (RFC 5819), else `LIST`, then `STATUS` of all that can be selected, sent together.
    ///
    /// A mailbox that is deleted meanwhile is left out. On servers that show one message in several mailboxes (Gmail) the
    /// sum counts it several times.
    ///
    /// # Errors
    /// `No` naming the mailbox that cannot be looked into; what asking the server can bring.
    pub fn unread_counts(&self) -> Result<Vec<(MailboxInfo, u64)>> {
        let mut lease = self.lease()?;
        let mut listed = lease.mailboxes_with_unseen()?;
        let untold: Vec<usize> =
            (0..).zip(&listed).filter(|(_, (_, unseen))| unseen.is_none()).map(|(at, _)| at).collect();
        for some in untold.chunks(STATUS_FLIGHT) {
            let mut asked: Vec<(usize, Box<str>)> = Vec::new();
            for at in some {
                asked.extend(listed.get(*at).map(|(mailbox, _)| (*at, mailbox.name().into())));
            }
            for (at, unseen) in unseen(&mut lease, asked)? {
                if let Some((_, own)) = listed.get_mut(at) {
                    *own = Some(unseen);
                }
            }
        }
        Ok(listed.into_iter().filter_map(|(mailbox, unseen)| Some((mailbox, unseen?))).collect())
    }

    /// The mailbox with a role: `Role::Sent` is where sent mail goes (SPECIAL-USE, RFC 6154), or, on a server without it,
    /// the mailbox with a usual name.
    ///
    /// # Errors
    /// `MailboxNotFound` naming the role; what asking the server can bring.
    pub fn role(&self, role: Role) -> Result<MailboxInfo> {
        self.lease()?.listed_with_role(role)
    }
}

/// The name to send.
///
/// # Errors
/// `InvalidInput` where it is empty.
fn named(lease: &mut Lease, mailbox: impl IntoMailbox) -> Result<Box<str>> {
    let name = resolve(lease, &mailbox.into_mailbox())?;
    if name.is_empty() {
        return Err(Error::invalid("a mailbox needs a name; an empty one is none"));
    }
    Ok(name)
}

fn simple(lease: &mut Lease, name: &'static str, mailbox: &str) -> Result<()> {
    let mut command = Command::new(name);
    command.mailbox(mailbox);
    lease.run(command, |_| Ok(())).and_then(|completion| completion.ok(name, Some(mailbox)))
}

fn subscribe(dal: &Dal, command: &'static str, mailbox: impl IntoMailbox) -> Result<()> {
    let mut lease = dal.lease()?;
    let name = named(&mut lease, mailbox)?;
    let outcome = simple(&mut lease, command, &name);
    explained(&mut lease, &name, outcome)
}

fn delete(lease: &mut Lease, mailbox: &str) -> Result<()> {
    let mut delete = Command::new("DELETE");
    delete.mailbox(mailbox);
    run_on(lease, delete, mailbox)
}

/// Steps beside a mailbox that is there. It may be open on this connection, and Courier does not delete or rename what is:
/// so INBOX, which every account has, is opened in its place. Courier is also content where there is none.
fn beside(lease: &mut Lease, mailbox: &str) -> Result<()> {
    if !lease.lists(mailbox)? {
        return Err(Error::MailboxNotFound { mailbox: mailbox.into() });
    }
    lease.run(plan::examine("INBOX"), |_| Ok(()))?.ok("EXAMINE", Some("INBOX"))
}

/// Runs a command that takes a mailbox away from where it is.
fn run_on(lease: &mut Lease, command: Command, mailbox: &str) -> Result<()> {
    let name = command.name();
    lease.forget_roles();
    lease.run(command, |_| Ok(()))?.ok(name, Some(mailbox))
}

/// Says "no such mailbox" where the server refused in words only and LIST does not know it.
fn explained(lease: &mut Lease, mailbox: &str, outcome: Result<()>) -> Result<()> {
    match outcome {
        Err(Error::No { answer, .. }) if answer.code.is_none() && !lease.lists(mailbox).unwrap_or(true) => {
            Err(Error::MailboxNotFound { mailbox: mailbox.into() })
        }
        outcome => outcome,
    }
}

fn status(lease: &mut Lease, mailbox: &str) -> Result<MailboxStatus> {
    let mut command = Command::new("STATUS");
    command.mailbox(mailbox).open().word("MESSAGES").word("UNSEEN").word("UIDNEXT").word("UIDVALIDITY");
    if lease.has("STATUS=SIZE") {
        command.word("SIZE");
    }
    if lease.has("CONDSTORE") {
        command.word("HIGHESTMODSEQ");
    }
    command.close();
    let mut told = None;
    let outcome = lease
        .run(command, |response| {
            if let Response::StatusOf(status) = response {
                told = read(&status, mailbox).or(told);
            }
            Ok(())
        })
        .and_then(|completion| completion.ok("STATUS", Some(mailbox)));
    explained(lease, mailbox, outcome)?;
    told.ok_or_else(|| Error::protocol("STATUS was completed without telling what was asked"))
}

fn read(status: &wire::MailboxStatus<'_>, mailbox: &str) -> Option<MailboxStatus> {
    if !mailbox_name::is_same(&status.name.decoded(), mailbox) {
        return None;
    }
    Some(MailboxStatus {
        messages: status.messages?,
        unseen: status.unseen?,
        uid_next: u32::try_from(status.uid_next?).ok()?,
        uid_validity: u32::try_from(status.uid_validity?).ok()?,
        size: status.size,
        highest_modseq: status.highest_mod_seq,
    })
}

/// UNSEEN of each mailbox that is still there.
fn unseen(lease: &mut Lease, mut asked: Vec<(usize, Box<str>)>) -> Result<BTreeMap<usize, u64>> {
    let mut counts = BTreeMap::new();
    while !asked.is_empty() {
        let command = |(_, mailbox): &(usize, Box<str>)| {
            let mut command = Command::new("STATUS");
            command.mailbox(mailbox).open().word("UNSEEN").close();
            command
        };
        let mut flight = lease.begin(asked.iter().map(command).collect())?;
        let mut answered = Vec::new();
        let mut first = Ok(());
        while let Some(event) = lease.next(&mut flight)? {
            match event {
                Event::Untagged(Response::StatusOf(status)) => {
                    let name = status.name.decoded();
                    let of = asked.iter().find(|(_, mailbox)| mailbox_name::is_same(mailbox, &name));
                    if let Some(((at, _), unseen)) = of.zip(status.unseen)
                        && counts.insert(*at, unseen).is_none()
                    {
                        flight.progress();
                    }
                }
                Event::Untagged(_) => {}
                Event::Completed { index, completion } => {
                    answered.push(index);
                    let mailbox = asked.get(index).map(|(_, mailbox)| &**mailbox);
                    match completion.ok("STATUS", mailbox) {
                        Err(Error::MailboxNotFound { .. }) | Ok(()) => {}
                        Err(error) => first = first.and(Err(error)),
                    }
                }
            }
        }
        first?;
        // What followed a refusal may not have been sent.
        let mut index = 0..;
        asked.retain(|_| index.next().is_none_or(|index| !answered.contains(&index)));
    }
    Ok(counts)
}
