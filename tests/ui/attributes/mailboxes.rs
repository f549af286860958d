//@ says: `mailboxes` is not an `imap` attribute of the struct; did you mean `mailbox`?
//@ at: mailboxes
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailboxes = ["INBOX", "Sent"])]
struct M { uid: Uid }

fn main() {}
