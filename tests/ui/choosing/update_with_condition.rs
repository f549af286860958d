//@ says: `Expr<Inbox>` is no change
//@ at: Inbox::seen
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) {
    let _ = Inbox::all().update(Inbox::seen.eq(true));
}

fn main() {}
