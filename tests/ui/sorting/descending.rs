//@ says: `descending` is called `desc` here
//@ at: descending
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().order_by(Inbox::created.descending());
}
