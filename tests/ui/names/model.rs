//@ says: no IMAP column is called `flags`; did you mean `keywords`?
//@ at: flags
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Flags {
    seen: bool,
}
#[derive(ImapModel)]
struct Mail {
    flags: Flags,
}

fn main() {}
