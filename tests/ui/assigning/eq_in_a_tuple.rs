//@ says: `Expr<Inbox>` is not a change to messages of `Inbox`
//@ at: Inbox::seen
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().update((Inbox::seen.eq(true), Inbox::flagged.set(false)));
}
