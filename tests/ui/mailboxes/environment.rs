//@ says: expected a mailbox name in quotes
//@ at: env
imap_dal::mailboxes! {
    Inbox => env!("MAILBOX");
}

fn main() {}
