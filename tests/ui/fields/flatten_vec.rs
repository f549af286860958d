//@ says: `Vec<Flags>` cannot be read from a message
//@ at: Vec<Flags>
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Flags {
    seen: bool,
}
#[derive(ImapModel)]
struct Mail {
    #[imap(flatten)]
    flags: Vec<Flags>,
}

fn main() {}
