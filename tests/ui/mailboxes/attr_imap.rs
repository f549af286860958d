//@ says: `#[imap(..)]` is for structs: the name of a mailbox stands after `=>`, its columns in `{ .. }` behind that
//@ at: #
use imap_dal::prelude::*;
mailboxes! { #[imap(mailbox = "INBOX")] Inbox; }

fn main() {}
