//@ says: a `keyword` named at run time is a column of `AnyMailbox`, which fits every mailbox
//@ at: Inbox::keyword
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::keyword("$Junk").eq(true);
}
