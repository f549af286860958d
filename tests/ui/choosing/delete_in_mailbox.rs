//@ says: `delete` needs messages of `InMailbox<imap_dal::AnyMailbox>` to be chosen
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
