//! Which mailboxes the account has, and which of them is for what (RFC 6154).

use super::{channel::Channel, flight::Event};
use crate::{
    Error, MailboxInfo, Result, Role,
    wire::{Command, Response, Status, mailbox_name},
};
use std::collections::HashMap;

/// A mailbox and its UNSEEN, as far as it was told.
type Counted = (MailboxInfo, Option<u64>);

impl Channel {
    /// The mailboxes that can be selected, in the server's order.
    ///
    /// # Errors
    /// `No`, `Bad`, and what ends the connection.
    pub(crate) fn mailboxes(&mut self) -> Result<Vec<MailboxInfo>> {
        Ok(self.listed(false)?.into_iter().map(|(mailbox, _)| mailbox).collect())
    }

    /// As [`mailboxes`](Self::mailboxes), each with the number of its unread messages, where the server tells it beside
    /// (LIST-STATUS, RFC 5819).
    ///
    /// # Errors
    /// As [`mailboxes`](Self::mailboxes).
    pub(crate) fn mailboxes_with_unseen(&mut self) -> Result<Vec<Counted>> {
        let with_status = self.has("LIST-STATUS");
        self.listed(with_status)
    }

    fn listed(&mut self, with_status: bool) -> Result<Vec<Counted>> {
        let mut list = Command::new("LIST");
        list.astring("").astring("*");
        let with_roles = self.has("LIST-EXTENDED") && self.has("SPECIAL-USE");
        if with_roles || with_status {
            list.word("RETURN").open();
            if with_roles {
                list.word("SPECIAL-USE");
            }
            if with_status {
                list.word("STATUS").open().word("UNSEEN").close();
            }
            list.close();
        }
        let mut mailboxes: Vec<Counted> = Vec::new();
        let mut unseen: HashMap<String, u64> = HashMap::new();
        let most = self.traffic().read.saturating_add(self.limits().response as u64);
        let mut flight = self.begin(vec![list])?;
        loop {
            if self.traffic().read > most {
                return Err(Error::limit("the server lists mailboxes without end"));
            }
            let Some(event) = self.next(&mut flight)? else { break };
            match event {
                Event::Untagged(Response::List(listed)) => {
                    let attributes = listed.attributes.map(|word| String::from_utf8_lossy(word).into_owned());
                    let delimiter = listed.delimiter.map(char::from);
                    let mailbox = MailboxInfo::new(listed.name.decoded(), attributes.collect(), delimiter);
                    mailboxes.push((mailbox, None));
                    flight.progress();
                }
                Event::Untagged(Response::StatusOf(status)) => {
                    unseen.extend(status.unseen.map(|unseen| (folded(&status.name.decoded()), unseen)));
                    flight.progress();
                }
                Event::Untagged(_) => {}
                Event::Completed { completion, .. } => completion.ok("LIST", None)?,
            }
        }
        mailboxes.retain(|(mailbox, _)| is_selectable(mailbox));
        for (mailbox, own) in &mut mailboxes {
            *own = unseen.get(&folded(mailbox.name())).copied();
        }
        Ok(mailboxes)
    }

    /// Whether there is such a mailbox.
    ///
    /// # Errors
    /// As [`mailboxes`](Self::mailboxes).
    pub(crate) fn lists(&mut self, mailbox: &str) -> Result<bool> {
        let mut list = Command::new("LIST");
        list.astring("").mailbox(mailbox);
        let mut is_listed = false;
        let completion = self.run(list, |response| {
            if let Response::List(list) = response {
                is_listed |= mailbox_name::is_same(&list.name.decoded(), mailbox);
            }
            Ok(())
        })?;
        // Only a list that was given says that a name is not in it.
        let is_there = is_listed || completion.status != Status::Ok;
        if !is_there {
            // It may have been renamed, and its role with it.
            self.forget_roles();
        }
        Ok(is_there)
    }

    /// The decoded names of the mailboxes subscribed to.
    ///
    /// # Errors
    /// As [`mailboxes`](Self::mailboxes).
    pub(crate) fn subscriptions(&mut self) -> Result<Vec<String>> {
        let mut list = Command::new("LSUB");
        list.astring("").astring("*");
        let mut names = Vec::new();
        let completion = self.run(list, |response| {
            if let Response::List(list) = response {
                names.push(list.name.decoded());
            }
            Ok(())
        })?;
        completion.ok("LSUB", None)?;
        Ok(names)
    }

