//@ says: expected `=>` after `Inbox`: write `Inbox => "INBOX";`
//@ at: :
use imap_dal::prelude::*;
mailboxes! { Inbox: "INBOX"; }

fn main() {}
