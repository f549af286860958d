//! How a query is answered: what the server is asked, what is decided here, what is fetched. Pure: it knows queries and
//! the encoder of commands, and neither rows nor sockets.

mod bounds;
mod commands;
mod dates;
mod describe;
mod dovecot;
mod estimate;
mod explain;
mod fetch;
mod guard;
mod order;
#[allow(clippy::module_inception)]
mod plan;
mod predicates;
mod print;
mod profile;
mod route;
mod search_key;
mod server;
mod text;

#[cfg(test)]
mod tests;

pub(crate) use commands::{Access, Messages, Returning, examine, fetch, fetch_lacks, fetch_range, open, search};
pub use estimate::Estimate;
pub use explain::{Analysis, Explain};
pub(crate) use fetch::FetchItems;
pub(crate) use guard::uids;
pub(crate) use order::Order;
pub(crate) use plan::{Plan, Purpose};
pub use predicates::{Decided, Predicate};
pub use profile::{Charset, DateZone, Profile, TextKeys, UnreadableDates};
pub(crate) use route::{Rest, Route, Then};
pub(crate) use search_key::{Flag, SearchKey};
pub(crate) use server::Server;
