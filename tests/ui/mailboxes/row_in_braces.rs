//@ says: expected the type of the rows
//@ at: { uid: Uid }
use imap_dal::prelude::*;

mailboxes! { Inbox: { uid: Uid } => "INBOX"; }

fn main() {}
