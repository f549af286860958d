//@ says: write `column = sender`
//@ at: (
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    #[imap(column(sender))]
    from: Vec<Address>,
}

fn main() {}
