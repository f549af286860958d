//@ says: there is no `is_not_in`: write `is_in` with `!` before the column
//@ at: is_not_in
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::uid.is_not_in([1, 2]);
}
