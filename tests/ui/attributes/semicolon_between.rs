//@ says: expected `,` after the value of `mailbox`
//@ at: ; no_columns
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = "INBOX"; no_columns)]
struct M { uid: Uid }

fn main() {}
