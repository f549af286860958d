//@ says: `[&str; 2]` is not a value for `KeywordSet` columns
//@ at: ["a", "b"]))
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().update(Inbox::keywords.add(["a", "b"]));
}
