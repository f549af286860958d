//@ says: `mailbox` is given twice
//@ at: mailbox = "Sent"
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = "INBOX", mailbox = "Sent")]
struct Mail {
    uid: Uid,
}

fn main() {}
