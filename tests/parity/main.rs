//! What programs written for web2py's IMAP adapter do, on Dovecot and on the embedded server, in three ways: with all that the
//! server offers, one command at a time, and with hardly more than IMAP4rev1. Expected uids are written by hand, over the
//! mailbox in `mail.rs`.
//!
//! `conditions`, `reading` and `changing` are what the adapter could do: its fields and operators, the attributes of its
//! `select`, its tables, `count`, `update`, `delete` and `insert`. `never_reading` and `never_changing` are what it did wrong,
//! numbered B1 to B36 as in the list of its hazards. Some of them cannot be here at all:
//!
//! - B19, a query over two tables ran on the left-most one: columns of two mailboxes in one condition do not compile
//!   (`ui/`).
//! - B29, `\Recent` was sent: `NewMessage` has no method for it and column `recent` cannot be assigned; only that no keyword
//!   brings it in is tested.
//! - B32, updates of fields that are no flags did nothing: they do not compile (`ui/assigning/`).
//! - B34, a default argument kept the password for the next caller: Rust has no mutable default arguments.
//!
//! Of B13 the cause cannot be here, since nothing asks for a locale; that the names are right is tested. Of B20 a password
//! in the clear, and of B21 ports and bracketed addresses, are tested where connections are made, in `imap-dal` itself. Names
//! made from mailboxes (B23) belong to the command that will write them.

mod changing;
mod conditions;
mod mail;
mod never_changing;
mod never_reading;
mod on;
mod reading;
