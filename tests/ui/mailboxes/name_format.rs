//@ says: a mailbox name stands in quotes; one known at run time only is given to `AnyMailbox::in_mailbox(name)`
//@ at: format!
use imap_dal::prelude::*;

mailboxes! {
    Year => format!("Archive/{}", 2026);
}

fn main() {}
