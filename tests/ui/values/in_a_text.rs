//@ says: `&str` is not a list of values for `FreeText` columns
//@ at: "a"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::subject.is_in("a"));
}
