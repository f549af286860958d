//@ says: `Mail` is generic; `ImapModel` cannot be derived for a generic struct
//@ at: T
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail<T> {
    subject: T,
}

fn main() {}
