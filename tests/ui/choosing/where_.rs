//@ says: `where_` is called `filter` here
//@ at: where_
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().where_(Inbox::seen.eq(true));
}
