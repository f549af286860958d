//@ says: `Mail` is not tied to a mailbox
//@ at: Mail::mailbox
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

#[derive(ImapModel)]
struct Mail {
    uid: Uid,
}

fn run(dal: &Dal) {
    let _ = Mail::mailbox();
}

fn main() {}
