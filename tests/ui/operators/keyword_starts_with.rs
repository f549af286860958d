//@ says: `KeywordFlag` columns have no text patterns
//@ at: starts_with
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = AnyMailbox::keyword("$Junk").starts_with("$");
}
