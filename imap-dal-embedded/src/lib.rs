//! An in-process IMAP server.
