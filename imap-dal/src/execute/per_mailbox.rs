//! What the same query or mutation came to in each of several mailboxes.

use super::{Affected, Moved};
use crate::{Error, Result};
use std::{sync::Arc, vec};

/// What the same query or mutation came to in each of several mailboxes, in the order in which they were named. A mailbox
/// that was named twice is there once.
///
/// Every mailbox has an outcome, so that a partial one is always known.
#[derive(Debug)]
#[must_use = "each mailbox may have an error of its own"]
pub struct PerMailbox<T> {
    outcomes: Vec<(Box<str>, Result<T>)>,
}

impl<T> PerMailbox<T> {
    pub(super) fn new(outcomes: Vec<(Box<str>, Result<T>)>) -> Self {
        PerMailbox { outcomes }
    }

    /// How many mailboxes.
    pub fn len(&self) -> usize {
        self.outcomes.len()
    }

    /// Whether no mailbox was named.
    pub fn is_empty(&self) -> bool {
        self.outcomes.is_empty()
    }

    /// The decoded name of each mailbox and its outcome.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Result<T>)> {
        self.outcomes.iter().map(|(name, outcome)| (&**name, outcome))
    }

    /// The mailboxes where it was done, and what came of it.
    pub fn successes(&self) -> impl Iterator<Item = (&str, &T)> {
        self.iter().filter_map(|(name, outcome)| Some((name, outcome.as_ref().ok()?)))
    }

    /// The mailboxes where something went wrong.
    pub fn errors(&self) -> impl Iterator<Item = (&str, &Error)> {
        self.iter().filter_map(|(name, outcome)| Some((name, outcome.as_ref().err()?)))
    }

    /// The outcomes, where it was done in all mailboxes.
    ///
    /// # Errors
    /// The first error; what was done in other mailboxes is done.
    pub fn into_all(self) -> Result<Vec<(String, T)>> {
        self.into_iter().map(|(name, outcome)| Ok((name, outcome?))).collect()
    }

    pub(super) fn and_then<U>(self, next: impl Fn(T) -> Result<U>) -> PerMailbox<U> {
        let outcomes = self.outcomes.into_iter().map(|(name, outcome)| (name, outcome.and_then(&next))).collect();
        PerMailbox { outcomes }
    }
}

impl<R> PerMailbox<Vec<R>> {
    /// The rows, each beside the decoded name of its mailbox.
    ///
    /// # Errors
    /// The first of a mailbox.
    pub fn into_rows(self) -> Result<Vec<(Arc<str>, R)>> {
        let mut rows = Vec::new();
        for (name, own) in self {
            let name: Arc<str> = name.into();
            rows.extend(own?.into_iter().map(|row| (Arc::clone(&name), row)));
        }
        Ok(rows)
    }
}

impl PerMailbox<u64> {
    /// The sum over the mailboxes that could be counted.
    pub fn total(&self) -> u64 {
        self.successes().map(|(_, count)| count).sum()
    }
}

impl PerMailbox<Affected> {
    /// How many messages satisfied the condition, over the mailboxes whose outcome is known.
    pub fn matched(&self) -> u64 {
        self.successes().map(|(_, affected)| affected.matched).sum()
    }

    /// How many messages are confirmed to be in the state asked for, over the mailboxes whose outcome is known.
    pub fn changed(&self) -> u64 {
        self.successes().map(|(_, affected)| affected.changed).sum()
    }
}

impl PerMailbox<Moved> {
    /// How many messages satisfied the condition, over the mailboxes whose outcome is known.
    pub fn matched(&self) -> u64 {
        self.successes().map(|(_, moved)| moved.matched).sum()
    }
}

impl<T> IntoIterator for PerMailbox<T> {
    type Item = (String, Result<T>);
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter { outcomes: self.outcomes.into_iter() }
    }
}

/// The decoded name of each mailbox and its outcome.
#[derive(Debug)]
pub struct IntoIter<T> {
    outcomes: vec::IntoIter<(Box<str>, Result<T>)>,
}

impl<T> Iterator for IntoIter<T> {
    type Item = (String, Result<T>);

    fn next(&mut self) -> Option<Self::Item> {
        self.outcomes.next().map(|(name, outcome)| (name.into(), outcome))
    }
}
