//@ says: `regex` is called `matches` here
//@ at: regex
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::subject.regex("x"));
}
