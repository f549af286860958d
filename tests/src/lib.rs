//! What the tests against real servers need: a second client, a proxy, the server's address, scripted servers.

pub mod proxy;
pub mod random;
pub mod raw;
pub mod script;
pub mod server;
