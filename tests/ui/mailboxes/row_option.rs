//@ says: `Option<Mail>` cannot be read from a message
//@ at: Option
use imap_dal::prelude::*;

#[derive(ImapModel)] struct Mail { uid: Uid }
mailboxes! { Inbox: Option<Mail> => "INBOX"; }

fn main() {}
