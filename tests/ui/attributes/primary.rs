//@ says: `primary_key` is not an `imap` attribute of a field; a field takes `column`, `header`, `keyword`, `flatten`, `skip`, `default`
//@ at: primary_key
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    #[imap(primary_key)]
    uid: Uid,
}

fn main() {}
