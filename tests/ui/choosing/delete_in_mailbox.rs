//@ says: `delete` needs messages to be chosen in
//@ at: delete
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) {
    let _ = AnyMailbox::in_mailbox("Drafts").delete();
}

fn main() {}
