//@ says: `({integer}, {integer})` is not a value for `ByteSize` columns
//@ at: (1
//@ errors: 2
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::size.between((1, 2));
}
