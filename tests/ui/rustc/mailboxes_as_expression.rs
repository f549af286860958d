use imap_dal::prelude::*;

fn f() { let x = mailboxes! { Inbox => "INBOX"; }; }

fn main() {}
