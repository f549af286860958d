//@ says: `Vec<Mail>` cannot be read from a message
//@ at: Vec<Mail>
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    uid: Uid,
}
mailboxes! { Inbox: Vec<Mail> => "INBOX"; }

fn main() {}
