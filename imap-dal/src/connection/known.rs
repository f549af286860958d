//! What was learnt of an account's mailboxes, for all connections of a pool.

use crate::Role;
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

#[derive(Debug, Default)]
pub(super) struct Known {
    roles: Mutex<HashMap<Role, Box<str>>>,
    marks: Mutex<HashMap<Box<str>, Mark>>,
}

/// How a mailbox was when it was opened: what is the same twice has not changed as far as the server tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) messages: Option<u32>,
    pub(crate) validity: Option<u32>,
    pub(crate) uid_next: Option<u32>,
    pub(crate) mod_seq: Option<u64>,
}

impl Known {
    /// The mailbox of a role that was asked for before.
    pub(super) fn role(&self, role: Role) -> Option<Box<str>> {
        lock(&self.roles).get(&role).cloned()
    }

    pub(super) fn set_role(&self, role: Role, mailbox: &str) {
        lock(&self.roles).insert(role, mailbox.into());
    }

    pub(super) fn forget_roles(&self) {
        lock(&self.roles).clear();
    }

    /// How the mailbox was when it was last waited for.
    pub(super) fn mark(&self, mailbox: &str) -> Option<Mark> {
        lock(&self.marks).get(mailbox).copied()
    }

    pub(super) fn set_mark(&self, mailbox: &str, mark: Mark) {
        lock(&self.marks).insert(mailbox.into(), mark);
    }
}

/// A panic while it was held left nothing half done: all changes are single steps.
fn lock<T>(known: &Mutex<T>) -> MutexGuard<'_, T> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}
