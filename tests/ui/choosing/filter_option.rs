//@ says: `Option<Expr<Inbox>>` is not a condition
//@ at: Some
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Some(Inbox::seen.eq(true)));
}
