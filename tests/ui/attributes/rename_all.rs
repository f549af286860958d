//@ says: `rename_all` is not an `imap` attribute of the struct; the struct takes `mailbox`, `no_columns`, `crate`
//@ at: rename_all
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = "INBOX", rename_all = "camelCase")]
struct Mail {
    uid: Uid,
}

fn main() {}
