//@ says: the type of the rows stands before `=>`, as in `Archive: Mail => ..`
//@ at: :
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    uid: Uid,
}
mailboxes! { Archive => "Archive": Mail; }

fn main() {}
