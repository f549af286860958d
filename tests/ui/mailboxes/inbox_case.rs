//@ says: the mailbox "INBOX" is already declared as `A`
//@ at: "INBOX"
use imap_dal::prelude::*;

mailboxes! { A => "Inbox"; B => "INBOX"; }

fn main() {}
