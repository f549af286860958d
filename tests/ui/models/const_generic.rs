//@ says: `M` is generic; `ImapModel` cannot be derived for a generic struct: a row owns what it holds, of types that are known
//@ at: const
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M<const N: usize> { uid: Uid }

fn main() {}
