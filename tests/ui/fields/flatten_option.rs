//@ says: `Option<Flags>` cannot be read from a message
//@ at: Option<Flags>
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Flags {
    seen: bool,
}

#[derive(ImapModel)]
struct Mail {
    #[imap(flatten)]
    flags: Option<Flags>,
}

fn main() {}
