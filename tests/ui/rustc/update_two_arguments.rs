use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().update(Inbox::seen.set(true), Inbox::flagged.set(false));
}
