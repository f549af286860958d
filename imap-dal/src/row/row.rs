//! One fetched message.

use super::{Fetched, Readable};
use crate::{
    Error, Result, Uid,
    error::Reason,
    schema::{Fingerprint, Key},
};
use std::{fmt, sync::Arc};

/// One fetched message: what a query yields without a model. It has every column that needs no body;
/// a column whose value was not fetched is [`InvalidInput`](Error::InvalidInput), which says so.
#[derive(Clone)]
pub struct Row {
    origin: Arc<Origin>,
    /// Large, and moved often.
    fetched: Box<Fetched>,
}

/// Where rows were read.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// The decoded name.
    pub(crate) mailbox: Box<str>,
    pub(crate) validity: u32,
    pub(crate) fingerprint: Fingerprint,
}

impl Row {
    pub(crate) fn new(origin: Arc<Origin>, fetched: Box<Fetched>) -> Self {
        Row { origin, fetched }
    }

    /// The value of a column, of a column [read as](crate::Column::read_as) a type, or of a tuple of them.
    ///
    /// # Errors
    /// [`Decode`](Error::Decode) where the value cannot be read as the type, [`InvalidInput`](Error::InvalidInput) where
    /// the query did not fetch it.
    pub fn get<T>(&self, column: impl Readable<Output = T>) -> Result<T> {
        column.read(self)
    }

    pub(crate) fn uid(&self) -> Uid {
        Uid::read(self.fetched.uid(), self.origin.validity, self.origin.fingerprint)
    }

    /// The decoded name.
    pub(crate) fn mailbox(&self) -> &str {
        &self.origin.mailbox
    }

    pub(crate) fn fetched(&self) -> &Fetched {
        &self.fetched
    }

    pub(crate) fn error(&self, key: Key, source: Reason) -> Error {
        Error::Decode {
            mailbox: self.origin.mailbox.clone(),
            uid: self.fetched.uid(),
            column: key.to_string().into(),
            source,
        }
    }
}

impl fmt::Debug for Row {
    /// Where it is, without its content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row({:?} of {:?})", self.uid(), self.origin.mailbox)
    }
}
