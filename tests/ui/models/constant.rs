//@ says: `Mail` is generic; `ImapModel` cannot be derived for a generic struct
//@ at: const
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail<const N: usize> {
    preview: [u8; N],
}

fn main() {}
