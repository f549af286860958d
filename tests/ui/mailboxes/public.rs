//@ says: expected `=>` after `public`
//@ at: Inbox
use imap_dal::prelude::*;

mailboxes! { public Inbox => "INBOX"; }

fn main() {}
