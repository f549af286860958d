//@ says: messages cannot be ordered by `(imap_dal::Ordering<Inbox>, Column<Inbox, FreeText>)`
//@ at: (Inbox::size.asc
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::all().order_by((Inbox::size.asc(), Inbox::subject));
}
