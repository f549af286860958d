//@ says: write `crate = path;`, as in `crate = imap_dal;`
//@ at: : imap_dal;
use imap_dal::prelude::*;

mailboxes! { crate: imap_dal; Inbox => "INBOX"; }

fn main() {}
