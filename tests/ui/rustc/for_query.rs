use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    uid: Uid,
    subject: Option<String>,
}

mailboxes! {
    Inbox => "INBOX";
    Archive: Mail => "Archive";
}

fn main() {
    for m in Archive::all() {}
}
