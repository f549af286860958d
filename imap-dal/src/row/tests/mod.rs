//! The page "Values" of the semantics as tables: what is written in a message, and what its columns read.

mod attachments;
mod bodies;
mod fetching;
mod headers;
mod hostile;
mod models;
