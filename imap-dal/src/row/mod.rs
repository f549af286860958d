//! Fetched data, and how columns are read from it. Pure: it knows neither queries nor sockets.

mod address;
mod cell;
mod date;
mod fetched;
mod flags;
mod from_column;
mod from_row;
mod header;
mod ids;
mod mime;
mod parameters;
mod parts;
mod readable;
#[allow(clippy::module_inception)]
mod row;
#[cfg(any(test, fuzzing))]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod transfer;
mod values;
mod wanted;
mod words;

pub use cell::Cell;
pub(crate) use fetched::Fetched;
pub(crate) use flags::FlagSet;
pub use from_column::FromColumn;
pub use from_row::{Fields, FromRow};
pub use readable::{ReadAs, Readable, Selectable};
pub(crate) use row::Origin;
pub use row::Row;
pub(crate) use transfer::Decoder;
pub(crate) use values::text_of_content;
pub(crate) use wanted::{Lack, Pieces};
pub use wanted::{Needs, Wanted};
