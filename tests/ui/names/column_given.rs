//@ says: no IMAP column is called `sendr`; did you mean `sender`?
//@ at: sendr
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(column = sendr)]
    from: String,
}

fn main() {}
