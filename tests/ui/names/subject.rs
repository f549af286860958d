//@ says: no IMAP column is called `Subject`; did you mean `subject`?
//@ at: Subject
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    Subject: String,
}

fn main() {}
