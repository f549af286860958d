//@ says: `load` needs messages to be chosen in
//@ at: load
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) {
    let _ = AnyMailbox::in_mailbox("Drafts").load(dal);
}

fn main() {}
