//@ says: expected `=>` after `Inbox`
//@ at: <Mail> => "I
use imap_dal::prelude::*;

mailboxes! { Inbox<Mail> => "INBOX"; }

fn main() {}
