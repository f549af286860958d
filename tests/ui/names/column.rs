//@ says: no IMAP column is called `sujbect`; did you mean `subject`?
//@ at: sujbect
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    sujbect: Option<String>,
}

fn main() {}
