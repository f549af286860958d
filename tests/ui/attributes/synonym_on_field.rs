//@ says: `rename` is not an `imap` attribute of a field; did you mean `column`?
//@ at: rename
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(rename = "sender")]
    from: String,
}

fn main() {}
