//@ says: `Mail` is generic; `ImapModel` cannot be derived for a generic struct
//@ at: 'a
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail<'a> {
    subject: &'a str,
}

fn main() {}
