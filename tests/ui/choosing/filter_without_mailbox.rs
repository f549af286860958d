//@ says: `Mail` is not tied to a mailbox
//@ at: Mail::filter
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
    let _ = Mail::filter(Mail::seen.eq(true));
}

fn main() {}
