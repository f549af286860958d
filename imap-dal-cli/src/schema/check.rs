//! `imap-dal check-schema`: what a file declares against what the server has.

use super::{
    Live, can_be_declared,
    declared::{Declared, Target},
    is_same, live,
};
use crate::{failure::Failure, role};
use imap_dal::{Dal, Error, display::escaped};
use std::collections::HashMap;

/// What differs, a line each; nothing where all agrees.
///
/// # Errors
/// What the server brings.
pub(crate) fn check(declared: &[Declared], dal: &Dal, declared_only: bool) -> Result<String, Failure> {
    let live = live(dal)?;
    let roles = roles(declared, dal)?;
    let mut drift = Vec::new();
    let mut found: Vec<(usize, &Declared)> = Vec::new();
    for entry in declared {
        match live.iter().position(|mailbox| is_meant(entry, mailbox, &roles)) {
            Some(index) => found.push((index, entry)),
            None => drift.push(format!("{}: {} is not on the server", entry.place, target(&entry.target))),
        }
    }
    for (index, mailbox) in live.iter().enumerate() {
        let name = escaped(mailbox.info.name());
        let entries: Vec<&Declared> = found.iter().filter(|(at, _)| *at == index).map(|(_, entry)| *entry).collect();
        for entry in &entries {
            for keyword in &entry.keywords {
                if !mailbox.keywords.iter().any(|known| known.eq_ignore_ascii_case(keyword)) {
                    let keyword = escaped(keyword);
                    drift.push(format!("{}: mailbox \"{name}\" knows no keyword \"{keyword}\"", entry.place));
                }
            }
        }
        if declared_only || !can_be_declared(mailbox.info.name()) {
            continue;
        }
        if entries.is_empty() {
            drift.push(format!("mailbox \"{name}\" is on the server and not declared"));
            continue;
        }
        for keyword in &mailbox.keywords {
            let is_declared = |entry: &&Declared| entry.keywords.iter().any(|own| own.eq_ignore_ascii_case(keyword));
            if !entries.iter().any(is_declared) {
                drift.push(format!("keyword \"{}\" of mailbox \"{name}\" is not declared", escaped(keyword)));
            }
        }
    }
    Ok(drift.into_iter().map(|line| line + "\n").collect())
}

/// The mailboxes that the library finds for the declared roles: by a usual name, where the server tells none.
fn roles(declared: &[Declared], dal: &Dal) -> Result<HashMap<String, String>, Failure> {
    let mut found = HashMap::new();
    for entry in declared {
        let Target::Role(word) = &entry.target else { continue };
        let Some(role) = role::named(word).filter(|role| role.to_string() == *word) else { continue };
        match dal.role(role) {
            Ok(mailbox) => found.insert(word.clone(), mailbox.name().to_owned()),
            Err(Error::MailboxNotFound { .. }) => continue,
            Err(error) => return Err(error.into()),
        };
    }
    Ok(found)
}

fn is_meant(entry: &Declared, mailbox: &Live, roles: &HashMap<String, String>) -> bool {
    match &entry.target {
        Target::Name(name) => is_same(name, mailbox.info.name()),
        Target::Role(role) => roles.get(role).is_some_and(|name| name == mailbox.info.name()),
    }
}

fn target(target: &Target) -> String {
    match target {
        Target::Name(name) => format!("mailbox \"{}\"", escaped(name)),
        Target::Role(role) => format!("a mailbox with the role {}", escaped(role)),
    }
}
