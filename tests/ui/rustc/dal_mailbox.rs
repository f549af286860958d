use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) {
    let _ = dal.mailbox("INBOX").all();
}

fn main() {}
