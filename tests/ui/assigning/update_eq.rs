//@ says: `Expr<Inbox>` is no change
//@ at: Inbox::seen.eq(true)
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::all().update(Inbox::seen.eq(true));
}

fn main() {}
