use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = "INBOX")]
struct M { uid: Uid }
fn f(m: M) { if m.uid == 5 {} }

fn main() {}
