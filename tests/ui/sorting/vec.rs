//@ says: messages cannot be ordered by `Vec<imap_dal::Ordering<Inbox>>`
//@ at: vec!
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::all().order_by(vec![Inbox::size.asc()]);
}
