use imap_dal::prelude::*;

mod a { imap_dal::mailboxes! { Inbox => "INBOX"; } }
fn f() { let _ = a::Inbox::all(); }

fn main() {}
