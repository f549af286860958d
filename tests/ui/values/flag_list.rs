//@ says: `Vec<bool>` is not a value for `SystemFlag` columns
//@ at: vec!
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::seen.eq(vec![true]);
}
