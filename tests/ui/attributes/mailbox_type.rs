//@ says: a name stands in quotes: write `mailbox = "Inbox"`
//@ at: Inbox
use imap_dal::prelude::*;
mailboxes! { Inbox => "INBOX"; }
#[derive(ImapModel)]
#[imap(mailbox = Inbox)]
struct Mail {
    uid: Uid,
}

fn main() {}
