use imap_dal::prelude::*;

mailbox! { Inbox => "INBOX"; }

fn main() {}
