//@ says: `imap_dal::Expr<Inbox>` is not a list of conditions
//@ at: Inbox::seen.eq
//@ errors: 2
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Expr::all_of(Inbox::seen.eq(true), Inbox::flagged.eq(true));
}
