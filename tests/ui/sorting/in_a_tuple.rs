//@ says: messages cannot be ordered by `(imap_dal::Ordering<Inbox>, Column<Inbox, ByteSize>)`
//@ at: (Inbox::crea
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().order_by((Inbox::created.desc(), Inbox::size));
}
