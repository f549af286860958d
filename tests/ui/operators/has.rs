//@ says: `has` is called `contains` here
//@ at: has
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::keywords.has("$Junk");
}
