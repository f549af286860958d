//! LIST, LSUB and STATUS: which names match, and what is told of them.

use std::io::{Read, Write};

use super::Session;
use crate::capability::Capability;
use crate::parse::{List, StatusItem};
use crate::reply::{self, Done, Refusal};
use crate::store::{Mailbox, State};

impl<S: Read + Write> Session<S> {
    pub(super) fn list(&mut self, list: &List) -> Result<Done, Refusal> {
        if list.status.is_some() {
            self.need(Capability::ListStatus)?;
        }
        if list.only_special || list.return_special {
            self.need(Capability::SpecialUse)?;
        }
        if list.extended {
            self.need(Capability::ListExtended)?;
        }
        if let Some(items) = &list.status {
            self.check_status(items)?;
        }
        let store = std::sync::Arc::clone(&self.store);
        let state = store.lock();
        if list.patterns.iter().all(String::is_empty) && !list.lsub {
            self.say(&format!("* LIST (\\Noselect) \"{}\" \"\"", state.separator));
            return Ok(Done::plain());
        }
        for name in names(&state, list) {
            let mut attributes = self.attributes(&state, &name, list);
            let mailbox = state.mailboxes.get(&name);
            let subscribed = state.subscribed.contains(&name);
            let below = list.recursive && subscribed_below(&state, list, &name);
            if list.return_subscribed && subscribed || list.only_subscribed && !list.lsub && subscribed {
                attributes.push("\\Subscribed");
            }
            let verb = if list.lsub { "LSUB" } else { "LIST" };
            self.wire
                .out
                .extend_from_slice(format!("* {verb} ({}) \"{}\" ", attributes.join(" "), state.separator).as_bytes());
            reply::mailbox(&mut self.wire.out, &name);
            if below {
                self.wire.out.extend_from_slice(b" (CHILDINFO (\"SUBSCRIBED\"))");
            }
            self.wire.out.extend_from_slice(b"\r\n");
            if let (Some(items), Some(mailbox)) = (&list.status, mailbox) {
                self.tell_status(&name, mailbox, items);
            }
        }
        Ok(Done::plain())
    }

    pub(super) fn status(&mut self, name: &str, items: &[StatusItem]) -> Result<Done, Refusal> {
        self.check_status(items)?;
        let store = std::sync::Arc::clone(&self.store);
        let state = store.lock();
        let mailbox = state.mailboxes.get(name).ok_or_else(|| super::mailboxes::missing("NONEXISTENT", name))?;
        self.condstore |= items.contains(&StatusItem::HighestModSeq);
        self.tell_status(name, mailbox, items);
        Ok(Done::plain())
    }

    fn check_status(&self, items: &[StatusItem]) -> Result<(), Refusal> {
        items.iter().try_for_each(|item| match item {
            StatusItem::Size => self.need(Capability::StatusSize),
            StatusItem::HighestModSeq => self.need(Capability::Condstore),
            StatusItem::MailboxId => self.need(Capability::ObjectId),
            _ => Ok(()),
        })
    }

    fn tell_status(&mut self, name: &str, mailbox: &Mailbox, items: &[StatusItem]) {
        let counts = mailbox.counts();
        let told: Vec<String> = items
            .iter()
            .map(|item| match item {
                StatusItem::Messages => format!("MESSAGES {}", counts.messages),
                StatusItem::Recent => format!("RECENT {}", counts.recent),
                StatusItem::UidNext => format!("UIDNEXT {}", mailbox.uid_next),
                StatusItem::UidValidity => format!("UIDVALIDITY {}", mailbox.uid_validity),
                StatusItem::Unseen => format!("UNSEEN {}", counts.unseen),
                StatusItem::Deleted => format!("DELETED {}", counts.deleted),
                StatusItem::Size => format!("SIZE {}", counts.size),
                StatusItem::HighestModSeq => format!("HIGHESTMODSEQ {}", mailbox.highest_modseq),
                StatusItem::MailboxId => format!("MAILBOXID ({})", mailbox.object_id),
            })
            .collect();
        self.wire.out.extend_from_slice(b"* STATUS ");
        reply::mailbox(&mut self.wire.out, name);
        self.wire.out.extend_from_slice(format!(" ({})\r\n", told.join(" ")).as_bytes());
    }

