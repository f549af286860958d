//! Who puts the rows in order.

use super::server::Server;
use crate::{
    query::OrderKey,
    schema::{Fixed, Key},
    wire::Command,
};

/// Who puts the rows in order; the last key is always ascending uid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// As SEARCH answers.
    UidAscending,
    UidDescending,
    /// SORT (RFC 5256). It orders what the search finds; what is decided here afterwards only leaves rows out.
    Server(Vec<Criterion>),
    /// The sorter, over the columns that the plan fetches for it.
    Here,
}

/// A sort criterion (RFC 5256 section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Criterion {
    word: &'static str,
    reverse: bool,
}

impl Order {
    pub(crate) fn of(keys: &[OrderKey], exact: bool, server: &Server) -> Self {
        // Uids are distinct: no key behind one decides anything.
        let uid = keys.iter().position(|by| by.key == Key::Fixed(Fixed::uid));
        let descending = uid.and_then(|index| keys.get(index)).is_some_and(|by| by.descending);
        let keys = keys.get(..uid.unwrap_or(keys.len())).unwrap_or(keys);
        if keys.is_empty() {
            return if descending { Order::UidDescending } else { Order::UidAscending };
        }
        // SORT breaks ties by ascending sequence number, which is ascending uid.
        if descending || !server.capabilities.sort() {
            return Order::Here;
        }
        keys.iter().map(|by| Criterion::of(*by, exact)).collect::<Option<_>>().map_or(Order::Here, Order::Server)
    }

    /// Writes the parenthesised criteria of [`Order::Server`].
    pub(super) fn write(criteria: &[Criterion], command: &mut Command) {
        command.open();
        for criterion in criteria {
            if criterion.reverse {
                command.word("REVERSE");
            }
            command.word(criterion.word);
        }
        command.close();
    }
}

impl Criterion {
    /// None where SORT has no such criterion, or where its collation of text would show in an exact query.
    fn of(by: OrderKey, exact: bool) -> Option<Self> {
        let Key::Fixed(column) = by.key else { return None };
        let word = match column {
            Fixed::created => "ARRIVAL",
            // Not DATE: servers read odd dates in ways of their own.
            Fixed::size => "SIZE",
            Fixed::subject if !exact => "SUBJECT",
            Fixed::sender if !exact => "FROM",
            Fixed::to if !exact => "TO",
            Fixed::cc if !exact => "CC",
            _ => return None,
        };
        Some(Criterion { word, reverse: by.descending })
    }

    /// Whether it orders text, by a collation of the server's own.
    pub(super) fn is_text(self) -> bool {
        matches!(self.word, "SUBJECT" | "FROM" | "TO" | "CC")
    }
}
