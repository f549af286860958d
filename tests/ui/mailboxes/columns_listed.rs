//@ says: expected `header` or `keyword`, found `subject`
//@ at: subject
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX" { subject, sender, date }
}

fn main() {}
