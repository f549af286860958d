//@ says: expected `;` after `Inbox`, or `{ .. }` with columns of its own
//@ at: as
use imap_dal::prelude::*;

#[derive(ImapModel)] struct Mail { uid: Uid }
mailboxes! { Inbox => "INBOX" as Mail; }

fn main() {}
