use imap_dal::prelude::*;

mailboxes! { Inbox => "INBOX"; }

fn all() -> Vec<Box<dyn Mailbox>> {
    vec![Box::new(Inbox)]
}

fn main() {}
