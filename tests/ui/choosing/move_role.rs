//@ says: `Role` does not name a mailbox
//@ at: imap_dal::Role::Trash
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f(dal: &Dal) {
    let _ = Inbox::all().move_to(imap_dal::Role::Trash);
}

fn main() {}
