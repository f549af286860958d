//@ says: `&Expr<Inbox>` is not a condition
//@ at: &e);
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let e = Inbox::seen.eq(true); let _ = Inbox::filter(&e);
}
