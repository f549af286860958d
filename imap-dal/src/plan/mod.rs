//! How a query is answered: what the server is asked, what is decided here, what is fetched. Pure: it knows queries and
//! the encoder of commands, and neither rows nor sockets.

mod bounds;
mod commands;
mod dates;
mod describe;
mod explain;
mod fetch;
mod guard;
mod order;
#[allow(clippy::module_inception)]
mod plan;
mod print;
mod route;
mod search_key;
mod server;
mod text;
mod unseen;

#[cfg(test)]
mod tests;

pub(crate) use commands::{Messages, Returning, examine, fetch, search, select};
pub use explain::{Analysis, Decided, Explain, Predicate};
pub(crate) use fetch::FetchItems;
pub(crate) use guard::uids;
pub(crate) use order::Order;
pub(crate) use plan::{Plan, Purpose};
pub(crate) use route::{Route, Then};
pub(crate) use search_key::{Flag, SearchKey};
pub(crate) use server::Server;
pub use server::{Profile, TextKeys, UnreadableDates};
