//! A typed ORM over IMAP.
