//@ says: expected `=>` after `Inbox`
//@ at: : Mail => "I
use imap_dal::prelude::*;

#[derive(ImapModel)] struct Mail { uid: Uid }
mailboxes! { Inbox: Mail: Mail => "INBOX"; }

fn main() {}
