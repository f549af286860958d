use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let q = Inbox::seen.eq(false);
    let _ = Inbox::filter(q);
    let _ = Inbox::filter(q);
}
