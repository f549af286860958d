//@ says: `&Sent` does not name a mailbox
//@ at: &Sent
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::all().move_to(&Sent);
}

fn main() {}
