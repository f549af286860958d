//@ says: messages cannot be ordered by `[imap_dal::Ordering<Inbox>; 2]`
//@ at: [Inbox::uid.
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().order_by([Inbox::uid.asc(), Inbox::size.asc()]);
}
