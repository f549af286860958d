//@ says: `KeywordSet` columns cannot be tested for equality
//@ at: eq
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::keywords.eq(5.0);
}
