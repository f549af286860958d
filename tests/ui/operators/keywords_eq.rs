//@ says: `KeywordSet` columns cannot be tested for equality
//@ at: eq
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::keywords.eq("$Junk");
}
