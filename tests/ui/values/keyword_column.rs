//@ says: `&str` is not a value for `KeywordFlag` columns
//@ at: "true"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = AnyMailbox::keyword("$Junk").eq("true");
}
