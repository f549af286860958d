//@ says: `#[imap(..)]` is for structs
//@ at: #[imap
use imap_dal::prelude::*;

mailboxes! {
    #[imap(header = "List-Id")]
    Inbox => "INBOX";
}

fn main() {}
