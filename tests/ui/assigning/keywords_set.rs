//@ says: `KeywordSet` columns cannot be set
//@ at: set
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().update(Inbox::keywords.set(["a"]));
}
