//@ says: the type of the rows stands before `=>`: write `Inbox: Mail => ..`
//@ at: Mail:
use imap_dal::prelude::*;

#[derive(ImapModel)] struct Mail { uid: Uid }
mailboxes! { Inbox => Mail: "INBOX"; }

fn main() {}
