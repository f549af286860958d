use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::seen.eq(true), Inbox::flagged.eq(true));
}
