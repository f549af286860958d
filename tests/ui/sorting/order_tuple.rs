//@ says: messages cannot be ordered by `(imap_dal::Ordering<Inbox>, imap_dal::Ordering<Inbox>)`
//@ at: (Inbox::created.desc(), Inbox::uid.asc())
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::all().order_by((Inbox::created.desc(), Inbox::uid.asc()));
}

fn main() {}
