use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) {
    let n: u64 = Inbox::all().count(dal);
}

fn main() {}
