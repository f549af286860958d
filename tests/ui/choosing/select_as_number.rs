//@ says: `u32` cannot be read from a message
//@ at: u32
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) {
    let _ = Inbox::all().select_as::<u32>();
}

fn main() {}
