use imap_dal::prelude::*;

#[imap(mailbox = "INBOX")]
struct M { uid: Uid }

fn main() {}
