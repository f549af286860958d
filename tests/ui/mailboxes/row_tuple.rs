//@ says: `(imap_dal::Uid, String)` cannot be read from a message
//@ at: (Uid, String)
use imap_dal::prelude::*;
mailboxes! { Archive: (Uid, String) => "Archive"; }

fn main() {}
