//@ says: `Vec<Expr<Inbox>>` is not a condition
//@ at: vec![Inbox::seen.eq(true)]
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::filter(vec![Inbox::seen.eq(true)]);
}

fn main() {}
