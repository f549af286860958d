//@ says: `update` needs messages of `InMailbox<imap_dal::AnyMailbox>` to be chosen
//@ at: update
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) {
    let _ = AnyMailbox::in_mailbox("Drafts").update(AnyMailbox::seen.set(true));
}

fn main() {}
