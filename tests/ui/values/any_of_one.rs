//@ says: `imap_dal::Expr<Inbox>` is not a list of conditions
//@ at: Inbox::seen.eq
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Expr::any_of(Inbox::seen.eq(true));
}
