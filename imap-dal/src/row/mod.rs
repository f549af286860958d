//! Fetched data, and how columns are read from it. Pure: it knows neither queries nor sockets.

mod cell;
mod fetched;
mod from_column;
mod from_row;
mod readable;
#[allow(clippy::module_inception)]
mod row;
mod wanted;

pub use cell::Cell;
pub(crate) use fetched::Fetched;
pub use from_column::FromColumn;
pub use from_row::FromRow;
pub use readable::{ReadAs, Readable};
pub(crate) use row::Origin;
pub use row::Row;
pub use wanted::{Needs, Wanted};
