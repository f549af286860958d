//! An in-process IMAP server.

pub mod samples;
