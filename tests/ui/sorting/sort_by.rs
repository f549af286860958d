//@ says: `sort_by` is called `order_by` here
//@ at: sort_by
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().sort_by(Inbox::created.desc());
}
