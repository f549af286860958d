//@ says: `HeaderText` columns cannot be read as `bool`
//@ at: bool
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(header = "X-Spam")]
    spam: bool,
}

fn main() {}
