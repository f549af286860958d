//@ says: there is no `not_in`: write `is_in` with `!` before the column
//@ at: not_in
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::uid.not_in([1,2]));
}
