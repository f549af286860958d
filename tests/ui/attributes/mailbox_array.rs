//@ says: write `mailbox = "INBOX"`
//@ at: ["INBOX", "S
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = ["INBOX", "Sent"])]
struct M { uid: Uid }

fn main() {}
