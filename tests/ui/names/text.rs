//@ says: `text` can be searched in, not read; the text of a message is `content`
//@ at: text
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    text: String,
}

fn main() {}
