//! What imap-dal does on a real server: run through `tests/run`, or `tests/with-server NAME -- cargo test`.

mod accounts;
mod attachments;
mod bad_input;
mod bad_values;
mod bodies;
mod columns;
mod delays;
mod disturbances;
mod explain;
mod filters;
mod flights;
mod given;
mod large;
mod mailboxes;
mod mutations;
mod no_injection;
mod parts;
mod proxy;
mod raw;
mod rows;
mod several;
mod streams;
mod waiting;
mod windows;
