//@ says: `sorted` is not an `imap` attribute of a field; a field takes
//@ at: sorted
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(sorted)]
    size: u64,
}

fn main() {}
