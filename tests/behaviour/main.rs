//! What imap-dal does on a real server: run through `tests/run`, or `tests/with-server NAME -- cargo test`.

mod accounts;
mod mutations;
mod proxy;
mod raw;
