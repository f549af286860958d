//@ says: the name `Mail` is defined multiple times
//@ at: struct Mail {
//@ errors: 2
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = "INBOX")]
struct Mail {
    uid: Uid,
}

#[derive(ImapModel)]
struct Mail {
    #[imap(header = "List-Id")]
    list_id: Option<String>,
}

fn main() {
    let _ = Mail::all();
}
