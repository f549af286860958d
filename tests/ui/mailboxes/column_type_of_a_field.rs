//@ says: expected `=>` after `list_id`
//@ at: :
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX" { header list_id: Option<String> => "List-Id"; }
}

fn main() {}