    /// The decoded name of the mailbox with a role.
    ///
    /// # Errors
    /// `MailboxNotFound` naming the role; as [`mailboxes`](Self::mailboxes).
    pub(crate) fn mailbox_with_role(&mut self, role: Role) -> Result<Box<str>> {
        if let Some(name) = self.known.role(role) {
            return Ok(name);
        }
        let has_special_use = self.has("SPECIAL-USE");
        let mailboxes = self.mailboxes()?;
        let found = with_attribute(&mailboxes, role).or_else(|| {
            // A server that knows roles and gives this one to no mailbox means it.
            if has_special_use { None } else { with_known_name(&mailboxes, role) }
        });
        let Some(found) = found else {
            return Err(Error::MailboxNotFound { mailbox: format!("role {role}").into() });
        };
        self.known.set_role(role, found.name());
        Ok(found.name().into())
    }

    /// The mailbox with a role, as it is listed now.
    ///
    /// # Errors
    /// As [`mailbox_with_role`](Self::mailbox_with_role).
    pub(crate) fn listed_with_role(&mut self, role: Role) -> Result<MailboxInfo> {
        self.forget_roles();
        let name = self.mailbox_with_role(role)?;
        let listed = self.mailboxes()?.into_iter().find(|mailbox| mailbox.name() == &*name);
        listed.ok_or_else(|| Error::MailboxNotFound { mailbox: format!("role {role}").into() })
    }

    /// Asks again which mailbox has which role, when it is next needed.
    pub(crate) fn forget_roles(&self) {
        self.known.forget_roles();
    }
}

/// A name to compare with: INBOX has no case (RFC 9051 section 5.1).
fn folded(name: &str) -> String {
    if name.eq_ignore_ascii_case("INBOX") { "INBOX".to_owned() } else { name.to_owned() }
}

fn is_selectable(mailbox: &MailboxInfo) -> bool {
    let is = |attribute: &String, name: &str| attribute.eq_ignore_ascii_case(name);
    !mailbox.attributes().iter().any(|attribute| is(attribute, "\\Noselect") || is(attribute, "\\NonExistent"))
}

/// Where several mailboxes have the role: one with a usual name, then the first by name, whatever the server's order.
fn with_attribute(mailboxes: &[MailboxInfo], role: Role) -> Option<&MailboxInfo> {
    let candidates = mailboxes.iter().filter(|mailbox| mailbox.role() == Some(role));
    candidates.min_by_key(|mailbox| (known_name(mailbox, role).unwrap_or(usize::MAX), mailbox.name()))
}

fn with_known_name(mailboxes: &[MailboxInfo], role: Role) -> Option<&MailboxInfo> {
    let candidates = mailboxes.iter().filter_map(|mailbox| Some((known_name(mailbox, role)?, mailbox)));
    candidates.min_by_key(|(rank, mailbox)| (*rank, mailbox.name())).map(|(_, mailbox)| mailbox)
}

/// How usual the mailbox's name is for the role: 0 is best. Only names at the top level count, or, where all mailboxes
/// are below INBOX (Courier), right below that.
fn known_name(mailbox: &MailboxInfo, role: Role) -> Option<usize> {
    let names: &[&str] = match role {
        Role::All => &["All Mail"],
        Role::Archive => &["Archive", "Archives"],
        Role::Drafts => &["Drafts", "Draft"],
        Role::Flagged => &["Flagged", "Starred"],
        Role::Important => &["Important"],
        Role::Junk => &["Junk", "Spam", "Junk E-mail", "Junk Email", "Bulk Mail"],
        Role::Sent => &["Sent", "Sent Items", "Sent Messages", "Sent Mail"],
        Role::Trash => &["Trash", "Deleted Items", "Deleted Messages", "Bin"],
    };
    let below_inbox = mailbox.delimiter().and_then(|delimiter| {
        let (first, rest) = mailbox.name().split_once(delimiter)?;
        first.eq_ignore_ascii_case("INBOX").then_some(rest)
    });
    let name = below_inbox.unwrap_or(mailbox.name());
    names.iter().position(|known| name.eq_ignore_ascii_case(known))
}
