//@ says: a column of `Note` cannot be used in a query on `Mail`
//@ at: Note::size
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    uid: Uid,
}

#[derive(ImapModel)]
struct Note {
    uid: Uid,
}

fn main() {
    let _ = Mail::in_mailbox("Notes").filter(Note::size.gt(1));
}
