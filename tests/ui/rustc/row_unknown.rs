use imap_dal::prelude::*;

mailboxes! { Inbox: Mial => "INBOX"; }

fn main() {}
