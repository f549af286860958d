//! How a query is answered.

mod explain;
mod server;

pub use explain::Explain;
pub use server::{Profile, TextKeys};
