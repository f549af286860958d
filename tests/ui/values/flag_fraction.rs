//@ says: `{float}` is not a value for `SystemFlag` columns
//@ at: 5.0);
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::seen.eq(5.0);
}
