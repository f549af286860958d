//@ says: expected `=>` after `Inbox`
//@ at: <Row> 
use imap_dal::prelude::*;

mailboxes! {
    Inbox<Row> => "INBOX";
}

fn main() {}
