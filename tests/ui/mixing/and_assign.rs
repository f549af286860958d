//@ says: a column of `Sent` cannot be used in a query on `Inbox`
//@ at: &=
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let mut q = Inbox::seen.eq(false);
    q &= Sent::flagged.eq(true);
}
