//@ says: `load` needs messages of `InMailbox<imap_dal::AnyMailbox>` to be chosen
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
