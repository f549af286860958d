//@ says: `i32` is not a value for `ByteSize` columns
//@ at: most
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let most = 5_i32;
    let _ = Inbox::size.gt(most);
}