    fn attributes(&self, state: &State, name: &str, list: &List) -> Vec<&'static str> {
        let below = format!("{name}{}", state.separator);
        let mailbox = state.mailboxes.get(name);
        let children = state.mailboxes.keys().any(|other| other.starts_with(&below));
        let mut all = Vec::new();
        if list.lsub && !state.subscribed.contains(name) {
            // A level above subscribed names, whether or not it can be selected (RFC 3501, section 6.3.9).
            all.push("\\Noselect");
        } else if mailbox.is_none() {
            all.push(if children || list.lsub { "\\Noselect" } else { "\\NonExistent" });
        }
        if self.has(Capability::Children) || list.return_children {
            all.push(if children { "\\HasChildren" } else { "\\HasNoChildren" });
        }
        if self.has(Capability::SpecialUse) && !list.lsub {
            all.extend(mailbox.and_then(|m| m.role).map(crate::role::Role::attribute));
        }
        all
    }
}

/// The names a LIST tells, in order. Levels above mailboxes count as names.
fn names(state: &State, list: &List) -> Vec<String> {
    let mut all: std::collections::BTreeSet<String> = state.mailboxes.keys().cloned().collect();
    if list.only_subscribed {
        all.extend(state.subscribed.iter().cloned());
    }
    let levels: Vec<String> = all.iter().flat_map(|name| above(name, state.separator)).map(str::to_owned).collect();
    all.extend(levels);
    // LSUB "%" tells of a level above a subscribed name too (RFC 3501, section 6.3.9).
    let levels = list.recursive || list.lsub && list.patterns.iter().any(|p| p.ends_with('%'));
    let subscribed = |name: &str| state.subscribed.contains(name) || levels && subscribed_below(state, list, name);
    let special = |name: &str| state.mailboxes.get(name).is_some_and(|m| m.role.is_some());
    all.retain(|name| {
        (!list.only_subscribed || subscribed(name))
            && (!list.only_special || special(name))
            && asked_for(state, list, name)
    });
    all.into_iter().collect()
}

/// Whether a name matches one of the patterns.
fn asked_for(state: &State, list: &List, name: &str) -> bool {
    list.patterns.iter().any(|p| pattern_matches(&format!("{}{p}", list.reference), name, state.separator))
}

/// Whether there are subscribed names below a name that are not told themselves (RFC 5258, section 3.5).
fn subscribed_below(state: &State, list: &List, name: &str) -> bool {
    let below = format!("{name}{}", state.separator);
    state.subscribed.iter().any(|s| s.starts_with(&below) && !asked_for(state, list, s))
}

fn above(name: &str, separator: char) -> impl Iterator<Item = &str> {
    name.match_indices(separator).filter_map(|(at, _)| name.get(..at))
}

/// `*` is any run, `%` any run without the separator. INBOX matches in any case.
fn pattern_matches(pattern: &str, name: &str, separator: char) -> bool {
    let pattern = if name == "INBOX" { pattern.to_uppercase() } else { pattern.to_owned() };
    let pattern: Vec<char> = pattern.chars().collect();
    // One row of the table of (pattern so far, name so far).
    let mut row = vec![false; pattern.len() + 1];
    row[0] = true;
    for (at, p) in pattern.iter().enumerate() {
        row[at + 1] = row[at] && matches!(p, '*' | '%');
    }
    for c in name.chars() {
        let mut next = vec![false; pattern.len() + 1];
        for (at, p) in pattern.iter().enumerate() {
            next[at + 1] = match p {
                '*' => next[at] || row[at + 1],
                '%' => next[at] || (row[at + 1] && c != separator),
                literal => row[at] && *literal == c,
            };
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, name, expected) in [
            ("*", "a/b", true),
            ("%", "a/b", false),
            ("%", "a", true),
            ("a/%", "a/b", true),
            ("a/%", "a/b/c", false),
            ("a*c", "a/b/c", true),
            ("%/b", "a/b", true),
            ("inbox", "INBOX", true),
            ("sent", "Sent", false),
            ("", "a", false),
            ("**%%a", "a", true),
        ] {
            assert_eq!(pattern_matches(pattern, name, '/'), expected, "{pattern} {name}");
        }
    }
}
