//! What must be fetched: the sum of what the types of a projection need.

use crate::schema::Key;

/// What must be fetched to read a column as a type ([`FromColumn::NEEDS`](crate::FromColumn::NEEDS)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Needs(u8);

impl Needs {
    /// What the column's native type needs.
    pub const DEFAULT: Needs = Needs(0);
    /// The content of the attachments as well, not only what BODYSTRUCTURE says of them.
    pub const PARTS: Needs = Needs(1);
}

/// The columns a projection reads, and what it needs of each.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    columns: Vec<(Key, Needs)>,
    everything: bool,
}

impl Wanted {
    /// Adds a column.
    pub fn add(&mut self, key: Key, needs: Needs) {
        if !self.columns.contains(&(key, needs)) {
            self.columns.push((key, needs));
        }
    }

    /// Adds every column that needs no body, as far as the server has it.
    pub fn add_everything(&mut self) {
        self.everything = true;
    }

    pub(crate) fn columns(&self) -> &[(Key, Needs)] {
        &self.columns
    }

    pub(crate) fn everything(&self) -> bool {
        self.everything
    }
}

/// Which parts are read each on its own, once the structure of the message is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pieces {
    /// The text parts that are no attachments.
    pub(crate) texts: bool,
    pub(crate) attachments: bool,
    /// The first octets of the first text part.
    pub(crate) beginning: bool,
}

/// What is still to be read of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lack {
    /// All of it: its structure is not known, or it has so many parts that one by one costs more.
    Message,
    Part {
        path: String,
        size: u64,
    },
    Beginning {
        path: String,
        /// In octets.
        length: u32,
    },
}

impl Lack {
    /// The beginning of a text that a preview is made of. HTML begins with styles, which are no text.
    pub(crate) fn beginning(path: String, media_type: &str) -> Self {
        Lack::Beginning { path, length: if media_type == "text/html" { 16 * 1024 } else { 2 * 1024 } }
    }

    /// Octets to be read, as far as that is known.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Lack::Part { size, .. } => *size,
            Lack::Message | Lack::Beginning { .. } => 0,
        }
    }
}

impl Pieces {
    pub(crate) const NONE: Pieces = Pieces { texts: false, attachments: false, beginning: false };

    pub(crate) fn union(self, other: Pieces) -> Pieces {
        Pieces {
            texts: self.texts || other.texts,
            attachments: self.attachments || other.attachments,
            beginning: self.beginning || other.beginning,
        }
    }
}
