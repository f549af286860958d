//@ says: `(Expr<Inbox>, Expr<Inbox>)` is not a condition
//@ at: (Inbox::seen.eq(true), Inbox::size.lt(3))
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::filter((Inbox::seen.eq(true), Inbox::size.lt(3)));
}

fn main() {}
