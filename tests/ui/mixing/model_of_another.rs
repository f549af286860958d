//@ says: a column of `Mail` cannot be used in a query on `Inbox`
//@ at: Mail::subject
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    uid: Uid,
    subject: Option<String>,
}

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Mail::subject.eq("x"));
}
