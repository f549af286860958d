//@ says: `char` is not a value for `BodyContent` columns
//@ at: 'x'
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::content.contains('x');
}
