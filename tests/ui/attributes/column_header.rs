//@ says: no IMAP column is called `X-Spam`; for a header write `header = "X-Spam"`
//@ at: "X-Spam"
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    #[imap(column = "X-Spam")]
    spam: String,
}

fn main() {}
