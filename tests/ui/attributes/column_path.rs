//@ says: write `column = sender`
//@ at: Mail
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    #[imap(column = Mail::sender)]
    from: Vec<Address>,
}

fn main() {}
