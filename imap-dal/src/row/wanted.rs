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
