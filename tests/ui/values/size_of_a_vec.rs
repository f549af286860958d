//@ says: `usize` is not a value for `ByteSize` columns
//@ at: vec!
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::size.gt(vec![1].len()));
}
