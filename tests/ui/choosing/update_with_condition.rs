//@ says: is not a change to messages of `Inbox`
//@ at: Inbox::seen
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) {
    let _ = Inbox::all().update(Inbox::seen.eq(true));
}

fn main() {}
