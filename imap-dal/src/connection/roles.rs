//! Which mailboxes the account has, and which of them is for what (RFC 6154).

use super::{channel::Channel, flight::Event};
use crate::{
    Error, MailboxInfo, Result, Role,
    wire::{Command, Response},
};

impl Channel {
    /// The mailboxes that can be selected, in the server's order.
    ///
    /// # Errors
    /// `No`, `Bad`, and what ends the connection.
    pub(crate) fn mailboxes(&mut self) -> Result<Vec<MailboxInfo>> {
        let mut list = Command::new("LIST");
        list.astring("").astring("*");
        if self.has("LIST-EXTENDED") && self.has("SPECIAL-USE") {
            list.word("RETURN").open().word("SPECIAL-USE").close();
        }
        let mut mailboxes = Vec::new();
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
                    mailboxes.push(MailboxInfo::new(listed.name.decoded(), attributes.collect(), delimiter));
                    flight.progress();
                }
                Event::Untagged(_) => {}
                Event::Completed { completion, .. } => completion.ok("LIST", None)?,
            }
        }
        mailboxes.retain(is_selectable);
        Ok(mailboxes)
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
