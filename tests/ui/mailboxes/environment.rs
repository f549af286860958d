//@ says: a mailbox name stands in quotes; one known at run time only is given to `AnyMailbox::in_mailbox(name)`
//@ at: env
imap_dal::mailboxes! {
    Inbox => env!("MAILBOX");
}

fn main() {}
