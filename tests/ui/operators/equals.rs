//@ says: `equals` is called `eq` here
//@ at: equals
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::subject.equals("a");
}
