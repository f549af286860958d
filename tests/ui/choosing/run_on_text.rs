//@ says: a query cannot run on `str`
//@ at: "imap://x"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) {
    let _ = Inbox::all().load("imap://x");
}

fn main() {}
