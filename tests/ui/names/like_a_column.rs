//@ says: `subject` is a fixed column of every mailbox
//@ at: subject
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(header = "X-Subject")]
    subject: String,
}

fn main() {}
