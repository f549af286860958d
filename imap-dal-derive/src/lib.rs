//! The macros of `imap-dal`.
