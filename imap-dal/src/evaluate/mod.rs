//! What a condition says of a message and in which order messages come, decided here: pure functions of a row.
//! It knows neither servers nor plans; every rule of the operators is in this room and nowhere else.
//!
//! An unreadable value (say, a broken BODYSTRUCTURE) is an error only where the outcome hangs on it: `a & b` is false
//! when either is false, `a | b` true when either is true, whatever the other says. So neither the order in which
//! conditions are written nor the order in which they are tried shows in the outcome.

mod base_subject;
mod check;
mod condition;
mod date;
mod like;
mod site;
mod sorter;
mod text;
mod values;

#[cfg(test)]
mod tests;

pub(crate) use condition::Condition;
pub(crate) use site::validate_name;
pub(crate) use sorter::{SortKey, Sorter};
