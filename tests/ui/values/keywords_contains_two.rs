//@ says: `[&str; 2]` is not a value for `KeywordSet` columns
//@ at: ["a", "b"]
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::keywords.contains(["a", "b"]);
}

fn main() {}
