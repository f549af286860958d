//@ says: a mailbox name stands in quotes; one known at run time only is given to `AnyMailbox::in_mailbox(name)`
//@ at: String
use imap_dal::prelude::*;

mailboxes! {
    Inbox => String::from("INBOX");
}

fn main() {}
