//@ says: `default` is for columns: it has no meaning beside `flatten`
//@ at: default
use imap_dal::prelude::*;

#[derive(ImapModel, Default)]
struct Flags {
    seen: bool,
}

#[derive(ImapModel)]
struct Mail {
    #[imap(flatten, default)]
    flags: Flags,
}

fn main() {}
