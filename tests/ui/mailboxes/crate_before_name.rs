//@ says: write `crate = path;`, as in `crate = imap_dal;`
//@ at: Inbox
use imap_dal::prelude::*;

mailboxes! { crate Inbox => "INBOX"; }

fn main() {}
