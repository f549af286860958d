//@ says: `Plain` cannot be read from a message
//@ at: Plain
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

struct Plain {
    uid: Uid,
}

fn run(dal: &Dal) {
    let _ = Inbox::all().select_as::<Plain>();
}

fn main() {}
