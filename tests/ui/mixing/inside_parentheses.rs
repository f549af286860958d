//@ says: a column of `Sent` cannot be used in a query on `Inbox`
//@ at: | Sent
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::filter(Inbox::seen.eq(true) & (Inbox::flagged.eq(true) | Sent::draft.eq(true)));
}
