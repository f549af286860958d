//@ says: a mailbox is declared by its name: remove `struct`
//@ at: struct
use imap_dal::prelude::*;
mailboxes! { pub struct Inbox => "INBOX"; }

fn main() {}
