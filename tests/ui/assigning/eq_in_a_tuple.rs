//@ says: `Expr<Inbox>` is no change
//@ at: Inbox::seen
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().update((Inbox::seen.eq(true), Inbox::flagged.set(false)));
}
