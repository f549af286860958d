//@ says: `FreeText` columns cannot be read as `u32`
//@ at: u32
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) {
    let _ = Inbox::all().select(Inbox::subject.read_as::<u32>());
}

fn main() {}
