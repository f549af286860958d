//@ says: a mailbox is declared by its name: remove `let`
//@ at: let
use imap_dal::prelude::*;

mailboxes! { let Inbox = "INBOX"; }

fn main() {}
